"""Reads that do not show as names in their place: annotations in quotes, effects that imports rely on."""

from __future__ import annotations

import re
from collections.abc import Mapping

from isoscan.extraction.layout import Layout
from isoscan.model.module import StatementRef
from isoscan.model.parts import Part

_QUOTED = re.compile(r"""(['"])(.*?)\1""", re.DOTALL)
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")


def quoted_annotations(part: Part, statement: int) -> set[str]:
    """The names in annotations that are written as strings: `df: "pd.DataFrame"`."""
    own = part.facts.statements[statement]
    annotations = [own.annotation]
    if own.kind == "function" and own.body_scope >= 0:
        annotations.extend(each.annotation for each in part.facts.scopes[own.body_scope].parameters)
    return {
        name
        for annotation in annotations
        for _, quoted in _QUOTED.findall(annotation)
        for name in _NAME.findall(quoted)
    }


def runs_later(part: Part, scope: int) -> bool:
    """Whether code in a scope runs when something is called, not when the module is imported."""
    scopes = part.facts.scopes
    while scope > 0:
        if scopes[scope].kind in ("function", "lambda", "type_parameters"):
            return True
        scope = scopes[scope].parent
    return False


def import_effects(
    layout: Layout, kept: Mapping[StatementRef, set[int]], imported: Mapping[StatementRef, set[str]]
) -> list[StatementRef]:
    """Module-level calls without which the kept code imports or behaves differently.

    `sys.path.append(...)` in front of imports, seeds of random generators, `load_dotenv()`.
    """
    callees = {
        call.callee
        for ref, indices in kept.items()
        for index in indices
        for call in layout.module.parts[ref.part].by_statement.calls[index]
    }
    uses_random = any("random" in callee for callee in callees)
    uses_environment = any("environ" in callee or callee.endswith("getenv") for callee in callees)
    last_import = max(imported, default=None)
    found = []
    for part in layout.module.parts:
        for index, statement in enumerate(part.facts.statements):
            ref = StatementRef(part.index, index)
            if statement.parent >= 0 or statement.kind != "expression" or ref in kept:
                continue
            names = {call.callee for call in part.by_statement.calls[index]}
            if (
                (
                    last_import is not None
                    and ref < last_import
                    and any(n.startswith("sys.path.") for n in names)
                )
                or (uses_random and any(n.endswith("random.seed") for n in names))
                or (uses_environment and any(n.split(".")[-1] == "load_dotenv" for n in names))
            ):
                found.append(ref)
    return found
