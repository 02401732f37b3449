"""Backward slices over names, members, items and local columns."""

from __future__ import annotations

from isoscan.model.local_slices import local_slice
from isoscan.model.module import StatementRef, build_module
from isoscan.model.slices import WHOLE, FixedStops, Key, slice_of

SOURCE = """\
import numpy as np
from ta.trend import sma
P = {"gap": 1, "fade": 2}
P["gap"] = 3
LENGTH = 14
FACTOR = LENGTH * 2
UNUSED = 5
def atr(df):
    return df["h"].rolling(FACTOR).mean()
def scan_gap(df):
    return df[np.abs(df["g"]) > P["gap"] * atr(df)]
def scan_fade(df):
    hits = scan_gap(df)
    return hits[sma(hits) > P["fade"]]
class Base:
    limit = 1
    def typical(self, df):
        return df["h"] * LENGTH
class Desk(Base):
    def __init__(self, path):
        self.path = path
        self.bars = load(path)
    def scan(self, df):
        return df[(self.typical(df) > self.limit) & (self.bars > 1)]
"""


def sliced(name, stops=()):
    module = build_module(SOURCE)
    result = slice_of(
        module, [module.unit_named(name).ref], FixedStops({stop: f"ns_{stop}" for stop in stops})
    )
    lines = {module.span(ref).line for ref in result.statements}
    return result, lines


def test_follows_names_through_helpers_constants_and_imports():
    result, lines = sliced("scan_gap")
    assert result.helpers == ("atr",)
    assert result.modules == ("numpy",)
    assert lines == {0, 2, 3, 4, 5, 7, 8, 9, 10}
    assert result.unknown == ()


def test_keeps_items_of_one_dict_apart():
    result, lines = sliced("scan_fade", stops=["scan_gap"])
    assert 3 not in lines
    assert {read.key for read in result.reads if read.name == "P"} == {Key("item", "fade")}


def test_stops_at_other_scanners():
    result, lines = sliced("scan_fade", stops=["scan_gap"])
    assert result.scanners == ("ns_scan_gap",)
    assert result.helpers == ()
    assert 7 not in lines


def test_enters_what_is_no_scanner():
    result, _ = sliced("scan_fade")
    assert set(result.helpers) == {"scan_gap", "atr"}


def test_via_names_the_helper_a_read_stands_in():
    result, _ = sliced("scan_gap")
    via = {read.name: read.via for read in result.reads}
    assert (via["P"], via["FACTOR"]) == ("", "atr")


def test_methods_reach_members_of_their_class_and_its_bases():
    result, lines = sliced("Desk.scan")
    assert result.helpers == ("Base.typical",)
    assert {15, 21, 4} <= lines
    assert result.unknown == ("load",)


def test_methods_of_another_scanner_class_are_not_entered():
    result, _ = sliced("Desk", stops=["Base"])
    assert result.scanners == ("ns_Base",)
    assert "Base.typical" not in result.helpers


def test_own_statements_are_the_roots_with_all_inside():
    module = build_module(SOURCE)
    unit = module.unit_named("Desk")
    result = slice_of(module, [unit.ref])
    assert {module.span(ref).line for ref in result.own} == set(range(18, 24))


def test_reads_at_import_and_at_call_are_told_apart():
    module = build_module("X = 1\nY = X\ndef f(a=X):\n    return X\n")
    reads = slice_of(module, [StatementRef(1, 0), StatementRef(2, 0)]).reads
    assert [(read.name, read.key, read.in_function) for read in reads] == [
        ("X", WHOLE, False),
        ("X", WHOLE, False),
        ("X", WHOLE, True),
    ]


def test_module_code_does_not_reach_what_stands_below_it():
    source = "import q\ndf = q.load()\ndf['a'] = 1\nm = df['a'] > 1\ndf['a'] = 2\n"
    module = build_module(source)
    result = slice_of(module, [StatementRef(3, 0)])
    assert {module.span(ref).line for ref in result.statements} == {0, 1, 2, 3}


def test_statements_of_other_scanners_are_noted_and_not_followed():
    source = "LOW = 1\nHIGH = 2\ndf = load()\ndf['a'] = df['x'] > LOW\ndf['b'] = df['a'] & (df['x'] > HIGH)\n"
    module = build_module(source)
    result = slice_of(module, [StatementRef(4, 0)], FixedStops(statements={StatementRef(3, 0): "a"}))
    assert result.scanners == ("a",)
    assert "LOW" not in {read.name for read in result.reads}


COLUMNS = """\
def add(df, low=1):
    df = df.copy()
    limit = 2
    other = 3
    df["range"] = df["h"] - df["l"]
    df["noise"] = df["v"] * other
    if limit:
        df["wide"] = df["range"] > limit
    df["mask"] = df["wide"] & (df["c"] > low)
    df["after"] = df["mask"]
    return df
"""


def local_lines(line, source=COLUMNS):
    module = build_module(source)
    part = module.parts[0]
    (index,) = [
        index
        for index, statement in enumerate(part.facts.statements)
        if statement.span.line == line and statement.kind == "assignment"
    ]
    return {module.span(ref).line for ref in local_slice(module, StatementRef(0, index))}


def test_local_slices_follow_columns_and_locals_backwards():
    assert local_lines(8) == {1, 2, 4, 6, 7}


def test_local_slices_take_what_a_loop_brings_round():
    source = (
        "def f(rows):\n    last = 0\n    for row in rows:\n        hit = row > last\n        last = row\n"
    )
    assert local_lines(3, source) == {1, 2, 4}


def test_deep_nesting_and_long_chains_do_no_harm():
    chain = "\n".join(f"x{n + 1} = x{n}" for n in range(3000))
    module = build_module(f"x0 = 1\n{chain}\ndef scan(df):\n    return x3000\n")
    result = slice_of(module, [module.unit_named("scan").ref])
    assert len(result.statements) == 3003
