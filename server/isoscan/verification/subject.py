"""What is verified, as plain data for the child processes: how a scanner is called and fed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from isoscan.analysis import Analysis
from isoscan.extraction.draft import Context, Draft, unit_of
from isoscan.extraction.drafting import draft_scanner
from isoscan.extraction.keys import expression_of
from isoscan.extraction.local_tables import is_local
from isoscan.extraction.masks import Mask, find_mask
from isoscan.extraction.runner import Input
from isoscan.extraction.table_form import table_entry
from isoscan.facts.records import Comparison
from isoscan.model.module import StatementRef, Unit
from isoscan.model.parts import Part
from isoscan.parameters.parameter import Scanner
from isoscan.verification.fetching import fetchers_of

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


def subject_of(
    analysis: Analysis, scanner: Scanner, generated: str, *, lifts: bool
) -> dict[str, Plain] | str:
    """Describe an extracted scanner for the child processes; a sentence where it cannot be run.

    `generated` is the text of its module, `lifts` whether its template lifts parameters.
    """
    context = Context.of(analysis, lifts=lifts)
    draft = draft_scanner(context, scanner)
    if isinstance(draft, str):
        return draft
    runner = draft.runner
    literals, thresholds = _compared(context, draft)
    unit = unit_of(context.layout, scanner.boundary)
    subject: dict[str, Plain] = {
        "kind": runner.kind,
        "name": runner.name,
        "owner": runner.owner,
        "inputs": _inputs(context, runner.inputs, unit),
        "construction": _inputs(context, runner.construction, _init(context, runner.owner)),
        "prepares": runner.prepares,
        "columns": _columns(context, draft),
        "literals": literals,
        "thresholds": thresholds,
        "fetchers": _fetchers(context, draft, scanner),
        "guarded": [*sorted(_guarded(context, draft))],
        "expression": runner.call_text if runner.kind == "table" else runner.name,
        "original_expression": "",
        "mask": None,
        "script": None,
    }
    kind = scanner.boundary.kind
    if kind == "table":
        return _with_expressions(subject, context, scanner, draft)
    if runner.kind == "mask":
        return _with_mask(subject, context, scanner, draft)
    if kind in ("section", "module"):
        if any(context.layout.statement(ref).parent >= 0 for ref in draft.moved):
            return "a section inside of a def or a block cannot be run on its own"
        subject["kind"] = "script"
        subject["script"] = _script(context, draft, generated)
    return subject


def _inputs(context: Context, inputs: Iterable[Input], unit: Unit | None) -> list[Plain]:
    """The inputs with what the code says of them: annotations, and the keys it reads from them."""
    annotations: dict[str, str] = {}
    keys: dict[str, list[Plain]] = {}
    called: set[str] = set()
    if unit is not None:
        part = context.layout.module.parts[unit.body.part]
        annotations = {each.name: each.annotation for each in part.facts.scopes[unit.body.scope].parameters}
        for item in part.facts.items:
            if item.base in annotations and isinstance(item.key, str):
                keys.setdefault(item.base, []).append(item.key)
        called = {call.callee for call in part.facts.calls}
    return [
        {
            "name": each.name,
            "source": each.source,
            "keyword": each.keyword,
            "annotation": annotations.get(each.name, ""),
            "keys": keys.get(each.name, []),
            "called": each.name in called,
        }
        for each in inputs
    ]


def _init(context: Context, owner: str) -> Unit | None:
    return context.layout.module.unit_named(f"{owner}.__init__") if owner else None


def _parts(context: Context, draft: Draft) -> list[Part]:
    """The parts of the file that the extraction holds something of."""
    numbers = {piece.part for piece in draft.closure.kept} | {ref.part for ref in draft.moved}
    return [context.layout.module.parts[number] for number in sorted(numbers)]


def _compared(context: Context, draft: Draft) -> tuple[dict[str, Plain], dict[str, Plain]]:
    """What the code compares with literals: all of them, and the numbers, each by what is compared."""
    literals: dict[str, list[Plain]] = {}
    for part in _parts(context, draft):
        for each in part.facts.comparisons:
            value = _literal(each)
            if value is not None and value not in literals.setdefault(each.subject, []):
                literals[each.subject].append(value)
    numbers = {
        name: [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
        for name, values in literals.items()
    }
    everything: dict[str, Plain] = {name: list(values) for name, values in literals.items() if values}
    thresholds: dict[str, Plain] = {name: list(values) for name, values in numbers.items() if values}
    return everything, thresholds


def _literal(comparison: Comparison) -> bool | int | float | str | None:
    if comparison.literal is None or not comparison.literal.constant or not comparison.subject:
        return None
    value = comparison.literal.value
    return value if isinstance(value, bool | int | float | str) else None


def _columns(context: Context, draft: Draft) -> list[Plain]:
    """The columns that bars need: those that are read, and not written, in what is extracted."""
    written = {
        item.key
        for ref in _statements(context, draft)
        for item in context.layout.module.parts[ref.part].by_statement.items[ref.statement]
        if item.access == "write"
    }
    plain = {name for name in draft.columns if "{" not in name}
    needed = plain if draft.scanner.boundary.kind == "mask" else plain - written
    return [*sorted(needed)]


def _statements(context: Context, draft: Draft) -> Iterator[StatementRef]:
    for piece, indices in draft.closure.kept.items():
        yield from (StatementRef(piece.part, index) for index in sorted(indices))
    for ref in draft.moved:
        yield from (StatementRef(ref.part, index) for index in context.layout.nested(ref))


def _fetchers(context: Context, draft: Draft, scanner: Scanner) -> list[Plain]:
    return [
        [*level] for level in fetchers_of(context.layout, draft.closure.kept.keys(), scanner.boundary.name)
    ]


def _guarded(context: Context, draft: Draft) -> set[str]:
    """Names that the extraction takes out of `if __name__ == "__main__":`."""
    return {
        use.name
        for piece, indices in draft.closure.kept.items()
        if context.definitions.is_guarded(piece)
        for index in indices
        for use in context.layout.module.parts[piece.part].by_statement.names[index]
        if use.access == "bind" and use.home == 0
    }


def _with_expressions(
    subject: dict[str, Plain], context: Context, scanner: Scanner, draft: Draft
) -> dict[str, Plain] | str:
    """A table's entry in the generated table (its only one), and in the source's."""
    place = _place_in_source(context, scanner, draft)
    if place is None:
        return "its place in the table cannot be told"
    generated_place, original_place = place
    if draft.runner.kind == "data":
        subject.update(kind="data", expression=generated_place, original_expression=original_place)
    else:
        text = draft.runner.call_text
        rest = _after_place(text)
        if text.startswith("bars.query("):
            _add_query(subject, _entry_text(context, scanner))
        subject.update(
            expression=text,
            original_expression=text.replace(rest, original_place, 1) if rest else text,
        )
    return subject


def _after_place(text: str) -> str:
    """The `TABLE[...]` in the expression that tries an entry."""
    for node in ast.walk(ast.parse(text, mode="eval")):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            return ast.get_source_segment(text, node) or ""
    return ""


def _add_query(subject: dict[str, Plain], entry_text: str) -> None:
    """Add what the conditions in a table's strings read as columns, and what they compare these with."""
    columns, thresholds = subject["columns"], subject["thresholds"]
    if not isinstance(columns, list) or not isinstance(thresholds, dict):
        return
    entry = expression_of(entry_text)
    texts = [node.value for node in ast.walk(entry) if isinstance(node, ast.Constant)] if entry else []
    for text in texts:
        condition = expression_of(text) if isinstance(text, str) else None
        for node in ast.walk(condition) if condition is not None else ():
            if isinstance(node, ast.Name) and node.id not in columns:
                columns.append(node.id)
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
                constants = [each.value for each in node.comparators if isinstance(each, ast.Constant)]
                numbers = [each for each in constants if isinstance(each, int | float)]
                known = thresholds.setdefault(node.left.id, [])
                if isinstance(known, list):
                    known.extend(number for number in numbers if not isinstance(number, bool))


