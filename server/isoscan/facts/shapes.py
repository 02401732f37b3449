"""What the shape of a call or subscript says about its result: words for known methods and functions."""

from __future__ import annotations

from isoscan.facts.expression import BOOLEAN, EMPTY_CONTAINER, FILTERED, FLAG, FRAME, Expression

EMPTY_DISPLAY = {"list": EMPTY_CONTAINER, "dictionary": EMPTY_CONTAINER}

# Functions that hand on the value of their first argument, for naming what is compared.
TRANSPARENT = frozenset({
    "abs", "float", "int", "round", "max", "min", "len", "sum", "bool", "str", "any", "all", "sorted",
    "sqrt", "log", "log10", "exp", "floor", "ceil", "fabs", "isnan", "maximum", "minimum", "mean", "std",
    "median", "nanmean", "nanmax", "nanmin", "array", "asarray", "nan_to_num", "to_numeric", "Decimal",
    "to_datetime", "Timestamp", "where", "percentile", "quantile", "Series", "isfinite", "isclose",
})  # fmt: skip
_NUMERIC_MODULES = frozenset({"np", "numpy", "math", "pd", "pandas", "statistics", "pl", "decimal", "torch"})
_OBJECTS = frozenset({"self", "cls", "super", "ta", "talib", "tl", "pta", "ti", "btind", "bt"})

# Attributes that lead to the same data under another view.
VIEWS = frozenset({"loc", "iloc", "at", "iat", "values", "str", "dt", "T", "array", "vbt"})
INDEXERS = frozenset({"loc", "iloc", "at", "iat"})

# Methods whose result still is made of the frame's columns: `df.copy()["h"]` reads `h` of `df`.
ROWS_OF_FRAME = frozenset({
    "copy", "head", "tail", "sort_values", "sort_index", "reset_index", "set_index", "dropna", "query",
    "drop_duplicates", "fillna", "ffill", "bfill", "groupby", "rolling", "resample", "shift", "filter",
    "nlargest", "nsmallest", "sample", "reindex", "astype", "round", "pct_change", "diff", "iterrows",
    "tz_localize", "tz_convert", "between_time", "truncate", "drop", "rename", "ewm", "expanding", "last",
    "first", "transform", "interpolate", "infer_objects",
})  # fmt: skip

_BOOLEAN_METHODS = frozenset({
    "isin", "between", "isna", "isnull", "notna", "notnull", "gt", "ge", "lt", "le", "eq", "ne",
    "startswith", "endswith", "contains", "match", "fullmatch", "duplicated", "any", "all", "isdigit",
    "isalpha", "isupper", "islower", "equals", "is_integer",
})  # fmt: skip
_BOOLEAN_FUNCTIONS = frozenset({
    "all", "any", "bool", "isinstance", "issubclass", "hasattr", "callable", "np.logical_and",
    "np.logical_or", "np.logical_not", "np.isnan", "np.isfinite", "np.isin", "np.all", "np.any",
    "np.isclose", "pd.isna", "pd.isnull", "pd.notna", "pd.notnull", "math.isnan", "math.isclose",
    "numpy.logical_and", "numpy.logical_or", "numpy.logical_not", "np.logical_and.reduce",
    "np.logical_or.reduce", "ta.crossover", "ta.crossunder", "crossover", "crossunder",
    "qtpylib.crossed_above", "qtpylib.crossed_below",
})  # fmt: skip
_FRAME_METHODS = frozenset({
    "copy", "merge", "join", "reset_index", "set_index", "sort_values", "dropna", "assign", "to_frame",
    "drop_duplicates", "query", "drop", "rename", "pivot", "pivot_table", "melt", "explode",
})  # fmt: skip
_FRAME_FUNCTIONS = frozenset({"DataFrame", "concat", "read_csv", "read_parquet", "read_sql", "read_feather",
                              "read_excel", "read_json", "read_pickle", "merge"})  # fmt: skip
