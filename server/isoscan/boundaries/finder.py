"""The boundaries of a module while it is edited: found once, and again only where something has changed."""

from __future__ import annotations

from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.detect import detect_boundaries
from isoscan.config import Config
from isoscan.model.module import Module
from isoscan.tracking.store import Family, Query


class BoundaryFinder:
    """The boundaries of a module; everything read from it is tracked.

    `module_name` is what a script that is one scanner as a whole is called (its file's stem).
    """

    def __init__(self, module: Module, config: Config, module_name: str = "module") -> None:
        self.module = module
        store = module.store
        self._all: Query[tuple[Boundary, ...]] = Query(
            store, lambda: detect_boundaries(module, config, module_name)
        )
        self._grouped: Query[dict[int, tuple[Boundary, ...]]] = Query(store, self._by_part)
        self._of_part: Family[int, tuple[Boundary, ...]] = Family(
            store, lambda part: self._grouped.read().get(part, ())
        )
        self._reaching: Family[int, tuple[Boundary, ...]] = Family(store, self._find_reaching)
        self._named: Family[str, Boundary | None] = Family(
            store, lambda name: next((found for found in self.all if found.namespace == name), None)
        )

    @property
    def all(self) -> tuple[Boundary, ...]:
        """All boundaries in file order; they share no line."""
        return self._all.read()

    def of_part(self, part: int) -> tuple[Boundary, ...]:
        """The boundaries that start in a part (their `start_line` lies in it), in file order."""
        return self._of_part(part)

    def reaching_into(self, part: int) -> tuple[Boundary, ...]:
        """The boundaries that start in an earlier part and have lines in this one, in file order.

        The rules ask this for every part that they look into (which scanner holds a line?), so it has to
        depend on little: only kinds that may go on over several parts (sections, tables, modules) count.
        """
        return self._reaching(part)

    def named(self, namespace: str) -> Boundary | None:
        """The boundary with a namespace: no two in a module have the same."""
        return self._named(namespace)

    def _find_reaching(self, part: int) -> tuple[Boundary, ...]:
        return tuple(found for found in self.all if found.start_line < part <= found.end_line)

    def _by_part(self) -> dict[int, tuple[Boundary, ...]]:
        groups: dict[int, list[Boundary]] = {}
        for boundary in self.all:
            part = self.module.parts.around(boundary.start_line)
            groups.setdefault(part.index if part is not None else 0, []).append(boundary)
        return {part: tuple(found) for part, found in groups.items()}
