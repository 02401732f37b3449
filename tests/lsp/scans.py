"""A file with parameters of every origin, and how tests ask about places in it."""

URI = "file:///scans/knobs.py"

SCANS = """\
import pandas as pd

P = {"atr_mult": 0.9, "🎯 unused": 1}
Q = dict(gap=2)
LOOK = 20
NESTED = {"deep": {"low": 1, "high": 5}}
WHOLE = {"size": 3}

# ─── 🎯 section one ───

class Reclaim:
    floor = 5

    def scan_reclaim(self, df):
        return df[(df["close"] > self.floor) & (df["low"] < Reclaim.floor)]


def scan_gap(df, min_gap=2.0):
    width = 3
    wide = df["atr"] > P["atr_mult"] * width  # ─ 🎯
    busy = df["volume"].rolling(20).mean() > NESTED["deep"]["low"]
    calm = (df["rsi"] < 30) & (df["v"] > Q["gap"]) & (df["low"] > LOOK)
    return df[wide & busy & (df["gap"] > min_gap) & calm]


def scan_fade(df):
    return df[(df["atr"] > P["atr_mult"]) & (df["gap"] < -1.5) & (df["size"] > WHOLE["size"])]


def plot(df):
    print(WHOLE, LOOK, P["atr_mult"])
    return scan_gap(df, min_gap=1.0)
"""


def place(text, line, piece, inside=1):
    """The position `inside` characters into a piece of the first line that holds `line`; in UTF-16 units."""
    lines = text.split("\n")
    number = next(number for number, content in enumerate(lines) if line in content)
    column = lines[number].index(piece) + inside
    return {"line": number, "character": len(lines[number][:column].encode("utf-16-le")) // 2}


def at(uri, text, line, piece, **more):
    """Parameters of a request about a position."""
    return {"textDocument": {"uri": uri}, "position": place(text, line, piece), **more}


def taken(text, where):
    """The text of a range on one line, given in UTF-16 units."""
    line = text.split("\n")[where["start"]["line"]].encode("utf-16-le")
    assert where["start"]["line"] == where["end"]["line"]
    return line[where["start"]["character"] * 2 : where["end"]["character"] * 2].decode("utf-16-le")


def edited(text, edits):
    """The text after edits given in UTF-16 units."""
    lines = text.split("\n")
    in_order = sorted(
        edits, key=lambda edit: (edit["range"]["start"]["line"], edit["range"]["start"]["character"])
    )
    for edit in reversed(in_order):
        start, end = edit["range"]["start"], edit["range"]["end"]
        assert start["line"] == end["line"]
        line = lines[start["line"]].encode("utf-16-le")
        before, after = line[: start["character"] * 2], line[end["character"] * 2 :]
        lines[start["line"]] = before.decode("utf-16-le") + edit["newText"] + after.decode("utf-16-le")
    return "\n".join(lines)