def _place_in_source(context: Context, scanner: Scanner, draft: Draft) -> tuple[str, str] | None:
    """How the entry is reached in the generated table, and in the source's: expressions.

    Of a table that only a function has the entry itself is taken, as it stands in the source.
    """
    found = table_entry(context, scanner)
    if found is None:
        return None
    table, index = found
    key = table.keys[index]
    generated_place = f"{table.name}[{key!r}]" if isinstance(key, str) else f"{table.name}[0]"
    if not is_local(context, table):
        return generated_place, generated_place if isinstance(key, str) else f"{table.name}[{index}]"
    return generated_place, f"({_entry_text(context, scanner)})"


def _entry_text(context: Context, scanner: Scanner) -> str:
    """An entry's value as it stands in the source."""
    found = table_entry(context, scanner)
    if found is None:
        return ""
    table, index = found
    part = context.layout.module.parts[table.ref.part]
    key = (table.keys[index],)
    values = (
        each.value
        for each in part.facts.entries
        if each.statement == table.ref.statement and each.container == table.name and each.path == key
    )
    return next((context.layout.source.between(part.span(value.span)) for value in values), "")


def _with_mask(
    subject: dict[str, Plain], context: Context, scanner: Scanner, draft: Draft
) -> dict[str, Plain] | str:
    mask = find_mask(context.columns, scanner.boundary)
    if isinstance(mask, str):
        return mask
    last = max(context.layout.span(context.definitions.piece_of(ref)).end_line for ref in mask.targets)
    subject["mask"] = {
        "container": mask.container.name if mask.container is not None else "",
        "owner": mask.container.parent if mask.container is not None else "",
        "frame": mask.frame,
        "name": mask.name,
        "column": mask.column,
        "given": mask.given,
        "parameter": mask.parameter,
        "last_line": last + 1,
        "made_on": [
            [context.layout.span(ref).line + 1, context.layout.span(ref).end_line + 1] for ref in mask.targets
        ],
        "function": draft.name,
        "inputs": [*draft.further_inputs],
    }
    if mask.container is not None:
        subject["inputs"] = _inputs(context, _container_inputs(context, mask, draft), mask.container)
        owner = mask.container.parent
        init = _init(context, owner)
        if init is not None:
            from isoscan.extraction.runner import inputs_of

            construction = inputs_of(context.layout, init, skip_first=True)
            subject["construction"] = _inputs(context, construction, init)
    return subject


