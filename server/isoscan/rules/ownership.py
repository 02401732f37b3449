"""Which scanner a definition belongs to: the one whose lines hold it."""

from __future__ import annotations

from isoscan.boundaries.boundary import Boundary
from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE
from isoscan.parameters.reading import is_class_scope
from isoscan.rules.context import RuleContext


def owner_of(context: RuleContext, binding: Binding) -> Boundary | None:
    """The scanner inside whose lines a module-level or class-level definition stands, if any."""
    scope = binding.place.scope
    if scope != MODULE and not is_class_scope(context.module, scope):
        return None
    return context.boundary_at(binding.span.line)
