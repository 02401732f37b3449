"""Taking entries out of lists, statements out of blocks, names out of imports: what stays is as written."""

from __future__ import annotations

from textwrap import dedent

import pytest
from generated import generated
from isoscan.extraction.closure import Request, close
from isoscan.extraction.definitions import Definitions
from isoscan.extraction.keys import expression_of, loop_values, possible_values
from isoscan.extraction.layout import Layout
from isoscan.extraction.text import SourceText, reindented
from isoscan.model.module import build_module
from isoscan.source.literals import tokens_of

SCANNER = """

# isoscan: scanner scan_it
def scan_it(df):
    x = {}
    return df[(df["c"] > 5) & (df["v"] > 9)]
"""


def thinned_dict(display: str, *keys: str) -> str:
    """The dict `P` as it comes with a scanner that reads `keys`."""
    reads = " + ".join(f'P["{key}"]' for key in keys)
    text = generated(f"P = {display}\n{SCANNER.format(reads)}", "scan_it")
    start = text.index("P = ")
    end = min(index for index in (text.find("\n# Param", start), text.find("\n\n\n#", start)) if index > 0)
    return text[start:end]


@pytest.mark.parametrize(
    ("display", "keys", "expected"),
    [
        ('{"a": 1, "b": 2, "c": 3}', ["a"], '{"a": 1}'),
        ('{"a": 1, "b": 2, "c": 3}', ["b"], '{"b": 2}'),
        ('{"a": 1, "b": 2, "c": 3}', ["c"], '{"c": 3}'),
        ('{"a": 1, "b": 2, "c": 3}', ["a", "c"], '{"a": 1, "c": 3}'),
        ('{"a": 1, "b": 2, }', ["a"], '{"a": 1 }'),
        ("dict(a=1, b=2)", ["b"], "dict(b=2)"),
        ('{\n    "a": 1,  # one\n    "b": 2,  # two\n}', ["b"], '{\n    "b": 2,  # two\n}'),
        ('{\n    "a": 1,  # one\n    "b": 2  # two\n}', ["a"], '{\n    "a": 1,  # one\n}'),
        (
            '{\n    # both\n    "a": 1,\n    "b": 2,\n    # last\n    "c": 3,\n}',
            ["b"],
            '{\n    # both\n    "b": 2,\n}',
        ),
        (
            '{\n    "a": [\n        1,  # one\n        2,\n    ],\n    "b": 2,\n}',
            ["b"],
            '{\n    "b": 2,\n}',
        ),
        ('{"a": 1,\n     "b": 2,\n     "c": 3}', ["b"], '{\n     "b": 2,\n     }'),
        ('{\n    "a": 1, "b": 2,  # row\n    "c": 3, "d": 4,\n}', ["b"], '{\n    "b": 2,  # row\n}'),
        ('{\n    "a": 1, "b": 2,  # row\n    "c": 3,\n}', ["a"], '{\n    "a": 1,   # row\n}'),
    ],
)
def test_a_dict_keeps_the_entries_that_are_read(display: str, keys: list[str], expected: str) -> None:
    got = thinned_dict(display, *keys)
    assert got.removeprefix("P = ") == expected
    assert eval(got.removeprefix("P = ")) == {key: eval(display)[key] for key in keys}


@pytest.mark.parametrize(
    "use",
    ["P", "P[key]", "list(P)", "{**P}", "P.items()", 'P[f"{key}"]', "dict(P)['a']"],
)
def test_a_dict_that_is_read_otherwise_stays_whole(use: str) -> None:
    source = f'P = {{"a": 1, "b": 2}}\nkey = "a"\n{SCANNER.format(use)}'
    assert 'P = {"a": 1, "b": 2}' in generated(source, "scan_it")


@pytest.mark.parametrize(
    ("statement", "used", "expected"),
    [
        ("import os, sys", "sys", "import sys"),
        ("import os.path, sys as s", "s", "import sys as s"),
        ("from a import b, c as d, e", "d", "from a import c as d"),
        ("from a import (b, c)", "c", "from a import c"),
        ("from a import (\n    b,  # one\n    c,\n)", "b", "from a import (\n    b,  # one\n)"),
        ("from a import b, \\\n    c", "b", "from a import b"),
        ("from . import b, c", "c", "from . import c"),
        ("from ..a.b import b, c", "b", "from ..a.b import b"),
        ("import os  # system", "os", "import os  # system"),
    ],
)
def test_an_import_keeps_the_names_that_are_used(statement: str, used: str, expected: str) -> None:
    text = generated(f"{statement}\n{SCANNER.format(used)}", "scan_it")
    start = text.index('"""\n', 4) + 4
    assert text[start : text.index("\n\nSCANNER_NAME")].strip() == expected


