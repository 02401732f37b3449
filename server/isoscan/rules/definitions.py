"""Tunables that live outside of the scanner that reads them, each with all scanners that read it."""

from __future__ import annotations

from typing import NamedTuple

from isoscan.model.module import ScopeRef
from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE
from isoscan.parameters.draft import Draft
from isoscan.parameters.reading import Reading, ScannerReadings, is_class_scope
from isoscan.parameters.scanners import Description


class TunableUse(NamedTuple):
    """A tunable's definition. `readings` has, by namespace in file order, where each scanner reads it."""

    binding: Binding
    subject: str
    readings: dict[str, tuple[Reading, ...]]

    @property
    def scanners(self) -> tuple[str, ...]:
        """The namespaces of the scanners that read it, in file order."""
        return tuple(self.readings)


def tunable_uses(description: Description) -> tuple[TunableUse, ...]:
    """The tunables that scanners read from the module, from classes, or from the function around a mask."""
    found: dict[Binding, dict[str, tuple[Reading, ...]]] = {}
    workshop = description.workshop
    for scanner, drafts in zip(description.readings, description.drafts, strict=True):
        for draft in drafts:
            binding = draft.binding
            if binding is None or draft.assumed or workshop.is_shared(binding):
                continue
            readings = _outside(description, scanner, draft, binding)
            if readings:
                found.setdefault(binding, {})[scanner.boundary.namespace] = readings
    uses = [
        TunableUse(binding, workshop.subject_of(binding.place), readings)
        for binding, readings in found.items()
    ]
    return tuple(sorted(uses, key=lambda use: use.binding.span))


def _outside(
    description: Description, scanner: ScannerReadings, draft: Draft, binding: Binding
) -> tuple[Reading, ...]:
    """The scanner's readings of a definition, if it stands where other scanners could read it too.

    Of a function that holds masks only what a mask itself names counts, not what its columns were made with.
    """
    scope = binding.place.scope
    if scope == MODULE:
        return draft.readings
    if is_class_scope(description.workshop.module, scope):
        # What a method gives its instance is that instance's: each can be made with values of its own.
        in_body = description.workshop.module.statement(binding.ref).scope == scope.scope
        return draft.readings if in_body else ()
    # An argument is its caller's to choose, as an instance's values are.
    if binding.how == "argument":
        return ()
    if scanner.unit is None and _is_around(scanner, scope):
        return tuple(reading for reading in draft.readings if reading.ref in scanner.slice.own)
    return ()


def _is_around(scanner: ScannerReadings, scope: ScopeRef) -> bool:
    return scanner.container is not None and scanner.container.body == scope
