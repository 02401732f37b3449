"""Verifying one scanner's extraction in a process of its own, which runs the user's code in further ones.

Writes one line of JSON:
`{"status", "summary", "details"}`, as of `verification.Verification`; `status` is `refused` when there is
nothing to verify.
"""

from __future__ import annotations

from isoscan.lsp.jobs import say
from isoscan.lsp.order import Order, analysed, extraction_of, source_of


def main(order: Order) -> None:
    """Do the job."""
    from isoscan.extraction import lifts_parameters
    from isoscan.surroundings import package_of
    from isoscan.verification import verify

    analysis = analysed(order)
    extraction = extraction_of(order, analysis, order.namespace)
    if extraction.problem:
        say({"status": "refused", "summary": extraction.problem, "details": []})
        return
    scanner = next(each for each in analysis.scanners if each.boundary.namespace == order.namespace)
    source = source_of(order)
    lifts = lifts_parameters(order.template)
    verdict = verify(analysis, scanner, extraction, source, lifts=lifts, package=package_of(source))
    say({"status": verdict.status, "summary": verdict.summary, "details": list(verdict.details)})