def kept_of(source: str, function: str, *lines: str) -> str:
    """A function's text when only the statements beginning with `lines` stay."""
    module = build_module(dedent(source).lstrip("\n"))
    layout = Layout.of(module)
    unit = module.unit_named(function)
    assert unit is not None
    part = module.parts[unit.ref.part]
    kept = {unit.ref.statement}
    for index in layout.nested(unit.ref):
        text = layout.source.between(part.span(part.facts.statements[index].header))
        if text.startswith(lines):
            while index >= 0:
                kept.add(index)
                index = part.facts.statements[index].parent
    region = layout.region(unit.ref)
    return layout.source.edited(region, layout.removals(unit.ref, frozenset(kept)))


BODY = '''
def f(df):
    """Doc."""
    # about a
    a = 1  # one

    # about b

    b = 2
    if a:
        # inside
        c = 3
        d = 4
    else:
        e = 5
    for i in range(3):
        g = 6
    return a
    # the end
'''


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("b", "return"), "def f(df):\n\n    # about b\n\n    b = 2\n    return a\n    # the end"),
        (("a",), "def f(df):\n    # about a\n    a = 1  # one"),
        (("d",), "def f(df):\n    if a:\n        d = 4\n    else:\n        pass"),
        (("e",), "def f(df):\n    if a:\n        pass\n    else:\n        e = 5"),
        (("g",), "def f(df):\n    for i in range(3):\n        g = 6"),
        (("nothing",), "def f(df):\n    pass"),
    ],
)
def test_statements_leave_a_block_with_their_comments(lines: tuple[str, ...], expected: str) -> None:
    got = kept_of(BODY, "f", *lines)
    compile(got, "<kept>", "exec")
    assert got.replace("\n\n    # about b", "\n    # about b") == expected.replace(
        "\n\n    # about b", "\n    # about b"
    )


def test_reindenting_leaves_the_insides_of_strings_alone() -> None:
    text = '    x = """one\n    two\n"""\n    y = f"""{x}\n      three"""'
    assert reindented(text, "    ", "") == 'x = """one\n    two\n"""\ny = f"""{x}\n      three"""'


def test_tokens_are_strings_fragments_and_comments() -> None:
    tokens = tokens_of('"""doc"""\nx = "a" "b"  # c\ny = f"u{x + "v"}w"\n')
    assert [(token.kind, token.text, token.joined) for token in tokens] == [
        ("docstring", '"""doc"""', False),
        ("string", '"a"', True),
        ("string", '"b"', True),
        ("comment", "# c", False),
        ("fragment", "u", False),
        ("string", '"v"', False),
        ("fragment", "w", False),
    ]


def test_text_between_positions_counts_code_points() -> None:
    source = SourceText.of("a🎯b\r\ncd\re\n")
    assert source.lines == ("a🎯b", "cd", "e", "")


@pytest.mark.parametrize(
    ("header", "variable", "expected"),
    [
        ("for n in (9, 20):", "n", (9, 20)),
        ("for n in range(1, 4):", "n", (1, 2, 3)),
        ('for name in ["a"] + ["b"]:', "name", ("a", "b")),
        ('for k in {"x": 1, "y": 2}:', "k", ("x", "y")),
        ("for i, n in enumerate([5, 6]):", "n", (5, 6)),
        ('for a, b in zip(["p", "q"], [1, 2]):', "a", ("p", "q")),
        ("for n in numbers:", "n", None),
        ("for n in range(limit):", "n", None),
        ("for n in open('x'):", "n", None),
    ],
)
def test_loops_over_literals_are_told(
    header: str, variable: str, expected: tuple[object, ...] | None
) -> None:
    found = loop_values(header, {}, lambda _: None)
    assert (found[variable] if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('f"ema_{n}"', {"ema_9", "ema_20"}),
        ('"h" + str(n)', {"h9", "h20"}),
        ('f"a{n}_{m}"', {"a9_x", "a20_x"}),
        ('[f"p{n}", "q"]', {"p9", "p20", "q"}),
        ('f"{unknown}"', None),
        ('f"{n:>5}"', None),
        ("names[0]", None),
    ],
)
def test_computed_column_names_are_told(text: str, expected: set[str] | None) -> None:
    node = expression_of(text)
    assert node is not None
    assert possible_values(node, {"n": (9, 20), "m": ("x",)}, lambda _: None) == expected


def test_a_condition_on_the_loop_variable_narrows_the_names() -> None:
    node, test = expression_of('f"c{i}"'), expression_of("i <= 2")
    assert node is not None
    assert test is not None
    assert possible_values(node, {"i": (1, 2, 3)}, lambda _: None, (test,)) == {"c1", "c2"}


def test_the_closure_follows_names_through_everything_that_reads_them() -> None:
    source = dedent(
        """
        A = 1
        B = [A]
        def deco(f, n=B): return f
        class Base: pass
        class Child(Base):
            x = A
        @deco
        def root(a: "Child") -> None: ...
        unused = 3
        """
    )
    module = build_module(source)
    layout = Layout.of(module)
    root = module.unit_named("root")
    assert root is not None
    closure = close(layout, Definitions(layout), Request(roots=(root.ref,)))
    lines = sorted(layout.span(ref).line for ref in closure.kept)
    assert [source.split("\n")[line].split()[0] for line in lines] == [
        "A",
        "B",
        "def",
        "class",
        "class",
        "@deco",
    ]
