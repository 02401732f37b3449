"""The one entry to the core: never raises, is a function of its text, keeps faults apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from isoscan.analysis import analyse
from isoscan.boundaries.finder import BoundaryFinder
from isoscan.config import Config
from isoscan.parameters import scanners as layers
from isoscan.parameters.description import Description

FIXTURES = sorted((Path(__file__).parent / "data").glob("*/*.py"))
SOURCES = [path.read_text(encoding="utf-8") for path in FIXTURES]
TYPED = ["x", "\n", "(", '"""', "# isoscan: ignore\n", "P = {'a': 1}\n", "def f(:\n"]
EVERYTHING = Config(select=("ISO",))

patient = settings(max_examples=150)


@patient
@given(st.data())
def test_truncated_and_cut_files_never_raise(data):
    source = data.draw(st.sampled_from(SOURCES))
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    kept = data.draw(st.booleans())
    text = source[start:end] if kept else source[:start] + source[end:]
    analysis = analyse(text, EVERYTHING)
    assert not analysis.problems


@patient
@given(st.data())
def test_previous_only_saves_time(data):
    before = data.draw(st.sampled_from(SOURCES))
    place = data.draw(st.integers(0, len(before)))
    typed = data.draw(st.sampled_from(TYPED))
    after = before[:place] + typed + before[place:]
    assert analyse(after, EVERYTHING, analyse(before, EVERYTHING))[1:] == analyse(after, EVERYTHING)[1:]


@settings(patient, max_examples=40)
@given(st.data())
def test_a_session_of_edits_leaves_nothing_behind(data):
    text = data.draw(st.sampled_from(SOURCES))
    analysis = analyse(text, EVERYTHING)
    for _ in range(data.draw(st.integers(1, 6))):
        text = edited(data, text)
        analysis = analyse(text, EVERYTHING, analysis)
        assert analysis[1:] == analyse(text, EVERYTHING)[1:]


def edited(data, text):
    """The text with something typed, deleted, renamed, doubled or moved."""
    lines = text.splitlines(keepends=True) or [""]
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first, min(first + 30, len(lines))))
    match data.draw(st.sampled_from(("type", "delete", "rename", "double", "move"))):
        case "type":
            column = data.draw(st.integers(0, len(lines[first])))
            typed = data.draw(st.sampled_from(TYPED))
            lines[first] = lines[first][:column] + typed + lines[first][column:]
        case "delete":
            del lines[first:last]
        case "rename":
            words = sorted({word for word in "".join(lines[first:last]).split() if word.isidentifier()})
            name = data.draw(st.sampled_from(words)) if words else "df"
            return text.replace(name, data.draw(st.sampled_from(("close", "scan", "x", "P"))))
        case "double":
            lines[last:last] = lines[first:last]
        case "move":
            block = lines[first:last]
            del lines[first:last]
            place = data.draw(st.integers(0, len(lines)))
            lines[place:place] = block
    return "".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n" * 50,
        "\0\0\0",
        "x = " + "(" * 3000,
        "x = " + "[" * 500 + "]" * 500,
        "if a:\n" + "".join(" " * n + "if a:\n" for n in range(1, 400)),
        "P = " + "{'a': " * 200 + "1" + "}" * 200,
        "x = '" + "a" * 100_000,
        "".join(f"class C{n}(C{n + 1}):\n    x = self.x\n" for n in range(300)),
        "class A(B): ...\nclass B(A):\n    def scan(self): return self.x > 1\n",
        "# isoscan: begin\n# isoscan: scanner\n# isoscan: ignore[",
        "def scan(df, P=P):\n    P = P\n    return P['a'] > P.get('b', 1)\n",
        # A column that begins as False in one chunk, inside of a block, and is computed in a later one.
        "import pandas as pd\ndf = pd.read_csv('a')\nfor i in range(3):\n    q = 1\n    df['x'] = False\n"
        "u = 1\nv = 2\ndf['x'] = (df['close'] > df['open']) | (df['close'] > 5)\n",
    ],
    ids=range(13),
)
def test_odd_texts(text):
    assert not analyse(text, EVERYTHING).problems


def test_module_name_names_a_script_that_is_one_scanner():
    source = (
        "import pandas as pd\ndf = pd.read_csv('a.csv')\n"
        "hits = []\nfor ticker in df['ticker']:\n    row = df[df['ticker'] == ticker]\n"
        "    if row['rsi'].iloc[-1] < 30 and row['close'].iloc[-1] > row['sma'].iloc[-1]:\n"
        "        hits.append(ticker)\nprint(hits)\n"
    )
    named = analyse(source, Config(), module_name="oversold").scanners
    assert [scanner.boundary.name for scanner in named if scanner.boundary.kind == "module"] == ["oversold"]


def fail(*_arguments):
    raise ValueError("spilt coffee")


SCANNER = "LIMIT = 1\ndef scan_gap(df):\n    return df[(df['gap'] > LIMIT) & (df['high'] > 2)]\n"


def test_a_failing_detector_leaves_the_model(monkeypatch):
    monkeypatch.setattr(BoundaryFinder, "of_part", fail)
    analysis = analyse(SCANNER, Config())
    assert analysis.module.text == SCANNER
    (problem,) = analysis.problems
    assert problem.startswith("finding the scanners failed\n")
    assert "spilt coffee" in problem


def test_a_failing_description_leaves_the_boundaries(monkeypatch):
    monkeypatch.setattr(Description, "scanner", fail)
    analysis = analyse(SCANNER, Config())
    assert [scanner.boundary.name for scanner in analysis.scanners] == ["scan_gap"]
    assert analysis.problems[0].startswith("reading the scanners' parameters failed\n")


def test_a_failing_layer_leaves_the_other_layers(monkeypatch):
    monkeypatch.setattr(layers, "LAYERS", (fail, *layers.LAYERS[1:]))
    analysis = analyse(SCANNER, Config())
    assert [parameter.name for parameter in analysis.scanners[0].parameters] == ["high_min"]
    assert analysis.problems[0].startswith("reading the fail of scanner `scan_gap` failed\n")
