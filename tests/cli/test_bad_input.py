"""Whatever a file holds, a check ends with a result or with one sentence, never with a stack trace."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

SCHEMA = json.loads(Path(__file__).with_name("check.schema.json").read_text(encoding="utf-8"))

SCANNER = 'def scan_gap_up(df, min_gap=4.0):\n    return df[df["gap_pct"] >= min_gap]\n'
CAFE = 'CAFÉ = "déjà vu"\n\n\n' + SCANNER

READABLE = {
    "empty": (b"", 0),
    "only-comments": ("# ─── 🎯 nothing here ───\n# at all\n".encode(), 0),
    "no-line-end": (SCANNER.rstrip("\n").encode(), 1),
    "byte-order-mark": (b"\xef\xbb\xbf" + SCANNER.encode(), 1),
    "latin-1-declared": (b"# -*- coding: latin-1 -*-\n" + CAFE.encode("latin-1"), 1),
    "utf-16": (SCANNER.encode("utf-16"), 1),
    "cr": (SCANNER.replace("\n", "\r").encode(), 1),
    "crlf": (SCANNER.replace("\n", "\r\n").encode(), 1),
    "mixed-line-ends": (SCANNER.replace("\n", "\r", 1).encode() + b"X = 1\r\n", 1),
    "tabs": (SCANNER.replace("    ", "\t").encode(), 1),
    "form-feed": (b"\x0c\n" + SCANNER.encode(), 1),
    "one-line-of-a-megabyte": (b"X = [" + b"1, " * 350_000 + b"]\n" + SCANNER.encode(), 1),
    "one-string-of-a-megabyte": (b'X = "' + b"a" * 1_000_000 + b'"\n' + SCANNER.encode(), 1),
    "deep-parentheses": (b"x = " + b"(" * 20_000 + b"1" + b")" * 20_000 + b"\n" + SCANNER.encode(), 1),
    "deep-attributes": (b"x = a" + b".b" * 20_000 + b"\n" + SCANNER.encode(), 1),
    "deep-operators": (b"x = 1" + b" + 1" * 20_000 + b"\n" + SCANNER.encode(), 1),
    "deep-blocks": ("".join(" " * depth + "if x:\n" for depth in range(500)).encode(), 0),
    "open-parentheses": (b"(" * 50_000, 0),
    "unclosed-string-at-the-top": (b'"""never closed\n\n\n' + SCANNER.encode(), 1),
    "half-typed": (b"def scan_\n\n\n" + SCANNER.encode() + b"\n\nif df[", 1),
    "new-syntax": (b'type Row = dict[str, float]\nX = f"{"nested"}"\n\n\n' + SCANNER.encode(), 1),
}


@pytest.mark.parametrize(("content", "scanners"), READABLE.values(), ids=READABLE.keys())
def test_what_can_be_read_is_checked(run, tmp_path, content, scanners):
    (tmp_path / "scans.py").write_bytes(content)
    result = run("check", "scans.py", "--output-format", "json")
    assert result.stderr == ""
    assert result.returncode in (0, 1)
    document = json.loads(result.stdout)
    jsonschema.validate(document, SCHEMA)
    assert len(document["files"][0]["scanners"]) == scanners
    assert run("check", "scans.py").returncode == result.returncode


def test_fifty_thousand_lines(run, tmp_path):
    blocks = [
        SCANNER.replace("scan_gap_up", f"scan_gap_{number}") + "\n\n# ── 🎯 ──\n" * 3 for number in range(100)
    ]
    filler = "".join(f"COLUMN_{number} = 'c{number}'  # 📈\n" for number in range(49_000))
    (tmp_path / "scans.py").write_text(filler + "".join(blocks), encoding="utf-8")
    result = run("check", "scans.py", "--output-format", "json")
    assert result.stderr == ""
    document = json.loads(result.stdout)
    jsonschema.validate(document, SCHEMA)
    assert len(document["files"][0]["scanners"]) == 100


