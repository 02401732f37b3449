"""Moving scanners out of their source: they are taken out, an import stands where one is still needed.

Defs and classes at the top level are moved, which an import can stand for, and masks that a call can stand
for. What a scanner needs is copied by extraction and stays in the source, too; so nothing is moved that
shares changing state with what is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from isoscan.analysis import Analysis
from isoscan.extraction.closure import Closure
from isoscan.extraction.draft import BUILTINS, Context, unit_of
from isoscan.extraction.drafting import draft_scanner
from isoscan.extraction.invariants import syntax_error
from isoscan.extraction.moving_masks import mask_replacements
from isoscan.extraction.provenance import MOVED
from isoscan.extraction.text import Replacement
from isoscan.model.module import Module, StatementRef, Unit, build_module
from isoscan.parameters.parameter import Scanner
from isoscan.source.lines import split_lines
from isoscan.source.spans import Span


@dataclass(frozen=True, slots=True)
class Move:
    """What moving does to the source: edits in file lines, and its text afterwards.

    `problem` is one sentence if it cannot be done, and the rest is empty then; `remarks` are about what the
    reader should know.
    """

    text: str = field(repr=False)
    replacements: tuple[Replacement, ...]
    problem: str
    remarks: tuple[str, ...] = ()


def marked_as_moved(text: str) -> str:
    """A generated module's text with a line in its docstring that says that the source no longer holds it."""
    return re.sub(r"^(Template: .*)$", rf"\1\n{MOVED}", text, count=1, flags=re.MULTILINE)


def move_scanners(analysis: Analysis, modules: Mapping[str, str]) -> Move:
    """Take scanners out of their source.

    `modules` maps their namespaces to the modules they were extracted to, dotted as the source would import
    them (`extracted.scan_gap`, `.scan_gap`). Never raises for what the text holds.
    """
    context = Context.of(analysis, lifts=False)
    replacements: list[Replacement] = []
    remarks: list[str] = []
    leaving: dict[str, Unit] = {}
    masks: list[Scanner] = []
    for namespace in modules:
        scanner = next((each for each in analysis.scanners if each.boundary.namespace == namespace), None)
        if scanner is not None and is_plain_mask(context, scanner):
            changes = mask_replacements(context, scanner, modules[namespace])
            if isinstance(changes, str):
                return Move("", (), changes)
            replacements += changes
            masks.append(scanner)
            continue
        unit = _movable(context, scanner) if scanner is not None else f"there is no scanner `{namespace}`"
        if isinstance(unit, str):
            return Move("", (), unit)
        leaving[namespace] = unit
    for namespace, unit in leaving.items():
        scanner = next(each for each in analysis.scanners if each.boundary.namespace == namespace)
        draft = draft_scanner(context, scanner)
        if isinstance(draft, str):
            return Move("", (), draft)
        gone = {each.ref for each in leaving.values()}
        shared = sorted(_changing_state(context, draft.closure, gone))
        if shared:
            named = ", ".join(f"`{name}`" for name in shared)
            return Move("", (), f"it shares {named}, which changes while it runs, with the rest of the file")
        twice = sorted(_classes_left(context, draft.closure, gone))
        if twice:
            named = ", ".join(f"`{name}`" for name in twice)
            remarks.append(f"{named} now exists twice, here and in `{modules[namespace]}`")
        replacements.append(_replacement(context, scanner, unit, modules[namespace], gone))
    for scanner in masks:
        reason = _reason_against_mask(context, scanner, {each.ref for each in leaving.values()})
        if reason:
            return Move("", (), reason)
    text = _edited(analysis.module.text, replacements)
    problem = _problem_of(analysis.module, text)
    return Move("", (), problem) if problem else Move(text, tuple(replacements), "", tuple(remarks))


def is_plain_mask(context: Context, scanner: Scanner) -> bool:
    """Whether a scanner is a mask among other statements, not a def of its own."""
    return scanner.boundary.kind == "mask" and unit_of(context.layout, scanner.boundary) is None


def _reason_against_mask(context: Context, scanner: Scanner, gone: set[StatementRef]) -> str:
    draft = draft_scanner(context, scanner)
    if isinstance(draft, str):
        return draft
    named = ", ".join(f"`{name}`" for name in sorted(_changing_state(context, draft.closure, gone)))
    return f"it shares {named}, which changes while it runs, with the rest of the file" if named else ""


def _edited(text: str, replacements: Iterable[Replacement]) -> str:
    """The text after replacements, every line end in it as it was."""
    starts = [0]
    for line in split_lines(text):
        starts.append(starts[-1] + len(line))
    for span, new in sorted(replacements, key=lambda each: each.span, reverse=True):
        first = starts[min(span.line, len(starts) - 1)] + span.column
        last = starts[min(span.end_line, len(starts) - 1)] + span.end_column
        text = text[:first] + new + text[last:]
    return text