def _container_inputs(context: Context, mask: Mask, draft: Draft) -> list[Input]:
    """What the function around a mask is given: the frame, what it requires, and what the mask reads."""
    from isoscan.extraction.runner import inputs_of

    container = mask.container
    if container is None:
        return []
    part = context.layout.module.parts[container.body.part]
    parameters = part.facts.scopes[container.body.scope].parameters
    is_method = container.parent_kind == "class"
    sources = {each.name: each for each in inputs_of(context.layout, container, skip_first=is_method)}
    inputs = []
    by_keyword = False
    for parameter in parameters[is_method:]:
        wanted = parameter.name == mask.parameter or parameter.name in draft.further_inputs
        if parameter.star or (parameter.default is not None and not wanted):
            by_keyword = True
            continue
        known = sources.get(parameter.name)
        source = known.source if known is not None else "option"
        inputs.append(
            Input(parameter.name, "bars" if parameter.name == mask.parameter else source, by_keyword)
        )
    return inputs


def _script(context: Context, draft: Draft, generated: str) -> dict[str, Plain]:
    """Where a section's statements stand, what they read, and what the generated function gives back."""
    spans = [context.layout.span(ref) for ref in draft.moved]
    results: list[Plain] = []
    for node in ast.parse(generated).body:
        if (
            isinstance(node, ast.FunctionDef)
            and node.name == draft.name
            and isinstance(node.body[-1], ast.Return)
        ):
            value = node.body[-1].value
            names = value.elts if isinstance(value, ast.Tuple) else [value]
            results = [each.id for each in names if isinstance(each, ast.Name)]
    return {
        "first_line": min(span.line for span in spans) + 1,
        "last_line": max(span.end_line for span in spans) + 1,
        "required": [each.name for each in draft.runner.inputs],
        "results": results,
    }
