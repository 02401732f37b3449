"""Renaming as its user sees it: what the code does stays, or the rename is refused with the reason.

In each case `«name»` is where the cursor stands. Where a rename is made, the module is run before and after:
every scanner gives the same rows, and the findings are the same but for the name.
"""

import operator

import pytest
from applying import applied
from raw_client import RawClient

URI = "file:///scans/renaming.py"

ROWS = {
    "gap": [0.5, 1.5, 2.5, 3.5, 9.0],
    "rvol": [1, 2, 3, 4, 5],
    "close": [10, 20, 30, 5, 8],
    "open": [9, 21, 25, 6, 4],
}


class Column:
    """As much of a column as the scanners here need."""

    def __init__(self, values):
        self.values = values

    def _with(self, other, operation):
        others = other.values if isinstance(other, Column) else [other] * len(self.values)
        return Column([operation(left, right) for left, right in zip(self.values, others, strict=True)])

    def rolling(self, window=1, **_):
        return Column([value * window for value in self.values])


for name in ("gt", "lt", "ge", "le", "and_", "or_", "add", "sub", "mul", "truediv"):
    operation = getattr(operator, name)
    setattr(Column, f"__{name.rstrip('_')}__", lambda self, other, how=operation: self._with(other, how))


class Frame(dict):
    """Rows that can be picked by a column of truth values."""

    def __getitem__(self, key):
        if isinstance(key, str):
            return super().__getitem__(key)
        return [row for row, is_in in enumerate(key.values) if is_in]

    def query(self, text):
        return [text]

    def pipe(self, function, **arguments):
        return function(self, **arguments)


def outcome(text):
    """What every scanner of a module gives, and what the module computes by itself."""
    names = {}
    frame = Frame({key: Column(values) for key, values in ROWS.items()})
    names["df"] = frame
    exec(compile(text, "scans", "exec"), names)
    given = {key: value(frame) for key, value in names.items() if key.startswith("scan_") and callable(value)}
    classes = {key: value for key, value in names.items() if isinstance(value, type)}
    for key, value in classes.items():
        if hasattr(value, "scan"):
            given[key] = value().scan(frame)
    given["result"] = names.get("result")
    return given


