"""String literals and comments of a text, each with its kind and its place."""

from __future__ import annotations

from isoscan.source.double import LONG_RUN
from isoscan.source.literals import content_of, tokens_of


def test_kinds():
    text = 'def f():\n    "doc"  # why 🎯\n    return f"a{x!r:>{w}}b" "c", {"k": "v"}\n'
    assert [(token.kind, token.text) for token in tokens_of(text)] == [
        ("docstring", '"doc"'),
        ("comment", "# why 🎯"),
        ("fragment", "a"),
        ("fragment", "b"),
        ("string", '"c"'),
        ("string", '"k"'),
        ("string", '"v"'),
    ]


def test_long_runs_of_comments_are_all_there():
    lines = [f"# note {number}" for number in range(LONG_RUN + 100)]
    text = "\n".join(["x = 1", *lines, "y = 'a'  # end"])
    tokens = tokens_of(text)
    assert [token.text for token in tokens] == [*lines, "'a'", "# end"]
    assert [token.span.start.line for token in tokens[:-2]] == list(range(1, LONG_RUN + 101))


def test_contents_of_literals():
    assert [content_of(literal) for literal in ("rb'a'", '"""b"""', "''", 'f"{c}"')] == ["a", "b", "", "{c}"]
