"""The fix that gives each scanner a parameter of its own: one definition becomes several, the reads follow.

It is offered only where every read is known and stands in one scanner's own lines, so that no scanner can
notice.
"""

from __future__ import annotations

from isoscan.model.module import StatementRef
from isoscan.model.slices import is_in_function
from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE
from isoscan.rules.context import RuleContext
from isoscan.rules.definitions import TunableUse
from isoscan.rules.diagnostic import Edit, Fix, FixSafety
from isoscan.rules.own_names import own_names
from isoscan.source.spans import Span


def splitting_fix(context: RuleContext, use: TunableUse) -> Fix | None:
    """Split a constant, or an item of a dict, that several scanners read; None where that is not proved."""
    binding = use.binding
    if binding.place.scope != MODULE or binding.conditional or not binding.is_constant:
        return None
    if is_exported(context, binding.place.name) or context.mentions.looks_names_up:
        return None
    known = context.workshop.resolver.bindings.of(MODULE, binding.place.name)
    if binding.how == "name" and len(known) == 1 and not binding.place.path:
        return _split_name(context, use)
    same = [other for other in known if other.place == binding.place]
    if binding.how == "entry" and len(same) == 1 and len(binding.place.path) == 1:
        return _split_item(context, use)
    return None


def _split_name(context: RuleContext, use: TunableUse) -> Fix | None:
    module, name = context.module, use.binding.place.name
    sites = module.reads.get(name, ())
    if len(module.bindings.get(name, ())) != 1:
        return None
    owners: dict[Span, str] = {}
    for site in sites:
        span = site.use.span.shifted(site.part)
        owner = context.boundary_at(site.part, span.line)
        ref = StatementRef(site.part, site.use.statement)
        if owner is None or not _runs_later(context, ref, use.binding, site.use.scope):
            return None
        owners[span] = owner.namespace
    if set(owners.values()) != set(use.scanners):
        return None
    names = own_names(context, use.scanners, name)
    statement = module.span(use.binding.ref)
    line = module.line(statement.line)
    if statement.line != statement.end_line or line[: statement.column].strip():
        return None
    if use.binding.span.column != statement.column:
        return None
    rest = line[use.binding.span.end_column :]
    if ";" in rest or not line.endswith(("\n", "\r")):
        return None
    copies = "".join(names[namespace] + rest for namespace in use.scanners)
    edits = [Edit(Span(statement.line, 0, statement.line + 1, 0), copies)]
    edits.extend(Edit(span, names[owner]) for span, owner in sorted(owners.items()))
    # Another file may import a public name.
    safety: FixSafety = "safe" if name.startswith("_") else "unsafe"
    return Fix(f"Give each scanner its own `{name}`", safety, tuple(edits))


def _split_item(context: RuleContext, use: TunableUse) -> Fix | None:
    module, workshop = context.module, context.workshop
    place = use.binding.place
    key = place.path[0]
    container = place._replace(path=())
    if not isinstance(key, str) or context.references.is_open(container):
        return None
    if context.references.is_read_whole(place.name):
        return None
    owners: dict[Span, str] = {}
    for site in module.items.get(place.name, ()):
        if site.use.key != key and not site.use.pattern:
            continue
        span = site.use.key_span.shifted(site.part)
        owner = context.boundary_at(site.part, span.line)
        ref = StatementRef(site.part, site.use.statement)
        plain = site.use.access == "read" and site.use.via in ("item", "get") and not site.use.pattern
        if owner is None or not plain or not _runs_later(context, ref, use.binding, site.use.scope):
            return None
        owners[span] = owner.namespace
    if set(owners.values()) != set(use.scanners):
        return None
    names = own_names(context, use.scanners, key)
    written = workshop.text_of(use.binding.span)
    if written[:1] not in "\"'" or written[1:-1] != key:
        return None
    between = workshop.text_of(
        Span(
            use.binding.span.end_line,
            use.binding.span.end_column,
            use.binding.value_span.line,
            use.binding.value_span.column,
        )
    )
    value = workshop.text_of(use.binding.value_span)
    quote = written[0]
    copies = ", ".join(f"{quote}{names[namespace]}{quote}{between}{value}" for namespace in use.scanners)
    whole = Span(*use.binding.span[:2], *use.binding.value_span[2:])
    edits = [Edit(whole, copies)]
    for span, namespace in sorted(owners.items()):
        quote = workshop.text_of(span)[:1]
        if quote not in ("'", '"'):
            return None
        edits.append(Edit(span, f"{quote}{names[namespace]}{quote}"))
    safety: FixSafety = "safe" if place.name.startswith("_") else "unsafe"
    return Fix(f"Give each scanner its own `{use.subject}`", safety, tuple(edits))


def _runs_later(context: RuleContext, ref: StatementRef, binding: Binding, scope: int) -> bool:
    """Whether a read sees the definition: it stands in a function, or below."""
    return ref > binding.ref or is_in_function(context.module.parts[ref.part], scope)


def is_exported(context: RuleContext, name: str) -> bool:
    """Whether `__all__` names a module-level name."""
    return any(
        binding.value is not None and isinstance(binding.value.value, tuple) and name in binding.value.value
        for binding in context.workshop.resolver.bindings.of(MODULE, "__all__")
    )
