"""What a statement of a caller does with a frame: names it anew, makes one, or changes its rows."""

from __future__ import annotations

from isoscan.extraction.columns import Columns
from isoscan.facts.records import Value
from isoscan.model.module import StatementRef


class Origins:
    """Questions about single statements on a frame's way, asked of one module."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._layout = columns.layout

    def value_of(self, unit: StatementRef, name: str) -> Value | None:
        """The value a statement gives a name, None if it gives it in another way than by `name = value`."""
        part = self._layout.module.parts[unit.part]
        found = [
            assignment.value
            for assignment in part.by_statement.assignments[unit.statement]
            if assignment.target == name and not assignment.is_item and not assignment.unpacked
        ]
        return found[0] if len(found) == 1 else None

    def source_of(self, unit: StatementRef, value: Value | None) -> str | None:
        """The local name whose frame a value is made from, None where the frame begins."""
        part = self._layout.module.parts[unit.part]
        scope = self._columns.scope_of(unit)
        local = {
            use.name
            for use in part.by_statement.names[unit.statement]
            if use.home == scope
            and use.access == "read"
            and self._columns.function_named(use) is None
            and not self._is_import(use.name, scope)
        }
        frames = [step.frame for step in self._columns.steps(unit) if step.frame in local]
        if frames:
            return frames[0]  # also of `frame, levels = f(df)`
        if value is None:
            return None
        if value.root in local and value.kind in ("name", "call", "subscript"):
            others = self._frames_among(unit, local - {value.root})
            return (
                None
                if value.kind == "call" and value.callee.endswith((".merge", ".join")) and others
                else value.root
            )
        return None

    def _is_import(self, name: str, scope: int) -> bool:
        sites = self._layout.module.bindings.get(name, ()) if scope == 0 else ()
        return any(site.use.binding in ("import", "function", "class") for site in sites)

    def _frames_among(self, unit: StatementRef, names: set[str]) -> set[str]:
        body = self._layout.module.parts[unit.part].facts
        written = {item.base for item in body.items if item.access == "write" and isinstance(item.key, str)}
        return names & written

    def writes_unknown_columns(self, refs: list[StatementRef], names: set[str]) -> bool:
        """Whether a statement sets columns whose names are computed: `df[numeric] = ...`."""
        for ref in refs:
            part = self._layout.module.parts[ref.part]
            for assignment in part.by_statement.assignments[ref.statement]:
                text = self._layout.source.between(part.span(assignment.target_span))
                base = assignment.target.split(".")[0].split("[")[0]
                if base in names and text.endswith("]"):
                    return True
                if base in names and text.endswith(".columns"):
                    return True
        return False

    def is_plain(self, unit: StatementRef, names: set[str]) -> bool:
        """Whether a statement only gives the frame another name, or copies it."""
        part = self._layout.module.parts[unit.part]
        values = [each.value for each in part.by_statement.assignments[unit.statement]]
        return all(
            value is not None
            and (
                value.kind == "name"
                or value.callee == f"{value.root}.copy"
                or bool(self._columns.steps(unit))
            )
            for value in values
        ) or not (self._columns.effects(unit).names_bound & names or values)
