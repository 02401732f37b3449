"""Masks: assignments of boolean columns and variables, and which of them stand for themselves.

A mask that later conditions combine is a building block, and so is one named only "condition 3"; what
is left are setups. How many different setups a def holds decides whether it is their container or
itself the scanner: `consensus` asks `MaskGroup.setups` for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from isoscan.boundaries.clues import Clue, counted, total
from isoscan.boundaries.flow import is_plain_name
from isoscan.boundaries.naming import name_clues
from isoscan.boundaries.outputs import SIGNAL_WORDS
from isoscan.boundaries.place import Place
from isoscan.boundaries.reading import grades, reads_of
from isoscan.boundaries.survey import Survey
from isoscan.boundaries.vocabulary import SIDES, column_weight, setup_name, word_set, words
from isoscan.boundaries.weighing import compares
from isoscan.facts.records import Assignment, ItemUse, Traits
from isoscan.model.module import Module
from isoscan.source.spans import Span
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family, Settled, SettledMap

PRIOR = -2.4

# Columns that share these first words need not be of one kind.
LOOSE_PREFIXES = word_set(
    "cond condition is has in signal sig buy sell long short mask check rule filter flag enter exit above "
    "below prev price close open high low volume vol macd rsi ema sma ma"
)
LEAST_FAMILY = 4

# What the value of a boolean variable can be made of.
MASK_KINDS = frozenset({"boolean", "comparison", "call", "arithmetic", "other"})


@dataclass(slots=True, repr=False, eq=False)
class Mask:
    """One mask. Lines are file lines, inclusive; `tests` counts its comparisons of market data.

    `sources` are other frames from which it reads a column of its own name. `block` says that another condition of the same code combines it; `augmented` that later statements
    narrow it (`&=`, `df.loc[..., col] = ...`); these are part of its range where they follow directly.
    """

    name: str
    column: bool
    place: Place
    statements: list[int]
    start_line: int
    end_line: int
    definition_line: int
    attached_line: int
    name_span: Span
    tests: int
    literal: bool
    market: bool
    sources: frozenset[str] = frozenset()
    block: bool = False
    family: str = ""
    siblings: int = 0
    clues: list[Clue] = field(default_factory=list)

    @property
    def log_odds(self) -> float:
        """All clues together, in log-odds."""
        return total(self.clues)


@dataclass(slots=True, repr=False, eq=False)
class MaskGroup:
    """The masks of one def, or of the whole top-level code (`place` None)."""

    place: Place | None
    masks: list[Mask]

    def standing(self) -> list[Mask]:
        """The masks that no other condition combines."""
        return [mask for mask in self.masks if not mask.block]

    def setups(self, least: float = 0.0) -> set[str]:
        """The different setups named by masks of at least these log-odds, sides put together."""
        return {setup_name(mask.name) for mask in self.standing() if mask.log_odds >= least} - {""}


Key = tuple[int, int]


class Masks:
    """The masks of every def, part by part, and of the top-level code; everything read is tracked."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        module = survey.module
        self._found: Family[int, tuple[MaskGroup, ...]] = Family(module.store, self._find)
        self._in_script: Settled[MaskGroup] = Settled(module.store, self._find_in_script)
        self._written_in_script: SettledMap[str, Key] = SettledMap(
            module.store,
            lambda: {mask.name: mask.place.key for mask in self._in_script.read().masks if mask.column},
        )
        self._written: Index[int, str, Key] = Index(module.store, self._find_written)
        module.parts.follow(self._written)
        self._combining: Index[int, str, Key] = Index(module.store, self._find_combining)
        module.parts.follow(self._combining)
        self.of_part: Family[int, tuple[MaskGroup, ...]] = Family(module.store, self._with_clues)
        self._script: Settled[MaskGroup] = Settled(module.store, self._script_with_clues)

    @property
    def of_script(self) -> MaskGroup:
        """The masks of the top-level code."""
        return self._script.read()

    def _find(self, part: int) -> tuple[MaskGroup, ...]:
        return tuple(
            _marked(MaskGroup(place, _masks(self._survey.module, [place], False)), [place])
            for place in self._survey.functions(part)
        )

    def _find_in_script(self) -> MaskGroup:
        script = self._survey.script
        working = script.working_parts
        if not any((flow := script.flow_of(part)) is not None and flow.weights for part in working):
            return MaskGroup(None, [])
        places = script.working_places
        return _marked(MaskGroup(None, _masks(self._survey.module, places, True)), places)

    def _find_written(self, part: int) -> dict[str, tuple[Key, ...]]:
        """The columns that the defs of a part give masks."""
        found: dict[str, list[Key]] = {}
        for group in self._found(part):
            for mask in group.masks:
                if mask.column:
                    found.setdefault(mask.name, []).append(mask.place.key)
        return {name: tuple(places) for name, places in found.items()}

    def _find_combining(self, part: int) -> dict[str, tuple[Key, ...]]:
        """The columns that the conditions of a part's defs combine with comparisons of their own."""
        found: dict[str, dict[Key, None]] = {}
        for place in self._survey.functions(part):
            for index, tests in place.flow.tests.items():
                if tests <= 1:
                    continue
                for item in place.body.items.get(index, ()):
                    key = item.key
                    if item.access == "read" and isinstance(key, str) and not _equality(place, index, key):
                        found.setdefault(key, {}).setdefault(place.key)
        return {name: tuple(places) for name, places in found.items()}

    def _is_combined(self, mask: Mask) -> bool:
        """Whether another def than the last that writes a column combines it."""
        combining = self._combining.of(mask.name)
        if not combining:
            return False
        in_script = self._written_in_script.get(mask.name)
        if in_script is not None:
            return any(place != in_script for place in combining)
        writing = self._written.of(mask.name)
        return bool(writing) and any(place != writing[-1] for place in combining)

    def _with_clues(self, part: int) -> tuple[MaskGroup, ...]:
        return tuple(self._judged(group) for group in self._found(part) if group.masks)

    def _script_with_clues(self) -> MaskGroup:
        return self._judged(self._in_script.read())

    def _judged(self, group: MaskGroup) -> MaskGroup:
        standing = len(group.standing()) - 1
        sides = _sides(group)
        masks = [
            replace(mask, clues=_clues(mask, standing, self._is_combined(mask), sides.get(mask.name, "")))
            for mask in group.masks
        ]
        return MaskGroup(group.place, masks)


