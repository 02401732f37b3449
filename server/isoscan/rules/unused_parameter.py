"""A parameter is written down, and nothing reads it.

## What it does
Finds items of settings dicts, attributes of scanner classes and of classes of settings, and numeric constants
that no scanner and no other code of the file reads, beside others that scanners do read.

## Why is this bad?
It looks like a knob and turns nothing. Often it is what remains of a condition that was taken out, or a
misspelled key, so that the scanner runs with something else than the trader believes.

## Known problems
Code in other files may read the value. A dict that is handed on as a whole, or read with computed keys, is
left alone; so are classes whose base is not known to read only what it documents.

## Example
```python
P = {
    "gap_min": 0.04,
    "volume_min": 500_000,
  # ^^^^^^^^^^^^ ISO301 unused-parameter
}


def scan_gap_up(df):
    return df[df["gap"] > P["gap_min"]]
```

## Use instead
```python
P = {
    "gap_min": 0.04,
    "volume_min": 500_000,
}


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]
```

## Fix safety
The fix deletes the parameter. It is safe for an item of a dict of this file that is never used as a whole,
and unsafe for constants and attributes, which other files may read.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.model.module import NameSite, StatementRef, Unit
from isoscan.model.slices import with_bases
from isoscan.parameters.bindings import Binding, Place
from isoscan.parameters.chains import MODULE
from isoscan.parameters.dict_keys import is_tunable_item
from isoscan.parameters.draft import Workshop
from isoscan.parameters.frameworks import is_hyperopt, reads_by_itself, reads_only_what_it_documents
from isoscan.parameters.module_constants import is_module_tunable
from isoscan.parameters.table_entries import NAMING
from isoscan.parameters.tunables import names_a_tunable
from isoscan.parameters.words import TUNABLE, says
from isoscan.rules.context import RuleContext
from isoscan.rules.diagnostic import Diagnostic, Fix, FixSafety
from isoscan.rules.removing import entry_removal, statement_removal
from isoscan.rules.roster import container_of
from isoscan.rules.splitting import is_exported
from isoscan.source.spans import Span


def check(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Yield a finding at each parameter that nothing reads."""
    bindings = context.bindings_in(part)
    yield from _items(context, part, bindings)
    yield from _attributes(context, part, bindings)
    yield from _settings(context, part)
    yield from _constants(context, bindings)


def _items(context: RuleContext, part: int, bindings: tuple[Binding, ...]) -> Iterator[Diagnostic]:
    """Items of the dicts of which scanners read other items by key."""
    places = (binding.place for binding in bindings if binding.how in _GIVEN and binding.place.path)
    for container in dict.fromkeys(map(container_of, places)):
        namespaces = context.roster.with_items_of(container)
        if namespaces and _is_its_classes_own(context, container):
            for binding in context.ask(_unread_items, container):
                if binding.ref.part == part:
                    yield _finding(context, binding, namespaces)


def _is_its_classes_own(context: RuleContext, container: Place) -> bool:
    """Whether no class of another file may read a dict: one of the module, or of a class without them."""
    unit = context.module.unit_of_scope.get(container.scope) if container.scope != MODULE else None
    return unit is None or unit.kind != "class" or _reads_only_its_own(context, unit)


def _unread_items(context: RuleContext, container: Place) -> tuple[Binding, ...]:
    workshop = context.workshop
    known = workshop.resolver.bindings.of(container.scope, container.name)
    bases = {binding.ref for binding in known if not binding.place.path and binding.how == "name"}
    items = [
        binding
        for binding in known
        if binding.how in _GIVEN
        and _belongs_to(workshop, binding, container)
        and not binding.conditional
        and is_tunable_item(workshop, binding)
        and not _is_label(binding)
    ]
    if len(bases) != 1 or not any(map(context.references.is_read, items)):
        return ()
    if _is_open(context, container):
        return ()
    # What is given a value again is read, or not, as that: see ISO202 and ISO303.
    last = {_spelled(workshop, binding): binding for binding in items}
    return tuple(binding for binding in last.values() if not context.references.is_read(binding))


_GIVEN = frozenset({"entry", "item"})