UNREADABLE = {
    "binary": bytes(range(256)) * 40,
    "null-bytes": SCANNER.encode() + b"\0\0\0",
    "wrong-encoding": CAFE.encode("latin-1"),
    "unknown-encoding": b"# -*- coding: klingon -*-\n" + SCANNER.encode(),
    "contradiction": b"\xef\xbb\xbf# -*- coding: latin-1 -*-\n" + SCANNER.encode(),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_one_sentence_and_the_rest_is_checked(run, tmp_path, content):
    (tmp_path / "bad.py").write_bytes(content)
    (tmp_path / "good.py").write_text(SCANNER)
    result = run("check", "bad.py", "good.py")
    assert result.returncode == 2
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("isoscan: bad.py: ")
    assert "internal error" not in sentence
    assert result.stdout.startswith("good.py: 1 scanner\n")


def test_missing_paths_and_folders_without_python_are_said(run, tmp_path):
    (tmp_path / "good.py").write_text(SCANNER)
    (tmp_path / "empty").mkdir()
    result = run("check", "gone.py", "empty", "good.py")
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "isoscan: gone.py: no such file or folder",
        "isoscan: empty: no Python files in this folder; name a file, or check the excludes",
    ]
    assert result.stdout.startswith("good.py: 1 scanner\n")


def test_a_file_that_is_a_device_is_said(run):
    result = run("check", "/proc/self/mem")
    assert result.returncode == 2
    assert result.stderr.startswith("isoscan: /proc/self/mem: cannot be read")
    assert result.stdout == "No file could be checked.\n"
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("[tool.isoscan\n", "is not valid TOML"),
        ("[tool.isoscan]\nvalid-treshold = 1\n", "did you mean `valid-threshold`?"),
        ("[tool.isoscan]\nselect = 'ISO2'\n", "`select` must be a list of strings"),
    ],
)
@pytest.mark.parametrize("command", [("check", "good.py"), ("extract", "good.py", "--output-dir", "out")])
def test_malformed_settings_are_said_and_the_work_is_done(run, tmp_path, settings, sentence, command):
    (tmp_path / "good.py").write_text(SCANNER)
    (tmp_path / "pyproject.toml").write_text(settings)
    result = run(*command)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert sentence in result.stderr
    assert "scan_gap_up" in result.stdout


def test_a_file_name_cannot_steer_the_terminal(run, tmp_path):
    (tmp_path / "a\x1b[2Jb.py").write_text(SCANNER)
    result = run("check", ".")
    assert "\x1b" not in result.stdout
    assert "a␛[2Jb.py: 1 scanner" in result.stdout


def test_a_fault_of_our_own_is_a_sentence_and_a_trace_on_demand(run, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import isoscan.analysis\n"
        "def analyse(*arguments, **options):\n"
        "    raise ZeroDivisionError('on\\npurpose')\n"
        "isoscan.analysis.analyse = analyse\n"
    )
    (tmp_path / "good.py").write_text(SCANNER)
    environment = {"PYTHONPATH": str(tmp_path)}
    quiet = run("check", "good.py", **environment)
    sentence = (
        "isoscan: good.py: internal error (ZeroDivisionError: on purpose); "
        "run with --verbose or ISOSCAN_DEBUG=1 for the trace"
    )
    assert (quiet.returncode, quiet.stderr.splitlines()) == (2, [sentence])
    for loud in (
        run("check", "good.py", "--verbose", **environment),
        run("check", "good.py", ISOSCAN_DEBUG="1", **environment),
    ):
        assert loud.returncode == 2
        assert loud.stderr.startswith("Traceback")
        assert loud.stderr.splitlines()[-1] == sentence


def test_a_fault_in_one_part_leaves_the_rest_and_is_said(run, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "from isoscan.parameters.description import Description\n"
        "def scanner(description, namespace):\n"
        "    raise ZeroDivisionError('on purpose')\n"
        "Description.scanner = scanner\n"
    )
    (tmp_path / "good.py").write_text(SCANNER)
    result = run("check", "good.py", PYTHONPATH=str(tmp_path))
    assert result.returncode == 2
    assert result.stdout.startswith("good.py: 1 scanner\n")
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("isoscan: good.py: internal error (")
    assert "ZeroDivisionError" in run("check", "good.py", "--verbose", PYTHONPATH=str(tmp_path)).stderr
