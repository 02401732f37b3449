"""Which scanner a definition belongs to: the one whose lines hold it."""

from __future__ import annotations

from isoscan.boundaries.boundary import Boundary
from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE
from isoscan.rules.grounds import Grounds


def owner_of(grounds: Grounds, binding: Binding) -> Boundary | None:
    """The scanner inside whose lines a module-level or class-level definition stands, if any."""
    scope = binding.place.scope
    if scope != MODULE and not grounds.workshop.is_class_scope(scope):
        return None
    return grounds.boundary_at(binding.ref.part, binding.span.line)
