from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest
from isoscan.source import double
from isoscan.source.double import LoneComment, double_of
from isoscan.source.spans import Span
from isoscan.source.syntax import Node, SyntaxTree, parse

RUN = "".join(f"    # {number} 🚀\n" for number in range(600))


def nodes(tree: SyntaxTree) -> list[Node]:
    found, waiting = [], [tree.root]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(reversed(node.children))
    return found


@pytest.mark.parametrize("text", ["", "x = 1\n", "é = '🚀─'  # ü\n", "\ufeffx", "\0\ud800\u3000"])
def test_a_double_is_as_long_as_its_text(text: str):
    assert len(double_of(text).code) == len(text)
    assert double_of(text).code.isascii()


def test_type_is_a_name_where_it_is_called_or_subscripted():
    assert not parse("type(x).y = 1\ntype[x]\ntype (x).y = 2\n").root.has_error
    assert [node.type for node in parse("type X[T] = int\n").root.children] == ["type_alias_statement"]
    assert [node.type for node in parse("type X = int\n").root.children] == ["type_alias_statement"]


def test_a_long_run_of_comments_stands_apart():
    tree = parse("def f():\n    x = 1  # a\n" + RUN + "\n    # b\n    y = 2\n")
    assert not tree.root.has_error
    assert [tree.text_of(node) for node in nodes(tree) if node.type == "comment"] == ["# a"]
    assert len(tree.comments_apart) == 601
    assert tree.comments_apart[0] == LoneComment("# 0 🚀", Span(2, 4, 2, 9))
    assert tree.comments_apart[-1] == LoneComment("# b", Span(603, 4, 603, 7))
    assert [tree.span_of(node).line for node in nodes(tree) if node.type == "integer"] == [1, 604]


def test_a_short_run_stays_in_the_tree():
    assert parse("if a:\n    b\n" + RUN[:4000]).comments_apart == ()


@pytest.mark.parametrize("before", ["x = '''\n", "x = f'''{a}\n", "x = (b, '''\n"])
def test_lines_of_a_string_are_no_comments(before: str):
    tree = parse(before + RUN + "# {c} '''\n" + (")" if "(" in before else "") + "\ny = 1\n")
    assert tree.comments_apart == ()
    assert [node for node in nodes(tree) if node.type == "comment"] == []


def test_runs_in_brackets_and_without_a_last_line_end():
    tree = parse("x = (\n" + RUN + "1)\n'''\n'''\n" + RUN + "# end")
    assert not tree.root.has_error
    assert len(tree.comments_apart) == 1201
    assert tree.comments_apart[-1] == LoneComment("# end", Span(1204, 0, 1204, 5))


@pytest.mark.parametrize(
    "text",
    [
        "if a:\n    b\n" + "# c\n" * 50_000 + "    d\n",
        "if a:\n    b\n" + "    # c\n" * 50_000 + "e\n",
        "if a:\n  if b:\n    c\n" + "    # d\n  # e\n# f\n" * 20_000 + "g\n",
        "x = (1,\n" + "\\\n" * 50_000 + "2)\n",
    ],
)
def test_what_would_take_the_parser_minutes(text: str):
    assert not parse(text).root.has_error


def test_taking_comments_out_changes_no_node(monkeypatch: pytest.MonkeyPatch):
    files = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))[::8]
    trees = [parse(file.read_text("utf-8", "replace")) for file in files]
    monkeypatch.setattr(double, "LONG_RUN", 3)
    assert any(parse(tree.text).comments_apart for tree in trees)
    for tree in trees:
        shorter = parse(tree.text)
        kept = [node for node in nodes(tree) if node.type != "comment"]
        kept_too = [node for node in nodes(shorter) if node.type != "comment"]
        # Only blocks, and what ends with one, may end sooner.
        assert [(node.type, node.start_point) for node in kept[1:]] == [
            (node.type, node.start_point) for node in kept_too[1:]
        ]
        comments = [
            (tree.span_of(node), tree.text_of(node)) for node in nodes(tree) if node.type == "comment"
        ]
        comments_too = [
            (shorter.span_of(node), shorter.text_of(node))
            for node in nodes(shorter)
            if node.type == "comment"
        ] + [(comment.span, comment.text) for comment in shorter.comments_apart]
        assert sorted(comments) == sorted(comments_too)
