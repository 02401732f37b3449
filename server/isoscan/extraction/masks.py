"""A mask scanner as a function: the statements around it that its value depends on, and what they read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from isoscan.boundaries.boundary import Boundary
from isoscan.extraction.body_slicer import BodySlicer
from isoscan.extraction.columns import Columns
from isoscan.extraction.definitions import Definitions
from isoscan.extraction.frames import Slice
from isoscan.extraction.instances import first_parameter, instance_text, unset_attribute
from isoscan.extraction.knobs import item_keys, knobs_at
from isoscan.extraction.layout import Layout
from isoscan.extraction.lifting import Lifted, lift, padded, value_replacements
from isoscan.extraction.text import Replacement
from isoscan.facts.records import NameUse
from isoscan.model.module import ScopeRef, StatementRef, Unit
from isoscan.parameters.parameter import Parameter
from isoscan.source.spans import Span


@dataclass(frozen=True, slots=True)
class Mask:
    """A mask in its place.

    `targets` are the statements that make it, `further` those below that change it (`mask &= ...`),
    `container` the function around them (None at module level), `frame` the name that holds the frame there;
    `column` says that it is a column of the frame, not a variable. `given`: the frame is (made from) a
    parameter of the container, `parameter`.
    """

    targets: tuple[StatementRef, ...]
    further: tuple[StatementRef, ...]
    container: Unit | None
    frame: str
    name: str
    column: bool
    given: bool
    parameter: str


@dataclass(frozen=True, slots=True)
class MaskBody:
    """What the mask's function consists of.

    `units` are its statements in order, each with the indices that stay of it; `slice` is what they
    need; `inputs` are further inputs: parameters of the container, as text with their defaults; `instance`
    is a line that makes the `self` that they read, "" if they read none.
    """

    units: tuple[tuple[StatementRef, frozenset[int]], ...]
    slice: Slice
    inputs: tuple[str, ...]
    instance: str
    lifted: Lifted
    replacements: tuple[Replacement, ...] = field(repr=False)
    ignored: frozenset[tuple[int, Span]] = field(repr=False)


def find_mask(columns: Columns, boundary: Boundary, others: Iterable[Boundary] = ()) -> Mask | str:
    """Find a mask's statements, none of the `others`'; gives a sentence where it cannot be a function."""
    layout = columns.layout
    targets = _targets(layout, boundary)
    if not targets:
        return f"no statement that assigns `{boundary.name}` was found at line {boundary.definition_line + 1}"
    first = targets[0]
    assignment = _assignment(layout, first, boundary.name)
    scope = layout.statement(first).scope
    part = layout.module.parts[first.part]
    unit = layout.module.unit_of_scope.get(ScopeRef(part.index, scope)) if scope else None
    if scope and (unit is None or unit.kind != "function"):
        return (
            f"`{boundary.name}` stands in a class body; only masks of functions and scripts become functions"
        )
    column = assignment is None
    frame = _column_base(layout, first, boundary.name) if column else _frame_read(layout, targets)
    if not frame or "." in frame:
        what = f"its frame is `{frame}`, an attribute" if frame else "no frame that it reads was found"
        return f"{what}; put the frame into a local variable first"
    body = columns.body_of(unit) if unit is not None else columns.module_body()
    parameter = _frame_parameter(columns, unit, body, frame) if unit is not None else ""
    further = _further(columns, body, targets, (boundary.name, frame if column else ""), others)
    return Mask(
        tuple(targets), tuple(further), unit, frame, boundary.name, column, bool(parameter), parameter
    )


def _further(
    columns: Columns,
    body: list[StatementRef],
    targets: list[StatementRef],
    mask: tuple[str, str],
    others: Iterable[Boundary],
) -> Iterator[StatementRef]:
    """The statements below that change a mask, up to one that gives its name to something else.

    `mask` is its name and the frame whose column it is ("" for a variable).
    """
    layout = columns.layout
    name, frame = mask
    around = layout.blocks(targets[0])
    for ref in body:
        if ref <= targets[-1]:
            continue
        effects = columns.effects(ref)
        writes = [write for write in effects.writes if write.base == frame and write.may_write(name)]
        if not writes and (frame or name not in effects.names_bound):
            continue
        line = layout.span(ref).line
        is_foreign = any(other.start_line <= line <= other.end_line for other in others)
        keeps = any(not write.full for write in writes) or (
            any(read.key == name and read.base == frame for read in effects.reads)
            if frame
            else name in effects.names_read
        )
        kind = layout.statement(ref).kind
        if is_foreign or not keeps or not around <= layout.blocks(ref) or kind in ("for", "with"):
            return
        yield ref


def _targets(layout: Layout, boundary: Boundary) -> list[StatementRef]:
    found = []
    for part in layout.module.parts:
        if part.first_line > boundary.end_line:
            break
        for index, statement in enumerate(part.facts.statements):
            span = part.span(statement.span)
            if span.line < boundary.definition_line or span.end_line > boundary.end_line:
                continue
            if statement.kind not in ("assignment", "augmented", "expression"):
                continue
            ref = StatementRef(part.index, index)
            if _assignment(layout, ref, boundary.name) or _column_base(layout, ref, boundary.name):
                found.append(ref)
    return found


def _assignment(layout: Layout, ref: StatementRef, name: str) -> NameUse | None:
    """The binding of a variable `name` in a statement."""
    uses = layout.module.parts[ref.part].by_statement.names[ref.statement]
    return next((use for use in uses if use.name == name and use.access == "bind"), None)


def _column_base(layout: Layout, ref: StatementRef, name: str) -> str:
    """The frame whose column `name` a statement writes, "" if it writes none."""
    by_statement = layout.module.parts[ref.part].by_statement
    for item in by_statement.items[ref.statement]:
        if item.key == name and item.access in ("write", "update"):
            return item.base
    for attribute in by_statement.attributes[ref.statement]:
        if attribute.name == name and attribute.access in ("write", "update"):
            return attribute.base
    return ""


def _frame_read(layout: Layout, targets: Iterable[StatementRef]) -> str:
    """The frame a condition reads most: the base of its columns."""
    bases: Counter[str] = Counter()
    for ref in targets:
        part = layout.module.parts[ref.part]
        imported = {use.name for use in part.facts.names if use.binding == "import"}
        bases.update(
            item.base for item in part.by_statement.items[ref.statement] if isinstance(item.key, str)
        )
        if not bases:
            bases.update(
                attribute.base
                for attribute in part.by_statement.attributes[ref.statement]
                if "." not in attribute.base
                and not _is_import(layout, attribute.base)
                and attribute.base not in imported
            )
    return bases.most_common(1)[0][0] if bases else ""


def _is_import(layout: Layout, name: str) -> bool:
    return any(site.use.binding == "import" for site in layout.module.bindings.get(name, ()))


def _frame_parameter(columns: Columns, unit: Unit, body: list[StatementRef], frame: str) -> str:
    scope = columns.layout.module.parts[unit.body.part].facts.scopes[unit.body.scope]
    for parameter in scope.parameters:
        if parameter.name not in ("self", "cls") and frame in columns.aliases(body, {parameter.name}):
            return parameter.name
    return ""


def mask_body(
    columns: Columns, definitions: Definitions, mask: Mask, parameters: Iterable[Parameter]
) -> MaskBody | str:
    """Slice what a mask depends on out of its function; gives a sentence where that cannot be done."""
    layout = columns.layout
    body = columns.body_of(mask.container) if mask.container is not None else columns.module_body()
    start = {mask.parameter} if mask.given else {mask.frame}
    aliases = columns.aliases(body, start) if mask.given else start
    local = None if mask.container is not None else columns.dependents(body, start)
    slicer = BodySlicer(
        columns, body, aliases, closed=not mask.given, around=_around(layout, mask), local=local
    )
    for target in (*mask.targets, *mask.further):
        slicer.keep(target)
    slice_ = slicer.result()
    kept = sorted(slice_.kept)
    units = _units(layout, mask, kept)
    lifted, replacements, ignored = _lift(layout, definitions, mask, kept, parameters)
    inputs = _inputs(columns, mask, kept, ignored)
    if isinstance(inputs, str):
        return inputs
    replacements.extend(_renamed(layout, kept, "params"))
    return MaskBody(tuple(units), slice_, *inputs, lifted, tuple(replacements), frozenset(ignored))


def _renamed(layout: Layout, kept: list[StatementRef], name: str) -> list[Replacement]:
    """A local of the user's own that has the name of the generated function's parameter."""
    return [
        Replacement(part.span(use.span), f"{name}_")
        for ref in kept
        for part in (layout.module.parts[ref.part],)
        for index in _own_indices(layout, ref)
        for use in part.by_statement.names[index]
        if use.name == name and use.home == layout.statement(ref).scope
    ]


def _around(layout: Layout, mask: Mask) -> frozenset[StatementRef]:
    """The compound statements around the mask inside its function; their headers are left out."""
    found: set[StatementRef] = set()
    for target in mask.targets:
        for around in layout.module.statements_around(target):
            if around == target:
                continue
            if mask.container is not None and around == mask.container.ref:
                break
            found.add(around)
    return frozenset(found)


def _units(layout: Layout, mask: Mask, kept: list[StatementRef]) -> list[tuple[StatementRef, frozenset[int]]]:
    """The outermost kept statements, each with what stays of it."""
    around = _around(layout, mask)
    chosen = set(kept)
    units = []
    for ref in kept:
        parent = layout.statement(ref).parent
        if parent >= 0 and StatementRef(ref.part, parent) in chosen - around:
            continue
        indices = {
            each.statement for each in kept if each.part == ref.part and each.statement in layout.nested(ref)
        }
        for index in list(indices):
            if layout.module.parts[ref.part].facts.statements[index].kind in ("function", "class"):
                indices.update(layout.nested(StatementRef(ref.part, index)))
        units.append((ref, frozenset(indices)))
    return units


def _lift(
    layout: Layout,
    definitions: Definitions,
    mask: Mask,
    kept: list[StatementRef],
    parameters: Iterable[Parameter],
) -> tuple[Lifted, list[Replacement], set[tuple[int, Span]]]:
    """The parameters that the mask's own code reads, as fields, and what to write for each read."""
    spans = [layout.span(ref) for ref in kept if layout.statement(ref).kind not in ("for", "if", "while")]
    reads: dict[Span, list[tuple[int, Span, Span]]] = {}
    for parameter in parameters:
        if any(
            span.start <= parameter.value_span.start and parameter.value_span.end <= span.end
            for span in spans
        ):
            reads.setdefault(parameter.value_span, [])
            continue
        found = _reads_of(layout, definitions, mask, kept, parameter)
        if found:
            reads[parameter.value_span] = found
    lifted = lift(layout, parameters, lambda parameter: parameter.value_span in reads)
    replacements, ignored = [], set()
    for value_span, name in lifted.names.items():
        if not reads[value_span]:
            replacements.extend(value_replacements(layout, Lifted((), {value_span: name}), "params"))
        for part_index, name_span, whole in reads[value_span]:
            file_span = layout.module.parts[part_index].span(whole)
            replacements.append(Replacement(file_span, padded(layout, file_span, f"params.{name}")))
            ignored.add((part_index, name_span))
    return lifted, replacements, ignored


