"""In which scope Python looks a name up, once all scopes of a chunk are complete."""

from __future__ import annotations

from collections.abc import Sequence

from isoscan.facts.walk import OpenScope


class Homes:
    """Answers which scope a name used in a scope lives in; remembers its answers."""

    __slots__ = ("_known", "_scopes")

    def __init__(self, scopes: Sequence[OpenScope]) -> None:
        self._scopes = scopes
        self._known: dict[tuple[int, str], int] = {}

    def home(self, scope: int, name: str) -> int:
        """The index of the scope that holds `name` for code in `scope`: 0 for module and builtins."""
        if scope == 0:
            return 0
        known = self._known.get((scope, name))
        if known is None:
            known = self._known[scope, name] = self._find(scope, name)
        return known

    def _find(self, scope: int, name: str) -> int:
        scopes = self._scopes
        start = scopes[scope]
        if name in start.global_names:
            return 0
        if name in start.bound and name not in start.nonlocal_names:
            return scope
        passed: list[int] = []
        found = self._find_around(scope, name, passed)
        for index in passed:
            self._known[index, name] = found
        return found

    def _find_around(self, scope: int, name: str, passed: list[int]) -> int:
        """The first function around `scope` that has the name; `passed` takes those that have not."""
        scopes = self._scopes
        inner = scopes[scope]
        index = inner.parent
        while index > 0:
            outer = scopes[index]
            # Only annotation scopes see the names of the class they stand in.
            if outer.kind != "class" or inner.kind == "type_parameters":
                known = self._known.get((index, name))
                if known is not None:
                    return known
                if name in outer.global_names:
                    return 0
                if name in outer.bound and name not in outer.nonlocal_names:
                    return index
                if outer.kind != "class":
                    passed.append(index)
                    inner = outer
            index = outer.parent
        return 0
