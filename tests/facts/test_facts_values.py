import pytest
from isoscan.facts.collect import collect_facts
from isoscan.facts.records import Traits
from reading import at, value_of


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("1", 1),
        ("1_000", 1000),
        ("0xFf", 255),
        ("0o17", 15),
        ("0b101", 5),
        ("-5", -5),
        ("+5", 5),
        ("~5", -6),
        ("--5", 5),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1_0.5e-1_0", 1_0.5e-1_0),
        ("2j", 2j),
        ("1 - 2j", 1 - 2j),
        ("60 * 60", 3600),
        ("(1 + 2) * 3", 9),
        ("7 // 2", 3),
        ("1 / 4", 0.25),
        ("2 ** 10", 1024),
        ("-1 * 0.5", -0.5),
        ("True", True),
        ("False", False),
        ("None", None),
        ("'a'", "a"),
        ('"""a\nb"""', "a\nb"),
        ("'a' 'b'", "ab"),
        ("b'a' b'\\xff'", b"a\xff"),
        ("r'\\d'", "\\d"),
        ("r'\\\\'", "\\\\"),
        ("rb'\\d'", b"\\d"),
        ("'\\n\\x41\\u00e9\\N{BULLET}\\101\\'\\q'", "\nAé•A'\\q"),
        ("'a\\\nb'", "ab"),
        ("u'é🚀'", "é🚀"),
        ("f'a{{}}'", "a{}"),
        ("(1)", 1),
        ("()", ()),
        ("(1,)", (1,)),
        ("1, 'a'", (1, "a")),
        ("[1, [2, None]]", (1, (2, None))),
        ("[]", ()),
        ("(x := 3)", 3),
    ],
)
def test_constants(code, value):
    summary = value_of(code)
    assert summary.constant
    assert summary.value == value
    assert type(summary.value) is type(value)


@pytest.mark.parametrize(
    "code",
    [
        "x",
        "x + 1",
        "f(1)",
        "{1}",
        "{'a': 1}",
        "[x]",
        "[*x]",
        "f'{x}'",
        "'a' f'{x}'",
        "1 / 0",
        "1 // 0",
        "9 ** 9 ** 9 ** 9",
        "2 ** 99999",
        "1" * 5000,
        "True + 1",
        "'a' * 3",
        "...",
        "1 if x else 2",
        "not 1",
        "-True",
        "1e308 ** 40",
        "'\\N{NO SUCH}'",
        "1 < 2",
    ],
)
def test_no_constants(code):
    assert not value_of(code).constant


def test_a_float_too_large_is_infinite():
    assert value_of("1e999").value == float("inf")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("1", "constant"),
        ("-1", "constant"),
        ("'a'", "constant"),
        ("f'{x}'", "string"),
        ("{}", "dict"),
        ("[x]", "list"),
        ("(x, y)", "tuple"),
        ("x, y", "tuple"),
        ("{x}", "set"),
        ("f()", "call"),
        ("x < y", "comparison"),
        ("x and y", "boolean"),
        ("not x", "boolean"),
        ("~x", "boolean"),
        ("x & y", "boolean"),
        ("x | 1", "arithmetic"),
        ("x + y", "arithmetic"),
        ("-x", "arithmetic"),
        ("x", "name"),
        ("x.y", "attribute"),
        ("x[0]", "subscript"),
        ("lambda: 0", "lambda"),
        ("[x for x in y]", "comprehension"),
        ("x if y else z", "conditional"),
        ("await x", "await"),
        ("(yield)", "yield"),
        ("...", "other"),
    ],
)
def test_kinds(code, kind):
    assert value_of(code).kind == kind


def test_counts_root_and_callee():
    value = value_of("((df['h'] >= 1) & ~(df['v'] < P['x']) | df['ok']).astype(int)")
    assert (value.comparisons, value.connectives) == (2, 3)
    assert (value.root, value.callee) == ("df", "().astype")
    assert value_of("f(a < b < c and not d)")[6:8] == (2, 2)
    assert value_of("[x for x in y if x > 1 and x < 2]")[6:8] == (2, 1)
    assert value_of("df['c'].rolling(20).mean()").callee == "df[].rolling().mean"
    assert value_of("', '.join(x)").callee == '"".join'
    assert value_of("1 + 2").root == ""


@pytest.mark.parametrize(
    ("code", "traits"),
    [
        ("a > 1", Traits.BOOLEAN),
        ("not a", Traits.BOOLEAN),
        ("(a > 1) & b", Traits.BOOLEAN),
        ("~(a > 1)", Traits.BOOLEAN),
        ("a.isin(b)", Traits.BOOLEAN),
        ("a.between(1, 2)", Traits.BOOLEAN),
        ("a.astype(bool)", Traits.BOOLEAN),
        ("all(a)", Traits.BOOLEAN),
        ("np.logical_and(a, b)", Traits.BOOLEAN),
        ("(a > 1).fillna(False)", Traits.BOOLEAN),
        ("a & b", Traits.NONE),
        ("a + b", Traits.NONE),
        ("a.mean()", Traits.NONE),
        ("(a > 1).astype(int)", Traits.FLAG),
        ("np.where(a > 1, 1, 0)", Traits.FLAG),
        ("np.where(c, 'x', '')", Traits.FLAG),
        ("np.where(c, a, 0)", Traits.NONE),
        ("np.select([a, b], [1, 2])", Traits.FLAG),
        ("int(a > 1)", Traits.FLAG),
        ("(a > 1) * 1", Traits.FLAG),
        ("1 if a else 0", Traits.FLAG),
        ("a.astype(int)", Traits.NONE),
        ("df[df.a > 1]", Traits.FILTERED),
        ("df.loc[df.a > 1]", Traits.FILTERED),
        ("df[df['flag']]", Traits.FILTERED),
        ("df[df.a > 1].copy()", Traits.FILTERED | Traits.FRAME),
        ("df.query('a > 1')", Traits.FILTERED | Traits.FRAME),
        ("df['a']", Traits.NONE),
        ("df.iloc[0]", Traits.NONE),
        ("[]", Traits.EMPTY_CONTAINER),
        ("{}", Traits.EMPTY_CONTAINER),
        ("list()", Traits.EMPTY_CONTAINER),
        ("set()", Traits.EMPTY_CONTAINER),
        ("[1]", Traits.NONE),
        ("list(x)", Traits.NONE),
        ("()", Traits.NONE),
        ("pd.DataFrame(x)", Traits.FRAME),
        ("pd.concat(x)", Traits.FRAME),
        ("x.copy()", Traits.FRAME),
    ],
)
def test_traits(code, traits):
    assert value_of(code).traits == traits


def test_a_name_has_the_traits_of_what_it_was_assigned_last():
    facts = collect_facts(
        "def f(df):\n    mask = df.a > 1\n    hits = df[mask]\n    mask = 3\n    rest = df[mask]\n"
    )
    traits = {(one.target, one.statement): one.value.traits for one in facts.assignments}
    assert list(traits.values()) == [Traits.BOOLEAN, Traits.FILTERED, Traits.NONE, Traits.NONE]


def test_a_span_takes_in_the_parentheses():
    text = "x = ((df['é'] > 1)\n     & b)  # 📈\n"
    (assignment,) = collect_facts(text).assignments
    assert at(text, assignment.value.span) == "((df['é'] > 1)\n     & b)"
