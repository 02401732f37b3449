"""What was compared, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any


def compared_sentence(cases: int, hits: int, types: str) -> str:
    """The sentence about results that are the same."""
    return (
        f"identical results on {cases} series of synthetic bars, {hits} of them with hits ({types} compared)"
    )


def described_types(outcomes: Iterable[dict[str, Any]], *, mask: bool) -> str:
    """The types of the results, the most frequent first."""
    if mask:
        return "boolean series"
    names = Counter(_type_of(outcome["result"]) for outcome in outcomes if "result" in outcome)
    return ", ".join(name for name, _ in names.most_common()) or "errors"


def _type_of(described: Any) -> str:
    if described is None:
        return "None"
    if isinstance(described, bool):
        return "bool"
    if isinstance(described, str):
        return "str"
    if isinstance(described, list):
        return str(described[0])
    return str(described.get("type", "value"))
