"""Where the module-level names that a slice reads get their values, as the extracted file will see it.

Like `model.definitions`, with three differences. What stands under `if __name__ == "__main__":` counts only
for names that nothing else binds, and is taken out of the guard. A function that binds a name through
`global` counts only where nothing at module level does. And later changes of a value (`P["x"] = 1`,
`session.headers.update(...)`, `np.float = float`) count as part of its definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from isoscan.extraction.layout import Layout
from isoscan.model.module import NameSite, StatementRef
from isoscan.model.parts import Part

_GUARD = re.compile(
    r"""^if\s*\(?\s*(?:__name__\s*==\s*(['"])__main__\1|(['"])__main__\2\s*==\s*__name__)\s*\)?\s*:"""
)

# Methods that only show or write out what they are called on.
_READING = frozenset(
    (
        "head", "tail", "info", "describe", "plot", "show", "print", "to_csv", "to_excel",
        "to_json", "to_parquet", "to_sql", "savefig", "sample", "items", "keys", "values",
        "run_forever",
    )
)  # fmt: skip


# Methods that change a list, dict or set.
_FILLING = frozenset(
    ("add", "append", "clear", "discard", "extend", "insert", "pop", "remove", "setdefault", "sort", "update")
)


class Definition(NamedTuple):
    """One statement that gives a name its value: `how` is the binding, or `mutation`."""

    ref: StatementRef
    how: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """Finds definitions in one module."""

    layout: Layout
    guards: frozenset[StatementRef] = field(init=False)
    _changes: dict[str, tuple[StatementRef, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "guards", frozenset(_guards(self.layout)))
        object.__setattr__(self, "_changes", _changes(self.layout))

    def of(self, name: str, at: StatementRef | None) -> list[Definition]:
        """The definitions of a name that a call (`at` None) or the module-level statement `at` may see."""
        module = self.layout.module
        sites = [site for site in module.bindings.get(name, ()) if site.use.access == "bind"]
        plain = [site for site in sites if site.use.scope == 0 and not self.is_guarded(_ref(site))]
        guarded = [site for site in sites if site.use.scope == 0 and self.is_guarded(_ref(site))]
        candidates = plain or guarded or sites
        if at is not None:
            candidates = [site for site in candidates if _ref(site) < at] or candidates
        reaching = self._reaching(candidates)
        if not reaching:
            return []
        found = [Definition(_ref(site), site.use.binding) for site in reaching]
        first = min(_ref(site) for site in reaching)
        imported = reaching[0].use.binding == "import"
        lasts = at is not None and (len(sites) == 1 and self._hands_on(sites[0], at))
        if imported:
            found.extend(self._submodules(name, sites, frozenset(definition.ref for definition in found)))
        found.extend(
            Definition(ref, "mutation")
            for ref in self._changes.get(name, ())
            if ref > first
            and (lasts or at is None or ref < at)
            and (not self.is_guarded(ref) or candidates == guarded)
            and (not imported or self._is_assignment(ref))
        )
        return found

    def changes_of(self, name: str) -> tuple[StatementRef, ...]:
        """The module-level statements that change what a name holds, in file order."""
        return self._changes.get(name, ())

    def _hands_on(self, site: NameSite, at: StatementRef) -> bool:
        """Whether a statement that reads a name keeps the object itself, whose later changes it sees, too.

        That are classes and functions, which are called later, and what defaults and bases are.
        """
        if site.use.binding in ("class", "function"):
            return True
        return self.layout.statement(at).kind in ("class", "function")

    def is_guarded(self, ref: StatementRef) -> bool:
        """Whether the statement stands under `if __name__ == "__main__":`."""
        top = self.layout.module.top_statement(ref)
        return top in self.guards and top != ref

    def piece_of(self, ref: StatementRef) -> StatementRef:
        """The statement that is kept for `ref`'s sake: the top-level one, or the guard's child."""
        around = list(self.layout.module.statements_around(ref))
        return around[-2] if len(around) > 1 and around[-1] in self.guards else around[-1]

    def _is_assignment(self, ref: StatementRef) -> bool:
        return self.layout.statement(ref).kind in ("assignment", "augmented")

    def _reaching(self, sites: list[NameSite]) -> list[NameSite]:
        start = 0
        for index, site in enumerate(sites):
            if site.use.scope == 0 and self._always_runs(site):
                start = index
        return sites[start:]

    def _always_runs(self, site: NameSite) -> bool:
        module = self.layout.module
        if site.certain:
            return True
        statement = module.statement(_ref(site))
        parent = StatementRef(site.part, statement.parent)
        return parent in self.guards and statement.kind in ("assignment", "import", "function", "class")

    def _submodules(
        self, name: str, sites: list[NameSite], known: frozenset[StatementRef]
    ) -> Iterator[Definition]:
        """`import a.b` and `import a.c` both bind `a`, and both are needed."""
        for site in sites:
            ref = _ref(site)
            if site.use.binding != "import" or ref in known or site.use.scope:
                continue
            imports = self.layout.module.parts[site.part].facts.imports
            if any(
                each.statement == ref.statement and each.name == name and each.module.startswith(f"{name}.")
                for each in imports
                if not each.attribute
            ):
                yield Definition(ref, "import")


def _ref(site: NameSite) -> StatementRef:
    return StatementRef(site.part, site.use.statement)


def _guards(layout: Layout) -> Iterator[StatementRef]:
    for part in layout.module.parts:
        for index, statement in enumerate(part.facts.statements):
            if statement.parent < 0 and statement.kind == "if":
                header = layout.source.between(part.span(statement.header)).strip()
                if _GUARD.match(header if header.endswith(":") else header + ":"):
                    yield StatementRef(part.index, index)


def _changes(layout: Layout) -> dict[str, tuple[StatementRef, ...]]:
    """Module-level statements that change what a module-level name holds, by name, in file order."""
    changes: dict[str, set[StatementRef]] = {}
    for part in layout.module.parts:
        for name, statement in _changes_in(part):
            changes.setdefault(name, set()).add(StatementRef(part.index, statement))
    for name, ref in _changes_by_calls(layout):
        changes.setdefault(name, set()).add(ref)
    for alias, name, ref in list(_aliases(layout)):
        later = {change for change in changes.get(alias, ()) if change > ref}
        if later:
            changes.setdefault(name, set()).update(later, {ref})
    return {name: tuple(sorted(refs)) for name, refs in changes.items()}


def _changes_in(part: Part) -> Iterator[tuple[str, int]]:
    facts = part.facts
    for assignment in facts.assignments:
        if assignment.scope == 0 and not _binds_name(
            part, assignment.statement, assignment.target_span.start
        ):
            yield assignment.target.split(".")[0].split("[")[0], assignment.statement
    for item in facts.items:
        if (
            item.scope == 0
            and item.access != "read"
            and item.home == 0
            and item.via not in ("assign", "rename")
        ):
            yield item.base.split(".")[0], item.statement
    for attribute in facts.attributes:
        if attribute.scope == 0 and attribute.access != "read":
            yield attribute.base.split(".")[0], attribute.statement
    for call in facts.calls:
        if (
            call.scope == 0
            and facts.statements[call.statement].kind == "expression"
            and call.callee.count("(") == 0
            and "." in call.callee
            and (call.name in _FILLING or ("[" not in call.callee and call.name not in _READING))
        ):
            yield call.root, call.statement


def _changes_by_calls(layout: Layout) -> Iterator[tuple[str, StatementRef]]:
    """Calls at module level of functions that change what module-level names hold: `configure(gap=0.01)`.

    A function that is the program itself, called `main` or `run`, is none of these.
    """
    module = layout.module
    changing: dict[str, set[str]] = {}
    for unit in module.units:
        if unit.kind != "function" or unit.parent or unit.name.lower().startswith(("main", "run")):
            continue
        part = module.parts[unit.ref.part]
        for index in layout.nested(unit.ref):
            changing.setdefault(unit.name, set()).update(_changed_globals(part, index))
    for part in module.parts:
        for call in part.facts.calls:
            if (
                call.scope == 0
                and call.callee == call.root
                and part.facts.statements[call.statement].parent < 0
            ):
                for name in sorted(changing.get(call.root, ())):
                    yield name, StatementRef(part.index, call.statement)


def _changed_globals(part: Part, statement: int) -> Iterator[str]:
    """The module-level names whose values a statement of a function changes."""
    facts = part.by_statement
    for item in facts.items[statement]:
        if item.access not in ("read",) and item.home == 0:
            yield item.base.split(".")[0]
    for assignment in facts.assignments[statement]:
        base = assignment.target.split(".")[0].split("[")[0]
        if not _binds_name(part, statement, assignment.target_span.start) and any(
            use.name == base and use.home == 0 for use in facts.names[statement]
        ):
            yield base
    for attribute in facts.attributes[statement]:
        if attribute.access == "write" and attribute.home == 0:
            yield attribute.base.split(".")[0]
    for call in facts.calls[statement]:
        if call.home == 0 and call.callee == f"{call.root}.{call.name}" and call.name in _FILLING:
            yield call.root


def _aliases(layout: Layout) -> Iterator[tuple[str, str, StatementRef]]:
    """`Q = P` at module level: alias, name, statement."""
    for part in layout.module.parts:
        for each in part.facts.assignments:
            plain = each.scope == 0 and not each.is_item and not each.operator and each.target.isidentifier()
            if plain and each.value is not None and each.value.kind == "name":
                yield each.target, each.value.root, StatementRef(part.index, each.statement)


def _binds_name(part: Part, statement: int, start: tuple[int, int]) -> bool:
    return any(use.access == "bind" and use.span.start == start for use in part.by_statement.names[statement])