def _spelled(workshop: Workshop, binding: Binding) -> object:
    place = binding.place
    if place.name == "params" and workshop.is_class_scope(place.scope):
        return workshop.parameter_key(place)
    return place


def _is_label(binding: Binding) -> bool:
    """Whether an item says what something is called: `"name": "gap up"`."""
    is_text = binding.value is not None and isinstance(binding.value.value, str)
    return is_text and says(str(binding.place.path[-1]), NAMING)


def _belongs_to(workshop: Workshop, binding: Binding, container: Place) -> bool:
    """Whether a binding is an item of the dict itself (of backtrader's `params`, pairs included)."""
    if container.name == "params" and workshop.is_class_scope(container.scope):
        return isinstance(workshop.parameter_key(binding.place), str)
    return binding.place.path[:-1] == container.path


def _is_open(context: RuleContext, container: Place) -> bool:
    """Whether the dict, or one around it, is used as a whole somewhere."""
    return any(
        context.references.is_open(container._replace(path=container.path[:length]))
        for length in range(len(container.path) + 1)
    )


def _attributes(context: RuleContext, part: int, bindings: tuple[Binding, ...]) -> Iterator[Diagnostic]:
    """Attributes of scanner classes (and of their bases in this file) that no method reads."""
    resolver = context.workshop.resolver
    for scanner in context.readings_in(part):
        unit = scanner.unit
        if unit is None or unit.kind != "class" or _hands_itself_on(context, unit):
            continue
        is_plain = _reads_only_its_own(context, unit)
        for name in dict.fromkeys(one.place.name for one in bindings if one.place.scope == unit.body):
            if not _is_named_elsewhere(context, unit, name) and not _is_for_a_base(context, unit, name):
                for binding in resolver.effective(unit.body, name):
                    # A framework may read others by name; hyperopt parameters are for the class to read.
                    is_documented = is_plain and not reads_by_itself(context.module, unit, name)
                    if not is_documented and not is_hyperopt(binding):
                        continue
                    if _is_plain_tunable(context, binding) and not context.references.is_read(binding):
                        yield _finding(context, binding, (scanner.boundary.namespace,))


def _settings(context: RuleContext, part: int) -> Iterator[Diagnostic]:
    """Attributes of classes that only hold settings, of which scanners read others."""
    for unit in context.module.units_of(part).values():
        if unit.kind != "class" or unit.parent or not _holds_settings(context, unit):
            continue
        known = [
            binding
            for name in context.workshop.resolver.bindings.names_in(unit.body)
            for binding in context.workshop.resolver.effective(unit.body, name)
            if _is_plain_tunable(context, binding)
        ]
        read = {binding for binding in known if context.references.is_read(binding)}
        readers = context.in_file_order(*(context.description.readers_of(each.value_span) for each in read))
        for binding in known if readers else ():
            if binding not in read and not context.mentions.has_attribute(binding.place.name):
                yield _finding(context, binding, ())


def _holds_settings(context: RuleContext, unit: Unit) -> bool:
    """Whether a class has values and no methods, and nothing takes it, or an object of it, as a whole."""
    module = context.module
    if module.statement(unit.ref).bases or context.mentions.looks_names_up:
        return False
    if any(other.parent == unit.qualified_name for other in module.units_of(unit.ref.part).values()):
        return False
    holders = [unit.name]
    for site in module.reads.get(unit.name, ()):
        name = _made_by(context, unit.name, site)
        if name:
            holders.append(name)
        elif _is_taken(context, site):
            return False
    return not any(context.references.is_read_whole(name) for name in holders[1:])


def _made_by(context: RuleContext, class_name: str, site: NameSite) -> str:
    """The name that the module gives an object of a class where it makes one without further ado."""
    for assignment in context.module.parts[site.part].by_statement.assignments[site.use.statement]:
        value = assignment.value
        if value is not None and value.kind == "call" and value.callee == class_name and not site.use.scope:
            plain = value.span[:2] == site.use.span[:2] and assignment.target.isidentifier()
            return assignment.target if plain and not assignment.is_item else ""
    return ""


def _is_taken(context: RuleContext, site: NameSite) -> bool:
    """Whether a read of a class does not go on to one of its attributes."""
    chains = context.workshop.resolver.chains(StatementRef(site.part, site.use.statement))
    chain = chains.get(site.use.span[:2])
    return chain is None or chain.dynamic or not chain.path