def _sides(group: MaskGroup) -> dict[str, str]:
    """By name, the masks that have another side beside them (`buy_signal` and `sell_signal`), with that."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for mask in group.standing():
        spelled = words(mask.name)
        bare = tuple(word for word in spelled if word not in SIDES)
        if len(bare) < len(spelled):
            alike.setdefault(bare, []).append(mask.name)
    return {
        name: next(other for other in names if other != name)
        for names in alike.values()
        if len(set(names)) > 1
        for name in names
    }


def _marked(group: MaskGroup, places: list[Place]) -> MaskGroup:
    _mark_blocks(group, places)
    _free_families(group)
    return group


def _masks(module: Module, places: Iterable[Place], names_too: bool) -> list[Mask]:
    masks: list[Mask] = []
    latest: dict[str, Mask] = {}
    for place in places:
        by_statement: dict[int, list[Assignment]] = {}
        for assignment in place.body.assignments:
            by_statement.setdefault(assignment.statement, []).append(assignment)
        for index in place.body.own:
            found = _mask_at(place, index, by_statement.get(index, ()), names_too)
            rewritten = None
            if found is None:
                found = rewritten = _rewriting(place, index, by_statement.get(index, ()), latest)
            if found is None:
                continue
            known = latest.get(found.name)
            if known is not None and (
                rewritten is not None or _continues(place, index, known, by_statement.get(index, ()))
            ):
                _extend(module, known, found)
            else:
                masks.append(found)
                latest[found.name] = found
    return masks


def _mask_at(place: Place, index: int, assigned: Iterable[Assignment], names_too: bool) -> Mask | None:
    flow = place.flow
    direct = index in flow.weights
    for assignment in assigned:
        value = assignment.value
        if value is None or assignment.pattern or assignment.unpacked:
            continue
        flag = bool(value.traits & (Traits.BOOLEAN | Traits.FLAG))
        flag = flag and not (value.kind == "call" and grades(place.body.calls.get(index, ())))
        decided = direct or bool(reads_of(place.body.names.get(index, ())) & flow.decided)
        constant = value.constant and value.value in (0, False, 1, True, "", "hold", "HOLD")
        if assignment.is_item and isinstance(assignment.key, str):
            if (flag and decided) or (constant and not direct):
                return _mask(place, index, assignment.key, True, assignment.target_span, constant)
            if value.constant and direct:
                return _mask(place, index, assignment.key, True, assignment.target_span, False)
        elif names_too and flag and direct and value.kind in MASK_KINDS and is_plain_name(assignment):
            return _mask(place, index, assignment.target, False, assignment.target_span, False)
    marked = _marked_column(place, index, assigned) if direct else None
    return _mask(place, index, str(marked.key), True, marked.span, False) if marked else None


def _rewriting(
    place: Place, index: int, assigned: Iterable[Assignment], latest: dict[str, Mask]
) -> Mask | None:
    """The mask that a statement goes on writing where it is not set (`np.where(rsi < 30, -1, f["rsi"])`)."""
    if index not in place.flow.weights:
        return None
    for assignment in assigned:
        key, value = assignment.key, assignment.value
        if not assignment.is_item or not isinstance(key, str) or key not in latest or value is None:
            continue
        if value.kind == "call" and value.callee.rsplit(".", 1)[-1] in ("where", "mask", "select"):
            kept = any(
                item.access == "read" and item.key == key and item.base == assignment.target
                for item in place.body.items.get(index, ())
            )
            if kept:
                return _mask(place, index, key, True, assignment.target_span, False)
    return None


def _marked_column(place: Place, index: int, assigned: Iterable[Assignment]) -> ItemUse | None:
    """The one column that `df.loc[condition, "column"] = value` marks; a reset (to 0, NaN) marks none."""
    written = [
        item
        for item in place.body.items.get(index, ())
        if item.via in ("loc", "at") and item.access == "write" and isinstance(item.key, str)
    ]
    values = [assignment.value for assignment in assigned]
    if len(written) != 1 or any(value is not None and value.constant and not value.value for value in values):
        return None
    return written[0]


def _mask(place: Place, index: int, name: str, column: bool, name_span: Span, seed: bool) -> Mask:
    statement = place.statement(index)
    first = place.first_line
    flow = place.flow
    tests = flow.tests.get(index, 0)
    tests += sum(flow.held.get(read, 0) for read in reads_of(place.body.names.get(index, ())) if read != name)
    literal = any(c.literal is not None for c in place.body.comparisons.get(index, ()))
    return Mask(
        name=name,
        column=column,
        place=place,
        statements=[index],
        start_line=statement.span.line + first,
        end_line=statement.span.end_line + first,
        definition_line=statement.span.line + first,
        attached_line=statement.attached_line + first,
        name_span=place.part.span(name_span),
        tests=-1 if seed else tests,
        literal=literal,
        market=_speaks_of_market(place, index) or (flow.trading and tests > 0),
        sources=_sources(place, index, name) if column else frozenset(),
    )


def _sources(place: Place, index: int, name: str) -> frozenset[str]:
    """The frames that a statement reads a column of from, other than those it writes it to."""
    items = [item for item in place.body.items.get(index, ()) if item.key == name]
    written = {item.base for item in items if item.access != "read"}
    return frozenset({item.base for item in items if item.access == "read"} - written)


def _speaks_of_market(place: Place, index: int) -> bool:
    return any(
        column_weight(side)
        for comparison in place.body.comparisons.get(index, ())
        for side in (comparison.subject, comparison.other)
        if side
    ) or any(compares(call.name) for call in place.body.calls.get(index, ()))


def _continues(place: Place, index: int, known: Mask, assigned: Iterable[Assignment]) -> bool:
    """Whether a statement goes on building `known`: a seed before it, `&=`, a read of itself."""
    if known.tests < 0:
        return True
    if any(assignment.operator for assignment in assigned):
        return True
    items = place.body.items.get(index, ())
    if any(item.via in ("loc", "at") and item.access == "write" and item.key == known.name for item in items):
        return True
    return any(item.access == "read" and item.key == known.name for item in items) or known.name in reads_of(
        place.body.names.get(index, ())
    )


def _extend(module: Module, known: Mask, further: Mask) -> None:
    follows = further.place is known.place or not known.column
    adjacent = _are_near(module, known.end_line, further.start_line)
    if known.tests < 0 and not adjacent:
        known.start_line = known.definition_line = further.start_line
        known.attached_line = further.attached_line
        known.end_line = further.end_line
        known.name_span = further.name_span
        if further.place is not known.place:
            known.place, known.statements = further.place, []
    elif adjacent and (follows or known.column):
        known.end_line = further.end_line
    known.sources |= further.sources
    known.tests = max(known.tests, 0) + max(further.tests, 0)
    known.literal |= further.literal
    known.market |= further.market
    if further.place is known.place:
        known.statements.extend(further.statements)


def _are_near(module: Module, above: int, below: int) -> bool:
    """Whether at most one line stands between two lines."""
    return below <= module.next_line(module.next_line(above))


def _mark_blocks(group: MaskGroup, places: list[Place]) -> None:
    group.masks = [mask for mask in group.masks if mask.tests >= 0]
    names = {mask.name: mask for mask in group.masks}
    if not names:
        return
    built: dict[tuple[int, int], set[str]] = {}
    for mask in group.masks:
        for index in mask.statements:
            built.setdefault((id(mask.place), index), set()).add(mask.name)
    for place in places:
        for index in place.body.own:
            read = _masks_read(place, index, names)
            read -= built.get((id(place), index), set())
            if read and _combines(place, index, len(read)):
                for name in read:
                    names[name].block = True
    unions = [mask for mask in group.masks if not _own_tests(mask) and not mask.block]
    for mask in unions:
        if _only_unites(mask.place, mask.statements[0]):
            mask.block = True


def _free_families(group: MaskGroup) -> None:
    """Columns named in one style (`pat_doji`, `pat_hammer`, ...) all stand for themselves."""
    columns = [mask for mask in group.masks if mask.column]
    families: dict[str, list[Mask]] = {}
    for mask in columns:
        spelled = words(mask.name)
        if len(spelled) > 1 and spelled[0] not in LOOSE_PREFIXES:
            families.setdefault(spelled[0], []).append(mask)
    for prefix, members in families.items():
        if len(members) < LEAST_FAMILY or len({setup_name(mask.name) for mask in members}) < LEAST_FAMILY - 1:
            continue
        for mask in members:
            mask.family = f"{prefix}_"
            mask.siblings = len(members) - 1
            mask.block = False


def _masks_read(place: Place, index: int, names: dict[str, Mask]) -> set[str]:
    read = {
        str(item.key)
        for item in place.body.items.get(index, ())
        if item.access == "read"
        and item.via != "list"
        and item.key in names
        and (mask := names[str(item.key)]).column
        and item.base not in mask.sources
    }
    read |= {
        attribute.name
        for attribute in place.body.attributes.get(index, ())
        if attribute.access == "read" and attribute.name in names and names[attribute.name].column
    }
    read |= {
        name for name in reads_of(place.body.names.get(index, ())) if name in names and not names[name].column
    }
    return read


def _combines(place: Place, index: int, number: int) -> bool:
    """Whether a statement joins masks by "and" into a condition of its own."""
    own = place.flow.tests.get(index, 0)
    if number + own < 2:
        return False
    text = _text(place, index)
    return "&" in text or " and " in text or "*" in text or "all(" in text


def _own_tests(mask: Mask) -> int:
    """The comparisons that the mask's first statement makes itself."""
    return mask.place.flow.tests.get(mask.statements[0], 0)


