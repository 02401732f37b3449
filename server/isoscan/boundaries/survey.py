"""The module as the detectors see it: every def, class and stretch of top-level code with its flow.

The survey is made once per module and shared by all detectors. Functions are analysed on their own;
top-level code is followed through the whole file, since a script's chunks hand data on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial

from isoscan.boundaries.bodies import Body, bodies_of
from isoscan.boundaries.flow import Flow, follow
from isoscan.boundaries.learning import learn
from isoscan.boundaries.market import Knowledge, trading_level
from isoscan.boundaries.outputs import Outputs, outputs_of
from isoscan.facts.records import Statement
from isoscan.model.module import Module, ScopeRef, Unit
from isoscan.model.parts import Part

# How often the bodies concerned are followed again with what was learnt from the others.
ROUNDS = 2


@dataclass(slots=True, repr=False, eq=False)
class Place:
    """A body in its part: `unit` is its def or class (None: top-level code)."""

    part: Part
    body: Body
    unit: Unit | None
    flow: Flow
    outputs: Outputs

    @property
    def name(self) -> str:
        """The qualified name of the def or class, "" for top-level code."""
        return self.unit.qualified_name if self.unit else ""

    @property
    def first_line(self) -> int:
        """The file line of the chunk's first line."""
        return self.part.first_line

    def statement(self, index: int) -> Statement:
        """One of the chunk's statements."""
        return self.body.facts.statements[index]


@dataclass
class Survey:
    """All bodies of a module.

    `functions` are defs that stand at module level or in a class, by qualified name (a later one with
    the same name is listed too); `classes` likewise; `script` is the top-level code, part by part;
    `imported` the names the module imports, by local name, as dotted originals; `known` what the module
    says as a whole.
    """

    module: Module
    functions: list[Place] = field(default_factory=list)
    classes: list[Place] = field(default_factory=list)
    script: list[Place] = field(default_factory=list)
    imported: dict[str, str] = field(default_factory=dict)
    known: Knowledge = field(default_factory=Knowledge)

    @cached_property
    def unit_starts(self) -> dict[str, list[int]]:
        """The first code lines of the defs and classes in each container, in order."""
        starts: dict[str, list[int]] = {}
        for unit in self.module.units:
            starts.setdefault(unit.parent, []).append(unit.span.line)
        return {parent: sorted(lines) for parent, lines in starts.items()}

    @cached_property
    def by_name(self) -> dict[str, Place]:
        """The defs and classes in force under their qualified names (the last of each)."""
        return {place.name: place for place in (*self.classes, *self.functions)}

    @cached_property
    def methods(self) -> dict[str, list[Place]]:
        """The methods of each class, by the class's qualified name."""
        found: dict[str, list[Place]] = {place.name: [] for place in self.classes}
        for place in self.functions:
            if place.unit is not None and place.unit.parent in found:
                found[place.unit.parent].append(place)
        return found


def survey_of(module: Module) -> Survey:
    """Regroup and follow the whole module: twice where defs tell something about one another."""
    survey = Survey(module)
    known = Knowledge(trading_level(part.facts for part in module.parts))
    scripts: list[tuple[Part, Body]] = []
    for part in module.parts:
        facts = part.facts
        for imported in facts.imports:
            survey.imported[imported.name] = ".".join(filter(None, (imported.module, imported.attribute)))
        if not facts.statements:
            continue
        for body in part.notes.recall("bodies", None, partial(bodies_of, facts)):
            unit = module.unit_of_scope.get(ScopeRef(part.index, body.scope)) if body.scope else None
            if body.kind == "module":
                if body.own:
                    scripts.append((part, body))
            elif unit is None:
                continue
            elif body.kind == "class":
                survey.classes.append(Place(part, body, unit, Flow(), Outputs()))
            else:
                survey.functions.append(_followed_function(part, body, unit, known, 0))
    for round_number in range(1, ROUNDS + 1 if known.trading else 1):
        further = learn(known, survey.functions)
        if further is None:
            break
        known, concerned = further
        survey.functions = [
            _followed_function(place.part, place.body, place.unit, known, round_number)
            if id(place.body) in concerned
            else place
            for place in survey.functions
        ]
    survey.known = known
    script_flow = Flow()
    for part, body in scripts:
        survey.script.append(_followed(part, body, None, script_flow.continued(), known))
    return survey


def _followed_function(
    part: Part, body: Body, unit: Unit | None, known: Knowledge, round_number: int
) -> Place:
    """A def followed by itself, or as it was in that round for an earlier text, where nothing differs."""
    topic = ("flow", body.scope, round_number)
    flow, outputs = part.notes.recall(topic, known.about(body), partial(_flow_of, body, known))
    return Place(part, body, unit, flow, outputs)


def _flow_of(body: Body, known: Knowledge) -> tuple[Flow, Outputs]:
    flow = follow(body, Flow(), known)
    return flow, outputs_of(body, flow)


def _followed(part: Part, body: Body, unit: Unit | None, flow: Flow, known: Knowledge) -> Place:
    follow(body, flow, known)
    return Place(part, body, unit, flow, outputs_of(body, flow))