NO_PARAMETER = None
# Text, new name, and "" where it is renamed, NO_PARAMETER where nothing stands, else a part of the reason.
CASES = {
    "constant": ("«LIMIT» = 2\ndef scan_a(df):\n    return df[df['gap'] > LIMIT]\n", "FLOOR", ""),
    "constant at a read": ("LIMIT = 2\ndef scan_a(df):\n    return df[df['gap'] > «LIMIT»]\n", "FLOOR", ""),
    "constant with a note": (
        "«LIMIT»: float = 2\ndef scan_a(df):\n    return df[df['gap'] > LIMIT]\n",
        "F",
        "",
    ),
    "two scanners read it": (
        "«LIMIT» = 2\ndef scan_a(df):\n    return df[df['gap'] > LIMIT]\ndef scan_b(df):\n"
        "    return df[df['rvol'] > LIMIT]\n",
        "FLOOR",
        "",
    ),
    "bound twice": (
        "LIMIT = 1\n«LIMIT» = 2\ndef scan_a(df):\n    return df[df['gap'] > LIMIT]\n",
        "FLOOR",
        "",
    ),
    "added to": ("«LIMIT» = 1\nLIMIT += 1\ndef scan_a(df):\n    return df[df['gap'] > LIMIT]\n", "FLOOR", ""),
    "deleted": (
        "«LIMIT» = 1\ndef scan_a(df):\n    return df[df['gap'] > 1 * LIMIT]\nresult = scan_a(df)\n",
        "FLOOR",
        "",
    ),
    "unpacked": (
        "«FIRST», SECOND = 1, 2\ndef scan_a(df):\n"
        "    return df[(df['gap'] > FIRST) & (df['rvol'] > SECOND)]\n",
        "FLOOR",
        "",
    ),
    "walrus": (
        "if («LIMIT» := 2) > 1:\n    pass\ndef scan_a(df):\n    return df[df['gap'] > LIMIT]\n",
        "FLOOR",
        "",
    ),
    "shadowed by an argument": (
        "«LIMIT» = 2\ndef scan_a(df):\n    return df[df['gap'] > LIMIT]\ndef scan_b(df, LIMIT=3):\n"
        "    return df[df['rvol'] > LIMIT]\n",
        "FLOOR",
        "",
    ),
    "shadowed by a local": (
        "«LIMIT» = 2\ndef scan_a(df):\n    return df[df['gap'] > LIMIT]\ndef scan_b(df):\n    LIMIT = 3\n"
        "    return df[df['rvol'] > LIMIT]\n",
        "FLOOR",
        "",
    ),
    "shadowed in a comprehension": (
        "«LIMIT» = 2\ndef scan_a(df):\n    x = [LIMIT for LIMIT in (1, 2)]\n"
        "    return df[df['gap'] > LIMIT * len(x)]\n",
        "FLOOR",
        "",
    ),
    "shadowed in a lambda": (
        "«LIMIT» = 2\ndef scan_a(df):\n    f = lambda LIMIT: LIMIT + 1\n"
        "    return df[df['gap'] > f(LIMIT)]\n",
        "FLOOR",
        "",
    ),
    "the new name is a local where it is read": (
        "«LIMIT» = 2\ndef scan_a(df):\n    FLOOR = 1\n    return df[df['gap'] > LIMIT * FLOOR]\n",
        "FLOOR",
        "`FLOOR` is used in line 3",
    ),
    "the new name is a comprehension's": (
        "«LIMIT» = 2\ndef scan_a(df):\n    x = [FLOOR * LIMIT for FLOOR in (1, 2)]\n"
        "    return df[df['gap'] > len(x) * LIMIT]\n",
        "FLOOR",
        "`FLOOR` is used",
    ),
    "read in an f-string": (
        "«LIMIT» = 2\ndef scan_a(df):\n    print(f'{LIMIT} 🎯 {LIMIT!r:>4}')\n"
        "    return df[df['gap'] > LIMIT]\n",
        "FLOOR",
        "",
    ),
    "an f-string that shows the name": (
        "«LIMIT» = 2\nresult = f'{LIMIT=}'\ndef scan_a(df):\n    return df[df['gap'] > LIMIT]\n",
        "FLOOR",
        "line 2",
    ),
    "read in a decorator and a default": (
        "«LIMIT» = 2\ndef deco(n):\n    return lambda f: f\n@deco(LIMIT)\ndef scan_a(df, k=LIMIT):\n"
        "    return df[df['gap'] > k]\n",
        "FLOOR",
        "",
    ),
    "query's text": (
        "«LIMIT» = 2\ndef scan_a(df):\n    return df.query('gap > @LIMIT')\n",
        "FLOOR",
        "inside a string",
    ),
    "globals": (
        "«LIMIT» = 2\ndef scan_a(df):\n    return df[df['gap'] > globals()['LIMIT'] * LIMIT]\n",
        "FLOOR",
        "look names up",
    ),
    "declared global": (
        "«LIMIT» = 2\ndef scan_a(df):\n    global LIMIT\n    LIMIT = 3\n    return df[df['gap'] > LIMIT]\n",
        "FLOOR",
        "`global`",
    ),
    "argument": ("def scan_a(df, «n»=2):\n    return df[df['gap'] > n]\n", "least", ""),
    "argument passed by keyword": (
        "def scan_a(df, «n»=2):\n    return df[df['gap'] > n]\n"
        "result = scan_a(df, n=1), scan_a(df, n = (3))\n",
        "least",
        "",
    ),
    "argument passed on": (
        "def scan_a(df, «n»=2):\n    return df[df['gap'] > n]\nresult = scan_a(df, **{'n': 1})\n",
        "least",
        "dict of arguments",
    ),
    "argument through a pipe": (
        "def scan_a(df, «n»=2):\n    return df[df['gap'] > n]\nresult = df.pipe(scan_a, n=1)\n",
        "least",
        "roundabout",
    ),
    "argument of a def with another name": (
        "def scan_a(df, «n»=2):\n    return df[df['gap'] > n]\nother = scan_a\nresult = other(df, n=1)\n",
        "least",
        "roundabout",
    ),
    "keyword of another def": (
        "def other(n=1):\n    return n\ndef scan_a(df, «n»=2):\n    return df[df['gap'] > n + other(n=1)]\n",
        "least",
        "",
    ),
    "keyword-only argument": (
        "def scan_a(df, *, «n»=2):\n    return df[df['gap'] > n]\nresult = scan_a(df, n=1)\n",
        "least",
        "",
    ),
    "argument read by a nested def": (
        "def scan_a(df, «n»=2):\n    def wide():\n        return n\n    return df[df['gap'] > wide()]\n",
        "least",
        "",
    ),
    "argument and an inner one of that name": (
        "def scan_a(df, «n»=2):\n    wide = lambda n=4: n\n    return df[df['gap'] > n + wide()]\n",
        "least",
        "",
    ),
    "argument asked for by locals": (
        "def scan_a(df, «n»=2):\n    return df[df['gap'] > locals()['n'] * n / n]\n",
        "least",
        "look names up",
    ),
    "arguments named in a docstring": (
        'def scan_a(df, «n»=2):\n    """n: the least gap."""\n    return df[df["gap"] > n]\n',
        "least",
        "",
    ),
    "local": ("def scan_a(df):\n    «n» = 2\n    return df[df['gap'] > n]\n", "least", ""),
    "local in two branches": (
        "def scan_a(df):\n    if df:\n        «n» = 2\n    else:\n        n = 3\n"
        "    return df[df['gap'] > n]\n",
        "least",
        NO_PARAMETER,
    ),
    "key": ("P = {'«n»': 2, 'm': 3}\ndef scan_a(df):\n    return df[df['gap'] > P['n']]\n", "least gap", ""),
    "key at a read": (
        'P = {"n": 2, "m": 3}\ndef scan_a(df):\n    return df[df["gap"] > P["«n»"]]\n',
        "🎯",
        "",
    ),
    "key read with a fallback": (
        "P = {'«n»': 2}\ndef scan_a(df):\n"
        "    return df[(df['gap'] > P.get('n', 1)) & (df['rvol'] > P['n'])]\n",
        "least",
        "",
    ),
    "key asked for": (
        "P = {'«n»': 2}\ndef scan_a(df):\n    k = P['n'] if 'n' in P else 1\n"
        "    return df[df['gap'] > k * P['n']]\n",
        "least",
        "as a whole",
    ),
    "key through an alias": (
        "P = {'«n»': 2}\nQ = P\ndef scan_a(df):\n"
        "    return df[(df['gap'] > Q['n']) & (df['rvol'] > P['n'])]\n",
        "least",
        "as a whole",
    ),
    "key by an f-string": (
        "P = {'«n»': 2}\ndef scan_a(df):\n    x = 'n'\n"
        "    return df[(df['gap'] > P[f'{x}']) & (df['rvol'] > P['n'])]\n",
        "least",
        "hard to tell",
    ),
    "key in an f-string": (
        "P = {'«n»': 2}\ndef scan_a(df):\n    print(f'{P[\"n\"]} 🎯')\n    return df[df['gap'] > P['n']]\n",
        "least",
        "",
    ),
    "key of a dict in a dict": (
        "P = {'a': {'«n»': 2}, 'b': {'n': 9}}\ndef scan_a(df):\n    return df[df['gap'] > P['a']['n']]\n"
        "def scan_b(df):\n    return df[df['gap'] > P['b']['n']]\n",
        "least",
        "",
    ),
    "key written later": (
        "P = {'m': 1}\nP['«n»'] = 2\ndef scan_a(df):\n    return df[df['gap'] > P['n'] * P['m']]\n",
        "least",
        "hard to tell",
    ),
    "key of a dict that is updated": (
        "P = {'«n»': 1}\nP.update(n=2)\ndef scan_a(df):\n    return df[df['gap'] > P['n']]\n",
        "least",
        NO_PARAMETER,
    ),
    "key of a dict that is spread": (
        "P = {'«n»': 1}\nQ = {**P, 'm': 1}\ndef scan_a(df):\n    return df[df['gap'] > P['n']]\n",
        "least",
        "as a whole",
    ),
    "key of a call's keywords": (
        "P = dict(«n»=2, m=3)\ndef scan_a(df):\n    return df[df['gap'] > P['n']]\n",
        "least",
        "",
    ),
    "key of a dict that is an argument's default": (
        "P = {'«n»': 2}\ndef scan_a(df, p=P):\n    return df[df['gap'] > p['n']]\n",
        "least",
        "as a whole",
    ),
    "a key that is a column, too": (
        "P = {'«gap»': 2}\ndef scan_a(df):\n    return df[df['gap'] > P['gap']]\n",
        "least",
        "",
    ),
    "class attribute": (
        "class Desk:\n    «n» = 2\n    def scan(self, df):\n        return df[df['gap'] > self.n]\n",
        "least",
        "",
    ),
    "class attribute by the class": (
        "class Desk:\n    «n» = 2\n    def scan(self, df):\n"
        "        return df[df['gap'] > Desk.n]\nresult = Desk.n\n",
        "least",
        "",
    ),
    "class attribute by an instance": (
        "class Desk:\n    «n» = 2\n    def scan(self, df):\n        return df[df['gap'] > self.n]\n"
        "desk = Desk()\nresult = desk.n\n",
        "least",
        "may be another's",
    ),
    "class attribute by getattr": (
        "class Desk:\n    «n» = 2\n    def scan(self, df):\n        return df[df['gap'] > self.n]\n"
        "result = getattr(Desk, 'n')\n",
        "least",
        "look",
    ),
    "class attribute of a subclass": (
        "class Desk:\n    «n» = 2\n    def scan(self, df):\n        return df[df['gap'] > self.n]\n"
        "class Other(Desk):\n    n = 3\n",
        "least",
        "`Other`",
    ),
    "argument of an initialiser": (
        "class Desk:\n    def __init__(self, «n»=2):\n        self.n = n\n"
        "    def scan(self, df):\n        return df[df['gap'] > self.n]\nresult = Desk(n=3).scan(df)\n",
        "least",
        "",
    ),
    "argument of an initialiser that another calls": (
        "class Desk:\n    def __init__(self, «n»=2):\n        self.n = n\n"
        "    def scan(self, df):\n        return df[df['gap'] > self.n]\n"
        "class Other(Desk):\n    def __init__(self):\n        super().__init__(n=4)\n",
        "least",
        "roundabout",
    ),
    "argument of a method of two classes": (
        "class Desk:\n    def scan(self, df, «n»=2):\n        return df[df['gap'] > n]\n"
        "class Other:\n    def scan(self, df, n=3):\n        return df[df['gap'] > n]\n"
        "other = Other()\nresult = other.scan(df, n=1)\n",
        "least",
        "roundabout",
    ),
    "argument of a method": (
        "class Desk:\n    def scan(self, df, «n»=2):\n        return df[df['gap'] > n]\n"
        "    def both(self, df):\n        return self.scan(df, n=1)\nresult = Desk().scan(df, n=1)\n",
        "least",
        "",
    ),
    "argument through a table of scanners": (
        "def scan_a(df, «n»=2):\n    return df[df['gap'] > n]\n"
        "SCANS = {'a': scan_a}\nresult = [scan(df, n=3) for scan in SCANS.values()]\n",
        "least",
        "roundabout",
    ),
    "argument through a table that is indexed": (
        "def scan_a(df, «n»=2):\n    return df[df['gap'] > n]\n"
        "SCANS = {'a': scan_a}\nresult = SCANS['a'](df, n=3)\n",
        "least",
        "roundabout",
    ),
    "argument of a scanner in a table that is called without it": (
        "def scan_a(df, «n»=2):\n    return df[df['gap'] > n].__len__()\n"
        "SCANS = {'a': scan_a}\nresult = [scan(df) for scan in SCANS.values()], dict(n=3)\n",
        "least",
        "",
    ),
    "dataclass field that is replaced": (
        "from dataclasses import dataclass, replace\n@dataclass\nclass Desk:\n    «n»: float = 2\n"
        "    def scan(self, df):\n        return df[df['gap'] > self.n]\n"
        "result = replace(Desk(), n=3).scan(df)\n",
        "least",
        "roundabout",
    ),
    "class attribute and a getattr of something else": (
        "class Desk:\n    «least» = 2\n    def scan(self, df):\n        return df[df['gap'] > self.least]\n"
        "result = getattr(df, 'other', None)\n",
        "most",
        "",
    ),
    "dataclass field": (
        "from dataclasses import dataclass\n@dataclass\nclass Desk:\n    «n»: float = 2\n"
        "    def scan(self, df):\n        return df[df['gap'] > self.n]\nresult = Desk(n=3).scan(df)\n",
        "least",
        "",
    ),
    "dataclass field passed in order": (
        "from dataclasses import dataclass\n@dataclass\nclass Desk:\n    «n»: float = 2\n"
        "    def scan(self, df):\n        return df[df['gap'] > self.n]\nresult = Desk(3).scan(df)\n",
        "least",
        "",
    ),
    "class attribute and a method's local": (
        "class Desk:\n    «n» = 2\n    def scan(self, df):\n        n = 1\n"
        "        return df[df['gap'] > self.n * n]\n",
        "least",
        "",
    ),
    "instance attribute": (
        "class Desk:\n    def __init__(self, n=2):\n        self.«n» = n\n"
        "    def scan(self, df):\n        return df[df['gap'] > self.n]\n",
        "least",
        NO_PARAMETER,
    ),
    "literal": ("def scan_a(df):\n    return df[df['gap'] > «2»]\n", "least", "has no name"),
    "literal in a call": (
        "def scan_a(df):\n    return df[df['gap'].rolling(«3») > 4]\n",
        "least",
        "has no name",
    ),
    "the new name is a built-in that is used": (
        "«LIMIT» = 2\ndef scan_a(df):\n    return df[df['gap'] > abs(LIMIT)]\n",
        "abs",
        "`abs` is used",
    ),
    "the new name is spelt otherwise but the same": (
        "«LIMIT» = 2\nfloor = 1\ndef scan_a(df):\n    return df[df['gap'] > LIMIT * floor]\n",
        "ﬂoor",
        "`ﬂoor`",
    ),
    "match": (
        "«LIMIT» = 2\ndef scan_a(df):\n    match LIMIT:\n        case 2:\n            pass\n"
        "    return df[df['gap'] > LIMIT]\n",
        "FLOOR",
        "",
    ),
    "imported elsewhere": (
        "__all__ = ['LIMIT']\n«LIMIT» = 2\ndef scan_a(df):\n    return df[df['gap'] > LIMIT]\n",
        "FLOOR",
        "inside a string",
    ),
}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """A session in which every `scan...` is a scanner, however little else says so."""
    client = RawClient(tmp_path_factory.mktemp("lsp") / "server.log")
    client.initialize(options={"settings": {"scannerNames": ["scan*"]}})
    yield client
    client.stop()