def _only_unites(place: Place, index: int) -> bool:
    text = _text(place, index)
    return "|" in text and "&" not in text


def _text(place: Place, index: int) -> str:
    header = place.statement(index).header
    return " ".join(place.part.lines[header.line : header.end_line + 1])


def _equality(place: Place, index: int, key: str) -> bool:
    return any(
        comparison.subject == key and comparison.operator in ("==", "!=")
        for comparison in place.body.comparisons.get(index, ())
    )


def _clues(mask: Mask, siblings: int, combined: bool, other_side: str) -> list[Clue]:
    tests = mask.tests
    weight = -1.5 if tests == 0 else 0.5 if tests == 1 else 1.9 if tests == 2 else 2.7 if tests < 5 else 3.4
    what = "column" if mask.column else "variable"
    clues = [
        Clue("mask", PRIOR, ""),
        Clue("mask", weight, f"boolean {what} from {counted(tests, 'comparison')}"),
    ]
    if mask.column:
        clues.append(Clue("mask", 0.4, "written to the frame"))
    if not mask.market:
        clues.append(Clue("mask", -1.5, "compares nothing that is named as market data"))
    if mask.literal:
        clues.append(Clue("mask", 0.2, "compares with numbers"))
    if mask.family:
        clues.append(
            Clue("mask", 1.6, f"one of a family of columns (`{mask.family}...`, {mask.siblings} others)")
        )
    elif siblings >= 2:
        clues.append(Clue("mask", 0.8, f"stands beside {counted(siblings, 'further mask')}"))
    elif other_side:
        clues.append(Clue("mask", 0.7, f"stands beside its other side (`{other_side}`)"))
    spelled = words(mask.name)
    if setup_name(mask.name) == "" and not any(word in SIDES for word in spelled):
        clues.append(Clue("mask", -1.2, "has a name that only says it is a condition"))
    elif any(word in SIGNAL_WORDS for word in spelled):
        clues.append(Clue("mask", 0.5, "is named as a signal"))
    clues.extend(clue for clue in name_clues(mask.name) if clue.weight > 0)
    if mask.block:
        clues.append(Clue("mask", -4.0, "is a building block of another condition"))
    if combined and not mask.family:
        clues.append(Clue("mask", -2.0, "is a building block of another function's condition"))
    return clues
