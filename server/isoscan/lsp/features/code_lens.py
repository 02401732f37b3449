"""`textDocument/codeLens` and `codeLens/resolve`: above each scanner, what it is made of, extract and verify.

Nothing is said but what the code does not show by itself: how many parameters reach the scanner, how much of
what it reads is its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.capabilities import EXTRACT_COMMAND, VERIFY_COMMAND
from isoscan.lsp.extract import reason_against
from isoscan.lsp.headers import header_line
from isoscan.lsp.view import View

if TYPE_CHECKING:
    from isoscan.parameters.parameter import Scanner

_SHOWN = ("parameters", "isolation", "extract", "verify")
_FOR_FILES = ("extract", "verify")


def code_lens(view: View) -> list[wire.CodeLens] | None:
    """The lenses of all scanners; a client that resolves lenses gets them without their titles."""
    if not view.config.code_lens:
        return None
    lenses = [lens for scanner in view.analysis.scanners for lens in _lenses(view, scanner)]
    return lenses or None


def _lenses(view: View, scanner: Scanner) -> list[wire.CodeLens]:
    document = view.document
    place = document.range_of(document.header_span(header_line(scanner.boundary)))
    extractable = not reason_against(document, scanner)
    lenses: list[wire.CodeLens] = []
    for shown in _SHOWN:
        if shown in _FOR_FILES and not extractable:
            continue
        lens: wire.CodeLens = {"range": place}
        if view.client.resolves_lenses:
            lens["data"] = {**view.target(scanner), "shown": shown}
        else:
            lens["command"] = _command(view, scanner, shown)
        lenses.append(lens)
    return lenses


def code_lens_resolve(view: View, scanner: Scanner, lens: wire.JsonObject) -> wire.JsonObject:
    """The lens with its title, and with what a click does."""
    return {**lens, "command": _command(view, scanner, str(lens["data"].get("shown")))}


def _command(view: View, scanner: Scanner, shown: str) -> wire.Command:
    if shown == "parameters":
        count = len(scanner.parameters)
        return {"title": f"{count} parameter{'' if count == 1 else 's'}", "command": ""}
    if shown == "isolation":
        return {"title": f"isolation {scanner.isolation_score:.2f}", "command": ""}
    target = view.target(scanner)
    if shown == "verify":
        return {"title": "Verify", "command": VERIFY_COMMAND, "arguments": [target]}
    return {"title": "Extract", "command": EXTRACT_COMMAND, "arguments": [target]}
