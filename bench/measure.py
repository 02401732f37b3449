"""`make bench`: how long isoscan takes, and how many times what no program of its kind can do without.

A check is compared with `python -c pass`, the language server with one that only echoes (`echo_server.py`),
in the same run and by turns, so that slow spells of the machine hit both. Read the ratios rather than
the numbers. Takes about a minute; `--quick` takes some seconds and measures nothing worth keeping.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from desks import desk
from session import Session

PASS = (sys.executable, "-c", "pass")
CHECK = (sys.executable, "-m", "isoscan.cli", "check")
SERVER = (sys.executable, "-m", "isoscan.cli", "server", "--stdio")
ECHO = (sys.executable, str(Path(__file__).with_name("echo_server.py")))

# Typed into a function in the middle, key by key; most states on the way do not parse.
TYPED = 'limit = df["close"].rolling(20).max() * (1 + P["gap_min"])'


class Row(NamedTuple):
    """One measure: what isoscan took, what it is compared with took, both in `unit`."""

    name: str
    ours: float
    floor: float
    unit: str = "ms"


class Effort(NamedTuple):
    """How much to measure: lengths of files, how often a process starts, how many keys are typed."""

    lengths: tuple[int, ...]
    starts: int
    keys: int


FULL = Effort((1_000, 10_000), 10, 30)
QUICK = Effort((120,), 1, 3)


def checks(effort: Effort) -> Iterator[Row]:
    """A check of the shortest file, each time in a process of its own, against an empty program."""
    lines = effort.lengths[0]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "desk.py")
        file.write_text(desk(lines), encoding="utf-8")
        samples = [(_run((*CHECK, str(file))), _run(PASS)) for _ in range(effort.starts + 1)][1:]
    ours, floors = zip(*samples, strict=True)
    yield Row(f"check {lines:,} lines, median", median(ours), median(floors))
    yield Row(f"check {lines:,} lines, best", min(ours), min(floors))


def _run(command: Sequence[str]) -> float:
    started = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return 1000 * (perf_counter() - started)


def starts(effort: Effort) -> Iterator[Row]:
    """From before a server is spawned to its greeting."""
    samples = [(_greeting(SERVER), _greeting(ECHO)) for _ in range(effort.starts)]
    ours, floors = zip(*samples, strict=True)
    yield Row("spawn to initialize, median", median(ours), median(floors))


def _greeting(command: Sequence[str]) -> float:
    with closing(Session(command)) as session:
        return 1000 * session.start_seconds


def keys(effort: Effort, lines: int) -> Iterator[Row]:
    """Opening a file of some length, and typing into a function in its middle."""
    text = desk(lines)
    line = next(
        number
        for number, content in enumerate(text.splitlines())
        if number > lines // 2 and content == "    hits = []"
    )
    with closing(Session(SERVER)) as ours, closing(Session(ECHO)) as floor:
        yield Row(f"open {lines:,} lines to findings", 1000 * ours.open(text), 1000 * floor.open(text))
        for session in (ours, floor):
            session.replace(line, 0, 0, "    \n")
        samples = [
            tuple(
                1000 * session.replace(line, 4 + place, 4 + place, TYPED[place]) for session in (ours, floor)
            )
            for place in range(effort.keys)
        ]
        mine, theirs = (sorted(times) for times in zip(*samples, strict=True))
        for percentage in (50, 95):
            row = f"key in {lines:,} lines, p{percentage}"
            yield Row(row, _percentile(mine, percentage), _percentile(theirs, percentage))
        peaks = ours.peak_bytes(), floor.peak_bytes()
        if peaks[0] and peaks[1]:
            yield Row(f"peak memory, {lines:,} lines", peaks[0] / 2**20, peaks[1] / 2**20, "MiB")


def _percentile(ordered: Sequence[float], percentage: int) -> float:
    """The nearest rank, so always a value that was measured."""
    return ordered[max(0, -(-len(ordered) * percentage // 100) - 1)]


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| measure | isoscan | floor | ratio |", "| --- | ---: | ---: | ---: |"]
    lines += [
        f"| {row.name} | {row.ours:,.1f} {row.unit} | {row.floor:,.1f} {row.unit} "
        f"| {row.ours / row.floor:,.1f} |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure isoscan against what it cannot do without.")
    parser.add_argument("--quick", action="store_true", help="a few samples only, to see that all runs")
    effort = QUICK if parser.parse_args().quick else FULL
    rows = [*checks(effort), *starts(effort)]
    for lines in effort.lengths:
        rows.extend(keys(effort, lines))
    version = platform.python_version()
    print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} processors, Python {version}")
    if hasattr(os, "getloadavg"):
        print(f"load of the machine over the last minute: {os.getloadavg()[0]:.1f}")
    print(f"\n{table(rows)}")


if __name__ == "__main__":
    main()
