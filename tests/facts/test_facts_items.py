import pytest
from isoscan.facts.collect import collect_facts
from reading import at, read


def items(code):
    return [(one.base, one.key, one.access, one.via) for one in collect_facts(code).items]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("P['atr']", [("P", "atr", "read", "item")]),
        ("self.cfg['x']", [("self.cfg", "x", "read", "item")]),
        (
            "row[0], row[-1], row[1.5], row[True], row[None]",
            [
                ("row", 0, "read", "item"),
                ("row", -1, "read", "item"),
                ("row", 1.5, "read", "item"),
                ("row", True, "read", "item"),
                ("row", None, "read", "item"),
            ],
        ),
        ("P['a' 'b']", [("P", "ab", "read", "item")]),
        ("globals()['X'] = 1", [("globals()", "X", "write", "item")]),
        ("load()['X']", []),
        ("Frame()['X']", []),
        ("P['a'] = 1", [("P", "a", "write", "item")]),
        ("P['a'] += 1", [("P", "a", "update", "item")]),
        ("del P['a']", [("P", "a", "delete", "item")]),
        ("for P['a'] in x: pass", [("P", "a", "write", "item")]),
        ("P['a'], (b, *P['c']) = x", [("P", "a", "write", "item"), ("P", "c", "write", "item")]),
        ("P['a']['b'] = 1", [("P", "a", "update", "item"), ("P['a']", "b", "write", "item")]),
        ("P['a']['b']", [("P", "a", "read", "item"), ("P['a']", "b", "read", "item")]),
        ("x = P.get('k')", [("P", "k", "read", "get")]),
        ("P.get('k', 3)", [("P", "k", "read", "get")]),
        ("P.pop('k')", [("P", "k", "delete", "pop")]),
        ("P.setdefault('k', [])", [("P", "k", "update", "setdefault")]),
        ("df[['a', 'b']]", [("df", "a", "read", "list"), ("df", "b", "read", "list")]),
        ("df[['a', 'b']] = 0", [("df", "a", "write", "list"), ("df", "b", "write", "list")]),
        ("df.loc[mask, 'a']", [("df", "a", "read", "loc")]),
        ("df.loc[df['b'] > 1, 'a'] = 1", [("df", "a", "write", "loc"), ("df", "b", "read", "item")]),
        ("df.loc[:, ['a', 'b']]", [("df", "a", "read", "loc"), ("df", "b", "read", "loc")]),
        ("df.at[i, 'a'] += 1", [("df", "a", "update", "loc")]),
        (
            "df.assign(a=1, b=df['c'])",
            [("df", "a", "write", "assign"), ("df", "b", "write", "assign"), ("df", "c", "read", "item")],
        ),
        ("df.insert(0, 'a', x)", [("df", "a", "write", "insert")]),
        ("names.insert(0, 'a')", []),
        ("df.drop(columns=['a', 'b'])", [("df", "a", "delete", "drop"), ("df", "b", "delete", "drop")]),
        ("df.drop(columns='a')", [("df", "a", "delete", "drop")]),
        ("df.drop(['a'], axis=1)", [("df", "a", "delete", "drop")]),
        ("df.drop(['2020'])", []),
        ("df.rename(columns={'a': 'b'})", [("df", "a", "delete", "rename"), ("df", "b", "write", "rename")]),
        (
            "df.sort_values('a'); df.sort_values(by=['b'])",
            [("df", "a", "read", "by"), ("df", "b", "read", "by")],
        ),
        ("df.dropna(subset=['a'])", [("df", "a", "read", "by")]),
        ("df.groupby('t')['c'].shift(1)", [("df", "t", "read", "by"), ("df", "c", "read", "item")]),
        ("df.iloc[-1]['c']", [("df", "c", "read", "item")]),
        ("df[df.a > 1]['c']", [("df", "c", "read", "item")]),
        ("df.copy().reset_index(drop=True)['c']", [("df", "c", "read", "item")]),
        ("load()['c']", []),
        ("df.iloc[0, 3]", []),
        ("x[i], x[1:2], x[1,], x['a', 'b'], x[f()]", []),
        ("a: Literal['x'] = b['y']", [("b", "y", "read", "item")]),
        ("P[60 * 60]", [("P", 3600, "read", "item")]),
        ("P.get(key)", []),
        ("stack.pop(); stack.pop(0)", []),
    ],
)
def test_items(code, expected):
    assert items(code) == expected


