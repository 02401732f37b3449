from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isoscan.source.spans import Span
from isoscan.source.syntax import Node, SyntaxTree, parse


def nodes(tree: SyntaxTree) -> list[Node]:
    found, waiting = [], [tree.root]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(reversed(node.children))
    return found


def first(tree: SyntaxTree, kind: str) -> Node:
    return next(node for node in nodes(tree) if node.type == kind)


def shape(text: str) -> list[str]:
    return [node.type for node in nodes(parse(text))]


def text_in(text: str, span: Span) -> str:
    lines = text.split("\n")
    if span.line == span.end_line:
        return lines[span.line][span.column : span.end_column]
    middle = lines[span.line + 1 : span.end_line]
    return "\n".join([lines[span.line][span.column :], *middle, lines[span.end_line][: span.end_column]])


def test_columns_count_code_points_after_emoji_and_boxes():
    tree = parse('x = "🚀─═"; grün = 2  # 📈 Ölpreis\n')
    assignment = [node for node in nodes(tree) if node.type == "assignment"][1]
    assert tree.text_of(assignment) == "grün = 2"
    assert tree.span_of(assignment) == Span(0, 11, 0, 19)
    assert tree.text_of(first(tree, "comment")) == "# 📈 Ölpreis"


def test_span_is_a_span():
    tree = parse("a\n  # b\n")
    assert isinstance(tree.span_of(tree.root), Span)
    assert tree.span_of(first(tree, "comment")).end.column == 5


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_line_end_gives_the_same_tree(end: str):
    lines = ["if a:  # why 🚀", "    b = '''one", "two'''", "    c = (1 + \\", "    2)", "d = 3", ""]
    tree = parse(end.join(lines))
    reference = parse("\n".join(lines))
    assert not tree.root.has_error
    assert [(n.type, tree.span_of(n), tree.text_of(n)) for n in nodes(tree)] == [
        (n.type, reference.span_of(n), reference.text_of(n)) for n in nodes(reference)
    ]
    assert tree.text_of(first(tree, "comment")) == "# why 🚀"


def test_characters_that_only_look_like_line_ends_end_no_line():
    tree = parse('a = "x\u2028y\x0bz\u0085"  # \u2029 \x0c\nb = 1\n')
    assert not tree.root.has_error
    assert tree.span_of(first(tree, "integer")).line == 1


@pytest.mark.parametrize("letter", ["é", "ß", "中", "ﬁ", "٣", "\u0301", "℘", "𝒳"])
def test_letters_beyond_ascii_make_names_and_never_keywords(letter: str):
    tree = parse(f"a{letter} = {'i' + letter} + b\n")
    assert not tree.root.has_error
    assert [tree.text_of(n) for n in nodes(tree) if n.type == "identifier"] == [
        f"a{letter}",
        f"i{letter}",
        "b",
    ]


def test_names_are_normalised_as_python_does():
    tree = parse("ﬁn = 1\n")
    assert tree.text_of(first(tree, "identifier")) == "ﬁn"
    assert tree.name_of(first(tree, "identifier")) == "fin"


def test_symbols_outside_strings_are_errors():
    assert parse("a = 🚀\n").root.has_error
    assert parse("a = “b”\n").root.has_error


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\u200b", "\ufeff"])
def test_exotic_spaces_separate_as_spaces_do(space: str):
    assert shape(f"a{space}= 1\n") == shape("a = 1\n")


@pytest.mark.parametrize("start", ["\ufeff", "\f", "\ufeff\f", "\ufeff# é\n", "\f\n"])
def test_byte_order_mark_and_form_feed_do_not_indent(start: str):
    tree = parse(start + "x = 1\nif x:\n    y = 2\nz = 3\n")
    assert not tree.root.has_error
    assert [n.type for n in tree.root.children if n.type != "comment"] == [
        "expression_statement",
        "if_statement",
        "expression_statement",
    ]


def test_null_characters_and_lone_surrogates_are_harmless():
    tree = parse("a\0= 1\nb = '\ud800\udc00'\n")
    assert not tree.root.has_error
    assert tree.text_of(first(tree, "string")) == "'\ud800\udc00'"


@pytest.mark.parametrize(
    "code",
    [
        'f"{f"{a}"}"',
        'f"{d["a"]!r:>{w}}"',
        't"{x}"',
        "type X = int",
        "match x:\n case {'a': [1, *_], **r} if y: pass",
        "try:\n x\nexcept* E:\n y",
        "def f[T](x: *Ts): pass",
        "print 'a'",
        "if (n := 1): pass",
        "with (a as b, c as d): pass",
    ],
)
def test_syntax_newer_and_older_than_the_interpreter(code: str):
    assert not parse(code + "\n").root.has_error


def test_what_stands_around_a_broken_statement_is_still_read():
    tree = parse("a = 1\nb = (2 +\n\ndef scan(df):\n    return df[df['h'] > 1]\n")
    assert tree.root.has_error
    assert [tree.text_of(n) for n in nodes(tree) if n.type == "integer"] == ["1", "2", "1"]


@pytest.mark.parametrize(
    "code",
    [
        "x = " + "(" * 100_000 + "1" + ")" * 100_000,
        "x = " + "(" * 100_000,
        "x = " + "[" * 5_000 + "]" * 5_000,
        "x = " + "a + " * 20_000 + "a",
        "x = a" + ".b()" * 20_000,
        "x = " + 'f"{' * 5_000 + "a" + '}"' * 5_000,
        "x = " + "lambda: " * 20_000 + "a",
        "x = '" + "a" * 1_000_000 + "'",
        "x = '''" + "\n'" * 100_000,
        "if a:\n b\n" + "elif a:\n b\n" * 10_000,
        "".join(" " * depth + "if a:\n" for depth in range(500)),
    ],
    ids=lambda code: code[:12],
)
def test_depth_and_length_do_no_harm(code: str):
    tree = parse(code)
    assert tree.root.end_byte == len(code)
    assert tree.root.child_count
    del tree


def test_threads_parse_side_by_side():
    codes = [f"def f{n}(a):\n    return a > {n}\n" * 50 for n in range(40)]
    gate = threading.Barrier(4)

    def work(code: str) -> str:
        if code in codes[:4]:
            gate.wait(timeout=30)
        return str(parse(code).root)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, codes)) == [str(parse(code).root) for code in codes]


@given(st.text(st.sampled_from("ab é🚀\n\r\t\f\0'\"()[]{}:=#\\\u2028\ufeff\ud800f,.") | st.characters()))
def test_any_text_parses_and_spans_agree_with_offsets(text: str):
    tree = parse(text)
    assert tree.root.end_byte <= len(tree.text)
    for node in nodes(tree):
        assert text_in(tree.text, tree.span_of(node)) == tree.text_of(node)
