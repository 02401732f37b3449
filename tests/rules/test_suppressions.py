"""Where suppression comments work, and that the fixes of comment rules leave a clean file."""

from __future__ import annotations

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.rules.diagnostic import Fix

SHARED = """\
LIMIT = 0.9{on_line}


def scan_gap_up(df):{on_first}
    return df[(df["gap"] > LIMIT) & (df["high"] > df["high1"])]


def scan_fade(
    df,
    days=3,{on_second}
):
    return df[(df["fade"] > LIMIT) & (df["high"] > df["high1"]) & (df["days"] < days)]


def scan_inside(df):{on_third}
    return df[(df["range"] < {third}) & (df["high"] < df["high1"])]
"""


def source(on_line="", on_first="", on_second="", on_third="", third="0.5"):
    return SHARED.format(
        on_line=on_line, on_first=on_first, on_second=on_second, on_third=on_third, third=third
    )


def codes(text):
    return [diagnostic.code for diagnostic in analyse(text, Config(ignore=("ISO1",))).diagnostics]


def test_without_a_comment():
    assert codes(source()) == ["ISO201"]


@pytest.mark.parametrize(
    "comment",
    ["ignore", "ignore[ISO201]", "ignore[shared-parameter]", "ignore[iso201, ISO301]", "IGNORE[ISO201]"],
)
def test_on_the_line(comment):
    assert "ISO201" not in codes(source(on_line=f"  # isoscan: {comment}"))


def test_on_a_line_of_its_own_above():
    assert "ISO201" not in codes("# isoscan: ignore[ISO201]\n" + source())


@pytest.mark.parametrize(
    "comment", ["ignore[ISO202]", "ignore[redefined-parameter]", "ignored", "ignore[ISO201"]
)
def test_another_rule_or_no_rule_at_all(comment):
    assert "ISO201" in codes(source(on_line=f"  # isoscan: {comment}"))


def test_on_the_header_of_one_of_two_readers():
    assert "ISO201" not in codes(source(on_first="  # isoscan: ignore[ISO201]"))
    assert "ISO201" not in codes(source(on_second="  # isoscan: ignore[ISO201]"))


def test_on_the_header_of_one_of_three_readers():
    assert "ISO201" in codes(source(on_third="  # isoscan: ignore[ISO201]", third="LIMIT"))


def test_on_the_header_of_a_scanner_that_is_not_involved():
    assert "ISO201" in codes(source(on_third="  # isoscan: ignore[ISO201]"))


def test_whole_file():
    assert codes("# isoscan: ignore-file\n" + source()) == []


def test_blank_ignore_does_not_hide_that_it_is_idle():
    analysis = analyse(source(on_third="  # isoscan: ignore"), Config(ignore=("ISO10",)))
    assert [diagnostic.code for diagnostic in analysis.diagnostics] == ["ISO201", "ISO001"]


def test_codes_of_rules_that_do_not_run_are_not_judged():
    text = source(on_third="  # isoscan: ignore[ISO303]")
    assert [found.code for found in analyse(text, Config(select=("ISO0",))).diagnostics] == []
    assert [found.code for found in analyse(text, Config(select=("ISO0", "ISO3"))).diagnostics] == ["ISO001"]


@pytest.mark.parametrize("code", ["ISO501", "ISO502", "stale-extraction"])
def test_codes_of_generated_files_are_not_judged(code):
    text = source(on_third=f"  # isoscan: ignore[{code}]")
    assert [found.code for found in analyse(text, Config(select=("ISO0",))).diagnostics] == []


def test_behind_another_comment():
    assert "ISO201" not in codes(source(on_line="  # 🎯 of the ATR  # isoscan: ignore[ISO201]"))
    assert "ISO201" in codes(source(on_line="  # as in `# isoscan: ignore[ISO201]`, but not here"))
    assert "ISO201" in codes("# as a # isoscan: ignore[ISO201]\n" + source())


def apply(text: str, fix: Fix) -> str:
    lines = text.splitlines(keepends=True)
    for edit in sorted(fix.edits, key=lambda edit: edit.span, reverse=True):
        span = edit.span
        before = lines[span.line][: span.column]
        after = lines[span.end_line][span.end_column :] if span.end_line < len(lines) else ""
        lines[span.line : span.end_line + 1] = [before + edit.text + after]
    return "".join(lines)


def test_removing_an_idle_comment():
    text = source(on_third="  # isoscan: ignore[ISO303]")
    (diagnostic,) = analyse(text, Config(select=("ISO0", "ISO3"))).diagnostics
    (fix,) = diagnostic.fixes
    assert apply(text, fix) == source()


def test_removing_an_idle_code_among_others():
    text = source(on_line="  # isoscan: ignore[ISO201, ISO303]")
    (diagnostic,) = analyse(text, Config(ignore=("ISO1",))).diagnostics
    assert diagnostic.message == "`ISO303` suppresses nothing here"
    fixed = apply(text, diagnostic.fixes[0])
    assert fixed == source(on_line="  # isoscan: ignore[ISO201]")
    assert not analyse(fixed, Config(ignore=("ISO1",))).diagnostics


def test_removing_an_idle_comment_with_a_line_of_its_own():
    text = "x = 1\n# isoscan: end\ny = 2\n"
    (diagnostic,) = analyse(text, Config(select=("ISO0",))).diagnostics
    assert apply(text, diagnostic.fixes[0]) == "x = 1\ny = 2\n"


BANDS = """\
def add_bands(df):
    df["squeeze"] = (df["bb_upper"] < df["kc_upper"]) & (df["bb_lower"] > df["kc_lower"])
    return df
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(("choice", "remaining"), [(0, ["squeeze"]), (1, [])])
def test_settling_an_uncertain_boundary(choice, remaining, ending):
    text = BANDS.replace("\n", ending)
    (diagnostic,) = analyse(text, Config(select=("ISO101",))).diagnostics
    fixed = apply(text, diagnostic.fixes[choice])
    assert fixed.count(ending) == text.count(ending) + 1
    assert fixed.replace(ending, "").count("\n") == 0
    analysis = analyse(fixed, Config(ignore=("ISO100",)))
    assert [scanner.boundary.name for scanner in analysis.scanners] == remaining
    assert not analysis.diagnostics
