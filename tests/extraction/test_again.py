"""Extracting again over a module that was edited by hand: the edits stay, or nothing is done."""

from __future__ import annotations

import ast
import random

import pytest
from generated import analysed, extracted, generated
from isoscan.config import Config
from isoscan.extraction.again import Again, History, Making, extract_again
from isoscan.extraction.digest import code_digest
from isoscan.extraction.drift import find_drift
from isoscan.extraction.three_way import merge_texts

SOURCE = """\
import pandas as pd

MIN_RISE = 0.02  # 🚀
LOOK_BACK = 5


def rise(df):
    # from open to close
    return df["close"] / df["open"] - 1


def average(df):
    return df["volume"].rolling(LOOK_BACK).mean()


# isoscan: scanner scan_rise
def scan_rise(df, min_volume=1_000):
    busy = df["volume"] >= min_volume
    strong = rise(df) >= MIN_RISE
    return df[busy & strong & (df["volume"] > average(df))]
"""

TEMPLATES = ["minimal", "standard", "enterprise"]


def again(text: str, source: str, template: str, history: History | None = None) -> Again:
    making = Making("desk/scans.py", Config(), template)
    result = extract_again(text, analysed(source), "scan_rise", making, history)
    assert isinstance(result, Again)
    return result


@pytest.mark.parametrize("template", TEMPLATES)
def test_edits_of_other_lines_stay_and_the_source_is_followed(template):
    text = generated(SOURCE, "scan_rise", template)
    edited = text.replace('df["open"] - 1', 'df["open"] - 1.001').replace(
        "# from open", "# mine\n    # from open"
    )
    edited = edited.replace(".mean()", ".median()  # not so nervous")
    changed = SOURCE.replace("0.02", "0.03").replace("busy & strong", "busy & ~strong")
    result = again(edited, changed, template)
    assert result.problem == ""
    assert result.keeps_edits
    for mine in ('df["open"] - 1.001', "    # mine\n", ".median()  # not so nervous"):
        assert mine in result.text
    assert "0.03" in result.text
    assert "0.02" not in result.text
    assert "busy & ~strong" in result.text
    fresh = generated(changed, "scan_rise", template)
    assert result.fresh == fresh
    assert result.text.partition('"""\n\n')[0] == fresh.partition('"""\n\n')[0], (
        "the docstring is the new one"
    )
    # In step with the source from now on, and known to be edited.
    assert [each.code for each in find_drift(result.text, lambda _: analysed(changed), Config())] == [
        "ISO502"
    ]
    # Merging once more changes nothing.
    assert again(result.text, changed, template).text == result.text


@pytest.mark.parametrize("template", TEMPLATES)
def test_without_edits_it_is_the_new_module(template):
    text = generated(SOURCE, "scan_rise", template)
    changed = SOURCE.replace("0.02", "0.03")
    result = again(text, changed, template)
    assert (result.problem, result.keeps_edits) == ("", False)
    assert result.text == result.fresh == generated(changed, "scan_rise", template)


def test_comments_alone_stay_too():
    text = generated(SOURCE, "scan_rise", "standard")
    edited = text.replace("def average", "# half a week\ndef average")
    result = again(edited, "import os\n" + SOURCE.replace("0.02", "0.03"), "standard")
    assert "# half a week\ndef average" in result.text
    assert "MIN_RISE, line 4" in result.text
    assert "0.03" in result.text


def test_a_comment_behind_a_line_that_the_source_changes_stays():
    text = generated(SOURCE, "scan_rise", "minimal")
    edited = text.replace("LOOK_BACK = 5", "LOOK_BACK = 5  # a week")
    result = again(edited, SOURCE.replace("LOOK_BACK = 5", "LOOK_BACK = 6"), "minimal")
    assert "LOOK_BACK = 6  # a week\n" in result.text
    edited = text.replace("0.02  # 🚀", "0.02  # 🚀 and mine").replace("LOOK_BACK = 5", "LOOK_BACK = 8")
    result = again(
        edited, SOURCE.replace("0.02  # 🚀", "0.03  # 🚀").replace("= 5", "= 5  # days"), "minimal"
    )
    assert "0.03  # 🚀 and mine\n" in result.text
    assert "LOOK_BACK = 8  # days\n" in result.text


