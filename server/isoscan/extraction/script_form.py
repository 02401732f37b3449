"""Drafts of sections and whole scripts: their statements become a function of the inputs they read.

A section inside of a def or a loop is treated alike: names of the def are then inputs too.

What the code reads from above is an import, a def or a constant, which comes along; a list of symbols, a date
and other settings become arguments with the value of the source as default; what was computed above (a
frame, as a rule) becomes a required argument. The function gives back what the code collects its hits in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from isoscan.boundaries.outputs import COLLECTING
from isoscan.extraction.assembly import Writing, sections_of
from isoscan.extraction.closure import Closure, Request, close
from isoscan.extraction.draft import (
    Context,
    Draft,
    columns_read,
    common_remarks,
    identifier,
    is_kept,
    mark,
    other_scanners,
)
from isoscan.extraction.lifting import Lifted, lift, value_replacements
from isoscan.extraction.runner import Runner, inputs_of_names
from isoscan.extraction.text import Replacement, reindented
from isoscan.facts.records import NameUse, Traits
from isoscan.model.module import StatementRef
from isoscan.parameters.parameter import Parameter, Scanner
from isoscan.parameters.stops import roots_of
from isoscan.source.spans import Span

_INDENT = "    "
_STAYING = frozenset({"import", "function", "class", "type_alias"})


@dataclass(frozen=True, slots=True)
class _Script:
    """The statements that go into the function, and the names they read from outside it.

    `required` are inputs without, `optional` ones with the source's value as default; `results` is
    what the function gives back.
    """

    statements: tuple[StatementRef, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    results: tuple[str, ...]
    bound: frozenset[str] = field(repr=False)


def draft_script(context: Context, scanner: Scanner) -> Draft | str:
    """Draft the extraction of a section or a whole script; gives a sentence where it cannot be done."""
    setup = _setup(context)
    statements = tuple(ref for ref in _statements(context, scanner) if ref not in setup)
    if not statements:
        return "there is no statement in it that could go into a function"
    script = _read(context, scanner, statements)
    name = identifier(scanner.boundary.namespace)
    request = Request(
        roots=tuple(sorted(setup)) if scanner.boundary.kind == "module" else (),
        loose=tuple(_nested(context, statements)),
        ignored=frozenset(_local_reads(context, script)),
        others=other_scanners(context, scanner.boundary),
        given=script.bound - set(script.required) - set(script.optional),
    )
    closure = close(context.layout, context.definitions, request)
    refusal = _refusal(context, closure, script, name)
    if refusal:
        return refusal
    lifted = _lifted(context, closure, scanner, script)
    replacements = (*value_replacements(context.layout, lifted, "PARAMS"), *context.absolute)
    writing = Writing(
        context.layout,
        context.definitions,
        context.secrets,
        replacements,
        parameter_spans=tuple(parameter.value_span for parameter in scanner.parameters),
    )
    sections = sections_of(writing, closure)
    boundary = scanner.boundary
    last = len(context.layout.source.line(boundary.end_line))
    region = Span(boundary.start_line, 0, boundary.end_line, last)
    edits = [*_left_out(context, region, statements), *context.secrets.within(region)]
    written = context.layout.source.edited(region, [*edits, *replacements])
    code = mark(name) if context.marks else ""
    indentation = context.layout.source.indentation(context.layout.span(statements[0]).line)
    text = reindented(written.strip("\n").rstrip(), indentation, _INDENT)
    code += _code(script, name, text, _globals(context, closure, script))
    texts = [(piece.region, piece.slice_text) for piece in sections.all]
    texts.append((region, context.layout.source.edited(region, edits)))
    needs = {"dataclass"} if lifted.fields else set()
    needs.update({"field"} if any(each.is_factory for each in lifted.fields) else ())
    reads_environment = any("os.environ" in piece.text for piece in sections.all) or "os.environ" in code
    needs.update({"os"} if reads_environment and context.secrets.variables else ())
    return Draft(
        scanner=scanner,
        name=name,
        closure=closure,
        sections=sections,
        fields=lifted.fields,
        has_params=bool(lifted.fields),
        binds_params=bool(lifted.fields),
        scanner_code=code,
        needs=frozenset(needs),
        slice_texts=tuple(text for _, text in sorted(texts)),
        in_code=(),
        runner=Runner("function", name, inputs_of_names(script.required, _frames(context, script))),
        remarks=tuple(common_remarks(context, closure, [region for region, _ in texts])),
        columns=columns_read(context, closure) | _columns(context, script),
        moved=script.statements,
    )


def _setup(context: Context) -> frozenset[StatementRef]:
    """The statements that have to run before imports work (`sys.path.append(...)`), with what they need."""
    roots = [
        StatementRef(part.index, call.statement)
        for part in context.layout.module.parts
        for call in part.facts.calls
        if call.callee.startswith("sys.path.") and part.facts.statements[call.statement].parent < 0
    ]
    return frozenset(close(context.layout, context.definitions, Request(roots=tuple(roots))).kept)


def _statements(context: Context, scanner: Scanner) -> tuple[StatementRef, ...]:
    """The outermost statements of the code that are not imports, defs, or the constants of a whole script."""
    boundary = scanner.boundary
    layout = context.layout
    roots = roots_of(layout.module, boundary)
    if roots and layout.statement(roots[0]).parent >= 0:
        return roots
    found = []
    for part in layout.module.parts:
        for index, statement in enumerate(part.facts.statements):
            ref = StatementRef(part.index, index)
            span = part.span(statement.span)
            if statement.parent >= 0 or not boundary.start_line <= span.line <= boundary.end_line:
                continue
            if statement.kind in _STAYING or ref in context.definitions.guards:
                continue
            if _is_docstring(context, ref) or (boundary.kind == "module" and _is_setting(context, ref)):
                continue
            found.append(ref)
    if boundary.kind == "module":
        found.extend(_unsettled(context, scanner, found))
    return tuple(sorted(found))


def _unsettled(context: Context, scanner: Scanner, moved: list[StatementRef]) -> list[StatementRef]:
    """The settings of a whole script that its code gives other values: they are the function's own."""
    boundary = scanner.boundary
    settings = [
        StatementRef(part.index, index)
        for part in context.layout.module.parts
        for index, statement in enumerate(part.facts.statements)
        if statement.parent < 0 and statement.kind not in _STAYING
        if boundary.start_line <= part.span(statement.span).line <= boundary.end_line
    ]
    settings = [ref for ref in settings if ref not in moved and _is_setting(context, ref)]
    bound = Counter(_bound_by(context, moved))
    bound.update(_bound_by(context, settings))
    again = {name for name in _bound_by(context, settings) if bound[name] > 1}
    return [ref for ref in settings if again.intersection(_bound_by(context, [ref]))]