def _reads_of(
    layout: Layout, definitions: Definitions, mask: Mask, kept: list[StatementRef], parameter: Parameter
) -> list[tuple[int, Span, Span]]:
    """Where the mask's code reads a parameter that is defined elsewhere: part, name's span, whole span."""
    if parameter.origin == "default_arg" and mask.container is not None:
        name = _default_of(layout, mask.container, parameter)
        return [
            (ref.part, use.span, use.span)
            for ref in kept
            for use in layout.module.parts[ref.part].by_statement.names[ref.statement]
            if name and use.name == name and use.home == mask.container.body.scope and use.access == "read"
        ]
    found = []
    for ref in kept:
        part = layout.module.parts[ref.part]
        items = part.by_statement.items[ref.statement]
        for use in part.by_statement.names[ref.statement]:
            if use.home != 0 or use.access != "read":
                continue
            if parameter.origin == "module" and _is_value_of(layout, definitions, use.name, parameter):
                found.append((part.index, use.span, use.span))
            elif parameter.origin == "dict_key":
                item = next(
                    (item for item in items if item.base == use.name and item.span.start == use.span.start),
                    None,
                )
                if item is None or item.pattern or item.via not in ("item", "get") or item.access != "read":
                    continue
                if _is_entry_of(layout, definitions, use.name, item.key, parameter):
                    found.append((part.index, use.span, item.span))
    return found


