import pytest
from isoscan.facts.collect import collect_facts
from reading import at, read


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("f()", ("f", "f", "f", "")),
        ("np.where(a)", ("np.where", "where", "np", "np")),
        ("df['c'].rolling(20)", ("df[].rolling", "rolling", "df", "c")),
        ("self.rsi.shift(1)", ("self.rsi.shift", "shift", "self", "rsi")),
        ("df.loc[m, 'c'].sum()", ("df.loc[].sum", "sum", "df", "c")),
        ("row.get('rsi', 0)", ("row.get", "get", "row", "row")),
        ("handlers['x'](1)", ("handlers[]", "", "handlers", "")),
        ("(a + b).mean()", ("().mean", "mean", "a", "a")),
        ("''.join(x)", ('"".join', "join", "", "")),
        ("(lambda: 0)()", ("()", "", "", "")),
    ],
)
def test_callees(code, expected):
    call = collect_facts(code).calls[0]
    assert (call.callee, call.name, call.root, call.subject) == expected


def test_chains_give_one_call_per_link():
    facts = collect_facts("df['c'].rolling(20).mean().shift(1)")
    assert [one.callee for one in facts.calls] == [
        "df[].rolling",
        "df[].rolling().mean",
        "df[].rolling().mean().shift",
    ]
    assert [one.subject for one in facts.calls] == ["c", "c", "c"]


def test_arguments():
    text = "f(1, *a, k='📈', **b)\ng(x for x in y)\n"
    f, g = collect_facts(text).calls
    assert [(one.keyword, one.star, at(text, one.value.span)) for one in f.arguments] == [
        ("", "", "1"),
        ("", "*", "a"),
        ("k", "", "'📈'"),
        ("", "**", "b"),
    ]
    assert [one.value.kind for one in g.arguments] == ["comprehension"]
    assert at(text, g.span) == "g(x for x in y)"


def test_homes_are_those_of_the_root():
    facts = read("""
        def f(df):
            g(df.copy())
            def g(x): ...
    """)
    assert [(one.callee, one.home) for one in facts.calls] == [("g", 1), ("df.copy", 1)]


def comparison(code):
    (one,) = collect_facts(code).comparisons
    literal = one.literal.value if one.literal else None
    return one.subject, one.operator, literal, one.other


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("df['h'] >= 1.5", ("h", ">=", 1.5, "")),
        ("1.5 <= df['h']", ("h", ">=", 1.5, "")),
        ("20 < x", ("x", ">", 20, "")),
        ("0 == x", ("x", "==", 0, "")),
        ("df['h'].shift(1) > -0.05", ("h", ">", -0.05, "")),
        ("self.rsi[-1] < 30", ("rsi", "<", 30, "")),
        ("abs(x) > 1", ("x", ">", 1, "")),
        ("np.abs(df['gap']) > 1", ("gap", ">", 1, "")),
        ("talib.RSI(close, 14) > 70", ("RSI", ">", 70, "")),
        ("self.get_rsi() > 70", ("get_rsi", ">", 70, "")),
        ("close.rolling(20).mean() > 5", ("close", ">", 5, "")),
        ("row.get('rsi', 0) > 5", ("rsi", ">", 5, "")),
        ("df.iloc[-1]['rsi'] > 5", ("rsi", ">", 5, "")),
        ("df.loc[i, 'rsi'] > 5", ("rsi", ">", 5, "")),
        ("(df['h'] - df['l']) / atr > 0.5", ("h", ">", 0.5, "")),
        ("x % 2 == 0", ("x", "==", 0, "")),
        ("kind == 'long'", ("kind", "==", "long", "")),
        ("flag is True", ("flag", "is", True, "")),
        ("x is not None", ("x", "is not", None, "None")),
        ("x is None", ("x", "is", None, "None")),
        ("'a' in names", ("", "in", None, "names")),
        ("x not in names", ("x", "not in", None, "names")),
        ("df['h'] > df['h1']", ("h", ">", None, "h1")),
        ("1 < 2", ("", "<", 2, "")),
        ("x > 60 * 60", ("x", ">", 3600, "")),
        ("x <> 3", ("x", "!=", 3, "")),
        ("f'{x}' == y", ("", "==", None, "y")),
    ],
)
def test_comparisons(code, expected):
    assert comparison(code) == expected


def test_chained_comparisons_give_one_each():
    text = "if 20 < x <= 30 != y: pass"
    facts = collect_facts(text)
    shown = [
        (one.subject, one.operator, one.literal and one.literal.value, at(text, one.span))
        for one in facts.comparisons
    ]
    assert shown == [("x", ">", 20, "20 < x"), ("x", "<=", 30, "x <= 30"), ("y", "!=", 30, "30 != y")]


def test_the_right_side_may_be_an_item_or_have_a_factor():
    one, two, three = collect_facts(
        "a = df['v'] > P['atr']\nb = df['v'] >= 1.6 * df['avg']\nc = df['v'] * 2 < self.top\n"
    ).comparisons
    assert (one.other, one.other_root, one.other_key, one.factor) == ("atr", "P", "atr", None)
    assert (two.other, two.other_root, two.other_key, two.factor.value) == ("avg", "df", None, 1.6)
    assert (three.subject, three.factor.value, three.other_root) == ("v", 2, "self")