def _bound_by(context: Context, statements: list[StatementRef]) -> list[str]:
    """The module-level names that statements bind, once for each time."""
    return [
        use.name
        for ref in _nested(context, tuple(statements))
        for use in context.layout.module.parts[ref.part].by_statement.names[ref.statement]
        if use.home == 0 and use.access == "bind"
    ]


def _is_docstring(context: Context, ref: StatementRef) -> bool:
    statement = context.layout.statement(ref)
    text = context.layout.source.between(context.layout.span(ref)).lstrip("rRuUbBfF")
    return statement.kind == "expression" and text[:1] in ("'", '"')


def _is_setting(context: Context, ref: StatementRef) -> bool:
    """Whether a statement gives one name a literal that is not a place to collect hits in."""
    part = context.layout.module.parts[ref.part]
    assignments = part.by_statement.assignments[ref.statement]
    if len(assignments) != 1 or assignments[0].is_item or assignments[0].operator:
        return False
    value = assignments[0].value
    reads = any(use.access == "read" for use in part.by_statement.names[ref.statement])
    return (
        value is not None and not reads and not value.traits & Traits.EMPTY_CONTAINER and value.kind != "call"
    )


def _nested(context: Context, statements: tuple[StatementRef, ...]) -> list[StatementRef]:
    return [StatementRef(ref.part, index) for ref in statements for index in context.layout.nested(ref)]


