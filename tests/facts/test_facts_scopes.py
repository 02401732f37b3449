import pytest
from isoscan.facts.collect import collect_facts
from reading import at, read


def uses(facts, name):
    return [(use.access, use.binding, use.scope, use.home) for use in facts.names if use.name == name]


def test_scopes_nest_and_know_what_opens_them():
    facts = read('''
        class Desk:
            """📈 A desk."""
            async def scan(self):
                "One line."
                return [x for x in await self.rows()]
            key = lambda self: self.name
    ''')
    rows = [(one.kind, one.name, one.parent, one.statement, one.docstring) for one in facts.scopes]
    assert rows == [
        ("module", "", -1, -1, ""),
        ("class", "Desk", 0, 0, "📈 A desk."),
        ("function", "scan", 1, 2, "One line."),
        ("comprehension", "", 2, -1, ""),
        ("lambda", "", 1, -1, ""),
    ]
    assert facts.scopes[2].is_async


@pytest.mark.parametrize(
    ("code", "docstring"),
    [
        ("'a' 'b'\nx", "ab"),
        ("('a')\n", "a"),
        ("r'\\d'", "\\d"),
        ("f'a'", ""),
        ("b'a'", ""),
        ("x = 'a'", ""),
        ("pass\n'a'", ""),
        ("if x:\n    'a'", ""),
        ("'a', 'b'", ""),
        ("", ""),
    ],
)
def test_docstrings(code, docstring):
    assert collect_facts(code).scopes[0].docstring == docstring


def test_generators_are_marked_where_the_yield_stands():
    facts = read("""
        def f():
            def g():
                x = yield
            return lambda: (yield)
    """)
    assert [(one.kind, one.is_generator) for one in facts.scopes] == [
        ("module", False),
        ("function", False),
        ("function", True),
        ("lambda", True),
    ]


def test_parameters():
    text = "def f(a, /, b: int, *rest: str, c=-1.5, d: float = P['x'], **more): ..."
    facts = collect_facts(text)
    parameters = facts.scopes[1].parameters
    assert [(one.name, one.annotation, one.star) for one in parameters] == [
        ("a", "", ""),
        ("b", "int", ""),
        ("rest", "str", "*"),
        ("c", "", ""),
        ("d", "float", ""),
        ("more", "", "**"),
    ]
    assert [at(text, one.span) for one in parameters] == ["a", "b", "rest", "c", "d", "more"]
    assert [one.default.value if one.default else None for one in parameters[3:5]] == [-1.5, None]
    assert at(text, parameters[4].default.span) == "P['x']"
    assert uses(facts, "a") == [("bind", "parameter", 1, 1)]
    assert uses(facts, "int") == [("read", "", 0, 0)]
    assert uses(facts, "P") == [("read", "", 0, 0)]


def test_homes_follow_the_rules_of_python():
    facts = read("""
        limit = 1
        def outer(df):
            seen = 0
            def inner():
                nonlocal seen
                global total
                seen += limit
                total = df
                return len(total)
            return inner
        class Desk:
            limit = 2
            twice = limit
            def scan(self):
                return limit
    """)
    # module 0, outer 1, inner 2, Desk 3, scan 4
    assert uses(facts, "seen") == [
        ("bind", "assignment", 1, 1),
        ("read", "", 2, 1),
        ("bind", "augmented", 2, 1),
    ]
    assert uses(facts, "total") == [("bind", "assignment", 2, 0), ("read", "", 2, 0)]
    assert uses(facts, "df") == [("bind", "parameter", 1, 1), ("read", "", 2, 1)]
    assert uses(facts, "len") == [("read", "", 2, 0)]
    assert uses(facts, "limit") == [
        ("bind", "assignment", 0, 0),
        ("read", "", 2, 0),
        ("bind", "assignment", 3, 3),
        ("read", "", 3, 3),
        ("read", "", 4, 0),
    ]
    assert facts.scopes[2].global_names == {"total"}
    assert facts.scopes[2].nonlocal_names == {"seen"}


def test_comprehensions_evaluate_their_first_iterable_outside():
    facts = read("""
        def f(rows):
            return [x + y for x in rows if x for y in x]
    """)
    assert uses(facts, "rows")[-1] == ("read", "", 1, 1)
    assert uses(facts, "x") == [
        ("read", "", 2, 2),
        ("bind", "comprehension", 2, 2),
        ("read", "", 2, 2),
        ("read", "", 2, 2),
    ]
    assert facts.scopes[2].bound == {"x", "y"}


