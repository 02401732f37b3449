"""What templates are filled with: the parts of a draft as text, and how its scanner is called."""

from __future__ import annotations

import re

from isoscan import __version__
from isoscan.extraction.assembly import Piece, checksum, imports_text, joined
from isoscan.extraction.draft import Context, Draft, identifier, quoted
from isoscan.extraction.provenance import read_provenance

ORIGIN = re.compile(r"# from lines? \d+(-\d+)?$", re.MULTILINE)
"""The comment above a parameter that says where it stood."""
SHARED = "_shared"
"""The module of a package for what several of its scanners use."""


def template_variables(context: Context, draft: Draft, source_path: str) -> dict[str, object]:
    """The variables of a template, as the documentation lists them."""
    boundary = draft.scanner.boundary
    path = source_path.replace("\\", "/")
    digest = checksum(draft.slice_texts)
    bound = _bound_names(context, draft)
    return {
        "name": draft.name,
        "scanner_name": quoted(shown_name(context, draft)),
        "namespace": boundary.namespace,
        "kind": boundary.kind,
        "source_path": path,
        "start_line": boundary.start_line + 1,
        "end_line": boundary.end_line + 1,
        "sha256": digest,
        "version": __version__,
        "remarks": list(draft.remarks),
        "docstring": _docstring(draft, shown_name(context, draft), path, digest),
        "future_imports": imports_text(draft.sections.future),
        "imports": _imports(context, draft),
        "fields": [
            {
                "name": each.name,
                "annotation": each.annotation,
                "default": f"field(default_factory=lambda: {each.default})"
                if each.is_factory
                else each.default,
                "origin": each.origin,
                "value": each.default,
            }
            for each in draft.fields
        ],
        "has_params": draft.has_params,
        "binds_params": draft.binds_params,
        "parameters": _parameters(draft),
        "code": joined(draft.sections.code),
        "scanner_code": draft.scanner_code,
        "runner": draft.runner,
        "main": "run_scanner" if "main" in bound else "main",
        "names": {
            role: _free(name, bound | {draft.name})
            for role, name in (
                ("hit", "ScanHit"),
                ("failure", "ScanFailure"),
                ("report", "ScanReport"),
                ("run", "scan_symbols"),
            )
        },
        "date_columns": _among(draft.columns, ("date", "datetime", "timestamp", "time", "day")),
        "symbol_columns": _among(draft.columns, ("symbol", "ticker", "sym")),
    }


def _bound_names(context: Context, draft: Draft) -> frozenset[str]:
    """The module-level names that the kept code binds."""
    return frozenset(
        use.name
        for piece, indices in draft.closure.kept.items()
        for index in indices
        for use in context.layout.module.parts[piece.part].by_statement.names[index]
        if use.access == "bind" and use.home == 0
    )


def _free(name: str, taken: frozenset[str]) -> str:
    """The name, with as many underscores after it as it takes to be nobody else's."""
    while name in taken:
        name += "_"
    return name


def _among(columns: frozenset[str], names: tuple[str, ...]) -> list[str]:
    return sorted(column for column in columns if column.lower() in names)


def shown_name(context: Context, draft: Draft) -> str:
    """The scanner's name as its source spells it; a generated module says how that was in the first one."""
    name = draft.scanner.boundary.name
    provenance = read_provenance(context.layout.module.text)
    if provenance is None or identifier(provenance.name).casefold() != identifier(name).casefold():
        return name
    return provenance.name


def _docstring(draft: Draft, name: str, path: str, digest: str) -> str:
    boundary = draft.scanner.boundary
    lines = [
        f"Scanner `{name}`, extracted by isoscan.",
        "",
        f"Source: {path}",
        f"Lines: {boundary.start_line + 1}-{boundary.end_line + 1}",
        f"SHA-256 of the slice: {digest}",
        f"Tool: isoscan {__version__}",
    ]
    if draft.remarks:
        lines += ["", "Remarks:", *(f"* {remark}" for remark in draft.remarks)]
    text = "\n".join(lines) + "\n"
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


_OWN_IMPORTS = {
    "os": ("os", "import os"),
    "pandas": ("pd", "import pandas as pd"),
}


def _imports(context: Context, draft: Draft) -> str:
    bound = _imported_names(context, draft.sections.imports, draft)
    lines = []
    if "os" in draft.needs and "os" not in bound:
        lines.append("import os")
    from_dataclasses = [name for name in ("dataclass", "field") if name in draft.needs and name not in bound]
    if from_dataclasses:
        lines.append(f"from dataclasses import {', '.join(from_dataclasses)}")
    own = "\n".join(lines)
    users = imports_text(draft.sections.imports)
    pandas = "import pandas as pd" if "pandas" in draft.needs and "pd" not in bound else ""
    third = "\n".join(text for text in (pandas, users) if text)
    shared = f"from .{SHARED} import {', '.join(draft.shared_names)}" if draft.shared_names else ""
    return "\n\n".join(text for text in (own, third, shared) if text)


def _imported_names(context: Context, pieces: tuple[Piece, ...], draft: Draft) -> frozenset[str]:
    return frozenset(name for piece in pieces for name in draft.closure.imported.get(piece.ref, frozenset()))


def _parameters(draft: Draft) -> str:
    blocks = []
    for piece in draft.sections.parameters:
        first, last = piece.region.line + 1, piece.region.end_line + 1
        lines = f"line {first}" if first == last else f"lines {first}-{last}"
        text = piece.text.rstrip()
        # In a generated module it stands there already.
        blocks.append(text if ORIGIN.match(text) else f"# from {lines}\n{text}")
    if draft.in_code:
        listed = "\n".join(f"#   {each}" for each in draft.in_code)
        blocks.append(f"# Parameters in the code below:\n{listed}")
    return "\n".join(blocks)
