"""Which binding of a module-level name a reader sees."""

from __future__ import annotations

import pytest
from isoscan.model.definitions import in_force, in_force_at
from isoscan.model.module import StatementRef, build_module


def lines_in_force(source, name="X"):
    module = build_module(source)
    return [module.parts[site.part].span(site.use.span).line for site in in_force(module, name)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("X = 1\n", [0]),
        ("X = 1\nX = 2\n", [1]),
        ("X = 1\nif a:\n    X = 2\n", [0, 2]),
        ("if a:\n    X = 1\nelse:\n    X = 2\n", [1, 3]),
        ("if a:\n    X = 1\nX = 2\n", [2]),
        ("for X in y:\n    pass\n", [0]),
        ("X = 1\nfor X in y:\n    pass\n", [0, 1]),
        ("try:\n    import X\nexcept ImportError:\n    X = None\n", [1, 3]),
        ("X = 1\ndef X(): ...\n", [1]),
        ("X = 1\nX += 1\n", [0, 1]),
        ("X = 1\ndef f():\n    global X\n    X = 2\n", [0, 3]),
        ("X = 1\ndef f():\n    X = 2\n", [0]),
        ("from m import X\n", [0]),
        ("y = 1\n", []),
    ],
)
def test_a_call_sees_the_last_certain_binding_and_what_may_follow(source, expected):
    assert lines_in_force(source) == expected


def test_module_code_sees_what_stands_above():
    module = build_module("X = 1\nprint(X)\nX = 2\nprint(X)\n")

    def seen(part):
        return [site.part for site in in_force_at(module, "X", StatementRef(part, 0))]

    assert seen(1) == [0]
    assert seen(3) == [2]


def test_module_code_above_every_binding_sees_them_all():
    module = build_module("print(X)\nX = 1\nX = 2\n")
    assert [site.part for site in in_force_at(module, "X", StatementRef(0, 0))] == [2]


def test_only_top_level_bindings_are_certain():
    module = build_module("X = 1\nif a:\n    X = 2\nwith b as X:\n    pass\n")
    assert [site.certain for site in module.bindings["X"]] == [True, False, False]