def _default_of(layout: Layout, container: Unit, parameter: Parameter) -> str:
    part = layout.module.parts[container.body.part]
    for each in part.facts.scopes[container.body.scope].parameters:
        if each.default is not None and part.span(each.default.span) == parameter.value_span:
            return each.name
    return ""


def _is_value_of(layout: Layout, definitions: Definitions, name: str, parameter: Parameter) -> bool:
    """Whether the one definition of a name is the assignment of the parameter's literal."""
    found = definitions.of(name, None)
    if len(found) != 1 or found[0].how not in ("assignment", "annotation"):
        return False
    ref = found[0].ref
    part = layout.module.parts[ref.part]
    return any(
        each.target == name and each.value is not None and part.span(each.value.span) == parameter.value_span
        for each in part.by_statement.assignments[ref.statement]
    )


def _is_entry_of(
    layout: Layout, definitions: Definitions, name: str, key: object, parameter: Parameter
) -> bool:
    found = definitions.of(name, None)
    if not found or found[0].how != "assignment" or any(each.how != "mutation" for each in found[1:]):
        return False
    knobs = knobs_at(layout, found[0].ref)
    setting = [item_keys(layout, name, each.ref) for each in found[1:]]
    if knobs is None or None in setting:
        return False
    later = [each.ref for each, keys in zip(found[1:], setting, strict=True) if keys and key in keys]
    if later:
        return _sets(layout, later[-1], parameter)
    part = layout.module.parts[found[0].ref.part]
    for index in knobs.needed(frozenset({key})):  # type: ignore[arg-type]
        span = part.span(knobs.spans[index])
        if span.start <= parameter.value_span.start and parameter.value_span.end <= span.end:
            return True
    return False


