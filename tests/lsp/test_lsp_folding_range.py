from json import dumps

import pytest
from hand_made import analysis, document, scanner
from isoscan.config import Config
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document
from isoscan.lsp.features.folding_range import folding_range
from isoscan.lsp.folds import FoldsText

ALL = Client(shows_collapsed_text=True)

FILE = '''\
import os
import sys

import pandas as pd

# ─── 🎯 gaps ───────────────

MIN_GAP = 0.75


# the first
# and only one
def scan_gap(
    df,
    min_gap=MIN_GAP,
):
    """Gaps.

    Up only.
    """
    if min_gap > 1:
        a = 1
        b = 2
    elif min_gap > 2:
        a = 2
        b = 3
    else:
        a = 3
        b = 4
    return df


# region fades
class Fades:
    limits = {
        "low": 1,
        "high": 2,
    }

    def scan_fade(self, df):
        return (
            df
        )
# endregion

# ─── 🎯 rest ───────────────

print(
    1
)
'''


def folds(text, *scanners, config=None, client=ALL):
    answer = folding_range(document(text), analysis(text, *scanners), config or Config(), client)
    return answer and [
        (
            fold["startLine"] + 1,
            fold["endLine"] + 1,
            *filter(None, [fold.get("kind"), fold.get("collapsedText")]),
        )
        for fold in answer
    ]


def test_the_set_is_complete():
    line = {text: number for number, text in enumerate(FILE.split("\n"), 1)}
    found = {fold[0]: fold for fold in folds(FILE)}
    assert found[1] == (1, 4, "imports")
    banner = line["# ─── 🎯 gaps ───────────────"]
    assert found[banner] == (banner, line["# endregion"], "region")
    assert found[line["# the first"]] == (11, 12, "comment")
    assert found[line["def scan_gap("]] == (13, 30)
    assert found[line['    """Gaps.']] == (17, 20, "comment")
    assert found[line["    if min_gap > 1:"]] == (21, 23)
    assert found[line["    elif min_gap > 2:"]] == (24, 26)
    assert found[line["    else:"]] == (27, 29)
    region = line["# region fades"]
    assert found[region] == (region, line["# endregion"], "region")
    assert found[line["class Fades:"]] == (region + 1, line["# endregion"] - 1)
    # The closing bracket stays in sight.
    assert found[line["    limits = {"]] == (region + 2, region + 4)
    assert found[line["    def scan_fade(self, df):"]] == (region + 7, region + 10)
    rest = line["# ─── 🎯 rest ───────────────"]
    assert found[rest] == (rest, rest + 4, "region")


def test_a_scanner_folds_into_its_header_and_says_what_is_folded():
    text = "df['gap'] = (\n    df['o']\n    > 2\n)\n"
    found = folds(text, scanner(text, "gap", "mask", last=3))
    assert found == [(1, 4, "gap: 4 lines")]


def test_a_section_folds_into_its_banner():
    text = "# === gaps 🎯 ===\na = 1\nhits = df[a]\n"
    found = folds(text, scanner(text, "gaps", "section", first=0, last=2))
    assert found == [(1, 3, "region", "gaps: 3 lines")]


def test_only_scanners_when_the_user_wants_that():
    text = "def helper():\n    x = 1\n    return x\n\ndef scan_gap(df):\n    x = 1\n    return df\n"
    only = Config(folding="scanners")
    assert folds(text, scanner(text, "scan_gap", last=6), config=only) == [(5, 7, "scan_gap: 3 lines")]
    assert folds(text, config=only) is None


def test_null_when_off_and_when_nothing_folds():
    assert folds(FILE, config=Config(folding="off")) is None
    for text in ("", "\n", "x = 1\n", "# one comment\n", "def f(): pass\n"):
        assert folds(text) is None


def test_no_two_folds_start_on_one_line_and_none_cross():
    text = (
        FILE
        + "for a in [\n  1,\n]:\n  x(lambda: [\n  2\n])\n"
        + "# region a\ndef f():\n  1\n# endregion\n  2\n"
    )
    answer = folds(text, scanner(text, "scan_gap", last=28))
    starts = [fold[0] for fold in answer]
    assert starts == sorted(set(starts))
    for start, end, *_ in answer:
        assert end > start
        assert not any(start < other[0] <= end < other[1] for other in answer)


def test_the_clients_limit_keeps_what_matters_most():
    scan = scanner(FILE, "scan_gap", last=29)
    limited = folds(FILE, scan, client=Client(fold_limit=3))
    assert len(limited) == 3
    assert (13, 30) in limited
    assert any(FILE.split("\n")[start - 1].startswith("class") for start, *_ in limited)
    assert limited == sorted(limited)


def test_what_the_client_does_not_know_is_left_out():
    text = "import os\nimport sys\ndef scan_gap(df):\n    return df\n"
    found = folds(text, scanner(text, "scan_gap", last=3), client=Client(fold_kinds=frozenset({"comment"})))
    assert found == [(1, 2), (3, 4)]


def test_broken_code_keeps_its_folds():
    text = "def scan_gap(df):\n    x = (\n    return df\n\ndef scan_fade(df):\n    y = 1\n    return df\n"
    starts = [fold[0] for fold in folds(text)]
    assert 1 in starts
    assert 5 in starts


EDITS = [
    ((0, 0, 0, 0), "# above\n\n"),
    ((5, 0, 6, 0), ""),
    ((14, 0, 14, 0), "# region 100%\n"),
    ((30, 0, 30, 0), "# isoscan: begin one\nhits = df[\n    df['gap'] > 1]\n# isoscan: end\n"),
    ((2, 0, 2, 0), "x = (\n"),
    ((2, 0, 3, 0), "@cached\n# what for\n"),
    ((0, 0, 60, 0), ""),
]


@pytest.mark.parametrize("client", [ALL, Client(), Client(fold_limit=6), Client(fold_limit=6000)])
@pytest.mark.parametrize("config", [Config(), Config(folding="scanners"), Config(folding="off")])
def test_what_is_kept_from_request_to_request_makes_no_difference(client, config):
    edited = Document("file:///desk.py", 1, FILE, "utf-16")
    kept = FoldsText(edited, edited.analysis(config), config, client)
    for (line, column, end, end_column), new in EDITS:
        start, stop = {"line": line, "character": column}, {"line": end, "character": end_column}
        edited.change(None, [{"range": {"start": start, "end": stop}, "text": new}])
        now = edited.analysis(config)
        anew = folding_range(edited, now, config, client)
        answer = kept.answer()
        sent = answer if isinstance(answer, str) else answer and dumps(answer, separators=(",", ":"))
        assert sent == (anew and dumps(anew, separators=(",", ":")))
