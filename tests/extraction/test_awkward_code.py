"""Awkward code of all kinds: what is extracted gives what the original gives, in all templates."""

from __future__ import annotations

import asyncio
import inspect
import re

import pandas as pd
import pytest
from generated import analysed, bars, extracted, run

# What a decorator with arguments notes may be read: all that it decorates stays.
REGISTERING = {"decorator_state"}

# Another scanner that is to stay behind.
OTHER = """
def scan_b(df):
    return df.index[(df["close"] < df["open"]) & (df["volume"] > 1_000_000)].tolist()
"""

NAMES = {
    "cond_import_else": """
try:
    import numba_not_there as nb
    HAVE = True
except ImportError:
    nb = None
    HAVE = False
if HAVE:
    def fast(x): return nb.mean(x)
else:
    def fast(x): return x.rolling(4).mean()
def scan_a(df):
    return df.index[(df["close"] > fast(df["close"]) * 1.02) & (df["volume"] > 10)].tolist()
""",
    "monkey_class": """
class Rule:
    k = 1.0
    def test(self, df): return df["close"] > df["open"] * self.k
def better(self, df): return df["close"] > df["open"] * self.k + 0.1
Rule.test = better
Rule.k = 1.01
def scan_a(df):
    return df.index[Rule().test(df) & (df["volume"] > 10)].tolist()
""",
    "global_counter_two": """
STATE = {"n": 0}
seen = 0
def bump():
    global seen
    seen += 1
    STATE["n"] += seen
def scan_a(df):
    bump(); bump()
    return (seen, STATE["n"], df.index[(df["close"] > df["open"]) & (df["volume"] > STATE["n"])].tolist())
""",
    "nested_closure": """
LIMIT = 1.01
def make(k):
    def inner(df):
        def deeper(s): return s * k * LIMIT
        return df["close"] > deeper(df["open"])
    return inner
strong = make(1.005)
def scan_a(df):
    return df.index[strong(df) & (df["volume"] > 10)].tolist()
""",
    "double_def_between": """
def level(df): return df["low"].rolling(5).min()
FIRST = level
def level(df): return df["high"].rolling(5).max()
def scan_a(df):
    return df.index[(df["close"] > FIRST(df) * 1.05) & (df["close"] < level(df))].tolist()
""",
    "decorator_state": '''
import functools
CALLS = []
def noted(limit):
    def wrap(f):
        @functools.wraps(f)
        def inner(*a, **k):
            CALLS.append(f.__name__)
            out = f(*a, **k)
            return out[:limit]
        inner.limit = limit
        return inner
    return wrap
@noted(7)
def scan_a(df):
    """Doc."""
    return df.index[(df["close"] > df["open"]) & (df["volume"] > 10)].tolist()
@noted(3)
def scan_b(df):
    return df.index[(df["close"] < df["open"]) & (df["volume"] > 10)].tolist()
''',
    "class_attr_later": """
class Cfg:
    gap = 0.5
    names = ["close"]
Cfg.gap = 0.01
Cfg.names.append("open")
setattr(Cfg, "floor", 3)
def scan_a(df):
    a, b = Cfg.names
    return df.index[(df[a] / df[b] - 1 > Cfg.gap) & (df["volume"] > Cfg.floor)].tolist()
""",
    "default_captures": """
N = 4
def mean(df, n=N): return df["close"].rolling(n).mean()
N = 9
def scan_a(df, n=N, m=mean):
    return df.index[(df["close"] > m(df)) & (df["close"] > mean(df, n)) & (df["close"] > mean(df))].tolist()
N = 2
""",
    "walrus_comp": """
LEVELS = [1, 2, 3]
total = 0
BIG = [total := total + x for x in LEVELS]
def scan_a(df):
    if (k := len([y for x in LEVELS if (y := x * 2) > 2])) and y:
        return df.index[(df["close"] > df["open"]) & (df["volume"] > k + total + y + BIG[-1])].tolist()
    return []
""",
    "match_guard": """
from dataclasses import dataclass
@dataclass
class P:
    x: int
    y: int
MODE = ("up", 2)
def scan_a(df):
    match MODE:
        case ("up", int(k)) if k > 1: m = df["close"] > df["open"] * (1 + k / 1000)
        case P(x=a, y=_): m = df["close"] > a
        case {"k": k, **rest}: m = df["close"] > k
        case [first, *others]: m = df["close"] > first
        case _: m = df["close"] < 0
    return df.index[m & (df["volume"] > 10)].tolist()
""",
    "comp_shadow": """
df = None
x = 3
WEIGHTS = {x: x * 2 for x in (1, 2)}
def scan_a(frame):
    ks = [x for x in WEIGHTS.values()]
    return frame.index[(frame["close"] > frame["open"]) & (frame["volume"] > x + sum(ks))].tolist()
""",
    "del_rebind": """
TMP = [5, 6]
LEVEL = TMP[0]
del TMP
for i in range(3):
    LEVEL += i
del i
def scan_a(df):
    return df.index[(df["close"] > df["open"]) & (df["volume"] > LEVEL)].tolist() + [LEVEL]
""",
    "lambda_table": """
RULES = {"a": lambda df: df["close"] > df["open"], "b": lambda df: df["volume"] > K}
K = 12
RULES["c"] = lambda df, k=K: df["high"] > k
def scan_a(df):
    m = RULES["a"](df)
    for n in ("b", "c"): m &= RULES[n](df)
    return df.index[m].tolist()
""",
    "dataclass_defaults": """
from dataclasses import dataclass, field
DEFAULT = 1.01
def levels(): return [1, 2]
@dataclass(order=True)
class Hit:
    at: str
    k: float = DEFAULT
    more: list = field(default_factory=levels)
    def __post_init__(self): self.k2 = self.k * 2
DEFAULT = 5
def scan_a(df):
    up = df.index[(df["close"] > df["open"] * DEFAULT / 4.95) & (df["volume"] > 10)]
    return [(h.at, h.k, h.more, h.k2) for h in (Hit(str(i)) for i in up)]
""",
    "async_gen": """
import asyncio
PAUSE = 0.0
async def rows(df):
    for at, row in df.iterrows():
        await asyncio.sleep(PAUSE)
        yield at, row
async def scan_a(df):
    return [at async for at, row in rows(df) if row["close"] > row["open"] * 1.02 and row["volume"] > 10]
""",
    "generator_from": """
def chunks(df, n=50):
    for s in range(0, len(df), n): yield df.iloc[s:s + n]
def inner(df):
    yield from (i for c in chunks(df) for i in c.index[c["close"] > c["close"].mean()])
def scan_a(df):
    yield from (i for i in inner(df) if df.loc[i, "volume"] > 1_000_000)
""",
    "enum_flags": """
import enum
class Side(enum.Enum):
    UP = 1
    DOWN = -1
    @property
    def sign(self): return self.value
class Kind(enum.IntFlag):
    A = enum.auto()
    B = enum.auto()
SIDE = Side.UP
def scan_a(df):
    return (Kind.A | Kind.B).value, df.index[(SIDE.sign * df["close"].diff() > 0.5)].tolist()
""",
    "mixin_super": """
class Base:
    factor = 1.0
    def limit(self, df): return df["open"] * self.factor
class Mixin:
    def limit(self, df): return super().limit(df) + 0.1
class Scan(Mixin, Base):
    factor = 1.004
    def run(self, df): return df.index[(df["close"] > self.limit(df)) & (df["volume"] > 10)].tolist()
def scan_a(df): return Scan().run(df)
""",
    "property_cached": """
import functools
@functools.lru_cache(maxsize=None)
def limit(k): return k * STEP
STEP = 0.01
class S:
    @functools.cached_property
    def level(self): return limit(2)
    @staticmethod
    def up(df): return df["close"] > df["open"]
    @classmethod
    def make(cls): return cls()
def scan_a(df):
    s = S.make()
    return df.index[s.up(df) & (df["close"] / df["open"] - 1 > s.level) & (df["volume"] > 10)].tolist()
""",
    "context_manager": """
import contextlib
LOG = []
@contextlib.contextmanager
def noting(name):
    LOG.append(name)
    try: yield len(LOG)
    finally: LOG.append("end")
def scan_a(df):
    with noting("a") as n:
        hits = df.index[(df["close"] > df["open"]) & (df["volume"] > n)].tolist()
    return hits, LOG
""",
    "unpack_star": """
A, *REST, Z = range(5)
(P, Q), R = (1, 2), 3
U = V = 7
def scan_a(df):
    return df.index[(df["close"] > df["open"]) & (df["high"] > A + sum(REST) + Z + P + Q + R + U)].tolist()
""",
    "annotated_only": """
from __future__ import annotations
from typing import Optional, TYPE_CHECKING
if TYPE_CHECKING:
    from nowhere import Frame
limit: Optional[float]
limit = 1.01
names: list[str] = ["close", "open"]
def scan_a(df: Frame) -> list[int]:
    out: list[int] = []
    for i, (c, o) in enumerate(zip(df[names[0]], df[names[1]])):
        if c > o * limit and df["volume"].iloc[i] > 10: out.append(i)
    return out
""",
    "while_else": """
n = 1
while n < 50:
    n *= 3
else:
    n += 1
def scan_a(df):
    return df.index[(df["close"] > df["open"]) & (df["volume"] > n)].tolist() + [n]
""",
    "with_module": """
import io
with io.StringIO("3\\n4\\n") as f:
    LINES = [int(x) for x in f]
def scan_a(df):
    return df.index[(df["close"] > df["open"]) & (df["volume"] > LINES[1])].tolist()
""",
    "partial_reduce": """
from functools import partial, reduce
import operator as op
def above(df, k, col="close"): return df[col] > df["open"] * k
TESTS = [partial(above, k=1.001), partial(above, k=0.99, col="high")]
TESTS.append(lambda df: df["volume"] > 10)
def scan_a(df):
    return df.index[reduce(op.and_, (t(df) for t in TESTS))].tolist()
""",
    "namedtuple_cfg": """
from collections import namedtuple, defaultdict
Cfg = namedtuple("Cfg", "k n", defaults=[3])
cfg = Cfg(1.003)
cfg = cfg._replace(n=6)
groups = defaultdict(list)
groups["a"].append(cfg.k)
def scan_a(df):
    up = df["close"] > df["open"] * groups["a"][0]
    return df.index[up & (df["close"] > df["close"].rolling(cfg.n).mean()) & (df["volume"] > 10)].tolist()
""",
    "if_chain_consts": """
MODE = "b"
if MODE == "a":
    K = 2
elif MODE == "b":
    K = 1.004
else:
    K = 0
def scan_a(df):
    return df.index[(df["close"] > df["open"] * K) & (df["volume"] > 10)].tolist()
""",
    "try_finally": """
K = None
try:
    K = float("x")
except ValueError as e:
    K = 1.003
    WHY = str(e)
finally:
    DONE = True
def scan_a(df):
    return WHY, DONE, df.index[(df["close"] > df["open"] * K) & (df["volume"] > 10)].tolist()
""",
    "item_append": """
P = {"a": [1], "b": [2], "c": {"x": set()}}
P["b"].append(5)
P["a"].extend([3, 4])
P["c"]["x"].add(9)
def scan_a(df):
    return df.index[(df["close"] > df["open"]) & (df["volume"] > sum(P["a"]))].tolist() + sorted(P["c"]["x"])
""",
}


