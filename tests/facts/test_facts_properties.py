"""Whatever the text, facts are read without an exception, fit the text and hang together."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from isoscan.facts.collect import collect_facts

FIXTURE = """\
# ═════ 📈 Gap up ═════
import numpy as np
from desk.rows import load as load_rows, *
P = {"gap": 0.05, "größe": [1, 2, {"k": -3.5}]}

@cached(maxsize=60)
def scan_gap(df, *, limit: float = P["gap"], **more) -> "Frame":
    '''Doc 🚀.'''
    df["gap"] = (df["o"] / df["c"].shift(1) - 1).round(4)  # isoscan: ignore[ISO201]
    mask = (df["gap"] > limit) & ~(df["v"] < 1.6 * df['avg']) | (20 < df.rsi <= 30)
    hits = df.loc[mask, ["gap", f"ma_{limit:.2f}"]].query("gap > @limit").copy()
    for index, (low, *rest) in enumerate(hits):
        if low is not None and (top := max(rest, default=0)) > 3:
            yield [x for x in rest if x != top]
        elif not low:
            del hits["gap"]
        else:
            P["größe"] += [lambda q, r=2: q ** r]
    try:
        with open(path) as file, lock: match = file.read()
    except* (ValueError, OSError) as error:
        raise Problem(f"{error!r:>{limit}}") from error
    finally:
        global total; total -= 1
    match low:
        case {"a": [1, *_], **rest} | Desk(size=-1) as desk if desk: return None
    async def later(): return await x[1:2, ...]

# ─── Fade ───
class Fade(Base, metaclass=Meta):
    period: int
    limit = scan_gap(load_rows, *P)["a"]["b"]
    \ttype Row[T: int] = list[T]
"""
PIECES = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    '"""',
    "\n",
    "\\\n",
    "=",
    " ",
    "    ",
    "#",
    "def f(",
    "class A",
    "if a",
    "else:",
    "try:",
    "return",
    ".",
    ",",
    ":",
    "lambda ",
    "for x in",
    "import ",
    "@",
    'f"{',
    "é",
    "🚀",
    "\r",
    "\r\n",
    "\t",
    "q",
    "*",
    "**",
    "->",
    "match x:",
    "case y:",
    "x = (",
    "df['a'] >",
    "&",
    "~",
    "not ",
    "global x",
    "except",
    "await ",
    "yield",
    "0x",
    "1e",
    "\0",
    "\u2028",
    "print >>",
    "type X =",
    ":=",
    "\f",
    "\ufeff",
]


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def assert_sound(text):
    facts = collect_facts(text)
    assert facts == collect_facts(text)
    lines = lines_of(text)
    statements, scopes = range(len(facts.statements)), range(len(facts.scopes))
    for index, one in enumerate(facts.statements):
        assert -1 <= one.parent < index
        assert one.scope in scopes
        assert one.body_scope in (-1, *scopes)
        assert one.span.start <= one.header.end <= one.span.end
        assert one.span.end_column <= len(lines[one.span.end_line])
        assert 0 <= one.attached_line <= one.span.line
        if one.parent >= 0:
            around = facts.statements[one.parent].span
            assert around.start <= one.span.start <= one.span.end <= around.end
        if index:
            assert facts.statements[index - 1].span.start <= one.span.start
    for index, scope in enumerate(facts.scopes):
        assert -1 <= scope.parent < max(index, 1)
        assert scope.statement in (-1, *statements)
    for use in facts.names:
        assert use.home in scopes
        assert use.span.line == use.span.end_line
        assert use.span.end_column <= len(lines[use.span.line])
    for comment in facts.comments:
        assert lines[comment.span.line][comment.span.column : comment.span.end_column] == comment.text
    for records in (
        facts.names,
        facts.items,
        facts.attributes,
        facts.calls,
        facts.comparisons,
        facts.assignments,
        facts.entries,
        facts.returns,
        facts.imports,
    ):
        for record in records:
            assert record.statement in statements
            assert record.scope in scopes


@given(st.text(max_size=200))
@settings(max_examples=150)
def test_any_text(text):
    assert_sound(text)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=150)
@example("x =\n\ty")
@example("try:    for i in x:\n        a\n")
def test_any_mixture_of_tokens(text):
    assert_sound(text)


@given(st.data())
@settings(max_examples=150)
def test_edits_of_real_code(data):
    text = FIXTURE
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 40, len(text))))
        text = text[:start] + data.draw(st.sampled_from(["", *PIECES])) + text[end:]
    assert_sound(text)


@given(st.integers(0, len(FIXTURE)))
@settings(max_examples=100)
def test_truncations(length):
    assert_sound(FIXTURE[:length])


@given(st.integers(0, FIXTURE.count("\n")))
@settings(max_examples=40)
def test_a_line_that_is_no_python_leaves_the_statements_above_it(number):
    lines = FIXTURE.splitlines(keepends=True)
    above = collect_facts("".join(lines[:number]))
    facts = collect_facts("".join([*lines[:number], "$ $\n", *lines[number:]]))
    names = [one.name for one in above.statements if one.span.end_line < number - 2 and one.parent < 0]
    assert [one.name for one in facts.statements if one.parent < 0][: len(names)] == names
