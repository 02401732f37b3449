"""Half-typed code: the broken statement is set aside, those around it count as ever."""

import pytest
from isoscan.facts.collect import collect_facts
from reading import at, read

LINES = [f"    df['mask_{n}'] = (df['h'] > {n}) & (df['v'] < {n})" for n in range(10)]


def scanner(middle):
    return "\n".join(
        [
            "# ─── Scan 📈 ───",
            "def scan(df, k=2):",
            *LINES[:5],
            f"    {middle}",
            *LINES[5:],
            "    return df",
            "",
        ]
    )


def intact(facts):
    """The masks whose statements and facts are as they would be without the broken one."""
    good = [
        index for index, one in enumerate(facts.statements) if one.kind == "assignment" and not one.broken
    ]
    return [
        one.key
        for one in facts.assignments
        if one.statement in good
        and one.value.comparisons == 2
        and sum(1 for item in facts.items if item.statement == one.statement) == 3
        and sum(1 for comparison in facts.comparisons if comparison.statement == one.statement) == 2
    ]


UNFINISHED = [
    "df['x'] = (df['a'] > ",
    "df['x'] = df['a'] >",
    "df['x'] = (df['a'] > 3) & (df['b'] < 4",
    "df['x'] = foo(a, b",
    "df['x'] = [1, 2",
    "df['x'] = {'a': 1,",
    "df['x'] = df['a",
    "df['x'] = 'abc",
    "df['x'] = '''abc",
    "df['x'] =",
    "df['x'] = df.",
    "df['x'] = x if",
    "df['x'] = x if y",
    "df['x'] = lambda",
    "df['x'] = not",
    "df['x'] = df[",
    "df['x'] = df['a'] > 5)",
    "df['x'",
    "df[",
    "df.",
    "x = 5 5",
    "(",
    ")",
    "'",
    "import",
    "from a import",
    "return (",
    "del",
    "assert",
    "f(a=",
    "f(a=1, b",
    "x = f'{a",
    "x = f\"{a['b'",
    "if a >",
    "if",
    "for x in",
    "for",
    "while (a",
    "with open(x",
    "def",
    "def inner(",
    "class",
    "@",
    "@cache(",
    "lambda x:",
    "x = (a >  # why 🚀",
    "$",
    "é =",
    "🚀",
    "a b c",
    "else:",
    "except",
    "elif x",
    "x = a \\",
    "global",
    "(a, b) = = 3",
    "x = [i for i in",
    "x = {**",
    "print(",
    "yield (",
    "raise X from",
    "try",
    "match x",
    "type X",
]


@pytest.mark.parametrize("middle", UNFINISHED)
def test_the_statements_around_a_broken_one_are_intact(middle):
    facts = collect_facts(scanner(middle))
    assert intact(facts) == [f"mask_{n}" for n in range(10)]
    function = facts.statements[0]
    assert (function.kind, function.name, function.broken) == ("function", "scan", False)
    assert function.span == (1, 0, 13, 13)
    assert facts.statements[-1].kind == "return"
    assert [one.name for one in facts.scopes[1].parameters] == ["df", "k"]
    assert {one.scope for one in facts.statements[1:] if one.parent == 0} == {1}
    is_clause = middle in ("else:", "except", "elif x")
    assert is_clause or any(one.broken and one.span.line == 7 for one in facts.statements)
    assert facts.errors
    assert all(error.line == error.end_line == 7 for error in facts.errors)
    assert facts.banners[0].title == "Scan 📈"


@pytest.mark.parametrize(
    ("middle", "comparisons", "root"),
    [
        ("df['x'] = (df['a'] > ", 1, "df"),
        ("df['x'] = (df['a'] > 3) & (df['b'] < 4", 2, "df"),
        ("df['x'] = (df['a'] > 3) & (df['b'] <", 2, "df"),
        ("df['x'] = (df['a'] > 3) &", 1, "df"),
        ("df['x'] = foo(df['a'] > 3, b", 1, "foo"),
        ("df['x'] = df['a'] > 5)", 1, "df"),
        ("df['x'] =", 0, ""),
    ],
)
def test_a_half_typed_mask_stays_one(middle, comparisons, root):
    facts = collect_facts(scanner(middle))
    (mask,) = [one for one in facts.assignments if one.key == "x"]
    assert (mask.target, mask.value.comparisons, mask.value.root) == ("df", comparisons, root)
    statement = facts.statements[mask.statement]
    assert statement.broken
    assert statement.span == (7, 4, 7, 4 + len(middle.rstrip(" )")))