def test_a_walrus_in_a_comprehension_binds_outside():
    facts = read("""
        def f(rows):
            any((hit := row) for row in rows)
            return hit
        found = [last := x for x in y]
    """)
    assert uses(facts, "hit") == [("bind", "walrus", 2, 1), ("read", "", 1, 1)]
    assert uses(facts, "last") == [("bind", "walrus", 3, 0)]
    assert facts.scopes[1].bound == {"rows", "hit"}
    assert facts.scopes[0].bound == {"f", "found", "last"}


def test_every_way_to_bind():
    facts = read("""
        import a.b, c as d
        from e import f as g, h
        i = 1
        j += 1
        k: int
        for l, (m, *n) in o: pass
        with p as q, r as (s, t): pass
        try: pass
        except u as v: pass
        def w(x): pass
        class y: pass
        (z := 1)
        del a2
        match b2:
            case [c2, *d2] | {"k": e2, **f2} | G2(h2, i2=j2) | k2.l2 | _: pass
            case (m2 as n2): pass
        type o2 = p2
    """)
    bindings = [(use.name, use.binding) for use in facts.names if use.access != "read"]
    assert bindings == [
        ("a", "import"),
        ("d", "import"),
        ("g", "import"),
        ("h", "import"),
        ("i", "assignment"),
        ("j", "augmented"),
        ("k", "annotation"),
        ("l", "for"),
        ("m", "for"),
        ("n", "for"),
        ("q", "with"),
        ("s", "with"),
        ("t", "with"),
        ("v", "except"),
        ("w", "function"),
        ("x", "parameter"),
        ("y", "class"),
        ("z", "walrus"),
        ("a2", "delete"),
        ("c2", "match"),
        ("d2", "match"),
        ("e2", "match"),
        ("f2", "match"),
        ("h2", "match"),
        ("j2", "match"),
        ("m2", "match"),
        ("n2", "match"),
        ("o2", "type_alias"),
    ]
    reads = {use.name for use in facts.names if use.access == "read"}
    assert reads == {"j", "int", "o", "p", "r", "u", "b2", "G2", "k2", "p2"}


def test_type_parameters_have_a_scope_of_their_own():
    facts = read("""
        def first[T: Row, *Ts](rows: list[T], limit=T) -> T:
            return rows[T]
        class Box[K](Base[K]):
            def get(self) -> K: ...
        type Pair[V] = tuple[V, W]
    """)
    kinds = [(one.kind, one.parent) for one in facts.scopes]
    assert kinds == [
        ("module", -1),
        ("type_parameters", 0),
        ("function", 1),
        ("type_parameters", 0),
        ("class", 3),
        ("function", 4),
        ("type_parameters", 0),
    ]
    # The default is evaluated outside, annotations and bounds within.
    assert uses(facts, "T") == [
        ("bind", "type_parameter", 1, 1),
        ("read", "", 1, 1),
        ("read", "", 0, 0),
        ("read", "", 1, 1),
        ("read", "", 2, 1),
    ]
    assert uses(facts, "Row") == [("read", "", 1, 0)]
    assert uses(facts, "K") == [
        ("bind", "type_parameter", 3, 3),
        ("read", "", 3, 3),
        ("read", "", 4, 3),
    ]
    assert uses(facts, "V") == [("bind", "type_parameter", 6, 6), ("read", "", 6, 6)]


def test_names_that_are_no_reads():
    facts = read("""
        f(keyword=value)
        x.attribute
        import module.part
        case = 1
        label: "Quoted"
    """)
    reads = [use.name for use in facts.names if use.access == "read"]
    assert reads == ["f", "value", "x"]


def test_names_in_f_strings_are_reads():
    text = 'x = f"🚀 {a!r:>{width}} {{not}} {b[\'k\']:%Y}" + f"{c=}"\n'
    facts = collect_facts(text)
    reads = [(use.name, at(text, use.span)) for use in facts.names if use.access == "read"]
    assert reads == [("a", "a"), ("width", "width"), ("b", "b"), ("c", "c")]


def test_names_are_normalised_as_python_does():
    facts = collect_facts("ﬁn = 1\nfin\n")
    assert [use.name for use in facts.names] == ["fin", "fin"]
