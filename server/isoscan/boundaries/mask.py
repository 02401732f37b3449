"""Masks: assignments of boolean columns and variables, and which of them stand for themselves.

A mask that later conditions combine is a building block, and so is one named only "condition 3"; what
is left are setups. How many different setups a def holds decides whether it is their container or
itself the scanner: `consensus` asks `MaskGroup.setups` for that.
"""

from __future__ import annotations

from isoscan.boundaries.clues import Clue, counted
from isoscan.boundaries.mask_reading import masks_of
from isoscan.boundaries.mask_record import Mask, MaskGroup
from isoscan.boundaries.naming import name_clues
from isoscan.boundaries.outputs import SIGNAL_USERS, SIGNAL_WORDS
from isoscan.boundaries.place import Place
from isoscan.boundaries.reading import reads_of
from isoscan.boundaries.survey import Survey
from isoscan.boundaries.vocabulary import SIDES, setup_name, word_set, words
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family, Settled, SettledMap

PRIOR = -2.4

# Columns that share these first words need not be of one kind.
LOOSE_PREFIXES = word_set(
    "cond condition is has in signal sig buy sell long short mask check rule filter flag enter exit above "
    "below prev price close open high low volume vol macd rsi ema sma ma"
)
LEAST_FAMILY = 4


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
            _marked(MaskGroup(place, masks_of(self._survey.module, [place], False)), [place])
            for place in self._survey.functions(part)
        )

    def _find_in_script(self) -> MaskGroup:
        script = self._survey.script
        working = script.working_parts
        if not any((flow := script.flow_of(part)) is not None and flow.weights for part in working):
            return MaskGroup(None, [])
        places = script.working_places
        return _marked(MaskGroup(None, masks_of(self._survey.module, places, True)), places)

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
                told_apart = _equalities(place, index)
                for item in place.body.items.get(index, ()):
                    key = item.key
                    if item.access == "read" and isinstance(key, str) and key not in told_apart:
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
            mask.with_clues(_clues(mask, standing, self._is_combined(mask), sides.get(mask.name, "")))
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
            if any(call.name in SIGNAL_USERS for call in place.body.calls.get(index, ())):
                for name in read:
                    names[name].used = True
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


def _equalities(place: Place, index: int) -> set[str]:
    """What a statement compares for equality."""
    return {
        comparison.subject
        for comparison in place.body.comparisons.get(index, ())
        if comparison.operator in ("==", "!=")
    }


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
        weight = 0.8 if siblings < 5 else 1.5
        clues.append(Clue("mask", weight, f"stands beside {counted(siblings, 'further mask')}"))
    elif siblings == 1 and not mask.column and not other_side:
        clues.append(Clue("mask", 0.6, "stands beside a further mask"))
    elif other_side:
        clues.append(Clue("mask", 0.7, f"stands beside its other side (`{other_side}`)"))
    spelled = words(mask.name)
    if setup_name(mask.name) == "" and not any(word in SIDES for word in spelled):
        clues.append(Clue("mask", -1.2, "has a name that only says it is a condition"))
    elif any(word in SIGNAL_WORDS for word in spelled):
        clues.append(Clue("mask", 0.5, "is named as a signal"))
    clues.extend(clue for clue in name_clues(mask.name) if clue.weight > 0)
    if mask.used:
        clues.append(Clue("mask", 1.2, "is handed to a backtest"))
    if mask.block:
        clues.append(Clue("mask", -4.0, "is a building block of another condition"))
    if combined and not mask.family:
        clues.append(Clue("mask", -2.0, "is a building block of another function's condition"))
    return clues
