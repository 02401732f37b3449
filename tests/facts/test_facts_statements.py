import pytest
from isoscan.facts.collect import collect_facts
from reading import at, read

SCANNER = """\
# 📈 Gap up
# at least 5 %

# attached 🚀
@cached(60)
@njit
async def scan_gap(df, *, gap=5) -> list:
    # inside
    for row in rows(df):
        if row.gap > gap:
            hits.append(row)
        elif row.gap > 2:
            near.append(row)
        elif row.gap > 1:
            pass
        else:
            continue
    # trailing comment
    return hits  # ← done

class Desk(Base, metaclass=Meta):
    limit: int = 3
    open: str
"""


def test_statements_stand_in_order_with_parent_block_and_scope():
    facts = collect_facts(SCANNER)
    rows = [(one.kind, one.parent, one.block, one.scope) for one in facts.statements]
    assert rows == [
        ("function", -1, "", 0),
        ("for", 0, "body", 1),
        ("if", 1, "body", 1),
        ("expression", 2, "body", 1),
        ("expression", 2, "elif", 1),
        ("pass", 2, "elif1", 1),
        ("continue", 2, "else", 1),
        ("return", 0, "body", 1),
        ("class", -1, "", 0),
        ("assignment", 8, "body", 2),
        ("annotation", 8, "body", 2),
    ]


def test_a_definition_has_its_name_header_decorators_and_comment():
    facts = collect_facts(SCANNER)
    function = facts.statements[0]
    assert function.name == at(SCANNER, function.name_span) == "scan_gap"
    assert at(SCANNER, function.header) == "async def scan_gap(df, *, gap=5) -> list:"
    assert function.decorators == ("cached(60)", "njit")
    assert function.annotation == "list"
    assert function.is_async
    assert function.body_scope == 1
    assert function.attached_line == 3
    assert function.span.start == (4, 0)
    assert at(SCANNER, function.span).endswith("return hits")


def test_a_class_has_its_bases_and_annotations():
    facts = collect_facts(SCANNER)
    desk, limit, is_open = facts.statements[8:]
    assert desk.bases == ("Base", "metaclass=Meta")
    assert (desk.name, desk.is_async, desk.decorators) == ("Desk", False, ())
    assert desk.attached_line == desk.span.line
    assert (limit.name, limit.annotation) == ("limit", "int")
    assert (is_open.kind, is_open.annotation) == ("annotation", "str")
    assert desk.span.end == is_open.span.end


def test_headers_end_where_blocks_begin():
    facts = read("""
        while (
            a
        ):  # why
            b
        else:
            c
        with open(x) as f, g: pass
        try:
            d
        except ValueError as e:
            e1
        except* KeyError:
            e2
        finally:
            f
        match x:
            case [1, y] if y:
                g
            case _:
                h
    """)
    headers = {one.kind: one.header for one in facts.statements if one.parent < 0}
    assert headers["while"] == (0, 0, 2, 2)
    assert headers["with"] == (6, 0, 6, 21)
    assert headers["try"] == (7, 0, 7, 4)
    assert headers["match"] == (15, 0, 15, 8)
    blocks = [one.block for one in facts.statements if one.parent >= 0]
    assert blocks == ["body", "else", "body", "body", "except", "except1", "finally", "case", "case1"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("x = y = 1", "assignment"),
        ("x += 1", "augmented"),
        ("x: int", "annotation"),
        ("x: int = 1", "assignment"),
        ("f(x)", "expression"),
        ("a, b", "expression"),
        ("(yield)", "expression"),
        ("return", "return"),
        ("import a", "import"),
        ("from . import a", "import"),
        ("from __future__ import annotations", "import"),
        ("global x", "global"),
        ("nonlocal x", "nonlocal"),
        ("del x", "delete"),
        ("raise X", "raise"),
        ("assert x", "assert"),
        ("pass", "pass"),
        ("break", "break"),
        ("continue", "continue"),
        ("type X = int", "type_alias"),
        ("print 'x'", "print"),
        ("print('x')", "expression"),
        ("exec 'x'", "exec"),
        ("type(x).y = 1", "assignment"),
        ("match = case", "assignment"),
        ("match(x)", "expression"),
        ("print", "expression"),
        ("async with a: pass", "with"),
    ],
)
def test_kinds(code, kind):
    statement = collect_facts(code).statements[0]
    assert (statement.kind, statement.broken) == (kind, False)


def test_statements_on_one_line_and_the_semicolon_at_its_end():
    facts = collect_facts("if a: b; c;\nd\n")
    assert [(one.kind, one.parent, one.span) for one in facts.statements] == [
        ("if", -1, (0, 0, 0, 11)),
        ("expression", 0, (0, 6, 0, 7)),
        ("expression", 0, (0, 9, 0, 10)),
        ("expression", -1, (1, 0, 1, 1)),
    ]


def test_a_comment_is_attached_only_directly_above_and_at_the_same_column():
    facts = read("""
        # far

        a = 1
        def f():
            b = 1
            # inner
        # 🎯 near
        # nearer
        c = 1
        d = 1  # trailing
        e = 1
    """)
    lines = {one.name: (one.attached_line, one.span.line) for one in facts.statements if one.name}
    assert lines == {"a": (2, 2), "f": (3, 3), "b": (4, 4), "c": (6, 8), "d": (9, 9), "e": (10, 10)}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_the_same_for_all_line_ends(end):
    text = "# ═══ Größe ═══\nx = '📈' + df['é']\n\tif_ = 2\ndef f():\n\treturn x\n"
    assert collect_facts(text.replace("\n", end)) == collect_facts(text)


def test_columns_count_code_points():
    text = "größe = '🚀🚀'; y = df['📈 é']  # ─── ü\n"
    facts = collect_facts(text)
    assert [at(text, one.span) for one in facts.statements] == ["größe = '🚀🚀'", "y = df['📈 é']"]
    assert [at(text, one.span) for one in facts.names] == ["größe", "y", "df"]
    assert [at(text, one.key_span) for one in facts.items] == ["'📈 é'"]
    assert [at(text, one.span) for one in facts.comments] == ["# ─── ü"]


def test_tabs_count_as_one_column():
    text = "def f():\n\tif a:\n\t\treturn df['h']\n"
    facts = collect_facts(text)
    assert facts.statements[2].span == (2, 2, 2, 16)
    assert at(text, facts.items[0].span) == "df['h']"


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "# only\n", "\ufeff", "\0", "\f\n"])
def test_texts_without_code_have_a_module_scope_and_nothing_else(text):
    facts = collect_facts(text)
    assert len(facts.scopes) == 1
    assert facts.statements == facts.names == ()