def split(marked):
    """The text, and the position of its mark."""
    before, _, rest = marked.partition("«")
    name, _, behind = rest.partition("»")
    line = before.count("\n")
    return before + name + behind, {"line": line, "character": len(before.rpartition("\n")[2])}, name


def findings(client, version):
    told = client.diagnostics(URI, version)["diagnostics"]
    return [
        (finding["code"], finding["message"], finding["range"]["start"]["line"])
        for finding in told
        if finding["code"] != "ISO100"  # how sure a boundary is may depend on names
    ]


@pytest.mark.parametrize("case", CASES)
def test_a_rename_keeps_what_the_code_does_or_is_refused(session, case):
    marked, new, reason = CASES[case]
    text, position, old = split(marked)
    session.open(URI, text)
    before = findings(session, 1)
    params = {"textDocument": {"uri": URI}, "position": position, "newName": new}
    response = session.ask("textDocument/rename", params)
    if reason is NO_PARAMETER:
        assert response["result"] is None
        return
    if reason:
        assert reason in response.get("error", {}).get("message", response)
        return
    assert response.get("result"), response
    after = applied(text, response["result"]["changes"][URI])
    assert after != text
    assert outcome(after) == outcome(text)
    session.change(URI, 2, after)
    renamed = [(code, message.replace(new, old), line) for code, message, line in findings(session, 2)]
    assert renamed == [(code, message.replace(new, old), line) for code, message, line in before]
