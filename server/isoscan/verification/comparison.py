"""Comparing what came of the original with what came of the generated module, exactly."""

from __future__ import annotations

from typing import Any


def difference(original: Any, generated: Any) -> str:
    """Say where two descriptions differ first; "" if they are the same."""
    work: list[tuple[str, Any, Any]] = [("", original, generated)]
    while work:
        place, one, other = work.pop()
        if type(one) is not type(other):
            return f"{place or 'the result'}: {shown(one)} became {shown(other)}"
        if isinstance(one, dict):
            if list(one) != list(other):
                return f"{place or 'the result'}: {shown(one)} became {shown(other)}"
            work.extend((_below(place, key, one), one[key], other[key]) for key in reversed(list(one)))
        elif isinstance(one, list):
            if len(one) != len(other):
                return f"{place or 'the result'}: {len(one)} values became {len(other)}"
            work.extend((f"{place}[{at}]", one[at], other[at]) for at in range(len(one) - 1, -1, -1))
        elif one != other and not (one != one and other != other):
            return f"{place or 'the result'}: {shown(one)} became {shown(other)}"
    return ""


def _below(place: str, key: str, around: dict[str, Any]) -> str:
    kind = around.get("type")
    name = f"{kind} {key}" if isinstance(kind, str) and not place else key
    return f"{place}.{name}" if place else name


def shown(value: Any) -> str:
    """A described value in few characters."""
    if isinstance(value, str):
        text = value.removeprefix("'")
        if text.lstrip("-").startswith(("0x", "nan", "inf")):
            return str(float.fromhex(text))
        return repr(text) if len(text) < 60 else repr(text[:57]) + "..."
    if isinstance(value, list) and len(value) == 2 and isinstance(value[1], str):
        return f"{value[0]} {shown(value[1])}"
    if isinstance(value, dict) and "type" in value:
        return f"a {value['type']}"
    text = repr(value)
    return text if len(text) < 60 else text[:57] + "..."


def mask_difference(original: dict[str, Any], generated: dict[str, Any]) -> str:
    """Compare two masks by their labels: `prepare` may keep rows that the source's callers leave out."""
    if original["dtype"] != generated["dtype"]:
        return f"dtype: {original['dtype']} became {generated['dtype']}"
    if original["labels"] == generated["labels"]:
        return difference(original["values"], generated["values"])
    if len(set(generated["labels"])) < len(generated["labels"]):
        return "its rows differ, and their labels do not tell which is which"
    by_label = dict(zip(generated["labels"], generated["values"], strict=True))
    for label, value in zip(original["labels"], original["values"], strict=True):
        if label not in by_label:
            return f"row {label} is missing"
        if by_label[label] != value:
            return f"row {label}: {shown(value)} became {shown(by_label[label])}"
    return ""


def outcome_difference(original: dict[str, Any], generated: dict[str, Any], *, mask: bool) -> str:
    """Say where two outcomes of one case differ; "" if they are the same."""
    if ("raised" in original) != ("raised" in generated):
        if "raised" in generated:
            kind, text = generated["raised"]
            return f"the generated one raises {kind}: {text}"
        return f"the original raises {original['raised'][0]}, the generated one does not"
    if "raised" in original:
        return _raised_difference(original["raised"], generated["raised"])
    if mask:
        return mask_difference(original["result"], generated["result"])
    for name, columns in generated["prepared"].items():
        return f"`prepare` computes {', '.join(columns[:3])} of `{name}` otherwise"
    for part in ("result", "arguments", "printed"):
        found = difference(original[part], generated[part])
        if found:
            return found if part == "result" else f"{part}: {found}"
    return ""


def _raised_difference(original: list[str], generated: list[str]) -> str:
    if original == generated or original[0] == generated[0] == "KeyError":
        return ""
    if original[0] != generated[0]:
        return f"{original[0]} became {generated[0]}: {generated[1]}"
    return f"{original[0]}: {original[1]!r} became {generated[1]!r}"
