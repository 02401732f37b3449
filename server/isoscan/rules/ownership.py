"""Which scanner a definition belongs to: the one whose lines hold it."""

from __future__ import annotations

from isoscan.boundaries.boundary import Boundary
from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.chains import MODULE
from isoscan.rules.grounds import Grounds


def owner_of(grounds: Grounds, binding: Binding) -> Boundary | None:
    """The scanner inside whose lines a module-level or class-level definition stands, if any.

    A table whose entries are only ever asked for one by one holds the settings of those that ask.
    """
    scope = binding.place.scope
    if scope != MODULE and not grounds.workshop.is_class_scope(scope):
        return None
    owner = grounds.boundary_at(binding.ref.part, binding.span.line)
    if (
        owner is None
        or owner.kind != "table"
        or grounds.references.is_open(Place(scope, binding.place.name, ()))
    ):
        return owner
    return None
