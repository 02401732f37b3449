from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isoscan.source.lines import file_lines, split_lines, without_end

LINE_END = re.compile(r"\r\n|\r|\n")


@pytest.mark.parametrize(
    ("text", "editor", "file"),
    [
        ("", [""], []),
        ("a", ["a"], ["a"]),
        ("a\n", ["a\n", ""], ["a\n"]),
        ("\n\n", ["\n", "\n", ""], ["\n", "\n"]),
        ("a\r\nb\rc\nd", ["a\r\n", "b\r", "c\n", "d"], ["a\r\n", "b\r", "c\n", "d"]),
        ("\n\r", ["\n", "\r", ""], ["\n", "\r"]),
        ("a\r\r\n", ["a\r", "\r\n", ""], ["a\r", "\r\n"]),
        (
            "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g",
            ["a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g"],
            ["a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g"],
        ),
    ],
)
def test_lines(text: str, editor: list[str], file: list[str]):
    assert split_lines(text) == editor
    assert file_lines(text) == file


@given(st.text(st.sampled_from("a\r\n\f\u2028🚀\ud800")))
def test_lines_end_where_the_expression_says(text: str):
    ends = LINE_END.findall(text)
    lines = split_lines(text)
    assert "".join(lines) == text
    assert [without_end(line) for line in lines] == LINE_END.split(text)
    assert [line[len(without_end(line)) :] for line in lines] == [*ends, ""]
    assert file_lines(text) == [line for line in lines if line]