def given(module, frame):
    """What a scanner gives, and what it leaves behind where a source says what that is."""
    found = module.scan_a(frame)
    if inspect.iscoroutine(found):
        found = asyncio.run(found)
    found = list(found) if hasattr(found, "__next__") else found
    left = [getattr(module, name) for name in ("CALLS", "LOG", "STATE") if hasattr(module, name)]
    return found, left


@pytest.mark.parametrize("template", ["minimal", "standard"])
@pytest.mark.parametrize("name", NAMES)
def test_names_are_followed(name, template):
    source = NAMES[name] if "def scan_b" in NAMES[name] else NAMES[name] + OTHER
    extraction = extracted(marked(source, "scan_a"), "scan_a", template)
    assert extraction.problem == ""
    assert name in REGISTERING or "def scan_b" not in extraction.text
    original, result = run(source, "original"), run(extraction.text)
    assert given(result, bars()) == given(original, bars())


def marked(source, name):
    """A source in which a comment says which def is the scanner, whatever is detected."""
    return re.sub(
        rf"^((?:@.*\n)?(?:async )?def {name}\b)", rf"# isoscan: scanner {name}\n\1", source, flags=re.M
    )


COLUMNS = {
    "assign_lambda": (
        """
    df = df.assign(x=lambda d: d["close"] - d["close"].rolling(5).mean(), junk=1)
    df = df.assign(y=df["x"] * 2)
""",
        "",
        '& (df["y"] > 0.1)',
    ),
    "rename_map": (
        """
    df = df.rename(columns={"volume": "vol"})
    df["x"] = df["vol"].diff()
    df["junk"] = df["vol"] * 2
    df = df.rename(columns={"vol": "volume"})
""",
        "",
        "",
    ),
    "merge_agg": (
        """
    g = df.groupby(df.index.month).agg(top=("high", "max"), bottom=("low", "min"))
    g.index.name = "mon"
    df["mon"] = df.index.month
    df = df.merge(g.reset_index(), on="mon", how="left")
    df["x"] = df["close"] - df["bottom"] * 1.1
    df["junk"] = df["top"]
""",
        "",
        "",
    ),
    "transform": (
        """
    df["mon"] = df.index.month
    df["m"] = df.groupby("mon")["close"].transform("mean")
    df["junk"] = df.groupby("mon")["volume"].transform(lambda s: s.rank())
    df["x"] = df["close"] - df["m"]
""",
        "",
        "",
    ),
    "fstring_nested": (
        """
    for n in (3, 5):
        for c in ("close", "high"):
            df[f"{c}_ma{n}"] = df[c].rolling(n).mean()
    df["junk"] = df["high_ma5"]
    df["x"] = df["close_ma3"] - df["close_ma5"]
""",
        "",
        "",
    ),
    "multi_assign": (
        """
    df[["x", "junk"]] = np.column_stack([df["close"].diff(), df["open"].diff()])
    df["x"], df["z"] = df["x"] * 2, df["close"]
""",
        "",
        '& (df["z"] > 1)',
    ),
    "loc_masked": (
        """
    df["x"] = -1.0
    df.loc[df["close"] > df["open"] * 1.01, "x"] = df["close"]
    df.loc[df["volume"] < 1_000_000, ["x", "junk"]] = [-2.0, 3]
    df["junk"] = df["junk"].fillna(0)
""",
        "",
        "",
    ),
    "iterative_ewm": (
        """
    prev = None
    vals = []
    for c in df["close"]:
        prev = c if prev is None else prev * 0.8 + c * 0.2
        vals.append(prev)
    df["ew"] = vals
    df["junk"] = df["ew"].shift(1)
    df["x"] = df["close"] - df["ew"]
""",
        "",
        "",
    ),
    "concat_join": (
        """
    parts = pd.DataFrame({"x": df["close"].pct_change(), "w": 1.0}, index=df.index)
    df = pd.concat([df, parts], axis=1)
    df = df.join(df["volume"].rolling(3).mean().rename("junk"))
""",
        "",
        "",
    ),
    "eval_query": (
        """
    df.eval("x = close - open", inplace=True)
    df["junk"] = df.eval("high - low")
""",
        "",
        "",
    ),
    "inplace_ops": (
        """
    df["x"] = df["close"]
    df["x"] -= df["close"].shift(1)
    df["x"].fillna(0)
    df.insert(0, "junk", 2)
    df["x"] = df["x"].where(df["x"] > 0.1, -1)
""",
        "",
        "",
    ),
    "pipe_chain": (
        """
    df = (df.pipe(add_x, 4)
            .assign(junk=lambda d: d["x"].abs()))
""",
        'def add_x(df, n):\n    return df.assign(x=df["close"] - df["close"].rolling(n).mean(), unused=3)\n',
        "",
    ),
    "helper_named": (
        """
    add(df, "x", "close", 4)
    add(df, "junk", "volume", 2)
""",
        "def add(frame, name, col, n):\n    frame[name] = frame[col] - frame[col].rolling(n).mean()\n",
        "",
    ),
    "cond_block": (
        """
    if len(df) > 10:
        df["base"] = df["close"].shift(1)
    else:
        df["base"] = df["open"]
    df["x"] = df["close"] - df["base"]
    try:
        df["junk"] = df["x"] / 0
    except ZeroDivisionError:
        df["junk"] = 0
""",
        "",
        "",
    ),
    "dict_of_cols": (
        """
    cols = {"x": df["close"].diff(), "junk": df["open"].diff()}
    for k, v in cols.items():
        df[k] = v
""",
        "",
        "",
    ),
    "zip_cols": (
        """
    for name, n in zip(("x", "junk"), (2, 6)):
        df[name] = df["close"] - df["close"].shift(n)
""",
        "",
        "",
    ),
    "apply_rows": (
        """
    df["x"] = df.apply(lambda r: r["close"] - r["open"] if r["volume"] > 100 else -1, axis=1)
    df["junk"] = df.apply(np.mean, axis=1)
""",
        "",
        "",
    ),
    "resample_map": (
        """
    w = df["close"].resample("W").last()
    df["week"] = df.index.to_period("W")
    df["x"] = df["close"] - df["week"].map(w.groupby(w.index.to_period("W")).last()).astype(float) * 0.99
    df["junk"] = 1
""",
        "",
        "",
    ),
    "self_shadow": (
        """
    close = df["close"]
    x = close - close.ewm(span=5).mean()
    df["x"] = x
    close = df["volume"]
    df["junk"] = close
""",
        "",
        "",
    ),
    "np_select": (
        """
    df["x"] = np.select([df["close"] > df["open"] * 1.01, df["close"] > df["open"]], [2, 1], default=-1)
    df["junk"] = np.where(df["x"] > 0, 1, 0)
""",
        "",
        "",
    ),
    "index_name": (
        """
    df.index.name = "day"
    w = df.groupby(df.index.isocalendar().week)["close"].mean().to_frame("wk")
    w.index.name = "week"
    w.columns.name = None
    df["week"] = df.index.isocalendar().week
    df = df.reset_index().merge(w.reset_index(), on="week").set_index("day").sort_index()
    df["x"] = df["close"] - df["wk"]
    df["junk"] = 4
""",
        "",
        "",
    ),
}