def test_comments_of_the_source_that_changed_are_followed():
    text = generated(SOURCE, "scan_rise", "minimal")
    changed = SOURCE.replace("# 🚀", "# fast").replace("# from open to close", "# of the day")
    result = again(text.replace("LOOK_BACK = 5", "LOOK_BACK = 8"), changed, "minimal")
    assert "# fast" in result.text
    assert "# of the day" in result.text
    assert "🚀" not in result.text
    assert "from open" not in result.text
    assert "LOOK_BACK = 8" in result.text


def test_a_parameter_beside_an_edited_one_is_told_apart():
    text = generated(SOURCE, "scan_rise", "standard")
    edited = text.replace("LOOK_BACK: int = 5", "LOOK_BACK: int = 8")
    changed = SOURCE.replace("0.02", "0.04").replace('(df["volume"] >', '(df["close"] > 7) & (df["volume"] >')
    result = again(edited, changed, "standard")
    assert result.problem == ""
    values = {
        node.target.id: ast.literal_eval(node.value)
        for node in ast.walk(ast.parse(result.text))
        if isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.value, ast.Constant)
    }
    assert values["LOOK_BACK"] == 8
    assert values["MIN_RISE"] == 0.04
    assert values["min_volume"] == 1_000
    assert values["close_min"] == 7


def test_what_both_changed_is_refused_and_can_be_marked_where_history_has_the_base():
    text = generated(SOURCE, "scan_rise", "standard")
    edited = text.replace("min_volume: int = 1_000", "min_volume: int = 2_000").replace("- 1\n", "- 2\n")
    changed = SOURCE.replace("1_000", "3_000")
    unknown = again(edited, changed, "standard")
    assert unknown.text == unknown.marked == ""
    assert "not known" in unknown.problem
    line = edited.split("\n").index("    min_volume: int = 2_000  # default of min_volume, line 17") + 1
    for history in (
        History(sources=lambda: iter(["x = 1\n", changed, SOURCE])),
        History(modules=lambda: iter(["x = 1\n", text])),
    ):
        known = again(edited, changed, "standard", history)
        assert known.text == ""
        assert f"line {line}" in known.problem
        assert known.marked.count("<<<<<<< edited by hand\n") == 1
        assert "int = 2_000" in known.marked
        assert "int = 3_000" in known.marked
        assert "- 2\n" in known.marked


def test_history_is_believed_only_if_the_checksum_agrees():
    text = generated(SOURCE, "scan_rise", "minimal")
    edited = text.replace("1_000", "2_000")
    changed = SOURCE.replace("1_000", "3_000")
    lies = History(
        sources=lambda: iter([SOURCE.replace("0.02", "0.05")]),
        modules=lambda: iter([text.replace("0.02", "1")]),
    )
    assert "not known" in again(edited, changed, "minimal", lies).problem


def test_what_the_edits_need_and_is_gone_is_refused():
    text = generated(SOURCE, "scan_rise", "minimal")
    edited = text.replace("strong = rise(df)", "strong = rise(df) + average(df) * 0")
    changed = SOURCE.replace(' & (df["volume"] > average(df))', "")
    result = again(edited, changed, "minimal")
    assert result.text == ""
    assert "average" in result.problem


def test_a_module_that_does_not_say_where_it_is_from_is_refused():
    making = Making("desk/scans.py", Config(), "minimal")
    result = extract_again("x = 1\n", analysed(SOURCE), "scan_rise", making)
    assert "not generated" in str(result)
    assert "no scanner" in str(extract_again("x = 1\n", analysed(SOURCE), "scan_none", making))


