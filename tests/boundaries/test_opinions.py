"""A language model's opinions: evidence like other evidence, through edits too, and never more than that."""

from __future__ import annotations

import random

import pytest
from isoscan.analysis import LiveAnalysis, analyse
from isoscan.boundaries.opinion import Opinion
from isoscan.config import Config
from isoscan.model.live import LiveModule
from isoscan.model.module import build_module
from isoscan.rules.diagnostic import told
from isoscan.source.spans import Span
from isoscan.source.text import TextBuffer

DOUBTFUL = """\
def add_bands(df):
    df["squeeze"] = (df["bb_upper"] < df["kc_upper"]) & (df["bb_lower"] > df["kc_lower"])
    return df
"""
SURE = """\
def scan_gap_up(df):
    return df[(df["gap"] > 2.0) & (df["volume"] > 1_000_000)]
"""
QUIET = """\
def pick(rows):
    chosen = []
    for row in rows:
        chosen.append(row)
    return chosen
"""
SCRIPT = """\
import pandas as pd

df = pd.read_csv("bars.csv")
rows = df.tail(5)
rows = rows.dropna()
print(rows)
more = df.head(5)
more = more.dropna()
print(more)
"""


def parts_of(text):
    return [part.chunk.text for part in build_module(text).parts]


def opinion(first, last, weight=0.8, name="idea", reason="it picks rows", following=()):
    return Opinion(first, last, weight, name, "Picks rows 🎯", reason, following)


def scanners(text, opinions, config=Config()):  # noqa: B008
    analysis = analyse(text, config, opinions=opinions)
    assert analysis.problems == ()
    return {scanner.boundary.name: scanner.boundary for scanner in analysis.scanners}


def uncertain(text, opinions, config=Config()):  # noqa: B008
    analysis = analyse(text, config, opinions=opinions)
    return [finding.message for finding in analysis.diagnostics if finding.code == "ISO101"]


def about_last_part(text, given):
    return {parts_of(text)[-1]: (given,)}


@pytest.mark.parametrize("text", [DOUBTFUL, SURE, QUIET, SCRIPT, ""])
def test_no_opinions_change_nothing(text):
    plain = analyse(text, Config())
    with_none = analyse(text, Config(), opinions={})
    assert plain.scanners == with_none.scanners
    assert plain.diagnostics == with_none.diagnostics


def test_agreement_adds_to_what_is_known():
    before = scanners(DOUBTFUL, None)["squeeze"]
    after = scanners(DOUBTFUL, about_last_part(DOUBTFUL, opinion(1, 1)))["squeeze"]
    assert before.status == "needs_review"
    assert after.confidence > before.confidence
    assert after.evidence[-1].detector == "model"
    assert after.evidence[-1].reason == "a language model takes it for a scanner: it picks rows"
    assert after.described == "idea: Picks rows 🎯"
    assert before.described == ""


def test_dissent_makes_doubtful_and_says_both_reasons():
    found = uncertain(SURE, about_last_part(SURE, opinion(0, 1, -1.0, reason="it only filters")))
    assert len(found) == 1
    assert "`scan_gap_up` is a scanner with" in found[0]
    assert "a language model takes it for no scanner: it only filters" in found[0]
    assert found[0].count("(") >= 1
    assert uncertain(SURE, None) == []


@pytest.mark.parametrize("weight", [-1.0, -50.0])
@pytest.mark.parametrize("text", [SURE, DOUBTFUL])
def test_dissent_takes_no_scanner_away(text, weight):
    names = scanners(text, None)
    line = 0 if text is SURE else 1
    assert scanners(text, about_last_part(text, opinion(line, 1, weight))).keys() == names.keys()


@pytest.mark.parametrize("weight", [0.8, 50.0])
def test_a_model_alone_makes_no_scanner_certain(weight):
    found = scanners(QUIET, about_last_part(QUIET, opinion(0, 4, weight)))
    assert found.keys() == {"pick"}
    assert found["pick"].status == "needs_review"
    assert found["pick"].confidence < 0.75
    relaxed = Config(valid_threshold=0.5)
    assert scanners(QUIET, about_last_part(QUIET, opinion(0, 4, weight)), relaxed)["pick"].status != "valid"
    [message] = uncertain(QUIET, about_last_part(QUIET, opinion(0, 4, weight)))
    assert message == (
        "`pick`: a language model takes it for a scanner: it picks rows; no detector sees one in these lines"
    )


def test_what_is_hardly_likely_is_not_reported():
    assert scanners(QUIET, about_last_part(QUIET, opinion(0, 4)), Config(report_threshold=0.74)) == {}
    assert scanners(QUIET, about_last_part(QUIET, opinion(0, 4, -0.8))) == {}


def test_the_users_word_counts_more():
    refused = QUIET.replace("def pick", "# isoscan: not-a-scanner\ndef pick")
    assert scanners(refused, about_last_part(refused, opinion(1, 5))) == {}
    by_name = Config(not_scanner_names=("pi*",))
    assert scanners(QUIET, about_last_part(QUIET, opinion(0, 4)), by_name) == {}


def test_lines_that_a_detector_has_stay_its_own():
    text = f"{SURE}\n\n{QUIET}"
    both = parts_of(text)
    opinions = {both[0]: (opinion(0, both[1].count("\n") - 1, following=(both[1],)),)}
    found = scanners(text, opinions)
    assert found.keys() == {"scan_gap_up"}


def sections(text):
    parts = parts_of(text)
    return {
        parts[2]: (opinion(0, 0, name="tail_rows", following=(parts[3], parts[4])),),
        parts[5]: (opinion(0, 0, name="head_rows", following=(parts[6], parts[7])),),
    }


