"""`isoscan check`, run as a user runs it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

SCHEMA = json.loads(Path(__file__).with_name("check.schema.json").read_text(encoding="utf-8"))

CLEAN = """\
# 🎯 one scanner that keeps to itself
def scan_gap_up(df, min_gap=4.0, min_rvol=2.0):
    gap = df["gap_pct"] >= min_gap
    busy = df["rvol"] >= min_rvol
    return df[gap & busy & (df["close"] > df["open"])]
"""

SHARED = """\
ATR_MULT = 1.25


def scan_gap_up(df):
    wide = df["range_atr"] >= ATR_MULT
    return df[wide & (df["gap_pct"] >= 4)]


def scan_fade(df):
    wide = df["range_atr"] >= ATR_MULT
    return df[wide & (df["gap_pct"] <= -4)]
"""

SAMPLE = Path(__file__).parents[2] / "examples" / "momentum_desk.py"


@pytest.fixture
def write(tmp_path):
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write_file


def parsed(result) -> list[dict]:
    """The files of a JSON result, which must follow the schema and hold no NaN."""
    document = json.loads(result.stdout, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    jsonschema.validate(document, SCHEMA)
    return document["files"]


def test_a_clean_file_is_said_to_be_clean(run, write):
    write("clean.py", CLEAN)
    result = run("check", "clean.py")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert result.stdout.startswith("clean.py: 1 scanner\n  scan_gap_up  function  lines 1-5  confidence ")
    assert result.stdout.endswith("Nothing to complain about. 1 scanner; 1 file checked.\n")


def test_a_shared_parameter_is_shown_with_its_line(run, write):
    write("shared.py", SHARED)
    result = run("check", "shared.py")
    assert result.returncode == 1
    assert result.stderr == ""
    assert "shared.py:1:1: ISO201 shared-parameter: " in result.stdout
    assert "1 | ATR_MULT = 1.25\n  | ^^^^^^^^\n" in result.stdout


def test_json_of_the_sample_follows_the_schema(run):
    result = run("check", SAMPLE, "--output-format", "json")
    assert result.returncode == 1
    (file,) = parsed(result)
    assert file["path"] == str(SAMPLE)
    lines = SAMPLE.read_text(encoding="utf-8").count("\n")
    ranges = [(scanner["start_line"], scanner["end_line"]) for scanner in file["scanners"]]
    assert ranges == sorted(ranges)
    assert all(start <= end <= lines for start, end in ranges)
    namespaces = [scanner["namespace"] for scanner in file["scanners"]]
    assert len(set(namespaces)) == len(namespaces)
    for scanner in file["scanners"]:
        for parameter in scanner["parameters"]:
            assert parameter["qualified_name"] == f"{scanner['namespace']}.{parameter['name']}"


@pytest.mark.parametrize("code", ["ISO201", "ISO202", "ISO203", "ISO207", "ISO301", "ISO303"])
def test_the_sample_has_something_for_every_rule(run, code):
    (file,) = parsed(run("check", SAMPLE, "--output-format", "json", "--select", code))
    assert {diagnostic["code"] for diagnostic in file["diagnostics"]} == {code}


def test_most_scanners_of_the_sample_are_clean(run):
    (file,) = parsed(run("check", SAMPLE, "--output-format", "json"))
    scores = [scanner["isolation_score"] for scanner in file["scanners"]]
    assert len(scores) >= 30
    assert sum(score == 1 for score in scores) > 2 / 3 * len(scores)


def test_sarif_and_github(run, write):
    write("my scans.py", SHARED)
    log = json.loads(run("check", "my scans.py", "--output-format", "sarif").stdout)
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["ISO201"]
    github = run("check", "my scans.py", "--output-format", "github").stdout
    assert github.startswith("::warning title=isoscan ISO201 shared-parameter,file=my scans.py,line=1,")


def test_select_and_ignore(run, write):
    write("shared.py", SHARED)
    assert run("check", "shared.py", "--ignore", "ISO201").returncode == 0
    assert run("check", "shared.py", "--select", "ISO3").returncode == 0
    assert run("check", "shared.py", "--select", "shared-parameter").returncode == 1
    assert run("check", "shared.py", "--select", "iso2,ISO3").returncode == 1


def test_where_scanners_begin_is_a_finding_only_when_selected(run, write):
    write("clean.py", CLEAN)
    assert "ISO100" not in run("check", "clean.py").stdout
    if run("rule", "ISO100").returncode == 0:
        assert "ISO100" in run("check", "clean.py", "--select", "ISO100").stdout


def test_settings_are_read(run, write):
    write("shared.py", SHARED)
    write("pyproject.toml", '[tool.isoscan]\nignore = ["ISO201"]\n')
    assert run("check", "shared.py").returncode == 0
    assert run("check", "shared.py", "--select", "ISO2").returncode == 0


def test_explain_gives_reasons(run, write):
    write("clean.py", CLEAN)
    assert len(run("check", "clean.py", "--explain").stdout.splitlines()) > len(
        run("check", "clean.py").stdout.splitlines()
    )


def test_statistics(run, write):
    write("shared.py", SHARED)
    result = run("check", "shared.py", "--statistics")
    assert result.returncode == 1
    assert result.stdout.startswith("1  ISO201  shared-parameter\n")


def test_a_baseline_hides_what_was_there_and_nothing_new(run, write):
    write("shared.py", SHARED)
    written = run("check", "shared.py", "--write-baseline", "known.json")
    assert (written.returncode, written.stderr) == (0, "")
    hidden = run("check", "shared.py", "--baseline", "known.json")
    assert hidden.returncode == 0
    assert "1 known finding hidden by the baseline" in hidden.stdout
    write(
        "shared.py",
        "# moved\n"
        + SHARED.replace("ATR_MULT = 1.25\n", "ATR_MULT = 1.25\nGAP = 4\n")
        .replace(" 4)", " GAP)")
        .replace("-4", "-GAP"),
    )
    fresh = run("check", "shared.py", "--baseline", "known.json", "--output-format", "json")
    assert fresh.returncode == 1
    (file,) = parsed(fresh)
    assert [diagnostic["subject"] for diagnostic in file["diagnostics"]] == ["GAP"]


def test_standard_input_has_the_name_it_is_given(run):
    result = run("check", "-", "--stdin-filename", "scans/typed.py", stdin=SHARED.encode())
    assert result.returncode == 1
    assert "scans/typed.py:1:1: ISO201" in result.stdout
    assert run("check", "-", stdin=CLEAN.encode()).stdout.startswith("-: 1 scanner\n")


def test_a_folder_is_walked(run, write):
    write("scans/a.py", CLEAN)
    write("scans/deep/b.py", SHARED)
    write("scans/.venv/c.py", SHARED)
    result = run("check", "scans", "--output-format", "json")
    assert [file["path"] for file in parsed(result)] == [
        str(Path("scans", "a.py")),
        str(Path("scans", "deep", "b.py")),
    ]


def test_many_files_give_the_same_in_parallel(run, write):
    padding = "".join(f"# {number:0>100}\n" for number in range(150))
    for number in range(40):
        write(f"scans/s{number:02}.py", (SHARED if number % 3 else CLEAN) + padding)
    result = run("check", "scans", "--output-format", "json")
    assert (result.returncode, result.stderr) == (1, "")
    files = parsed(result)
    assert [file["path"] for file in files] == [
        str(Path("scans", f"s{number:02}.py")) for number in range(40)
    ]
    assert [len(file["diagnostics"]) for file in files] == [int(number % 3 > 0) for number in range(40)]


def test_colours_are_for_terminals_and_can_be_forced(run, write):
    write("shared.py", SHARED)
    assert "\x1b[" not in run("check", "shared.py").stdout
    assert "\x1b[" in run("check", "shared.py", FORCE_COLOR="1").stdout
    assert "\x1b[" not in run("check", "shared.py", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_a_closed_pipe_is_quiet(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "isoscan", "check", str(SAMPLE), "--output-format", "json"]
    try:
        result = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert (result.returncode, result.stderr) == (141, b"")


def test_output_that_cannot_be_encoded_is_escaped(run, write):
    write("clean.py", CLEAN.replace("scan_gap_up", "scan_größe"))
    result = run("check", "clean.py", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (result.returncode, result.stderr) == (0, "")
    assert "scan_gr\\xf6\\xdfe" in result.stdout


def test_a_terminal_gets_colours_and_a_progress_bar(write, tmp_path):
    for number in range(3):
        write(f"scans/s{number}.py", SHARED)
    controller, terminal = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_COLOR")}
    command = [sys.executable, "-m", "isoscan", "check", "scans"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=terminal, stderr=terminal, env={**environment, "TERM": "xterm"}
    )
    os.close(terminal)
    output = b""
    try:
        while block := os.read(controller, 65_536):
            output += block
    except OSError:  # how Linux says that the other end is closed
        output += b""
    finally:
        os.close(controller)
    assert process.wait() == 1
    text = output.decode("utf-8")
    assert "3/3 files" in text
    assert "\x1b[1;33mISO201" in text


def test_watching_checks_again_after_a_change(write, tmp_path):
    source = write("scans.py", CLEAN)
    command = [sys.executable, "-u", "-m", "isoscan", "check", "scans.py", "--watch"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            first = read_until(process.stdout, "Watching")
            source.write_text(SHARED)
            second = read_until(process.stdout, "Watching")
        finally:
            process.terminate()
    assert "Nothing to complain about" in first
    assert "ISO201" in second


def read_until(stream, word: str) -> str:
    lines = []
    for line in stream:
        lines.append(line)
        if word in line:
            break
    return "".join(lines)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--select", "ISO999"], "--select: there is no rule `ISO999`"),
        (["--select", "shared-paramter"], "did you mean `shared-parameter`"),
        (["--ignore", "E501"], "--ignore: there is no rule `E501`"),
        (["--select", ","], "--select needs at least one rule code"),
        (["--watch", "--output-format", "json"], "--watch goes with the text format"),
        (["--watch", "--write-baseline", "x"], "do not go together"),
        (["--statistics", "--output-format", "json"], "--statistics goes with the text format"),
        (["--baseline", "none.json"], "none.json: no such baseline"),
        (["--baseline", "a", "--write-baseline", "b"], "give one of them"),
        (["--write-baseline", "clean.py/known.json"], "the baseline cannot be written"),
        (["--output-format", "xml"], "invalid choice: 'xml'"),
    ],
)  # fmt: skip
def test_options_that_make_no_sense_are_said(run, write, arguments, sentence):
    write("clean.py", CLEAN)
    result = run("check", "clean.py", *arguments)
    assert result.returncode == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_no_command_and_no_path_are_said(run):
    assert run().returncode == 2
    assert run("check").returncode == 2
    assert run("--version").stdout.startswith("isoscan ")