def _sets(layout: Layout, ref: StatementRef, parameter: Parameter) -> bool:
    """Whether a statement is `P["x"] = value`, with the parameter's value."""
    part = layout.module.parts[ref.part]
    assignments = part.by_statement.assignments[ref.statement]
    value = assignments[0].value if len(assignments) == 1 and not assignments[0].operator else None
    surely = layout.statement(ref).parent < 0
    return surely and value is not None and part.span(value.span) == parameter.value_span


def _inputs(
    columns: Columns, mask: Mask, kept: list[StatementRef], ignored: set[tuple[int, Span]]
) -> tuple[tuple[str, ...], str] | str:
    """Further inputs of the mask: parameters of its container that it reads, besides the frame.

    With them a line that makes the instance it reads.
    """
    if mask.container is None:
        return (), ""
    layout = columns.layout
    part = layout.module.parts[mask.container.body.part]
    scope = mask.container.body.scope
    read = {
        use.name
        for ref in kept
        for index in _own_indices(layout, ref)
        for use in part.by_statement.names[index]
        if use.home == scope and use.access == "read" and (ref.part, use.span) not in ignored
    }
    bound = {name for ref in kept for name in columns.effects(ref).names_bound}
    bound |= {
        use.name
        for ref in kept
        for use in part.by_statement.names[ref.statement]
        if use.access == "bind" and use.home == scope
    }
    parameters = {each.name: each for each in part.facts.scopes[scope].parameters}
    bound -= {name for name in parameters if _is_read_first(columns, kept, name)}
    missing = sorted(read - bound - {mask.frame, mask.parameter})
    inputs, instance = [], ""
    for name in missing:
        parameter = parameters.get(name)
        if name == first_parameter(layout, mask.container):
            made = instance_text(layout, mask.container)
            if not made:
                return (
                    f"it reads `{name}`, and what `{mask.container.parent}` is made with cannot be told; "
                    "give the parameters of its `__init__` defaults first"
                )
            unset = unset_attribute(layout, mask.container, kept)
            if unset:
                return f"it reads `{name}.{unset}`, which nothing in `{mask.container.parent}` sets"
            instance = f"{name} = {made}"
            continue
        if parameter is None or parameter.star:
            return f"it reads `{name}`, which changes around it in `{mask.container.name}`"
        default = ""
        if parameter.default is not None:
            default = f"={layout.source.between(part.span(parameter.default.span))}"
        inputs.append((f"{name}_" if name == "params" else name) + default)
    return tuple(sorted(inputs, key=lambda each: "=" in each)), instance


def _is_read_first(columns: Columns, kept: list[StatementRef], name: str) -> bool:
    """Whether a statement may read a name before one above has surely bound it: `limit = limit or 5`."""
    layout = columns.layout
    bound: list[frozenset[tuple[StatementRef, str]]] = []
    for ref in kept:
        effects = columns.effects(ref)
        if name in effects.names_read and not any(around <= layout.blocks(ref) for around in bound):
            return True
        if name in effects.names_bound:
            bound.append(layout.blocks(ref))
    return False


def _own_indices(layout: Layout, ref: StatementRef) -> Iterable[int]:
    if layout.statement(ref).kind in ("function", "class"):
        return layout.nested(ref)
    return (ref.statement,)
