"""Extracting all scanners in a process of its own: the server goes on answering meanwhile.

Writes a line of JSON with the number of scanners, then one per scanner, in
file order: `{"namespace", "problem", "files": [[name, text], ...]}`.
"""

from __future__ import annotations

from isoscan.lsp.extract import files_of
from isoscan.lsp.jobs import say
from isoscan.lsp.order import Order, analysed, making_of


def main(order: Order) -> None:
    """Do the job."""
    analysis = analysed(order)
    say({"scanners": len(analysis.scanners)})
    namespaces = [scanner.boundary.namespace for scanner in analysis.scanners]
    extractions = making_of(order).all_of(analysis, namespaces)
    for namespace, extraction in zip(namespaces, extractions, strict=True):
        files = [list(file) for file in files_of(extraction)]
        say({"namespace": namespace, "problem": extraction.problem, "files": files})
