"""What functions do to frames does not depend on which function is asked about first."""

from __future__ import annotations

from itertools import permutations

import pytest
from isoscan.model.live import LiveModule
from isoscan.model.module import Module, build_module
from isoscan.rules.frame_effects import FrameWrites
from isoscan.rules.frame_writes import FrameReader
from isoscan.source.lines import split_lines
from isoscan.source.text import Splice

IN_CIRCLES = """\
def first(df):
    df["a"] = 1
    second(df)
    return df


def second(df):
    df["b"] = 2
    third(df)
    return df


def third(df):
    df["c"] = 3
    first(df)
"""


def deep(levels: int) -> str:
    calls = [f"def at_{level}(df):\n    at_{level + 1}(df)\n\n\n" for level in range(levels)]
    return "".join(calls) + f'def at_{levels}(df):\n    df["x"] = 1\n'


def writes_of(reader: FrameReader, module: Module, name: str) -> FrameWrites:
    unit = module.unit_named(name)
    assert unit is not None
    done = reader.writes_of(unit.body, "df")
    assert done is not None
    return done


def columns(reader: FrameReader, module: Module, name: str) -> list[str | None]:
    return [write.column for write in writes_of(reader, module, name).in_place]


@pytest.mark.parametrize("order", list(permutations(["first", "second", "third"])))
def test_calls_in_circles_are_followed_from_each_function_once_around(order):
    module = build_module(IN_CIRCLES)
    reader = FrameReader(module)
    found = {name: columns(reader, module, name) for name in order}
    assert found == {"first": ["a", "b", "c"], "second": ["b", "c", "a"], "third": ["c", "a", "b"]}


@pytest.mark.parametrize("first", [0, 1, 5])
def test_deep_calls_are_followed_to_the_same_depth_from_each_function(first):
    module = build_module(deep(8))
    reader = FrameReader(module)
    columns(reader, module, f"at_{first}")
    assert [columns(reader, module, f"at_{level}") for level in (0, 1, 2, 8)] == [[], [], ["x"], ["x"]]


def test_a_helpers_column_is_told_by_what_it_is_made_of():
    module = build_module(
        'def helper(frame):\n    frame["x"] = frame["close"] * 2\n\n\ndef outer(df):\n    helper(df)\n'
    )
    reader = FrameReader(module)
    (write,) = writes_of(reader, module, "outer").in_place
    assert (write.span.line, write.via) == (5, "helper")
    assert reader.definition_of(write) == '§["x"]=§["close"]*2'


def test_a_line_more_in_a_helper_leaves_its_callers_alone():
    lines = ["def helper(df):\n", '    df["x"] = 1\n', "\n", "def outer(df):\n", "    helper(df)\n", ""]
    live = LiveModule(lines)
    reader = FrameReader(live.module)
    before = writes_of(reader, live.module, "outer")
    lines = [lines[0], "    # a comment\n", *lines[1:]]
    live.apply(lines, Splice(1, 0, 1))
    assert writes_of(reader, live.module, "outer") is before
    assert "".join(split_lines(live.module.text)) == "".join(lines)


def test_a_column_more_in_a_helper_is_its_callers_too():
    lines = ["def helper(df):\n", '    df["x"] = 1\n', "\n", "def outer(df):\n", "    helper(df)\n", ""]
    live = LiveModule(lines)
    reader = FrameReader(live.module)
    assert columns(reader, live.module, "outer") == ["x"]
    lines = [*lines[:2], '    df["y"] = 2\n', *lines[2:]]
    live.apply(lines, Splice(2, 0, 1))
    assert columns(reader, live.module, "outer") == ["x", "y"]
