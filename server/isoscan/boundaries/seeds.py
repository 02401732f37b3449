"""What names hold before any statement of a body is followed: parameters, and names used like frames."""

from __future__ import annotations

from isoscan.boundaries.bodies import Body
from isoscan.boundaries.market import Knowledge
from isoscan.boundaries.vocabulary import (
    EXCHANGE_COLUMNS,
    FRAME_WORDS,
    LETTERS,
    ROW_WORDS,
    column_weight,
    is_neutral,
    is_settings,
    market_weight,
    word_set,
    words,
)
from isoscan.facts.records import AttributeUse, FunctionParameter

FRAME_METHODS = word_set(
    "rolling shift ewm iterrows itertuples groupby resample pct_change diff cumsum dropna fillna "
    "set_index reset_index sort_values sort_index tail query assign to_dict describe expanding "
    "astype idxmax idxmin nlargest nsmallest merge apply"
)
FRAME_ATTRIBUTES = frozenset({"iloc", "loc", "columns", "values", "at", "iat"})


def seeds_of(body: Body, known: Knowledge) -> tuple[set[str], set[str]]:
    """The names that hold frames (dotted ones too) and those that hold prices and the like."""
    frames: set[str] = set()
    values: set[str] = set()
    _parameters(body, known, frames, values)
    _items(body, frames)
    _calls_and_attributes(body, known, frames)
    frames.discard("")
    return frames, values


def _parameters(body: Body, known: Knowledge, frames: set[str], values: set[str]) -> None:
    own = body.facts.scopes[body.scope].parameters
    given = known.given.get(body.qualified, ())
    inner = {use.name for uses in body.names.values() for use in uses if use.binding == "parameter"}
    names = {parameter.name for parameter in own} | inner
    exchange = len({name.lower().rstrip("s") for name in names} & EXCHANGE_COLUMNS) >= 2
    letters = len({name.lower() for name in names} & LETTERS) >= 3
    for parameter in own:
        name = parameter.name
        if "DataFrame" in parameter.annotation or _is_frame_name(parameter, known):
            frames.add(name)
        elif "Series" in parameter.annotation or market_weight(name) == 2 or name in given:
            values.add(name)
            if name in given and not market_weight(name):
                frames.add(name)
    for name in names:
        if (
            (exchange and name.lower().rstrip("s") in EXCHANGE_COLUMNS)
            or (letters and name.lower() in LETTERS)
            or (known.trading and name not in frames and market_weight(name) and not is_neutral(name))
        ):
            values.add(name)
    defaulted = {parameter.name for parameter in own if parameter.default and parameter.default.constant}
    values.difference_update(name for name in defaulted if market_weight(name) < 2 or _is_threshold(name))


def _is_threshold(name: str) -> bool:
    spelled = words(name)
    return bool(spelled) and (spelled[0] in ("min", "max") or spelled[-1] in THRESHOLD_WORDS)


THRESHOLD_WORDS = word_set(
    "min max threshold thresh limit period periods window length len mult multiplier factor pct tolerance "
    "tol lookback span col column name days ratio level"
)


def _is_frame_name(parameter: FunctionParameter, known: Knowledge) -> bool:
    """Whether a parameter is called as frames and rows are, in a file that deals with the market."""
    spelled = [word for word in words(parameter.name) if not word.isdigit()]
    if not known.trading or not spelled or (parameter.default and parameter.default.constant):
        return False
    if parameter.annotation in ("str", "int", "float", "bool"):
        return False
    return spelled[-1] in FRAME_WORDS or (len(spelled) == 1 and spelled[0] in ROW_WORDS)


def _items(body: Body, frames: set[str]) -> None:
    likely: dict[str, set[str]] = {}
    for uses in body.items.values():
        for item in uses:
            if not isinstance(item.key, str) or is_settings(item.base):
                continue
            weight = 1 if item.pattern else column_weight(item.key)
            if weight == 2:
                frames.add(item.base)
            elif weight == 1:
                likely.setdefault(item.base, set()).add(item.key)
    frames.update(base for base, keys in likely.items() if len(keys) > 1)


def _is_column_of_frame(attribute: AttributeUse) -> bool:
    """Whether a column is read that is spelled in capitals (`df.CLOSE`): no method is called so."""
    name = attribute.name
    return attribute.access == "read" and name.isupper() and name.lower() in EXCHANGE_COLUMNS


def _calls_and_attributes(body: Body, known: Knowledge, frames: set[str]) -> None:
    for calls in body.calls.values():
        for call in calls:
            if call.name in FRAME_METHODS and call.callee == f"{call.root}.{call.name}":
                frames.add(call.root)
    spoken: dict[str, set[str]] = {}
    held = known.attributes.get(body.holder, ())
    for attributes in body.attributes.values():
        for attribute in attributes:
            own = attribute.base in ("self", "cls")
            if attribute.name in FRAME_ATTRIBUTES or _is_column_of_frame(attribute):
                frames.add(attribute.base)
            elif own and attribute.name in held:
                frames.add(f"{attribute.base}.{attribute.name}")
            elif not own and attribute.name.lower() in EXCHANGE_COLUMNS:
                spoken.setdefault(attribute.base, set()).add(attribute.name)
    frames.update(base for base, names in spoken.items() if len(names) > 1)