SOURCE = """
import numpy as np
import pandas as pd
{helper}
def prepare_all(df):
    df = df.copy()
{statements}
    return df
def mark(df):
    # isoscan: scanner hit_up
    df["hit_up"] = ((df["x"] > 0) & (df["close"] > df["open"]) & (df["volume"] > 10){more}).astype(int)
    df["hit_down"] = ((df["close"] < df["open"]) & (df["volume"] > 5_000_000) & (df["junk"] > 0)).astype(int)
    df["hit_flat"] = ((df["close"] == df["open"]) & (df["volume"] > 5_000_000) & (df["junk"] > 1)).astype(int)
    return df
def main(df):
    df = prepare_all(df)
    df = mark(df)
    return df
"""


@pytest.mark.parametrize("template", ["minimal", "standard"])
@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_followed(name, template):
    statements, helper, more = COLUMNS[name]
    source = SOURCE.format(statements=statements.strip("\n"), helper=helper, more=f" {more}" if more else "")
    extraction = extracted(source, "hit_up", template)
    assert extraction.problem == ""
    original, result = run(source, "original"), run(extraction.text)
    expected = original.main(bars())["hit_up"]
    found = result.hit_up(result.prepare(bars()))
    pd.testing.assert_series_equal(found, expected)
    assert 0 < expected.sum() < len(expected)
    assert "hit_down" not in extraction.text
    assert [each.boundary.name for each in analysed(extraction.text).scanners] == ["hit_up"]
