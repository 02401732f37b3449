import pytest
from hand_made import analysis, document, parameter, scanner, span_of
from isoscan.config import Config
from isoscan.lsp.capabilities import Client
from isoscan.lsp.features.hover import hover
from isoscan.lsp.view import View
from isoscan.source.spans import Position

MARKDOWN = Client(renders_markdown=True, renders_markup=True)

FILE = """\
ATR_MULT = 0.75

def scan_gap(df, min_gap=2):
    '🎯─'; x = df['gap'] > ATR_MULT
    return x

def scan_fade(df):
    return df['gap'] < ATR_MULT  # isoscan: ignore
"""

ATR = span_of(FILE, "ATR_MULT")
READS = (span_of(FILE, "ATR_MULT", 1), span_of(FILE, "ATR_MULT", 2))


def atr(owner):
    return parameter(
        owner,
        "ATR_MULT",
        0.75,
        ATR,
        value_span=span_of(FILE, "0.75"),
        read_by=("scan_gap", "scan_fade"),
        reads=READS,
    )


MIN_GAP = parameter(
    "scan_gap", "min_gap", 2, span_of(FILE, "min_gap"), origin="default_arg", value_span=span_of(FILE, "2")
)
GAP = scanner(
    FILE, "scan_gap", last=4, parameters=(atr("scan_gap"), MIN_GAP), dependencies=("pandas",), isolation=0.5
)
FADE = scanner(FILE, "scan_fade", last=7, parameters=(atr("scan_fade"),))


def at(piece, nth=0, *, client=MARKDOWN, encoding="utf-16", scanners=(GAP, FADE), offset=1):
    place = span_of(FILE, piece, nth)
    position = Position(place.line, place.column + offset)
    return hover(View(document(FILE, encoding), analysis(FILE, *scanners), Config(), client), position)


def text(answer):
    return answer["contents"]["value"]


def test_a_scanners_name_tells_all_about_it():
    answer = at("scan_gap")
    assert answer["contents"]["kind"] == "markdown"
    assert "**Scanner `scan_gap`** (function)" in text(answer)
    assert "Lines 3–5, confidence 0.93 (valid), isolation 0.50" in text(answer)
    assert "- named `scan_*` (naming, 0.90)" in text(answer)
    assert "`ATR_MULT = 0.75`, shared with `scan_fade`" in text(answer)
    assert "- `min_gap = 2`" in text(answer)
    assert "Uses `pandas`" in text(answer)
    assert answer["range"] == {"start": {"line": 2, "character": 4}, "end": {"line": 2, "character": 12}}


def test_the_header_line_tells_of_the_scanner_too_but_not_its_body():
    assert "Scanner `scan_gap`" in text(at("df, min"))
    assert at("return x") is None
    assert at("x = df") is None
    assert hover(View(document(""), analysis(""), Config(), MARKDOWN), Position(0, 0)) is None


def test_a_read_tells_the_parameter_of_the_scanner_around_it():
    answer = at("ATR_MULT", 1)
    assert "**Parameter `scan_gap.ATR_MULT`**" in text(answer)
    assert "`ATR_MULT = 0.75`: module constant, line 1" in text(answer)
    assert "Also read by `scan_fade`" in text(answer)
    assert "**Parameter `scan_fade.ATR_MULT`**" in text(at("ATR_MULT", 2))


def test_the_definition_tells_all_who_read_it():
    for answer in (at("ATR_MULT"), at("0.75")):
        assert "**Parameter `scan_gap.ATR_MULT`, `scan_fade.ATR_MULT`**" in text(answer)
        assert "Read by `scan_gap`, `scan_fade`" in text(answer)


def test_a_private_parameter_on_the_header_goes_before_the_scanner():
    answer = at("min_gap")
    assert "**Parameter `scan_gap.min_gap`**" in text(answer)
    assert "default argument" in text(answer)
    assert "No other scanner reads it" in text(answer)


@pytest.mark.parametrize(("encoding", "character"), [("utf-8", 31), ("utf-16", 27), ("utf-32", 26)])
def test_ranges_are_in_the_clients_units(encoding, character):
    assert at("ATR_MULT", 1, encoding=encoding)["range"]["start"] == {"line": 3, "character": character}


def test_plain_text_for_clients_without_markdown():
    plain = at("scan_gap", client=Client(renders_markup=True))["contents"]
    assert plain["kind"] == "plaintext"
    bare = at("scan_gap", client=Client())["contents"]
    assert isinstance(bare, str)
    for contents in (plain["value"], bare):
        assert contents.startswith("Scanner scan_gap (function)")
        assert "`" not in contents
        assert "named scan_*" in contents


def test_long_lists_and_values_are_cut():
    many = tuple(parameter("scan_gap", f"p{number}", "x" * 200, ATR) for number in range(30))
    contents = text(at("scan_gap", scanners=(scanner(FILE, "scan_gap", last=4, parameters=many),)))
    assert "30 parameters:" in contents
    assert "- and 10 more" in contents
    assert max(map(len, contents.splitlines())) < 100


def test_a_suppression_says_what_it_does():
    assert "reports nothing for this line" in text(at("isoscan: ignore"))


def test_a_suppression_of_a_rule_explains_the_rule():
    source = "x = 1  # isoscan: ignore[ISO201]\ny = 2  # isoscan: ignore[ISO999]\n"
    known, unknown = (
        hover(View(document(source), analysis(source), Config(), MARKDOWN), Position(line, 15))
        for line in (0, 1)
    )
    assert "ISO201 shared-parameter" in text(known)
    assert "What it does" in text(known)
    assert "There is no rule `ISO999`" in text(unknown)


def test_a_suppression_of_a_rule_on_generated_files_explains_it_too():
    source = "x = 1  # isoscan: ignore[ISO501]\n"
    answer = hover(View(document(source), analysis(source), Config(), MARKDOWN), Position(0, 15))
    assert "ISO501 stale-extraction" in text(answer)