@pytest.mark.parametrize(
    ("header", "kind", "name", "parameters"),
    [
        ("def scan(df, k=2)", "function", "scan", ["df", "k"]),
        ("def scan(df, k=", "function", "scan", ["df", "k"]),
        ("def scan(df, k:", "function", "scan", ["df", "k"]),
        ("def scan(df", "function", "scan", ["df"]),
        ("def scan(", "function", "scan", []),
        ("def scan", "function", "scan", []),
        ("async def scan(df, P[", "function", "scan", None),
        ("class Scan(Base", "class", "Scan", []),
        ("class Scan", "class", "Scan", []),
        ("@cached\ndef scan(df", "function", "scan", ["df"]),
    ],
)
def test_a_function_keeps_its_block_when_its_header_is_broken(header, kind, name, parameters):
    text = f"{header}\n    a = 1\n    if a:\n        b = df\n    return b\nc = 2\n"
    facts = collect_facts(text)
    opened = next(one for one in facts.statements if one.kind == kind)
    assert (opened.name, opened.broken) == (name, True)
    assert at(text, opened.header) == header.rpartition("\n")[2]
    inside = [one.kind for one in facts.statements if one.scope == opened.body_scope]
    assert inside == ["assignment", "if", "assignment", "return"]
    assert facts.scopes[opened.body_scope].bound >= {"a", "b"}
    assert facts.scopes[opened.body_scope].span.end == opened.span.end
    if parameters is not None:
        assert [one.name for one in facts.scopes[opened.body_scope].parameters] == parameters
    assert (facts.statements[-1].name, facts.statements[-1].scope) == ("c", 0)


@pytest.mark.parametrize(
    "header", ["if a >", "if a", "for x in y", "while (a", "with open(x) as f", "try", "if a > 3 :="]
)
def test_a_block_stays_with_its_broken_header(header):
    facts = collect_facts(f"def f():\n    {header}\n        b = 1\n        c = 2\n    d = 3\n")
    opened = next(index for index, one in enumerate(facts.statements) if one.broken)
    parents = {one.name: one.parent for one in facts.statements if one.kind == "assignment"}
    if len(header) > 3:
        assert parents == {"b": opened, "c": opened, "d": 0}
    assert {one.scope for one in facts.statements if one.kind == "assignment"} == {1}


def test_a_broken_clause_keeps_the_blocks_of_its_statement():
    facts = read("""
        if a:
            b = 1
        elif c >
            d = 2
        else
            e = 3
        try:
            f = 4
        except (X
            g = 5
        h = 6
    """)
    blocks = {one.name: (one.parent, one.block) for one in facts.statements if one.kind == "assignment"}
    assert blocks["b"] == (0, "body")
    assert blocks["d"] == (0, "elif")
    assert blocks["g"][1] == "except"
    assert blocks["h"] == (-1, "")
    assert facts.statements[0].broken
    assert "q" not in {use.name for use in facts.names}


def test_broken_decorators_leave_the_definition_alone():
    facts = read("""
        @cached(
        def f(df):
            a = 1
        @
        class C:
            b = 2
    """)
    kinds = [
        (one.kind, one.name, one.broken) for one in facts.statements if one.kind in ("function", "class")
    ]
    assert kinds == [("function", "f", False), ("class", "C", False)]
    assert [one.line for one in facts.errors] == [0, 3]


def test_a_statement_does_not_go_on_in_the_next_line():
    facts = collect_facts("x =\ny = 1\nz = df.\nw = 2\nv = (\n  3)\nu = 1 + \\\n  2\n")
    assert [(one.name, one.broken) for one in facts.statements] == [
        ("x", True),
        ("y", False),
        ("z", True),
        ("w", False),
        ("v", False),
        ("u", False),
    ]


def test_comments_in_a_broken_statement_are_kept():
    text = "x = (a >  # why 🚀\n  # isoscan: shared\n  b  # c\ny = 1\n"
    facts = collect_facts(text)
    assert [(one.text, one.own_line) for one in facts.comments] == [
        ("# why 🚀", False),
        ("# isoscan: shared", True),
        ("# c", False),
    ]
    assert [one.kind for one in facts.steering] == ["shared"]
    assert [one.name for one in facts.statements] == ["x", "y"]


def test_an_unclosed_string_at_the_top_leaves_the_rest():
    facts = collect_facts('"""Doc\nimport numpy as np\ndef f(df):\n    return df["h"] > 1\n')
    assert [one.kind for one in facts.statements] == ["expression", "import", "function", "return"]
    assert [one.name for one in facts.imports] == ["np"]
    assert [one.subject for one in facts.comparisons] == ["h"]


def test_valid_code_has_no_errors():
    facts = collect_facts(scanner("df['x'] = df['a'] > 3"))
    assert facts.errors == ()
    assert not any(one.broken for one in facts.statements)


def test_valid_code_that_the_grammar_stumbles_over_is_not_broken():
    facts = collect_facts(
        "class A:\n    def f(self):\n        (self.\n    rows.\n    sum())\n        x = 1\n    y = 2\n"
    )
    assert facts.errors == ()
    assert [(one.kind, one.broken) for one in facts.statements] == [
        ("class", False),
        ("function", False),
        ("expression", False),
        ("assignment", False),
        ("assignment", False),
    ]
    assert [one.base for one in facts.attributes] == ["self", "self.rows"]


def test_very_many_broken_statements_are_set_aside_unread():
    facts = collect_facts("a b\n" * 300 + "c = 1\n")
    assert facts.statements[-1].name == "c"
    assert all(one.broken for one in facts.statements[:-1])
    assert len(facts.errors) == 300