def test_patterns_have_braces_for_the_holes():
    (item,) = collect_facts("df[f'{name}_ma_{n:.2f}'] = 1").items
    assert (item.key, item.pattern, item.access) == ("{}_ma_{}", True, "write")
    (plain,) = collect_facts("df[f'ma']").items
    assert (plain.key, plain.pattern) == ("ma", False)


def test_spans_cover_the_whole_and_the_key():
    text = "x = P.get('📈 k', -2)\ny = df.loc[m, ['é',\n 'b']]\nz = df.assign(col=1)\n"
    facts = collect_facts(text)
    shown = [(at(text, one.span), at(text, one.key_span)) for one in facts.items]
    assert shown == [
        ("P.get('📈 k', -2)", "'📈 k'"),
        ("df.loc[m, ['é',\n 'b']]", "'é'"),
        ("df.loc[m, ['é',\n 'b']]", "'b'"),
        ("df.assign(col=1)", "col"),
    ]
    assert facts.items[0].default.value == -2
    assert facts.items[1].default is None


def test_queries_read_columns_and_variables():
    query = "gap > @low and `close 🚀` < 3 or name == 'x' and abs(rsi) > 1"
    text = f'def f(df, low):\n    return df.query("{query}")\n'
    facts = collect_facts(text)
    shown = [(one.key, one.via, at(text, one.key_span)) for one in facts.items]
    assert shown == [
        ("gap", "query", "gap"),
        ("close 🚀", "query", "close 🚀"),
        ("name", "query", "name"),
        ("rsi", "query", "rsi"),
    ]
    assert [(one.home, one.access) for one in facts.names if one.name == "low"] == [(1, "bind"), (1, "read")]


def test_homes_are_those_of_the_first_name():
    facts = read("""
        P = {}
        def f(df):
            df["x"] = P["y"]
            cfg = {}
            return cfg["a"]["b"], self.cfg["c"]
    """)
    assert [(one.key, one.home) for one in facts.items] == [
        ("x", 1),
        ("y", 0),
        ("a", 1),
        ("b", 1),
        ("c", 0),
    ]


def test_attributes_that_a_text_names():
    text = "a.b = getattr(cfg.knobs, \"limit\", 5) + getattr(x, name)\nsetattr(cfg, 'floor', 3)\n"
    facts = collect_facts(text)
    assert [(one.base, one.name, one.access, at(text, one.span)) for one in facts.attributes] == [
        ("a", "b", "write", "a.b"),
        ("cfg", "knobs", "read", "cfg.knobs"),
        ("cfg.knobs", "limit", "read", 'cfg.knobs, "limit'),
        ("cfg", "floor", "write", "cfg, 'floor"),
    ]
    assert [(one.target, one.value.value) for one in facts.assignments] == [("a.b", None), ("cfg.floor", 3)]


def test_attributes():
    text = "self.x = a.b.c\nself.n += 1\ndel self.y\nf().z\nself.rows[0] = 1\nfor self.i in q: pass\n"
    facts = collect_facts(text)
    assert [(one.base, one.name, one.access) for one in facts.attributes] == [
        ("self", "x", "write"),
        ("a", "b", "read"),
        ("a.b", "c", "read"),
        ("self", "n", "update"),
        ("self", "y", "delete"),
        ("self", "rows", "read"),
        ("self", "i", "write"),
    ]
    assert at(text, facts.attributes[2].span) == "a.b.c"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("super().x", [("super()", "x")]),
        ("super(A, self).x", []),
        ("type(self).x", [("type(self)", "x")]),
        ("type(self).x.y", [("type(self)", "x"), ("type(self).x", "y")]),
        ("type(f()).x", []),
        ("Gap(1, b=2).x", [("Gap()", "x")]),
        ("gap().x", []),
        ("a.Gap().x", [("a", "Gap")]),
    ],
)
def test_attributes_of_calls_that_name_a_class(code, expected):
    assert [(one.base, one.name) for one in collect_facts(code).attributes] == expected