def _read(context: Context, scanner: Scanner, statements: tuple[StatementRef, ...]) -> _Script:
    """Which names the code reads from outside, which it binds, and what it finds."""
    bindings: dict[str, list[frozenset[tuple[StatementRef, str]]]] = {}
    free: dict[str, int] = {}
    own = _homes(context, statements)
    for ref in _nested(context, statements):
        blocks = context.layout.blocks(ref)
        uses = context.layout.module.parts[ref.part].by_statement.names[ref.statement]
        for use in uses:
            if use.home not in own or (use.access != "read" and use.binding != "augmented"):
                continue
            known = bindings.get(use.name, [])
            surely = any(around <= blocks for around in known)
            if not surely and (not known or use.home or _defined_above(context, use.name, statements[0])):
                free.setdefault(use.name, use.home)
        for use in uses:
            if use.home in own and use.access == "bind":
                bindings.setdefault(use.name, []).append(blocks)
    required, optional = [], []
    for name, home in free.items():
        kind = "required" if home else _input_kind(context, scanner, name, statements[0])
        if kind == "required":
            required.append(name)
        elif kind == "optional":
            optional.append(name)
    results = _results(context, statements, required)
    return _Script(statements, tuple(required), tuple(optional), results, frozenset(bindings))


def _homes(context: Context, statements: tuple[StatementRef, ...]) -> frozenset[int]:
    """The scopes whose names the code shares with what is around it: the module's, and its def's."""
    return frozenset((0, context.layout.statement(statements[0]).scope))


def _defined_above(context: Context, name: str, first: StatementRef) -> bool:
    sites = context.layout.module.bindings.get(name, ())
    return any((site.part, site.use.statement) < first and site.use.scope == 0 for site in sites)


def _input_kind(context: Context, scanner: Scanner, name: str, first: StatementRef) -> str:
    """`required`, `optional`, or "" for what comes along as it is."""
    found = context.definitions.of(name, first)
    values = [each for each in found if each.how not in ("import", "function", "class", "mutation")]
    if not values or len(values) < len([each for each in found if each.how != "mutation"]):
        return ""
    if all(_is_setting(context, each.ref) for each in values):
        spans = [context.layout.span(each.ref) for each in values]
        tuned = any(
            span.start <= parameter.value_span.start and parameter.value_span.end <= span.end
            for span in spans
            for parameter in scanner.parameters
        )
        return "" if tuned or len(found) > 1 else "optional"
    shared = {each.name for each in context.analysis.shared_globals}
    return "" if name in shared else "required"


def _results(context: Context, statements: tuple[StatementRef, ...], required: list[str]) -> tuple[str, ...]:
    """What the code finds: the lists it fills, else the last rows it picks, else the last thing it makes."""
    filled: dict[str, None] = {}
    picked, last = "", ""
    around = context.layout.blocks(statements[0])
    given = [] if context.layout.statement(statements[0]).parent < 0 else required
    calls = [
        call.callee
        for ref in _nested(context, statements)
        for call in context.layout.module.parts[ref.part].by_statement.calls[ref.statement]
    ]
    for ref in _nested(context, statements):
        part = context.layout.module.parts[ref.part]
        if context.layout.blocks(ref) != around:
            continue
        for assignment in part.by_statement.assignments[ref.statement]:
            value = assignment.value
            if assignment.is_item and assignment.target in given and value and value.traits & Traits.FILTERED:
                filled.setdefault(assignment.target)
            if assignment.is_item or not assignment.target.isidentifier() or assignment.value is None:
                continue
            last = assignment.target
            traits = assignment.value.traits
            if traits & Traits.EMPTY_CONTAINER and any(callee.startswith(f"{last}.") for callee in calls):
                filled.setdefault(last)
            if traits & (Traits.FILTERED | Traits.BOOLEAN):
                picked = last
    filled |= {name: None for name in given if any(f"{name}.{way}" in calls for way in COLLECTING)}
    if filled:
        return tuple(filled)
    return (picked or last,) if picked or last else ()


def _local_reads(context: Context, script: _Script) -> set[tuple[int, Span]]:
    """Reads of names that are the function's own: inputs without default, and what it binds itself."""
    local = script.bound | set(script.required)
    own = _homes(context, script.statements)
    return {
        (ref.part, use.span)
        for ref in _nested(context, script.statements)
        for use in context.layout.module.parts[ref.part].by_statement.names[ref.statement]
        if use.home in own and use.name in local and use.name not in script.optional
    }


