"""A description of any result as plain JSON data, exact in values, types, dtypes and order.

Two results are the same when their descriptions are. Floats are written in hexadecimal, classes by their
names (the module they come from differs by design), and objects by their attributes.
"""

from __future__ import annotations

import types
from typing import Any

_DEPTH = 14
_MOST = 400_000


class Describer:
    """Describes values; `left` is how many more it will describe before it only counts."""

    def __init__(self) -> None:
        self.left = _MOST
        self._around: set[int] = set()

    def of(self, value: Any, depth: int = 0) -> Any:
        """Describe a value."""
        self.left -= 1
        if value is None or value is True or value is False:
            return value
        kind = type(value)
        if kind is str:
            return "'" + str(value)
        if kind in (int, complex, bytes):
            return [kind.__name__, repr(value)]
        if kind is float:
            return ["float", value.hex()]
        if depth > _DEPTH or self.left < 0 or id(value) in self._around:
            return [kind.__name__, "..."]
        self._around.add(id(value))
        try:
            return self._compound(value, kind, depth + 1)
        finally:
            self._around.discard(id(value))

    def _compound(self, value: Any, kind: type, depth: int) -> Any:
        if getattr(kind, "isoscan_stand_in", False):
            return ["stand-in", str(object.__getattribute__(value, "__dict__").get("__name__", ""))]
        home = (kind.__module__ or "").partition(".")[0]
        if home in ("pandas", "numpy"):
            return self._tabular(value, kind, depth)
        if isinstance(value, dict):
            pairs = [[self.of(key, depth), self.of(item, depth)] for key, item in value.items()]
            return {"type": kind.__name__, "entries": pairs}
        if isinstance(value, (list, tuple)):
            return {"type": kind.__name__, "items": [self.of(item, depth) for item in value]}
        if isinstance(value, (set, frozenset)):
            found = sorted((self.of(item, depth) for item in value), key=repr)
            return {"type": kind.__name__, "members": found}
        if isinstance(value, types.GeneratorType):
            return {"type": "generator", "items": [self.of(item, depth) for item in value]}
        if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType, types.MethodType)):
            return ["named", getattr(value, "__name__", "?")]
        if isinstance(value, types.ModuleType):
            return ["module", value.__name__.rpartition(".")[2]]
        if isinstance(value, BaseException):
            return {"type": kind.__name__, "message": str(value)}
        return self._object(value, kind, depth)

    def _object(self, value: Any, kind: type, depth: int) -> Any:
        if hasattr(value, "isoformat"):
            return [kind.__name__, value.isoformat()]
        if hasattr(value, "name") and hasattr(kind, "__members__"):
            return [kind.__name__, value.name]
        attributes = getattr(value, "__dict__", None)
        if attributes is None:
            slots = getattr(kind, "__slots__", ())
            names = [slots] if isinstance(slots, str) else list(slots)
            attributes = {name: getattr(value, name) for name in names if hasattr(value, name)}
        if not attributes:
            text = repr(value)
            return [kind.__name__, "" if " at 0x" in text else text]
        pairs = [[str(name), self.of(item, depth)] for name, item in sorted(attributes.items())]
        return {"type": kind.__name__, "attributes": pairs}

    # pandas and numpy

    def _tabular(self, value: Any, kind: type, depth: int) -> Any:
        name = kind.__name__
        if name == "DataFrame":
            columns = [
                {"name": self.of(label, depth), "dtype": str(column.dtype), "values": self._values(column)}
                for label, column in ((value.columns[n], value.iloc[:, n]) for n in range(value.shape[1]))
            ]
            return {"type": name, "index": self.of(value.index, depth), "columns": columns}
        if name == "Series":
            return {
                "type": name,
                "name": self.of(value.name, depth),
                "dtype": str(value.dtype),
                "index": self.of(value.index, depth),
                "values": self._values(value),
            }
        if name == "MultiIndex":
            return {
                "type": name,
                "names": [self.of(each) for each in value.names],
                "items": self._values(value),
            }
        if name == "RangeIndex":
            return [name, f"{value.start} {value.stop} {value.step}", self.of(value.name)]
        if name.endswith("Index") or name == "Index":
            return {
                "type": name,
                "name": self.of(value.name),
                "dtype": str(value.dtype),
                "values": self._values(value),
            }
        if name == "ndarray":
            flat = [self.of(item, depth) for item in value.ravel().tolist()]
            return {"type": name, "dtype": str(value.dtype), "shape": list(value.shape), "values": flat}
        if name in ("Timestamp", "NaTType", "Timedelta", "Period", "Interval"):
            return [name, str(value)]
        if hasattr(value, "item") and hasattr(value, "dtype"):
            return [f"numpy.{name}", self.of(value.item(), depth)]
        if hasattr(value, "__dict__") or not hasattr(value, "tolist"):
            return [name, repr(value)] if " at 0x" not in repr(value) else [name]
        return {"type": name, "dtype": str(value.dtype), "values": [self.of(item) for item in value.tolist()]}

    def _values(self, column: Any) -> list[Any]:
        kind = getattr(getattr(column, "dtype", None), "kind", "O")
        if kind in "fiub":
            listed = column.tolist()
            self.left -= len(listed)
            return [item.hex() for item in listed] if kind == "f" and _plain(listed) else listed
        if kind in "Mm":
            self.left -= len(column)
            return [str(item) for item in column.tolist()]
        return [self.of(item) for item in column.tolist()]


def _plain(items: list[Any]) -> bool:
    return all(type(item) is float for item in items)


def describe(value: Any) -> Any:
    """Describe a value as JSON data."""
    return Describer().of(value)


def is_hit(value: Any) -> bool:
    """Whether a scanner's result says that something qualifies."""
    kind = type(value).__name__
    if value is None or value is False:
        return False
    if kind in ("DataFrame", "Series"):
        return _has_signal(value, kind)
    if kind == "ndarray":
        return bool(value.size) and (value.dtype.kind not in "bif" or bool((value != 0).any()))
    if isinstance(value, tuple) and value and isinstance(value[0], bool):
        return value[0]
    if isinstance(value, (list, tuple, set)):
        return any(is_hit(item) for item in value) if len(value) < 100 else True
    if isinstance(value, dict):
        return bool(value) and any(is_hit(item) for item in value.values())
    try:
        return bool(value)
    except Exception:  # a value that is neither true nor false
        return True


def _has_signal(value: Any, kind: str) -> bool:
    if kind == "Series":
        return bool(len(value)) and (value.dtype.kind not in "bif" or bool((value.fillna(0) != 0).any()))
    if not len(value):
        return False
    flags = [
        column
        for column in (value.iloc[:, n] for n in range(value.shape[1]))
        if column.dtype.kind in "bif" and set(column.dropna().unique()) <= {-1, 0, 1}
    ]
    return not flags or any(bool((column.fillna(0) != 0).any()) for column in flags)
