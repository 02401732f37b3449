"""The boundaries of a module: all detectors, their consensus, the user's word, and the checks behind it.

Everything is found part by part, and what one part has to know of the others is asked for by name: so
after an edit only that is found again which the edit may have changed.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right

from isoscan.boundaries.boundary import Boundary, Candidate
from isoscan.boundaries.calls import CallGraph
from isoscan.boundaries.choices import follow_choices, wanted
from isoscan.boundaries.clues import as_evidence, total
from isoscan.boundaries.consensus import (
    CERTAIN,
    Findings,
    Proposal,
    blocks_in_defs,
    proposals,
    script_proposals,
    with_rivals,
    without_overlaps,
)
from isoscan.boundaries.fallback import module_clues
from isoscan.boundaries.framework import framework_classes
from isoscan.boundaries.mask import Masks
from isoscan.boundaries.mask_record import MaskGroup
from isoscan.boundaries.namespaces import Named, Namespaces, named
from isoscan.boundaries.opinion import Advice, Opinions, additions, advice_in, divided, heeding, is_alone
from isoscan.boundaries.ranges import Headings, last_code_line
from isoscan.boundaries.section import sections
from isoscan.boundaries.semantic import Block, Semantics
from isoscan.boundaries.steering import STEERING, Steered, as_detected, steered
from isoscan.boundaries.structural import Judged, Judges
from isoscan.boundaries.survey import Survey
from isoscan.boundaries.table import Tables
from isoscan.boundaries.validation import status_of
from isoscan.config import Config
from isoscan.model.module import Module
from isoscan.model.parts import Part
from isoscan.source.spans import Span
from isoscan.tracking.index import Index
from isoscan.tracking.store import Cell, Family, Query, Settled, SettledMap

Proposals = tuple[Proposal, ...]
# Its first and its last part.
Stretch = tuple[int, int]

_SAID_NOTHING = Steered((), ())
_SPANNING = -1


class BoundaryFinder:
    """The boundaries of a module; everything read from it is tracked.

    `module_name` is what a script that is one scanner as a whole is called (its file's stem). Boundaries less
    likely than `config.report_threshold` are left out. `opinions` are those of a language model at the start;
    None means that there will never be any, and costs nothing.
    """

    def __init__(
        self, module: Module, config: Config, module_name: str = "module", opinions: Opinions | None = None
    ) -> None:
        self.module = module
        self._config = config
        self._module_name = module_name
        self._resting = frozenset(config.disabled_detectors)
        store = module.store
        self._survey = Survey(module)
        self._headings = Headings(self._survey)
        self._judges = Judges(self._survey, CallGraph(self._survey))
        self._masks = Masks(self._survey)
        self._tables = Tables(self._survey)
        self._semantics = Semantics(self._survey)
        self._steering: Index[int, None, int] = Index(store, self._find_steering)
        module.parts.follow(self._steering)
        self._said: Settled[Steered] = Settled(store, lambda: steered(self._survey, self._steering.of(None)))
        self._said_in: SettledMap[int, Steered] = SettledMap(store, self._divide_steering)
        self._opinions: Cell[Opinions] | None = None
        if opinions is not None:
            self._opinions = Cell(store, opinions)
            # By part, and under `_SPANNING` those that more than one part belongs to.
            self._advice: Index[int, int, Advice] = Index(store, self._find_advice)
            module.parts.follow(self._advice)
        self._own: Family[int, Proposals] = Family(store, self._propose)
        self._script: Settled[Proposals] = Settled(store, self._propose_for_script)
        self._in_script: Family[int, Proposals] = Family(store, self._script_in)
        self._stretches: Settled[tuple[Stretch, ...]] = Settled(store, self._find_stretches)
        self._together: Family[Stretch, dict[int, Proposals]] = Family(store, self._agree_together)
        self._agreed: Family[int, Proposals] = Family(store, self._agree)
        self._any: Index[int, None, None] = Index(store, self._find_any)
        module.parts.follow(self._any)
        self._whole: Query[Proposals] = Query(store, self._whole_module)
        self._reported: Family[int, Proposals] = Family(store, self._report)
        self._names: Family[int, tuple[Named, ...]] = Family(
            store, lambda part: tuple(named(proposal.candidate) for proposal in self._reported(part))
        )
        self._namespaces = Namespaces(module, self._names)
        self._boundaries: Family[int, tuple[Boundary, ...]] = Family(store, self._bound)
        self._by_name: Index[int, str, Boundary] = Index(store, self._find_names)
        module.parts.follow(self._by_name)
        self._reaching: Query[tuple[Boundary, ...]] = Query(store, self._find_reaching)

    @property
    def all(self) -> tuple[Boundary, ...]:
        """All boundaries in file order; they share no line."""
        return tuple(found for part in self.module.parts.order for found in self._boundaries(part))

    def of_part(self, part: int) -> tuple[Boundary, ...]:
        """The boundaries that start in a part (their `start_line` lies in it), in file order."""
        return self._boundaries(part)

    def reaching_into(self, part: int) -> tuple[Boundary, ...]:
        """The boundaries that start in an earlier part and have lines in this one, in file order."""
        return tuple(found for found in self._reaching.read() if found.start_line < part <= found.end_line)

    def named(self, namespace: str) -> Boundary | None:
        """The boundary with a namespace: no two in a module have the same."""
        found = self._by_name.of(namespace)
        return found[0] if found else None

    def take_opinions(self, opinions: Opinions) -> None:
        """From now on these are a language model's opinions, if there may be any (see above)."""
        if self._opinions is not None:
            self._opinions.set(opinions)
            self.module.store.settle()

    # Candidates

    def _propose(self, part: int) -> Proposals:
        findings = Findings(
            survey=self._survey,
            headings=self._headings,
            part=part,
            functions=[Judged(judged.place, [*judged.clues]) for judged in self._judges.judged(part)],
            frameworks=list(framework_classes(self._survey, part)),
            masks=[_copied(group) for group in self._masks.of_part(part)],
            tables=list(self._tables.of_part(part)),
        )
        follow_choices(findings, self._config)
        if "semantic" not in self._resting:
            findings.blocks = blocks_in_defs(findings)
        return tuple(proposals(findings))

    def _propose_for_script(self) -> Proposals:
        findings = Findings(self._survey, self._headings, -1, [], [], [_copied(self._masks.of_script)], [])
        follow_choices(findings, self._config)
        group = findings.masks[0] if findings.masks else MaskGroup(None, [])
        found = [] if "section" in self._resting else sections(self._survey, self._headings)
        blocks: list[Block] = []
        if "semantic" not in self._resting:
            self._semantics.speak_of(found)
            blocks = [] if found else self._semantics.of_script()
        return tuple(script_proposals(self.module, group, found, blocks))

    def _script_in(self, part: int) -> Proposals:
        return tuple(
            proposal
            for proposal in self._script.read()
            if self.module.parts.index_around(proposal.candidate.start_line) == part
        )

    # Opinions

    def _find_advice(self, part: int) -> dict[int, tuple[Advice, ...]]:
        opinions = self._opinions.read() if self._opinions is not None else {}
        found = tuple(advice_in(self.module, self.module.parts[part], opinions)) if opinions else ()
        if not found:
            return {}
        spanning = tuple(one for one in found if one.opinion.following)
        return {part: found, _SPANNING: spanning} if spanning else {part: found}

    def _advice_on(self, *parts: int) -> tuple[Advice, ...]:
        if self._opinions is None:
            return ()
        return tuple(one for part in parts for one in self._advice.of(part))

    # Agreement

    def _find_any(self, part: int) -> dict[None, tuple[None]]:
        """Whether anything but opinions says that something in a part is a scanner."""
        found = any(not is_alone(one.candidate.evidence) for one in self._agreed(part))
        return {None: (None,)} if found else {}

    def _find_steering(self, part: int) -> dict[None, tuple[int]]:
        steering = self.module.parts[part].facts.steering
        return {None: (part,)} if any(comment.kind in STEERING for comment in steering) else {}

    def _divide_steering(self) -> dict[int, Steered]:
        """What the user says of each part: of what starts in it."""
        said = self._said.read()
        around = self.module.parts.index_around
        parts = {around(candidate.start_line) for candidate in said.confirmed}
        parts.update([around(first) for first, _ in said.refused])
        return {
            part: Steered(
                tuple(one for one in said.confirmed if around(one.start_line) == part),
                tuple(lines for lines in said.refused if around(lines[0]) == part),
            )
            for part in sorted(parts)
        }

    def _find_stretches(self) -> tuple[Stretch, ...]:
        """Where candidates span several parts, and so overlaps have to be settled for these together.

        Gives the first and the last part of each stretch, in order and apart.
        """
        candidates = [
            *(proposal.candidate for proposal in self._script.read()),
            *self._said.read().confirmed,
            *(one.candidate for one in self._advice_on(_SPANNING) if one.candidate is not None),
        ]
        around = self.module.parts.index_around
        found: list[Stretch] = []
        for first, last in sorted((around(one.start_line), around(one.end_line)) for one in candidates):
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], last))
            elif first != last:
                found.append((first, last))
        return tuple(found)

    def _parts_of(self, stretch: Stretch) -> tuple[int, ...]:
        order = self.module.parts.order
        return order[bisect_left(order, stretch[0]) : bisect_right(order, stretch[1])]

    def _agree_together(self, stretch: Stretch) -> dict[int, Proposals]:
        parts = self._parts_of(stretch)
        own = [proposal for part in parts for proposal in self._own(part)]
        script = [proposal for part in parts for proposal in self._in_script(part)]
        said = [self._said_in.get(part) or _SAID_NOTHING for part in parts]
        confirmed = [candidate for one in said for candidate in one.confirmed]
        refused = [lines for one in said for lines in one.refused]
        found: dict[int, list[Proposal]] = {}
        steered_by = Steered(tuple(confirmed), tuple(refused))
        for proposal in self._settled([*own, *script], steered_by, self._advice_on(*parts)):
            part = self.module.parts.index_around(proposal.candidate.start_line)
            found.setdefault(part, []).append(proposal)
        return {part: tuple(agreed) for part, agreed in found.items()}

    def _agree(self, part: int) -> Proposals:
        stretches = self._stretches.read()
        position = bisect_right(stretches, (part, sys.maxsize)) - 1
        if position >= 0 and part <= stretches[position][1]:
            return self._together(stretches[position]).get(part, ())
        said = self._said_in.get(part) or _SAID_NOTHING
        return tuple(self._settled([*self._own(part), *self._in_script(part)], said, self._advice_on(part)))

    def _settled(self, agreed: list[Proposal], said: Steered, advice: tuple[Advice, ...]) -> list[Proposal]:
        """The likelier of overlapping proposals; what the user confirmed takes its lines.

        What the user refused is gone, with all inside it. What only an opinion takes for a scanner gets lines
        that nothing else has.
        """
        agreed = heeding(agreed, advice, self._config)

        def is_asked_for(proposal: Proposal) -> bool:
            return wanted(proposal, self._config) and not _refused(proposal.candidate, said)

        kept = [proposal for proposal in without_overlaps(agreed) if is_asked_for(proposal)]
        left = with_rivals(kept, [proposal for proposal in agreed if is_asked_for(proposal)])
        if advice:
            added = additions(without_overlaps(agreed), advice)
            left += [proposal for proposal in added if is_asked_for(proposal)]
        confirmed = [
            as_detected(candidate, (proposal.candidate for proposal in agreed))
            for candidate in said.confirmed
        ]
        return without_overlaps([*(Proposal(candidate, CERTAIN * 2) for candidate in confirmed), *left])

    def _whole_module(self) -> Proposals:
        """The script as a whole, where nothing smaller is a scanner."""
        if self._any.has(None) or "module" in self._resting or self._said.read().refused:
            return ()
        clues = module_clues(self._survey, self._module_name)
        if not clues:
            return ()
        first = next(iter(self.module.parts.order), 0)
        candidate = Candidate(
            name=self._module_name,
            kind="module",
            start_line=first,
            end_line=last_code_line(self.module),
            definition_line=first,
            name_span=Span(first, 0, first, 0),
            container="",
            evidence=as_evidence(clues),
        )
        whole = Proposal(candidate, total(clues))
        return (divided(whole, self._advice_on(_SPANNING), self._config),)

    def _report(self, part: int) -> Proposals:
        agreed = self._agreed(part)
        if not self._any.has(None) and (not agreed or self._whole.read()):
            agreed = tuple(one for one in self._whole.read() if one.candidate.start_line == part)
        return tuple(one for one in agreed if one.confidence >= self._config.report_threshold)

    # Boundaries

    def _bound(self, part: int) -> tuple[Boundary, ...]:
        reported = self._reported(part)
        if not reported:
            return ()
        names = self._namespaces.of_part(part)
        return tuple(
            self._boundary(proposal, namespace) for proposal, namespace in zip(reported, names, strict=True)
        )

    def _boundary(self, proposal: Proposal, namespace: str) -> Boundary:
        candidate, confidence = proposal.candidate, round(proposal.confidence, 3)
        parts = self._parts_around(candidate)
        errors = sorted(span.line + part.index for part in parts for span in part.facts.errors)
        status = status_of(candidate, confidence, errors, self._config)
        if status == "valid" and is_alone(candidate.evidence):
            status = "needs_review"
        return Boundary(
            name=candidate.name,
            namespace=namespace,
            kind=candidate.kind,
            start_line=candidate.start_line,
            end_line=candidate.end_line,
            definition_line=candidate.definition_line,
            name_span=candidate.name_span,
            container=candidate.container,
            confidence=confidence,
            status=status,
            evidence=candidate.evidence,
            rival=proposal.rival,
            described=candidate.described,
            parameter_notes=candidate.parameter_notes,
        )

    def _parts_around(self, candidate: Candidate) -> tuple[Part, ...]:
        parts = self.module.parts
        first, last = candidate.start_line, candidate.end_line
        within = parts.index_around(first)
        return (parts[within],) if within == parts.index_around(last) else parts.between(first, last)

    def _find_names(self, part: int) -> dict[str, tuple[Boundary]]:
        return {found.namespace: (found,) for found in self._boundaries(part)}

    def _find_reaching(self) -> tuple[Boundary, ...]:
        stretches = self._stretches.read()
        parts = {part: None for stretch in stretches for part in self._parts_of(stretch)}
        if not self._any.has(None):
            parts.update((one.candidate.start_line, None) for one in self._whole.read())
        around = self.module.parts.index_around
        starting = (found for part in parts for found in self._boundaries(part))
        return tuple(found for found in starting if around(found.end_line) != around(found.start_line))


def _copied(group: MaskGroup) -> MaskGroup:
    """A group whose masks' clues may be changed."""
    return MaskGroup(group.place, [mask.with_clues([*mask.clues]) for mask in group.masks])


def _refused(candidate: Candidate, said: Steered) -> bool:
    return any(first <= candidate.definition_line <= last for first, last in said.refused)
