"""Files to ask about, and answers as a model would write them."""

import json

DESK = '''\
"""A desk's file, 🎯 and ─ in it."""
import pandas as pd

LIMIT = 3


def pick(rows):
    chosen = []
    for row in rows:
        chosen.append(row)
    return chosen


def scan_gap_up(df):
    """Gaps up."""
    return df[(df["gap"] > 2.0) & (df["volume"] > 1_000_000)]


def add_bands(df):
    df["squeeze"] = (df["bb_upper"] < df["kc_upper"]) & (df["bb_lower"] > df["kc_lower"])
    return df
'''


def unit(
    first,
    last,
    quote,
    is_scanner=True,
    confidence=0.9,
    name="idea",
    description="Picks rows",
    reason="it picks",
    parameters=(),
):
    return {
        "first_line": first,
        "last_line": last,
        "quote": quote,
        "is_scanner": is_scanner,
        "name": name,
        "description": description,
        "confidence": confidence,
        "reason": reason,
        "parameters": [{"name": name, "description": text} for name, text in parameters],
    }


def written(*units):
    return json.dumps({"units": list(units)})


def shown_lines(user):
    """The numbered lines of a prompt, by number."""
    found = {}
    for row in user.split("\n"):
        number, bar, text = row.partition("| ")
        if bar and number.strip().isdecimal():
            found[int(number)] = text
    return found


def answering(*wanted):
    """Writes units for the defs of these names, wherever the prompt shows them; (name, is_scanner) pairs."""

    def write(request):
        lines = shown_lines(request["body"]["messages"][1]["content"])
        units = []
        for name, is_scanner in wanted:
            for number, text in lines.items():
                if text.startswith(f"def {name}("):
                    last = number
                    while lines.get(last + 1, "").startswith((" ", "\t")):
                        last += 1
                    units.append(unit(number, last, text, is_scanner, name=name))
        return written(*units)

    return write
