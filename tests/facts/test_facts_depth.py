"""Deep and long code: nesting must cost neither the interpreter's stack nor quadratic time."""

import pytest
from isoscan.facts.collect import collect_facts

TERMS = 20_000
DEPTH = 10_000


@pytest.mark.parametrize(
    "text",
    [
        "x = " + " + ".join(["a"] * TERMS),
        "x = " + "(" * DEPTH + "1" + ")" * DEPTH,
        "x = " + "(" * DEPTH,
        "x = " + "[" * 5000 + "]" * 5000,
        "x = " + "{1: " * 5000 + "1" + "}" * 5000,
        "x = a" + ".b(1)" * DEPTH,
        "x = a" + ".b" * TERMS,
        "x = a" + "['b']" * DEPTH,
        "a" + "['b']" * DEPTH + " = 1",
        "x = " + "lambda: " * 5000 + "1",
        "x = " + "[" * 1000 + "1" + " for x in y]" * 1000,
        " = ".join(["a"] * 5000) + " = 1",
        "x = " + "not " * DEPTH + "a",
        "x = " + "-" * DEPTH + "1",
        "x = " + " and ".join(["a < 1"] * 5000),
        "x = " + " < ".join(["a"] * DEPTH),
        "x = " + "a if b else " * 5000 + "c",
        "x = [" + "*" * 5000 + "a.b]",
        "(" + "(a := " * 3000 + "1" + ")" * 3001,
        "x: " + "a[" * 3000 + "b" + "]" * 3000 + " = 1",
        "a, " * DEPTH + "= x",
        "".join(" " * n + "if a:\n" for n in range(300)) + " " * 300 + "pass\n",
        "".join(" " * n + "def f(a):\n" for n in range(300)) + " " * 300 + "pass\n",
        "if a: pass\n" + "elif b: pass\n" * 5000,
        "match x:\n case " + "[" * 1000 + "]" * 1000 + ": pass\n",
        "(]}{" * 5000,
        "x = (a >\n" * 3000,
        "def f(\n" * 3000,
        '"""' + "a = 1\n" * TERMS,
        "x = 1 # c\n" * 5000,
        "@a\n" * 3000 + "def f(): pass\n",
        "\0" * DEPTH,
    ],
    ids=range(32),
)
def test_facts_of_deep_code_are_plain_data(text):
    facts = collect_facts(text)
    assert facts == collect_facts(text)
    assert hash(facts) == hash(collect_facts(text))
    assert repr(facts)
    assert len(facts.scopes) >= 1


def test_everything_in_a_long_sum_is_read():
    facts = collect_facts("x = " + " + ".join(f"a{n}" for n in range(TERMS)))
    assert len(facts.names) == TERMS + 1


def test_chains_stay_linear_in_size():
    facts = collect_facts("x = a" + ".b(1)" * DEPTH + ".c" * DEPTH)
    assert len(facts.calls) == DEPTH
    assert max(len(call.callee) for call in facts.calls) < 1000
    assert sum(len(use.base) for use in facts.attributes) < 1_000_000


def test_entries_and_constants_end_at_a_depth():
    facts = collect_facts("P = " + "[" * 100 + "1" + "]" * 100)
    assert max(len(entry.path) for entry in facts.entries) == 20
    assert not facts.assignments[0].value.constant
    assert collect_facts("P = " + "[" * 30 + "1" + "]" * 30).assignments[0].value.constant