def test_line_ends_of_the_edited_module_stay():
    text = generated(SOURCE, "scan_rise", "standard").replace("\n", "\r\n")
    result = again(text.replace("- 1\r\n", "- 1.5\r\n"), SOURCE.replace("0.02", "0.03"), "standard")
    assert "- 1.5\r\n" in result.text
    assert "\n" not in result.text.replace("\r\n", "")


def test_own_lines_in_the_docstring_stay():
    text = generated(SOURCE, "scan_rise", "minimal")
    edited = text.replace("\nTool:", "\nI run this one on Mondays.\nTool:").replace("- 1\n", "- 1.5\n")
    result = again(edited, SOURCE.replace("0.02", "0.03"), "minimal")
    assert "\nI run this one on Mondays.\nTool:" in result.text
    assert result.text.count("SHA-256 of the code") == 1


@pytest.mark.parametrize("seed", range(25))
def test_no_line_of_the_user_is_lost(seed):
    """Whatever is edited, and whatever the source does: each line written by hand stays, or all stays."""
    chance = random.Random(seed)
    template = chance.choice(TEMPLATES)
    text = generated(SOURCE, "scan_rise", template)
    lines = text.split("\n")
    below = text[: text.index('"""\n', 3)].count("\n") + 1
    mine = []
    for number in range(chance.randint(1, 4)):
        at = chance.randrange(below, len(lines))
        indent = len(lines[at]) - len(lines[at].lstrip())
        mine.append(
            f"{' ' * indent}# by hand {number}"
            if chance.random() < 0.5
            else f"{lines[at]}  # by hand {number}"
        )
        if mine[-1].lstrip().startswith("#"):
            lines.insert(at, mine[-1])
        else:
            lines[at] = mine[-1]
    edited = "\n".join(lines)
    changed = SOURCE
    for old, new in chance.sample(
        [
            ("0.02", "0.03"), ("1_000", "9"), ("busy &", "~busy &"), ("- 1\n", "- 3\n"),
            (".mean()", ".max()"), ("LOOK_BACK = 5", "LOOK_BACK = 6  # longer"),
            ("import pandas as pd\n", "import pandas as pd\n\n\n"),
        ],
        chance.randint(0, 4),
    ):  # fmt: skip
        changed = changed.replace(old, new)
    result = again(edited, changed, template)
    merged = result.text or result.marked
    for line in mine:
        comment = line[line.index("# by hand") :]
        assert not merged or comment in merged or comment not in edited, (template, line)
    if result.text:
        ast.parse(result.text)
        fresh = extracted(changed, "scan_rise", template).text
        assert code_digest(fresh) in result.text


def test_merging_texts():
    base = "a\nb\nc\nd\n"
    assert merge_texts(base, "a\nB\nc\nd\n", "a\nb\nc\nD\n").text == "a\nB\nc\nD\n"
    assert merge_texts(base, "a\nB\nc\nd\n", "a\nb\nC\nd\n").text == "a\nB\nC\nd\n", "neighbours"
    assert merge_texts(base, "a\nX\nb\nc\nd\n", "a\nb\nc\n").text == "a\nX\nb\nc\n"
    assert merge_texts(base, "a\nc\nd\n", "a\nc\nd\n").text == "a\nc\nd\n", "both the same"
    assert merge_texts(base, base, "").text == ""
    assert merge_texts(base, "", base).text == ""
    both = merge_texts(base, "a\nX\nc\nd\n", "a\nY\nc\nd\n")
    assert both.conflicts == (1,)
    assert both.text == ("a\n<<<<<<< edited by hand\nX\n=======\nY\n>>>>>>> extracted again\nc\nd\n")
    assert merge_texts(base, "a\nb\nX\nc\nd\n", "a\nb\nY\nc\nd\n").conflicts == (2,), "where one goes first"
    assert merge_texts(base, "a\nd\n", "a\nb\nC\nd\n").conflicts == (1,), "deleted and changed"