_TO_STAY = "only functions and classes at the top level can be moved, and masks; `{name}` can be extracted"
_NOT_MOVED = {
    "method": "a method belongs to its class; `{name}` can be extracted, with what it needs of that",
    "section": "what a section leaves behind the code below it may read; `{name}` can be extracted",
    "module": "there is nothing else in the file; `{name}` can be extracted",
    "table": "what reads its table expects the entry there; `{name}` can be extracted",
    "function": _TO_STAY,
    "class": _TO_STAY,
    "mask": _TO_STAY,
}


def _movable(context: Context, scanner: Scanner) -> Unit | str:
    """The def or class of a scanner, or one sentence on why it has to stay."""
    boundary = scanner.boundary
    unit = unit_of(context.layout, boundary)
    if unit is None or unit.parent or context.definitions.piece_of(unit.ref) != unit.ref:
        return _NOT_MOVED[boundary.kind].format(name=boundary.name)
    if not context.layout.stands_alone(unit.ref):
        return f"`{boundary.name}` shares its lines with other code; put it on lines of its own first"
    if len(context.layout.module.bindings.get(unit.name, ())) > 1:
        return f"`{boundary.name}` is defined more than once; rename one of them first"
    return unit


def _replacement(
    context: Context, scanner: Scanner, unit: Unit, module: str, gone: set[StatementRef]
) -> Replacement:
    """What stands where the scanner stood: an import if other code reads it, else nothing."""
    source = context.layout.source
    region = context.layout.region(unit.ref)
    first = min(scanner.boundary.start_line, region.line)
    is_read = any(
        not _is_in(context.layout.module, site.part, site.use.statement, gone)
        for site in context.layout.module.reads.get(unit.name, ())
    )
    if is_read or _is_exported(source.lines, unit.name):
        return Replacement(region._replace(line=first, column=0), f"from {module} import {unit.name}")
    above = first - 1
    while above >= 0 and not source.line(above).strip():
        above -= 1
    if above < 0:
        return Replacement(Span(first, 0, region.end_line + 1, 0), "")
    return Replacement(Span(above, len(source.line(above)), region.end_line, region.end_column), "")


def _is_exported(lines: tuple[str, ...], name: str) -> bool:
    """Whether the source lists a name in `__all__`."""
    return any("__all__" in line for line in lines) and any(
        f'"{name}"' in line or f"'{name}'" in line for line in lines
    )


def _is_in(module: Module, part: int, statement: int, refs: set[StatementRef]) -> bool:
    return any(around in refs for around in module.statements_around(StatementRef(part, statement)))


def _kept_names(context: Context, closure: Closure, kind: str) -> Iterator[str]:
    """The names that what comes along binds by statements of a kind ("" for all but imports)."""
    for piece, indices in closure.kept.items():
        part = context.layout.module.parts[piece.part]
        for index in indices:
            for use in part.by_statement.names[index]:
                if use.access != "bind" or use.home != 0 or use.binding == "import":
                    continue
                if kind in ("", use.binding):
                    yield use.name


def _left_readers(context: Context, name: str, gone: set[StatementRef]) -> bool:
    """Whether code that stays in the source reads a name."""
    module = context.layout.module
    return any(not _is_in(module, site.part, site.use.statement, gone) for site in module.reads.get(name, ()))


def _changing_state(context: Context, closure: Closure, gone: set[StatementRef]) -> set[str]:
    """Module-level names that functions change, which both the scanner and what is left read."""
    module = context.layout.module
    changed: set[str] = set()
    for part in module.parts:
        facts = part.facts
        changed.update(use.name for use in facts.names if use.home == 0 < use.scope and use.access == "bind")
        changed.update(
            item.base.split(".")[0]
            for item in facts.items
            if item.home == 0 < item.scope and item.access != "read"
        )
        changed.update(
            each.base.split(".")[0]
            for each in facts.attributes
            if each.home == 0 < each.scope and each.access != "read"
        )
        changed.update(
            call.root
            for call in facts.calls
            if call.home == 0 < call.scope
            and call.name in _CHANGING
            and call.callee == f"{call.root}.{call.name}"
        )
    kept = set(_kept_names(context, closure, ""))
    return {name for name in changed & kept if _left_readers(context, name, gone)}


_CHANGING = frozenset(
    (
        "append", "extend", "add", "update", "insert", "pop", "clear", "setdefault", "remove", "discard",
        "popitem",
    )
)  # fmt: skip


def _classes_left(context: Context, closure: Closure, gone: set[StatementRef]) -> set[str]:
    """The classes that come along and are also used by what is left."""
    names = {unit.name for unit in context.layout.module.units if unit.ref in gone}
    kept = set(_kept_names(context, closure, "class")) - names
    return {name for name in kept if _left_readers(context, name, gone)}


def _problem_of(before: Module, text: str) -> str:
    """A sentence if the source would no longer compile, or lack a name it has now."""
    error = syntax_error(text)
    if error and not syntax_error(before.text):
        return f"the source would no longer compile: {error}"
    after = build_module(text)
    known = set(before.reads) - set(before.bindings)
    missing = sorted(set(after.reads) - set(after.bindings) - BUILTINS - known)
    if missing and not any(each.name == "*" for part in after.parts for each in part.facts.imports):
        return f"the source would lack `{missing[0]}`"
    return ""
