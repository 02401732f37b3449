"""Namespaces: one identifier-like name per scanner, unique in its file.

A namespace stands before the dot in `scanner.parameter`. It is the scanner's name; where two scanners
share one, the container comes in front, then a number behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from keyword import iskeyword

from isoscan.boundaries.boundary import Candidate
from isoscan.source.patterns import lazily

_UNFIT = lazily(r"\W+")


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


def namespaces(candidates: Sequence[Candidate]) -> list[str]:
    """A namespace for each candidate, in the same order, all different."""
    plain = [slug(candidate.name) for candidate in candidates]
    times = Counter(plain)
    taken: set[str] = set()
    result: list[str] = []
    for candidate, name in zip(candidates, plain, strict=True):
        if times[name] > 1 and candidate.container:
            name = f"{slug(candidate.container.replace('.', '_'))}_{name}"
        unique, number = name, 2
        while unique in taken:
            unique = f"{name}_{number}"
            number += 1
        taken.add(unique)
        result.append(unique)
    return result
