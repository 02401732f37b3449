"""The module model: parts, units, indexes, reuse."""

from __future__ import annotations

from isoscan.model.module import StatementRef, build_module

SOURCE = '''\
import pandas as pd  # 📈

LIMIT = 0.9


class Desk:
    """🧮"""

    low = 1

    def scan(self, df):
        def inner():
            return LIMIT

        return df[df["gap"] > inner()]


def helper():
    global LIMIT
    LIMIT = 2


def helper():
    return LIMIT
'''


def test_units_have_dotted_names_and_file_lines():
    module = build_module(SOURCE)
    assert [(unit.qualified_name, unit.kind, unit.parent, unit.name_span.line) for unit in module.units] == [
        ("Desk", "class", "", 5),
        ("Desk.scan", "function", "Desk", 10),
        ("Desk.scan.inner", "function", "Desk.scan", 11),
        ("helper", "function", "", 17),
        ("helper", "function", "", 22),
    ]


def test_the_last_unit_of_a_name_is_in_force():
    module = build_module(SOURCE)
    assert module.unit_named("helper").name_span.line == 22
    assert module.unit_named("nobody") is None


def test_bindings_and_reads_of_module_names_stand_in_file_order():
    module = build_module(SOURCE)

    def lines(sites):
        return [module.parts[site.part].span(site.use.span).line for site in sites]

    assert lines(module.bindings["LIMIT"]) == [2, 19]
    assert lines(module.reads["LIMIT"]) == [12, 23]


def test_enclosing_unit_is_the_innermost():
    module = build_module(SOURCE)
    (site, _) = module.reads["LIMIT"]
    assert module.enclosing_unit(site.part, site.use.scope).qualified_name == "Desk.scan.inner"
    assert module.enclosing_unit(0, 0) is None


def test_statements_around_go_outwards():
    module = build_module(SOURCE)
    inner = module.unit_named("Desk.scan.inner")
    kinds = [module.statement(ref).kind for ref in module.statements_around(inner.ref)]
    assert kinds == ["function", "function", "class"]
    assert module.top_statement(inner.ref) == module.unit_named("Desk").ref
    assert module.is_within(inner.ref, module.unit_named("Desk").ref)
    assert not module.is_within(inner.ref, module.unit_named("helper").ref)


def test_facts_of_unchanged_chunks_are_reused_and_the_result_is_the_same():
    before = build_module(SOURCE)
    changed = SOURCE.replace("LIMIT = 0.9", "LIMIT = 1.1\nOTHER = 2")
    after = build_module(changed, before)
    assert list(after.parts) == list(build_module(changed).parts)
    reused = {id(part.facts) for part in before.parts} & {id(part.facts) for part in after.parts}
    assert len(reused) >= len(before.parts) - 1


def test_spans_are_moved_with_their_chunk():
    module = build_module("\n\n# above\nx = 1\n")
    assert module.span(StatementRef(len(module.parts) - 1, 0)).line == 3
