import pytest
from isoscan.facts.collect import collect_facts
from reading import at, read


def assignments(code):
    return [
        (
            one.target,
            one.key,
            one.operator,
            one.value.value if one.value and one.value.constant else None,
            one.unpacked,
        )
        for one in collect_facts(code).assignments
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a = 1", [("a", None, "", 1, False)]),
        ("a = b = 1", [("a", None, "", 1, False), ("b", None, "", 1, False)]),
        ("a.b = 1", [("a.b", None, "", 1, False)]),
        ("df['x'] = 1", [("df", "x", "", 1, False)]),
        ("df.loc[m, 'x'] = 1", [("df", "x", "", 1, False)]),
        ("a += 1", [("a", None, "+=", 1, False)]),
        ("df['x'] //= 2", [("df", "x", "//=", 2, False)]),
        ("a: int", [("a", None, "", None, False)]),
        ("a: int = 1", [("a", None, "", 1, False)]),
        ("(a := 1)", [("a", None, "", 1, False)]),
        ("(a) = 1", [("a", None, "", 1, False)]),
        ("a, b = 1, 2", [("a", None, "", 1, True), ("b", None, "", 2, True)]),
        (
            "[a, (b, c)] = 1, (2, 3)",
            [("a", None, "", 1, True), ("b", None, "", 2, True), ("c", None, "", 3, True)],
        ),
        ("a, b = f()", [("a", None, "", None, True), ("b", None, "", None, True)]),
        ("a, *b = 1, 2", [("a", None, "", None, True), ("b", None, "", None, True)]),
        ("a, b = 1, 2, 3", [("a", None, "", None, True), ("b", None, "", None, True)]),
        ("a[i] = 1", [("a", None, "", 1, False)]),
        ("a['x']['y'] = 1", [("a['x']", "y", "", 1, False)]),
        ("for a in b: pass", []),
    ],
)
def test_assignments(code, expected):
    assert assignments(code) == expected


def test_items_annotations_and_spans():
    text = "df[f'{n}_é'] = x\nlimit: 'int' = 3  # 📈\na[i] = 2\n"
    item, annotated, dynamic = collect_facts(text).assignments
    assert (item.is_item, item.key, item.pattern) == (True, "{}_é", True)
    assert (annotated.annotation, annotated.is_item) == ("'int'", False)
    assert (dynamic.is_item, dynamic.key) == (False, None)
    assert [at(text, one.target_span) for one in (item, annotated, dynamic)] == [
        "df[f'{n}_é']",
        "limit",
        "a[i]",
    ]


def entries(code):
    return [
        (one.container, one.path, one.value.value if one.value.constant else one.value.kind)
        for one in collect_facts(code).entries
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("P = {'a': 1, 2: 'b', **q, x: 3}", [("P", ("a",), 1), ("P", (2,), "b")]),
        ("C.P = {'a': {'b': 1}}", [("C.P", ("a",), "dict"), ("C.P", ("a", "b"), 1)]),
        ("L = [1, *r, {'n': f}]", [("L", (0,), 1), ("L", (2,), "dict"), ("L", (2, "n"), "name")]),
        (
            "params = (('period', 14),)",
            [("params", (0,), ("period", 14)), ("params", (0, 0), "period"), ("params", (0, 1), 14)],
        ),
        ("P = dict(a=1, **b)", [("P", ("a",), 1)]),
        ("P.update({'a': 1}, b=2)", [("P", ("a",), 1), ("P", ("b",), 2)]),
        ("P |= {'a': 1}", [("P", ("a",), 1)]),
        ("P['x'] = {'a': 1}", [("P", ("x", "a"), 1)]),
        ("P['x']['y'] = {'a': 1}", [("P", ("x", "y", "a"), 1)]),
        ("P: dict = {'a': 1}", [("P", ("a",), 1)]),
        ("f({'a': 1})", []),
        ("P -= {'a': 1}", []),
        ("N = [" + "1, " * 101 + "]", []),
    ],
)
def test_entries(code, expected):
    assert entries(code) == expected


def test_entry_spans():
    text = "P = {\n  'é 📈': 1.5,\n}\nQ = dict(a=2)\nL = [3]\n"
    shown = [
        (at(text, one.span), at(text, one.key_span), at(text, one.value.span))
        for one in collect_facts(text).entries
    ]
    assert shown == [("'é 📈': 1.5", "'é 📈'", "1.5"), ("a=2", "a", "2"), ("3", "3", "3")]


def test_returns():
    facts = read("""
        def f():
            yield 1
            yield
            x = yield from g()
            return a, 2
        def g():
            return
    """)
    shown = [(one.is_yield, one.value.kind if one.value else None, one.scope) for one in facts.returns]
    assert shown == [
        (True, "constant", 1),
        (True, None, 1),
        (True, "call", 1),
        (False, "tuple", 1),
        (False, None, 2),
    ]


def test_imports():
    text = (
        "import a.b, c as d\nfrom ..x.y import (z as w, v)\nfrom . import *\n"
        "from __future__ import annotations\nfrom .é import 𝐧\n"
    )
    facts = collect_facts(text)
    assert [(one.name, one.module, one.attribute, one.level) for one in facts.imports] == [
        ("a", "a.b", "", 0),
        ("d", "c", "", 0),
        ("w", "x.y", "z", 2),
        ("v", "x.y", "v", 2),
        ("*", "", "*", 1),
        ("annotations", "__future__", "annotations", 0),
        ("n", "é", "n", 1),
    ]
    assert [at(text, one.span) for one in facts.imports] == [
        "a.b",
        "c as d",
        "z as w",
        "v",
        "*",
        "annotations",
        "𝐧",
    ]