_FRAME_MODULES = frozenset({"pd", "pandas", "pl", "polars", "cudf", "mpd", "dd"})
_CONTAINERS = frozenset({"list", "dict", "set", "defaultdict", "OrderedDict", "deque", "Counter"})
_KEEPS_TRUTH = frozenset({
    "shift", "fillna", "copy", "reindex", "ffill", "bfill", "to_numpy", "tolist", "where", "mask",
    "reset_index", "droplevel",
})  # fmt: skip
_KEEPS_FILTER = frozenset({
    "copy", "reset_index", "sort_values", "head", "tail", "dropna", "drop_duplicates", "drop", "assign",
    "sort_index", "fillna", "rename", "set_index", "round", "nlargest", "nsmallest", "to_dict", "tolist",
    "to_list", "unique", "iterrows", "itertuples",
})  # fmt: skip
_NUMBER_TYPES = frozenset({"int", "float", "Int64", "int8", "int32", "int64", "uint8", "float64", "i1"})


def call_traits(owner: Expression | None, callee: str, name: str, arguments: list[Expression]) -> int:
    """The traits of a call's result: `name` called on `owner` (None: a plain function)."""
    if owner is None:
        return _function_traits(name, arguments)
    traits = 0
    if owner.dotted and callee in _BOOLEAN_FUNCTIONS:
        return BOOLEAN
    if name in ("where", "select") and owner.dotted in ("np", "numpy"):
        return _choice_traits(name, arguments)
    if owner.dotted in _FRAME_MODULES:
        if name in _FRAME_FUNCTIONS:
            traits = FRAME
        if name == "DataFrame" and not arguments:
            traits |= EMPTY_CONTAINER
        return traits
    if name in _CONTAINERS:
        return _container_traits(name, arguments)
    if name in _BOOLEAN_METHODS:
        return BOOLEAN
    if name == "astype":
        return _cast_traits(owner, arguments)
    if name in _FRAME_METHODS:
        traits |= FRAME
    if name == "query":
        traits |= FILTERED
    if name in _KEEPS_TRUTH:
        traits |= owner.traits & (BOOLEAN | FLAG)
    if name in _KEEPS_FILTER:
        traits |= owner.traits & FILTERED
    return traits


def _function_traits(name: str, arguments: list[Expression]) -> int:
    if name in _BOOLEAN_FUNCTIONS:
        return BOOLEAN
    if name in ("int", "float") and arguments and arguments[0].traits & BOOLEAN:
        return FLAG
    if name in ("DataFrame", "concat"):
        return FRAME
    if name in _CONTAINERS:
        return _container_traits(name, arguments)
    return 0


def _container_traits(name: str, arguments: list[Expression]) -> int:
    return 0 if arguments and name != "defaultdict" else EMPTY_CONTAINER


def _choice_traits(name: str, arguments: list[Expression]) -> int:
    if name == "select":
        return FLAG
    if len(arguments) == 3 and all(part.constant or part.traits & FLAG for part in arguments[1:]):
        return FLAG
    return 0


def _cast_traits(owner: Expression, arguments: list[Expression]) -> int:
    if not arguments:
        return 0
    target = arguments[0]
    name = target.value if isinstance(target.value, str) else target.subject
    if name in ("bool", "boolean", "bool_"):
        return BOOLEAN
    if name in _NUMBER_TYPES and owner.traits & (BOOLEAN | FLAG):
        return FLAG
    return owner.traits & (FRAME | FILTERED)


# How polars and screeners' interfaces name a column: `pl.col("close")`.
COLUMN_CALLS = frozenset({"col", "Column"})


def call_subject(owner: Expression | None, name: str, arguments: list[Expression]) -> tuple[str, bool]:
    """The short word for a call's result, and whether it is a column's key; arguments as above."""
    first = arguments[0] if arguments else None
    if name in COLUMN_CALLS and first is not None and first.constant and isinstance(first.value, str):
        return first.value, True
    if owner is None:
        return (first.subject, first.is_column) if first and name in TRANSPARENT else (name, False)
    if owner.is_column:
        return owner.subject, True
    if name == "get" and first is not None and isinstance(first.key, str):
        return first.key, True
    if owner.dotted in _NUMERIC_MODULES:
        return (first.subject, first.is_column) if first and name in TRANSPARENT else (name, False)
    if owner.dotted in _OBJECTS or not owner.subject:
        return name, False
    return owner.subject, False
