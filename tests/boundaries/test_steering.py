"""The user's comments decide over every detector."""

from __future__ import annotations

import pytest
from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.detect import detect_boundaries
from isoscan.config import Config
from isoscan.model.module import build_module

SCAN = 'df[(df["open"] > 1.03 * df["close"]) & (df["volume"] > 1e6)]\n'


def found(text: str) -> tuple[Boundary, ...]:
    return detect_boundaries(build_module(text), Config())


def test_scanner_comment_names_and_confirms_the_function_below() -> None:
    (boundary,) = found(
        "# isoscan: scanner liquid_only\ndef keep(frame, wanted):\n    return frame.reindex(wanted)\n"
    )
    assert (boundary.name, boundary.kind) == ("liquid_only", "function")
    assert (boundary.start_line, boundary.definition_line, boundary.end_line) == (0, 1, 2)
    assert boundary.confidence > 0.99
    assert boundary.status == "valid"
    assert boundary.evidence[0].reason == "a comment says so"


def test_scanner_comment_behind_a_header_counts() -> None:
    (boundary,) = found("def keep(frame):  # isoscan: scanner kept\n    return frame\n")
    assert (boundary.name, boundary.start_line, boundary.end_line) == ("kept", 0, 1)


def test_scanner_comment_above_an_assignment_makes_a_mask() -> None:
    (boundary,) = found("# isoscan: scanner quiet\nquiet = rolling_calm(df, 20)\n")
    assert (boundary.name, boundary.kind, boundary.end_line) == ("quiet", "mask", 1)


def test_scanner_comment_above_a_method_keeps_its_class_as_container() -> None:
    text = "class Desk:\n    # isoscan: scanner pick\n    def choose(self, frame):\n        return frame\n"
    (boundary,) = found(text)
    assert (boundary.name, boundary.kind, boundary.container) == ("pick", "method", "Desk")


def test_not_a_scanner_silences_what_would_be_one() -> None:
    assert found(f"def scan_gap(df):\n    return {SCAN}")
    assert not found(f"# isoscan: not-a-scanner\ndef scan_gap(df):\n    return {SCAN}")


def test_not_a_scanner_on_a_container_silences_all_inside() -> None:
    mask = '    df["{0}"] = (df["open"] > 1.03 * df["close"]) & (df["volume"] > {1})\n'
    body = mask.format("gap_up", "1e6") + mask.format("wide_day", "2e6") + "    return df\n"
    assert [boundary.name for boundary in found("def mark(df):\n" + body)] == ["gap_up", "wide_day"]
    assert not found("# isoscan: not-a-scanner\ndef mark(df):\n" + body)


def test_begin_and_end_bound_a_section_without_their_own_lines() -> None:
    text = "import x\n# isoscan: begin morning\n\nrows = x.load()\nrows.sort()\n\n# isoscan: end\nprint(1)\n"
    (boundary,) = found(text)
    assert (boundary.name, boundary.kind) == ("morning", "section")
    assert (boundary.start_line, boundary.end_line) == (3, 4)


def test_begin_without_end_runs_to_the_last_line() -> None:
    (boundary,) = found("limit = 3\n# isoscan: begin all_day\nrows = load()\nrows.sort()\n")
    assert (boundary.kind, boundary.start_line, boundary.end_line) == ("section", 2, 3)


def test_around_all_code_it_is_the_script() -> None:
    text = '"""Day."""\n# isoscan: begin all_day\nrows = load()\nrows.sort()\n# isoscan: end\n"""Notes."""\n'
    (boundary,) = found(text)
    assert (boundary.kind, boundary.start_line, boundary.end_line) == ("module", 0, 3)


def test_a_confirmed_section_takes_the_lines_of_what_is_inside() -> None:
    text = f"# isoscan: begin morning\ndef scan_gap(df):\n    return {SCAN}# isoscan: end\n"
    assert [boundary.name for boundary in found(text)] == ["morning"]


@pytest.mark.parametrize("comment", ["# isoscan: scanner lost", "# isoscan: not-a-scanner", "# isoscan: end"])
def test_comments_that_stand_at_nothing_change_nothing(comment: str) -> None:
    assert found(f"x = 1\n\n\n{comment}\n") == ()
