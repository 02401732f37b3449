"""Reading the source of a generated module in a process of its own.

Writes one line of JSON, `{"slices": [[namespace, start line, end line, checksums], ...]}`: the scanners of
the name that the order has as its namespace (see `extraction.provenance.CurrentSlice`); none where the
source cannot be read.
"""

from __future__ import annotations

from pathlib import Path

from isoscan.lsp.jobs import say
from isoscan.lsp.order import Order, analysed


def main(order: Order) -> None:
    """Do the job."""
    from isoscan.extraction.provenance import slices_named
    from isoscan.workspace.origin import read_text

    text = read_text(Path(order.source))
    if text is None:
        return
    slices = slices_named(analysed(order._replace(text=text)), order.namespace)
    say({"slices": [[*each[:3], sorted(each.digests)] for each in slices]})