def test_sections_of_a_script_that_no_detector_sees():
    found = scanners(SCRIPT, sections(SCRIPT))
    assert {name: (one.kind, one.start_line, one.end_line) for name, one in found.items()} == {
        "tail_rows": ("section", 3, 5),
        "head_rows": ("section", 6, 8),
    }
    assert len(uncertain(SCRIPT, sections(SCRIPT))) == 2


WHOLE = """\
import pandas as pd

df = pd.read_csv("bars.csv")
hits = []
for day in df.index:
    if df.close[day] > df.open[day] * 1.02 and df.volume[day] > 1_000_000:
        hits.append(day)
print(hits)
falls = []
for day in df.index:
    if df.close[day] < df.open[day] * 0.98 and df.volume[day] > 1_000_000:
        falls.append(day)
print(falls)
"""


def test_a_script_as_a_whole_is_doubted_where_its_parts_are_taken_for_scanners():
    parts = parts_of(WHOLE)
    [whole] = scanners(WHOLE, None).values()
    assert whole.kind == "module"
    opinions = {
        parts[2]: (opinion(0, 0, name="rises", following=(parts[3], parts[4])),),
        parts[5]: (opinion(0, 0, name="falls", following=(parts[6], parts[7])),),
    }
    [doubted] = scanners(WHOLE, opinions).values()
    assert doubted.kind == "module"
    assert doubted.confidence < whole.confidence
    [message] = uncertain(WHOLE, opinions)
    assert "but a language model takes 2 parts of it for scanners of their own (`rises`, `falls`)" in message


def test_an_opinion_on_another_text_says_nothing():
    opinions = about_last_part(QUIET, opinion(0, 4))
    assert scanners(QUIET.replace("chosen", "picked"), opinions) == {}
    parts = parts_of(SCRIPT)
    changed = SCRIPT.replace("rows.dropna()", "rows.dropna(how='all')")
    assert scanners(changed, {parts[2]: (opinion(0, 0, following=(parts[3], parts[4])),)}) == {}


@pytest.mark.parametrize("lines", [(-3, 2), (0, 99), (4, 1), (99, 99)])
def test_lines_that_are_not_there_say_nothing(lines):
    assert scanners(QUIET, about_last_part(QUIET, opinion(*lines))) == {}


def test_an_opinion_stays_when_other_things_are_edited():
    text = f"LIMIT = 3\n\n\n{QUIET}"
    [key] = [part for part in parts_of(text) if "pick" in part]
    opinions = {key: (opinion(key.split("\n").index("def pick(rows):"), key.count("\n") - 1),)}
    assert "pick" in scanners(text, opinions)
    assert (
        scanners("import os\n\nFURTHER = 2\n" + text.replace("LIMIT", "MOST"), opinions)["pick"].start_line
        > 3
    )


# While the text is edited


class Editor:
    """A text under edits, with opinions on it."""

    def __init__(self, text, opinions):
        self.buffer = TextBuffer(text)
        self.live = LiveModule(self.buffer._lines)
        self.opinions = opinions
        self.analysis = LiveAnalysis(self.live.module, Config(), "text", opinions)

    def replace(self, span, text):
        self.live.apply(self.buffer._lines, self.buffer.replace(span, text))
        if self.analysis.module is not self.live.module:
            self.analysis = LiveAnalysis(self.live.module, Config(), "text", self.opinions)

    def take(self, opinions):
        self.opinions = opinions
        self.analysis.take_opinions(opinions)

    @property
    def found(self):
        line = self.live.file_line
        boundaries = [scanner.boundary for scanner in self.analysis.scanners]
        named = [
            (one.namespace, one.kind, line(one.start_line), line(one.end_line), one.confidence, one.evidence)
            for one in boundaries
        ]
        messages = [
            (finding.code, told(finding.message, lambda at: str(line(at) + 1)))
            for finding in self.analysis.diagnostics
        ]
        return named, messages, self.analysis.problems


def anew(editor):
    return Editor(editor.buffer.text, editor.opinions).found


def test_opinions_that_come_later_count_as_those_that_were_there():
    text = f"{SURE}\n\n{DOUBTFUL}\n\n{QUIET}"
    editor = Editor(text, {})
    before = editor.found
    editor.take(about_last_part(text, opinion(2, 6)))
    assert editor.found == anew(editor) != before
    editor.take({})
    assert editor.found == before


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_it_is_as_if_opened_anew(seed):
    chance = random.Random(seed)
    text = f"{SCRIPT}\n\n{SURE}\n\n{DOUBTFUL}\n\n{QUIET}"
    parts = parts_of(text)
    everything = {
        **sections(text),
        **{
            part: (
                opinion(
                    part.split("\n").index(next(filter(None, part.split("\n")))),
                    part.count("\n") - 1,
                    chance.choice([0.8, -0.8]),
                ),
            )
            for part in parts[8:]
        },
    }
    editor = Editor(text, everything)
    assert editor.found == anew(editor)
    for _ in range(40):
        lines = editor.buffer.text.split("\n")
        line = chance.randrange(len(lines))
        kind = chance.random()
        if kind < 0.3:
            editor.replace(
                Span(line, 0, line, 0), chance.choice(["x = 1\n", "\n", "# isoscan: end\n", "print(df)\n"])
            )
        elif kind < 0.5:
            editor.replace(Span(line, 0, min(line + 2, len(lines) - 1), 0), "")
        elif kind < 0.7:
            editor.take({key: value for key, value in everything.items() if chance.random() < 0.6})
        elif kind < 0.85:
            last = len(lines) - 1
            editor.replace(Span(0, 0, last, len(lines[last])), text)
        else:
            editor.replace(
                Span(line, len(lines[line]), line, len(lines[line])), chance.choice([" ", "(", ")", "  # 🎯"])
            )
        assert editor.found == anew(editor)
