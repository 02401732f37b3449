"""Values for what a scanner is given: for each input several kinds are tried, the likeliest first."""

from __future__ import annotations

import re
from itertools import islice, product
from typing import Any

from . import bars
from .market import Market

_PERIOD = re.compile(
    r"period|window|length|look_?back|span|days|bars|(^|_)n(_|$)|fast|slow|^ma\d", re.IGNORECASE
)
_SHARE = re.compile(r"pct|percent|ratio|share|threshold|tolerance|alpha", re.IGNORECASE)
_MOST_SHAPES = 160


class Settings(dict):  # type: ignore[type-arg]
    """Settings in any form: by item, attribute or `get`; what is asked for is made up from its name."""

    def __init__(self, literals: dict[str, list[Any]], stable: dict[str, Any] | None = None) -> None:
        super().__init__(stable or {})
        object.__setattr__(self, "_literals", literals)

    def __missing__(self, key: Any) -> Any:
        return number_for(str(key), object.__getattribute__(self, "_literals"))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name] if name in self else number_for(name, object.__getattribute__(self, "_literals"))

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of a key, else the default that the code gives."""
        return dict.get(self, key, default)


class Logger:
    """Takes any call."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _silent


class Model:
    """Predicts 0 or 1 for every row, and takes any other call."""

    def predict(self, rows: Any) -> Any:
        """One label for each row."""
        import numpy

        return numpy.arange(len(rows)) // 3 % 2

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _silent


def _average(values: Any, *_more: Any, **_named: Any) -> Any:
    """A moving average, for code that is given the function to use."""
    return values.rolling(5, min_periods=1).mean() if hasattr(values, "rolling") else values


def _silent(*_given: Any, **_named: Any) -> None:
    return None


def number_for(name: str, literals: dict[str, list[Any]]) -> Any:
    """A number that a setting of this name may have."""
    known = literals.get(name)
    if known:
        return known[0]
    if _PERIOD.search(name):
        return 10
    if _SHARE.search(name):
        return 0.05
    return True if re.match(r"^(is|use|enable|show|should)", name) else 2


def candidates(entry: dict[str, Any], literals: dict[str, list[Any]]) -> list[str]:
    """The kinds of value to try for an input, likeliest first."""
    source, name, annotation = entry["source"], entry["name"].lower(), entry.get("annotation", "")
    kinds = ["function"] if entry["called"] else []
    if "Logger" in annotation or "logger" in name:
        kinds.append("logger")
    if annotation in ("float", "int", "bool", "str"):
        kinds += ["literal"] if literals.get(entry["name"]) else []
        kinds.append({"float": "decimal", "int": "number", "bool": "true", "str": "symbol"}[annotation])
    if "Series" in annotation:
        kinds += ["close", "row"]
    if re.match(r"^(typing\.)?(dict|Dict|Mapping)", annotation) or re.search(
        r"dict|result|config|cfg|settings|params", name
    ):
        kinds += (
            ["scalars", "settings"]
            if entry["keys"] and not re.search(r"cfg|config|params|settings", name)
            else ["settings"]
        )
    if re.match(r"^(typing\.)?(list|List|Sequence)", annotation):
        kinds += ["closes", "symbols"]
    by_source = {
        "bars": ["frame", "scalars", "row", "close", "settings"],
        "row": ["row", "scalars", "settings"],
        "symbol": ["symbol"],
        "symbols": ["symbols", "frames"],
        "start": ["start"],
        "end": ["end"],
        "collector": ["list"],
    }
    kinds += by_source.get(source, [])
    if source == "option":
        kinds += ["literal"] if literals.get(entry["name"]) else []
        kinds += ["frame"] if re.search(r"df|data|frame|hist", name) else []
        kinds += ["close"] if re.match(r"^(close|price|series|s|x|values|src)", name) else []
        kinds += ["model"] if "model" in name else []
        kinds += ["columns"] if re.search(r"col|feature|field", name) else []
        kinds += [
            "number",
            "decimal",
            "frame",
            "close",
            "settings",
            "none",
            "date",
            "dates",
            "symbol",
            "list",
            "row",
        ]
        kinds += ["function", "model", "columns"]
    return list(dict.fromkeys(kinds))


def shapes(inputs: list[dict[str, Any]], literals: dict[str, list[Any]]) -> list[dict[str, str]]:
    """Ways to fill all inputs, by name: those with the likeliest kinds first."""
    options = [candidates(entry, literals) for entry in inputs]
    if not inputs:
        return [{}]
    ranked = sorted(islice(product(*(range(len(each)) for each in options)), 20_000), key=sum)
    return [
        {entry["name"]: options[at][rank] for at, (entry, rank) in enumerate(zip(inputs, ranks, strict=True))}
        for ranks in ranked[:_MOST_SHAPES]
    ]


def make(kind: str, entry: dict[str, Any], market: Market, literals: dict[str, list[Any]]) -> Any:
    """Make a fresh value of a kind for an input."""
    import pandas

    frame = market.frame()
    if kind == "literal":
        known = literals[entry["name"]]
        return known[market.seed % len(known)]
    if kind in ("close", "closes"):
        close = frame[bars.styled("close", market.columns)] if len(frame) else frame
        return close if kind == "close" else close.tolist()
    if kind == "row":
        return frame.iloc[-1]
    if kind == "scalars":
        values = {name: _plain(value) for name, value in frame.iloc[-1].items()}
        return Settings(literals, values)
    if kind == "settings":
        return Settings(literals)
    made: dict[str, Any] = {
        "frame": frame,
        "frames": dict.fromkeys(bars.SYMBOLS, frame),
        "symbol": "AAA",
        "symbols": list(bars.SYMBOLS),
        "start": str(market.walk().index[0].date()),
        "end": market.end,
        "list": [],
        "number": number_for(entry["name"], {}) if isinstance(number_for(entry["name"], {}), int) else 10,
        "decimal": float(number_for(entry["name"], {})),
        "true": True,
        "none": None,
        "logger": Logger(),
        "model": Model(),
        "function": _average,
        "columns": [str(name) for name in frame.columns[:3]],
        "date": market.walk().index[-30],
        "dates": pandas.DatetimeIndex(market.walk().index[-30:]),
    }
    return made[kind]


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
