"""Baselines: findings that were there when a team started, kept in a file and not reported again.

An entry is keyed by path, scanners, rule and subject, not by line, so that it holds while code moves.
Each hides as many findings of its key as were there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from isoscan.cli.report import FileReport
from isoscan.rules.diagnostic import Diagnostic

_VERSION = 1


class Key(NamedTuple):
    """What makes two findings the same one; `path` is relative to the baseline file's folder."""

    path: str
    scanners: tuple[str, ...]
    code: str
    subject: str


def _key(report: FileReport, diagnostic: Diagnostic, folder: Path) -> Key:
    return Key(
        _relative(report.path, folder),
        tuple(sorted(diagnostic.scanners)),
        diagnostic.code,
        diagnostic.subject,
    )


def _relative(path: str, folder: Path) -> str:
    absolute = Path(path).resolve()
    try:
        return absolute.relative_to(folder).as_posix()
    except ValueError:
        return absolute.as_posix()


def write_baseline(file: Path, reports: Sequence[FileReport]) -> int:
    """Write the findings of `reports` to `file` and give their number; raises OSError."""
    import json

    folder = file.parent.resolve()
    counts = Counter(
        _key(report, diagnostic, folder) for report in reports for diagnostic in report.diagnostics
    )
    findings = [{**key._asdict(), "count": count} for key, count in sorted(counts.items())]
    text = json.dumps({"version": _VERSION, "findings": findings}, indent=2) + "\n"
    file.write_text(text, encoding="utf-8")
    return counts.total()


def read_baseline(file: Path) -> tuple[Counter[Key], str]:
    """Read a baseline: how often each key is hidden, and a sentence if the file cannot be used."""
    import json

    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        if document["version"] != _VERSION:
            return (
                Counter(),
                f"{file}: is a baseline of another version; write it again with --write-baseline",
            )
        return Counter(
            {
                Key(entry["path"], tuple(entry["scanners"]), entry["code"], entry["subject"]): int(
                    entry["count"]
                )
                for entry in document["findings"]
            }
        ), ""
    except FileNotFoundError:
        return Counter(), f"{file}: no such baseline; `--write-baseline {file}` writes it"
    except OSError as error:
        return Counter(), f"{file}: the baseline cannot be read ({error.strerror or error})"
    except (ValueError, KeyError, TypeError, RecursionError):
        return Counter(), f"{file}: is not a baseline; write it again with --write-baseline"


def hide_known(reports: Sequence[FileReport], file: Path, known: Counter[Key]) -> tuple[FileReport, ...]:
    """Take the findings that the baseline `file` lists out of the reports."""
    folder = file.parent.resolve()
    left = known.copy()
    return tuple(_without_known(report, folder, left) for report in reports)


def _without_known(report: FileReport, folder: Path, left: Counter[Key]) -> FileReport:
    shown = []
    for diagnostic in report.diagnostics:
        key = _key(report, diagnostic, folder)
        if left[key] > 0:
            left[key] -= 1
        else:
            shown.append(diagnostic)
    return replace(report, diagnostics=tuple(shown), hidden=len(report.diagnostics) - len(shown))
