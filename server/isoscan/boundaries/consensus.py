"""From what the detectors say to boundaries that do not overlap.

Container and members cannot both be scanners. A def that holds several setups is their container; a
class of many scan methods is theirs; a def or class around one setup is the scanner itself, whatever
masks it is made of. Where two proposals still overlap, the likelier one stays; if the other is about as
likely, it is remembered as its rival.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from isoscan.boundaries.boundary import Candidate, Kind, Rival
from isoscan.boundaries.clues import Clue, as_evidence, counted, probability, total
from isoscan.boundaries.framework import FrameworkClass
from isoscan.boundaries.mask_record import Mask, MaskGroup
from isoscan.boundaries.naming import INDICATOR_NAMES, name_clues, pattern_in
from isoscan.boundaries.place import Place
from isoscan.boundaries.ranges import Headings
from isoscan.boundaries.screens import declared_filters
from isoscan.boundaries.section import Section
from isoscan.boundaries.semantic import Block, blocks_of
from isoscan.boundaries.structural import Judged
from isoscan.boundaries.survey import Survey
from isoscan.boundaries.table import TableEntry
from isoscan.boundaries.vocabulary import setup_name, word_set, words
from isoscan.model.module import Module, Unit

LEAST = 0.5

# What the base of a class that is one scanner calls itself.
SCANNER_BASES = word_set("scanner screener strategy detector setup signal alpha scan screen algo algorithm")
# What a class that others fill in calls itself.
ABSTRACT = word_set("base abstract template mixin interface")
# A scan of the `open` is no side of a position: that is what the verb before it tells.
SCANNING_VERBS = word_set("scan find screen detect")
PARTS_OF_DAY = word_set("open close")
CERTAIN = 6.0
# Views whose log-odds lie nearer than this are about as likely: no more than three to two.
CLOSE = 0.4

# A class with more public methods than these is more than one setup, whatever its name.
MOST_METHODS = 12


class Proposal(NamedTuple):
    """A candidate with the log-odds of all its clues."""

    candidate: Candidate
    log_odds: float
    rival: Rival | None = None

    @property
    def confidence(self) -> float:
        """The probability that the candidate is a scanner."""
        return probability(self.log_odds)


@dataclass(slots=True, repr=False, eq=False)
class Findings:
    """What the detectors say about one part."""

    survey: Survey
    headings: Headings
    part: int
    functions: list[Judged]
    frameworks: list[FrameworkClass]
    masks: list[MaskGroup]
    tables: list[TableEntry]
    blocks: dict[tuple[int, int], list[Block]] = field(default_factory=dict)


def proposals(findings: Findings) -> list[Proposal]:
    """Candidates of a part at least as likely as not, containers and members settled."""
    agreed = [
        *_framework_proposals(findings),
        *_unit_proposals(findings),
        *(_table_proposal(entry) for entry in _table_entries(findings)),
    ]
    return [proposal for proposal in agreed if proposal.confidence >= LEAST]


def blocks_in_defs(findings: Findings) -> dict[tuple[int, int], list[Block]]:
    """The scanners that stand one after another in the defs of a part that decide by themselves."""
    found = {}
    for judged in findings.functions:
        if probability(judged.log_odds) >= LEAST and (blocks := blocks_of(judged.place)):
            found[judged.place.key] = blocks
    return found


def _table_entries(findings: Findings) -> list[TableEntry]:
    """The entries of tables without those that are filters of one screen among others."""
    if not findings.tables:
        return []
    entries = Counter(entry.place.key for entry in findings.tables)
    declaring = {
        judged.place.key
        for judged in findings.functions
        if judged.log_odds > 0 and declared_filters(judged.place.body) > entries[judged.place.key] > 0
    }
    return [entry for entry in findings.tables if entry.place.key not in declaring]


def with_rivals(kept: list[Proposal], agreed: list[Proposal]) -> list[Proposal]:
    """The proposals kept, each with what else its lines may be where that is about as likely.

    What is in question is whether something is one scanner or several; a scanner that two detectors see in
    the same place, one around the other, is in no question.
    """
    lost = [proposal for proposal in agreed if all(proposal is not other for other in kept)]
    if not lost:
        return kept
    found = [_with_parts(proposal, lost) for proposal in kept]
    for outer in lost:
        inside = [at for at, proposal in enumerate(found) if _is_inside(proposal, outer)]
        surest = max((found[at].log_odds for at in inside), default=CERTAIN)
        if len(inside) > 1 and abs(outer.log_odds - surest) < CLOSE:
            first = found[inside[0]]
            rival = Rival((outer.candidate.name,), outer.candidate.kind, True, outer.confidence)
            found[inside[0]] = first._replace(rival=first.rival or rival)
    return found


def _with_parts(proposal: Proposal, lost: list[Proposal]) -> Proposal:
    parts = [other for other in lost if _is_inside(other, proposal)]
    if len(parts) < 2:
        return proposal
    surest = max(parts, key=lambda part: part.log_odds)
    if proposal.log_odds - surest.log_odds >= CLOSE:
        return proposal
    parts.sort(key=lambda part: part.candidate.start_line)
    names = tuple(part.candidate.name for part in parts)
    return proposal._replace(rival=Rival(names, surest.candidate.kind, False, surest.confidence))


def _is_inside(inner: Proposal, outer: Proposal) -> bool:
    first, last = outer.candidate.start_line, outer.candidate.end_line
    return inner is not outer and first <= inner.candidate.start_line and inner.candidate.end_line <= last


def without_overlaps(agreed: list[Proposal]) -> list[Proposal]:
    """The proposals, likelier ones first served, that share no line; sorted by line."""
    kept: list[Proposal] = []
    starts: list[int] = []
    for proposal in sorted(agreed, key=lambda p: (-p.log_odds, p.candidate.start_line)):
        first, last = proposal.candidate.start_line, proposal.candidate.end_line
        position = bisect_right(starts, first)
        above_is_free = position == 0 or kept[position - 1].candidate.end_line < first
        if above_is_free and (position == len(kept) or last < starts[position]):
            starts.insert(position, first)
            kept.insert(position, proposal)
    return kept


def _framework_proposals(findings: Findings) -> Iterator[Proposal]:
    for found in findings.frameworks:
        unit = found.place.unit
        if unit is not None:
            yield _unit_proposal(findings, unit, "class", list(found.clues))


def _unit_proposals(findings: Findings) -> Iterator[Proposal]:
    groups = {id(group.place): group for group in findings.masks if group.place is not None}
    framework_names = {found.place.name for found in findings.frameworks}
    members: dict[str, list[Judged]] = {}
    for judged in findings.functions:
        unit = judged.place.unit
        if unit is None or _inside(unit, framework_names):
            continue
        group = groups.get(id(judged.place))
        held = _held_masks(judged, group)
        if held:
            module = findings.survey.module
            yield from (_mask_proposal(module, mask, unit.qualified_name, group) for mask in held)
        elif judged.place.key in findings.blocks:
            blocks = findings.blocks[judged.place.key]
            yield from (_section_proposal(block, unit.qualified_name) for block in blocks)
        elif unit.parent_kind == "class":
            members.setdefault(unit.parent, []).append(judged)
        elif probability(judged.log_odds) >= LEAST and not _only_features(judged, group):
            yield _unit_proposal(findings, unit, "function", judged.clues)
    holders = {holder.name: holder for holder in findings.survey.classes(findings.part)}
    for name, found in members.items():
        holder = holders.get(name)
        if holder is not None and holder.unit is not None:
            yield from _class_proposals(findings, holder, holder.unit, found)


def _class_proposals(
    findings: Findings, holder: Place, unit: Unit, members: list[Judged]
) -> Iterator[Proposal]:
    """A class around one setup, or its scan methods."""
    scanning = [member for member in members if probability(member.log_odds) >= LEAST]
    if not scanning and _derives_from_scanner(holder):
        best = max(members, key=lambda member: member.log_odds)
        yield _unit_proposal(findings, unit, "class", _class_clues(holder, [best], findings.survey))
    elif scanning and _is_one_setup(holder, scanning, findings.survey):
        yield _unit_proposal(findings, unit, "class", _class_clues(holder, scanning, findings.survey))
    else:
        for member in scanning:
            if member.place.unit is not None:
                yield _unit_proposal(findings, member.place.unit, "method", member.clues)


def _inside(unit: Unit, names: set[str]) -> bool:
    parent = unit.parent
    while parent:
        if parent in names:
            return True
        parent = parent.rpartition(".")[0]
    return False


def _held_masks(judged: Judged, group: MaskGroup | None) -> list[Mask]:
    """The masks that are scanners in place of the def around them (none: the def stands for itself)."""
    if group is None or any("decide" in clue.reason and clue.weight < -3 for clue in judged.clues):
        return []
    if len(group.setups()) >= 2:
        return [mask for mask in group.standing() if mask.log_odds >= 0]
    if probability(judged.log_odds) < LEAST:
        return [mask for mask in group.standing() if mask.log_odds >= 0]
    return []


def _only_features(judged: Judged, group: MaskGroup | None) -> bool:
    """Whether a def marks three or more unrelated things and nothing else: features, not a decision."""
    if group is None or set(judged.place.outputs.counts) - {"flag"}:
        return False
    return len(group.setups(least=-9.0)) >= 3


def _is_one_setup(holder: Place, members: list[Judged], survey: Survey) -> bool:
    """Whether a class around scan methods is one scanner: one setup, and most of the class serves it."""
    public = [member for member in members if not member.place.body.name.startswith("_")]
    if len(public) < 2 and _derives_from_scanner(holder):
        return True
    setups = {_setup_of(member.place.body.name) for member in members}
    if len(setups - {""}) > 1:
        return False
    if _only_one_is_asked(holder, members, survey):
        return True
    if len(members) > 3:
        return False
    serving = _reached({member.place.name for member in members}, holder, survey)
    serving |= {
        method.name
        for method in survey.methods_of(holder)
        if not serving.isdisjoint(_reached({method.name}, holder, survey))
    }
    lines = {
        method.name: method.unit.span.end_line - method.unit.span.line + 1
        for method in survey.methods_of(holder)
        if method.unit is not None and method.body.name != "__init__"
    }
    served = sum(count for name, count in lines.items() if name in serving)
    others = [method for method in survey.methods_of(holder) if not method.body.name.startswith("_")]
    named = _named_as_scanner(holder) and len(others) <= MOST_METHODS
    return (4 if named else 2) * served >= sum(lines.values())


def _only_one_is_asked(holder: Place, members: list[Judged], survey: Survey) -> bool:
    """Whether all the defs that decide in a class are private, but for one that asks them all."""
    deciding = {member.place.name for member in members}
    if len(deciding) < 2 or not _named_as_scanner(holder):
        return False
    public = [method.name for method in survey.methods_of(holder) if not method.body.name.startswith("_")]
    asking = [name for name in public if deciding <= _reached({name}, holder, survey)]
    return len(asking) == 1 and deciding.isdisjoint(set(public) - set(asking))


def _setup_of(name: str) -> str:
    """The setup that a method speaks of; what scans the open or the close speaks of a part of the day."""
    spelled = words(name)
    of_day = [word for word in spelled if word in PARTS_OF_DAY]
    return setup_name(name) or (of_day[0] if spelled[0] in SCANNING_VERBS and of_day else "")


def _named_as_scanner(holder: Place) -> bool:
    """Whether a class calls itself a strategy, or after a setup or an indicator it trades."""
    spelled = words(holder.body.name)
    return (
        any(word in SCANNER_BASES for word in spelled)
        or bool(pattern_in(spelled))
        or any(word in INDICATOR_NAMES for word in spelled)
    )


def _derives_from_scanner(holder: Place) -> bool:
    """Whether a class derives from what calls itself a scanner: its private checks are then its parts."""
    bases = holder.statement(holder.body.statement).bases
    return any(word in SCANNER_BASES for base in bases for word in words(base))


def _reached(names: set[str], holder: Place, survey: Survey) -> set[str]:
    """Methods of the class that the named ones call, directly or through others."""
    methods = {method.name: method for method in survey.methods_of(holder)}
    reached, waiting = set(names), list(names)
    while waiting:
        method = methods.get(waiting.pop())
        if method is None:
            continue
        for attributes in method.body.attributes.values():
            for attribute in attributes:
                name = f"{holder.name}.{attribute.name}"
                if attribute.base == "self" and name in methods and name not in reached:
                    reached.add(name)
                    waiting.append(name)
    return reached


def _class_clues(holder: Place, members: list[Judged], survey: Survey) -> list[Clue]:
    best = max(members, key=lambda member: member.log_odds)
    clues = list(best.clues)
    shown = ", ".join(f"`{member.place.body.name}`" for member in members[:3])
    clues.append(Clue("structural", 0.3, f"a class around {shown}"))
    if _derives_from_scanner(holder):
        base = holder.statement(holder.body.statement).bases[0]
        clues.append(Clue("structural", 1.2, f"derives from `{base}`"))
    clues.extend(clue for clue in name_clues(holder.body.name) if clue.weight > 0)
    if any(word in ABSTRACT for word in words(holder.body.name)) and survey.is_base(holder.body.name):
        clues.append(Clue("structural", -4.5, "is a base that other classes fill in"))
    return clues


def script_proposals(
    module: Module, group: MaskGroup, sections: list[Section], blocks: list[Block]
) -> list[Proposal]:
    """The sections, blocks and masks of the top-level code at least as likely as not."""
    masks = [mask for mask in group.standing() if mask.log_odds >= 0]
    claimed = [mask.start_line for mask in masks]
    left = [
        block for block in blocks if not any(block.start_line <= line <= block.end_line for line in claimed)
    ]
    agreed: list[Proposal] = []
    for section in sections:
        inner = [mask for mask in masks if section.start_line <= mask.start_line <= section.end_line]
        if len({setup_name(mask.name) for mask in inner} - {""}) >= 2:
            continue
        masks = [mask for mask in masks if mask not in inner]
        agreed.append(_section_proposal(section))
    agreed += (_section_proposal(block) for block in left)
    agreed += (_mask_proposal(module, mask, "", group) for mask in masks)
    return [proposal for proposal in agreed if proposal.confidence >= LEAST]


def _section_proposal(section: Section | Block, container: str = "") -> Proposal:
    candidate = Candidate(
        section.name,
        "section",
        section.start_line,
        section.end_line,
        section.definition_line,
        section.name_span,
        container,
        as_evidence(section.clues),
    )
    return Proposal(candidate, section.log_odds)


def _unit_proposal(findings: Findings, unit: Unit, kind: Kind, clues: list[Clue]) -> Proposal:
    start = findings.headings.start_with_comment(unit.attached_line, unit.span.line, unit.parent)
    candidate = Candidate(
        name=unit.name,
        kind=kind,
        start_line=start,
        end_line=unit.span.end_line,
        definition_line=unit.header.line,
        name_span=unit.name_span,
        container=unit.parent,
        evidence=as_evidence(clues),
    )
    return Proposal(candidate, total(clues))


def _mask_proposal(module: Module, mask: Mask, container: str, group: MaskGroup | None) -> Proposal:
    clues = list(mask.clues)
    setups = group.setups() if group else set()
    if container and len(setups) >= 2:
        clues.append(Clue("consensus", 0.1, f"`{container}` only holds {counted(len(setups), 'setup')}"))
    candidate = Candidate(
        name=mask.name,
        kind="mask",
        start_line=_mask_start(module, mask, group),
        end_line=mask.end_line,
        definition_line=mask.definition_line,
        name_span=mask.name_span,
        container=container,
        evidence=as_evidence(clues),
    )
    return Proposal(candidate, mask.log_odds)


def _mask_start(module: Module, mask: Mask, group: MaskGroup | None) -> int:
    """The attached comment belongs to the mask, unless the next mask follows without one of its own."""
    if mask.attached_line >= mask.start_line or group is None:
        return mask.start_line
    below = module.next_line(mask.end_line)
    following = next((other for other in group.masks if other.start_line == below), None)
    heads_more = following is not None and following.attached_line == following.start_line
    return mask.start_line if heads_more else mask.attached_line


def _table_proposal(entry: TableEntry) -> Proposal:
    candidate = Candidate(
        name=entry.name,
        kind="table",
        start_line=entry.start_line,
        end_line=entry.end_line,
        definition_line=entry.definition_line,
        name_span=entry.name_span,
        container="",
        evidence=as_evidence(entry.clues),
    )
    return Proposal(candidate, total(entry.clues))
