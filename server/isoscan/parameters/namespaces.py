"""Names inside a scanner's namespace: identifiers, each once, stable while the code keeps its order."""

from __future__ import annotations

from collections.abc import Sequence

from isoscan.boundaries.boundary import Boundary
from isoscan.parameters.draft import Draft, Workshop
from isoscan.parameters.parameter import Parameter
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span

_NOT_A_WORD = lazily(r"\W+")


def identifier(text: str) -> str:
    """A text as an identifier: `20-day SMA` gives `_20_day_SMA`."""
    if text.isidentifier():
        return text
    name = _NOT_A_WORD.sub("_", text).strip("_") or "parameter"
    return name if name.isidentifier() else f"_{name}"


def unique_names(names: list[str]) -> list[str]:
    """The names as identifiers; the second of a name gets `_2`, the third `_3`, avoiding names in use."""
    wanted = [identifier(name) for name in names]
    taken = set(wanted)
    seen: set[str] = set()
    following: dict[str, int] = {}
    result = []
    for name in wanted:
        unique, number = name, following.get(name, 2)
        while unique in seen or (unique != name and unique in taken):
            unique, number = f"{name}_{number}", number + 1
        following[name] = number
        seen.add(unique)
        result.append(unique)
    return result


def name_parameters(workshop: Workshop, boundary: Boundary, drafts: Sequence[Draft]) -> tuple[Parameter, ...]:
    """A scanner's parameters in file order under their qualified names, read by this scanner alone so far."""
    ordered = sorted(drafts, key=_by_place)
    names = unique_names([draft.name for draft in ordered])
    namespace = boundary.namespace
    alone = (namespace,)
    return tuple(
        [
            Parameter(
                name,
                f"{namespace}.{name}",
                draft.value,
                draft.text,
                draft.origin,
                draft.source,
                draft.span,
                draft.value_span,
                draft.via,
                workshop.description_of(draft.value_span),
                alone,
                draft.reads,
            )
            for name, draft in zip(names, ordered, strict=True)
        ]
    )


def _by_place(draft: Draft) -> tuple[Span, Span]:
    return draft.span, draft.value_span
