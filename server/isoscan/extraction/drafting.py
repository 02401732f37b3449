"""Which form an extraction takes: by the kind of its scanner."""

from __future__ import annotations

from isoscan.extraction.definition_form import draft_definition
from isoscan.extraction.draft import Context, Draft, unit_of
from isoscan.extraction.mask_form import draft_mask
from isoscan.extraction.script_form import draft_script
from isoscan.extraction.table_form import draft_table
from isoscan.parameters.parameter import Scanner


def draft_scanner(context: Context, scanner: Scanner) -> Draft | str:
    """Draft the extraction of a scanner; gives a sentence where it cannot be done."""
    kind = scanner.boundary.kind
    if kind in ("function", "class", "method"):
        return draft_definition(context, scanner)
    if kind == "mask":
        if unit_of(context.layout, scanner.boundary) is not None:
            return draft_definition(context, scanner)
        return draft_mask(context, scanner)
    return draft_table(context, scanner) if kind == "table" else draft_script(context, scanner)