def _refusal(context: Context, closure: Closure, script: _Script, name: str) -> str:
    """A sentence if moving the code into a function would change what it does."""
    inputs = {*script.required, *script.optional}
    for use in _kept_uses(context, closure):
        if use.access == "bind" and use.name == name:
            return f"the source defines `{name}`, a name the generated module needs; rename it"
        if (
            use.access == "read"
            and use.scope > 0
            and use.name in inputs & (script.bound | set(script.required))
        ):
            return f"a function it calls reads `{use.name}`, which it is given: pass that as an argument"
    for ref in _nested(context, script.statements):
        kind = context.layout.statement(ref).kind
        if kind in ("return", "global"):
            return f"it holds a `{kind}` statement that cannot stand in a function as it does at module level"
        if kind in ("break", "continue") and not _leaves_own_loop(context, script, ref):
            return f"it holds a `{kind}` statement of the loop around it"
        word = _word_of_a_def(context, ref)
        if word:
            return f"it holds {word} of the def around it"
    return ""


def _word_of_a_def(context: Context, ref: StatementRef) -> str:
    """What a statement holds that only its own def may hold, "" if nothing."""
    facts = context.layout.module.parts[ref.part].facts
    if any(each.is_yield and each.statement == ref.statement for each in facts.returns):
        return "a `yield`"
    is_async = facts.scopes[facts.statements[ref.statement].scope].is_async
    header = context.layout.source.between(context.layout.span(ref))
    return "an `await`" if is_async and "await " in header else ""


def _leaves_own_loop(context: Context, script: _Script, ref: StatementRef) -> bool:
    """Whether a `break` or `continue` is one of a loop that goes into the function with it."""
    inside = set(_nested(context, script.statements))
    return any(
        context.layout.statement(around).kind in ("for", "while")
        for around in context.layout.module.statements_around(ref)
        if around in inside
    )


def _kept_uses(context: Context, closure: Closure) -> Iterator[NameUse]:
    """The uses of module-level names in what comes along."""
    for piece, indices in closure.kept.items():
        for index in sorted(indices):
            for use in context.layout.module.parts[piece.part].by_statement.names[index]:
                if use.home == 0:
                    yield use


def _globals(context: Context, closure: Closure, script: _Script) -> list[str]:
    """The names that the code sets and functions that come along read: they stay the module's own."""
    if context.layout.statement(script.statements[0]).scope:
        return []
    read = {use.name for use in _kept_uses(context, closure) if use.access == "read" and use.scope > 0}
    return sorted(read & script.bound - set(script.required) - set(script.optional))


def _lifted(context: Context, closure: Closure, scanner: Scanner, script: _Script) -> Lifted:
    if not context.lifts or {"Params", "PARAMS"} & closure.reads.keys():
        return Lifted()
    spans = [context.layout.span(ref) for ref in script.statements]

    def wanted(parameter: Parameter) -> bool:
        span = parameter.value_span
        inside = any(outer.start <= span.start and span.end <= outer.end for outer in spans)
        return (inside or is_kept(context, closure, span)) and not context.secrets.touches(span)

    return lift(context.layout, scanner.parameters, wanted)


def _left_out(context: Context, region: Span, statements: tuple[StatementRef, ...]) -> list[Replacement]:
    """What to take out of the code's lines: top-level statements that do not go into the function."""
    staying = set(statements)
    removals = []
    for part in context.layout.module.parts:
        for index, statement in enumerate(part.facts.statements):
            ref = StatementRef(part.index, index)
            span = context.layout.region(ref)
            if statement.parent >= 0 or ref in staying or not region.start <= span.start < region.end:
                continue
            if span.column == 0 and span.line > region.line:
                above = span.line - 1
                span = Span(above, len(context.layout.source.line(above)), *span.end)
            removals.append(Replacement(span, ""))
    return removals


def _code(script: _Script, name: str, text: str, shared: list[str]) -> str:
    arguments = [*script.required, *(f"{each}={each}" for each in script.optional)]
    lines = [f"def {name}({', '.join(arguments)}):"]
    if shared:
        lines.append(f"{_INDENT}global {', '.join(shared)}")
    lines.append(text)
    if script.results:
        lines.append(f"{_INDENT}return {', '.join(script.results)}")
    return "\n".join(lines)


def _frames(context: Context, script: _Script) -> frozenset[str]:
    """The inputs whose columns the code reads."""
    return frozenset(
        item.base
        for ref in _nested(context, script.statements)
        for item in context.layout.module.parts[ref.part].by_statement.items[ref.statement]
        if isinstance(item.key, str) and item.base in script.required
    )


def _columns(context: Context, script: _Script) -> frozenset[str]:
    return frozenset(
        item.key
        for ref in _nested(context, script.statements)
        for item in context.layout.module.parts[ref.part].by_statement.items[ref.statement]
        if isinstance(item.key, str) and item.access == "read"
    )
