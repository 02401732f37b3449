"""Namespaces: one identifier-like name per scanner, unique in its file.

A namespace stands before the dot in `scanner.parameter`. It is the scanner's name; where two scanners
share one, the container comes in front, then a number behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from keyword import iskeyword
from typing import NamedTuple

from isoscan.boundaries.boundary import Candidate
from isoscan.model.module import Module
from isoscan.source.patterns import lazily
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family, Query

_UNFIT = lazily(r"\W+")
_NUMBERED = lazily(r"(.+)_([2-9]|[1-9][0-9]+)")


def slug(text: str) -> str:
    """An identifier made of a name or title: `No Loss!` gives `no_loss`, `52w high` gives `_52w_high`."""
    if text.isidentifier() and not iskeyword(text):
        return text
    plain = _UNFIT.sub("_", text).strip("_")
    if " " in text.strip() or "-" in text:
        plain = plain.lower()
    if not plain:
        return "scanner"
    if plain[0].isdigit() or iskeyword(plain):
        plain = f"_{plain}"
    return plain if plain.isidentifier() else "scanner"


class Named(NamedTuple):
    """A candidate to be given a namespace: its name as a slug, and its container's ("" at module level)."""

    plain: str
    container: str


def namespaces(candidates: Sequence[Named]) -> list[str]:
    """A namespace for each candidate, in the same order, all different."""
    times = Counter(candidate.plain for candidate in candidates)
    taken: set[str] = set()
    result: list[str] = []
    for candidate in candidates:
        name = base_of(candidate, times[candidate.plain])
        unique, number = name, 2
        while unique in taken:
            unique = f"{name}_{number}"
            number += 1
        taken.add(unique)
        result.append(unique)
    return result


def base_of(candidate: Named, times: int) -> str:
    """What a namespace begins with, where the candidate's slug occurs so many times in the file."""
    return (
        f"{candidate.container}_{candidate.plain}" if times > 1 and candidate.container else candidate.plain
    )


def named(candidate: Candidate) -> Named:
    """What of a candidate goes into its namespace."""
    return Named(
        slug(candidate.name), slug(candidate.container.replace(".", "_")) if candidate.container else ""
    )


class Namespaces:
    """The namespaces of a module's candidates, each asked for on its own; everything read is tracked.

    `candidates` gives those of a part; `of_part` their namespaces. A namespace depends on the candidates that
    share its name, and, where numbers have to be put behind, on those already called so.
    """

    def __init__(self, module: Module, candidates: Callable[[int], tuple[Named, ...]]) -> None:
        self._module = module
        self._candidates = candidates
        self._plain: Index[int, str, None] = Index(module.store, self._find_plain)
        module.parts.follow(self._plain)
        self._bases: Index[int, str, tuple[int, int]] = Index(module.store, self._find_bases)
        module.parts.follow(self._bases)
        self._all: Query[dict[tuple[int, int], str]] = Query(module.store, self._name_all)
        self.of_part: Family[int, tuple[str, ...]] = Family(module.store, self._name)

    def _find_plain(self, part: int) -> dict[str, tuple[None, ...]]:
        counts = Counter(candidate.plain for candidate in self._candidates(part))
        return {name: (None,) * count for name, count in counts.items()}

    def _base(self, candidate: Named) -> str:
        return base_of(candidate, len(self._plain.of(candidate.plain)) if candidate.container else 1)

    def _find_bases(self, part: int) -> dict[str, tuple[tuple[int, int], ...]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for ordinal, candidate in enumerate(self._candidates(part)):
            found.setdefault(self._base(candidate), []).append((part, ordinal))
        return {base: tuple(places) for base, places in found.items()}

    def _name(self, part: int) -> tuple[str, ...]:
        names = []
        for ordinal, candidate in enumerate(self._candidates(part)):
            base = self._base(candidate)
            sharing = self._bases.of(base)
            if self._is_entangled(base, len(sharing)):
                names.append(self._all.read()[part, ordinal])
                continue
            number = sharing.index((part, ordinal)) + 1
            names.append(base if number == 1 else f"{base}_{number}")
        return tuple(names)

    def _is_entangled(self, base: str, count: int) -> bool:
        """Whether a numbered name is, or may be, some other candidate's own name."""
        match = _NUMBERED.fullmatch(base)
        if match is not None and len(self._bases.of(match[1])) > 1:
            return True
        return count > 1 and any(self._bases.has(f"{base}_{number}") for number in range(2, count + 1))

    def _name_all(self) -> dict[tuple[int, int], str]:
        places = [
            (part, ordinal)
            for part in self._module.parts.order
            for ordinal in range(len(self._candidates(part)))
        ]
        names = namespaces([self._candidates(part)[ordinal] for part, ordinal in places])
        return dict(zip(places, names, strict=True))