def _reads_only_its_own(context: RuleContext, unit: Unit) -> bool:
    """Whether the bases outside of this file are known to read no attributes but those that they document."""
    return reads_only_what_it_documents(context.module, unit, context.workshop.contents.has_class)


def _hands_itself_on(context: RuleContext, unit: Unit) -> bool:
    """Whether a class's code passes `self` to something that may look into it, such as `getattr`."""
    part = context.module.parts[unit.ref.part]
    last = part.by_statement.ends[unit.ref.statement]
    return any(
        argument.value.kind == "name" and argument.value.root in ("self", "cls")
        for call in part.facts.calls
        if unit.ref.statement < call.statement < last and call.name not in _HARMLESS
        for argument in call.arguments
    )


_HARMLESS = frozenset({"len", "print", "super", "isinstance", "type", "id", "__init__", "repr", "str"})


def _is_plain_tunable(context: RuleContext, binding: Binding) -> bool:
    literal = context.workshop.resolver.literal(binding)
    return (
        binding.how == "name"
        and not binding.place.path
        and literal is not None
        and (
            is_hyperopt(binding)
            or (
                literal is binding.value
                and says(binding.place.name, TUNABLE)
                and names_a_tunable(binding.place.name, literal.value)
            )
        )
    )


def _is_named_elsewhere(context: RuleContext, unit: Unit, name: str) -> bool:
    """Whether an attribute of that name is read from something whose class is not known."""
    own = {around.body for around in with_bases(context.module, unit)}
    return not context.mentions.attribute_readers(name) <= own


def _is_for_a_base(context: RuleContext, unit: Unit, name: str) -> bool:
    """Whether inherited methods read an attribute, whichever class they find it in."""
    _, *bases = with_bases(context.module, unit)
    return any(context.references.is_member_read(base.body, name) for base in bases)


def _constants(context: RuleContext, bindings: tuple[Binding, ...]) -> Iterator[Diagnostic]:
    """Numbers at module level that nothing reads, in files whose scanners read others."""
    workshop, module = context.workshop, context.module
    for name in dict.fromkeys(binding.place.name for binding in bindings if binding.place.scope == MODULE):
        if not name.isupper() or name.startswith("_") or not says(name, TUNABLE) or name in module.reads:
            continue
        known = workshop.resolver.bindings.of(MODULE, name)
        if (
            len(known) != 1
            or len(module.bindings.get(name, ())) != 1
            or known[0].conditional
            or not is_module_tunable(workshop, known[0])
        ):
            continue
        if context.tunables.are_at_module_level and not is_exported(context, name):
            yield _finding(context, known[0], ())


def _finding(context: RuleContext, binding: Binding, scanners: tuple[str, ...]) -> Diagnostic:
    subject = context.workshop.subject_of(binding.place)
    inside = context.workshop.is_class_scope(binding.place.scope) and scanners
    reader = f"`{scanners[0]}` does not read it" if inside else "no scanner reads it"
    return Diagnostic(
        code="ISO301",
        name="unused-parameter",
        severity="warning",
        subject=subject,
        message=f"changing `{subject}` has no effect: {reader}",
        span=context.workshop.name_span(binding),
        scanners=scanners,
        tags=("unnecessary",),
        fixes=_fixes(context, binding),
    )


def _fixes(context: RuleContext, binding: Binding) -> tuple[Fix, ...]:
    """Take the parameter out: an entry with its comma, an assignment with its line."""
    if binding.how == "entry":
        if binding.place.name == "params":
            return ()
        if binding.span == binding.value_span:
            return ()
        edit = entry_removal(context.module, Span(*binding.span[:2], *binding.value_span[2:]))
        safety: FixSafety = "safe" if binding.place.scope == MODULE else "unsafe"
    else:
        edit = statement_removal(context.module, binding.ref)
        safety = "unsafe"
    return (
        (
            Fix(
                f"Delete `{binding.place.path[-1] if binding.place.path else binding.place.name}`",
                safety,
                (edit,),
            ),
        )
        if edit is not None
        else ()
    )
