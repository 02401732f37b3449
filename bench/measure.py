"""`make bench`: how long isoscan takes, and how many times what no program of its kind can do without.

A check is compared with `python -c pass`, the language server with one that only echoes (`echo_server.py`)
and with `ruff server` (a development tool), in the same run and by turns, so that slow spells of the machine
hit all. Read the ratios rather than the numbers. Takes some minutes; `--quick` takes some seconds and
measures nothing worth keeping.
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
from importlib.util import find_spec
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import NamedTuple

from desks import desk
from session import Place, Session

PASS = (sys.executable, "-c", "pass")
CHECK = (sys.executable, "-m", "isoscan", "check")
SERVER = (sys.executable, "-m", "isoscan", "server", "--stdio")
RUFF = (sys.executable, "-m", "ruff", "server")
ECHO = (sys.executable, str(Path(__file__).with_name("echo_server.py")))

# What is replaced, from where to where, and by what.
Edit = tuple[Place, Place, str]

# Typed into a function in the middle, key by key; most states on the way do not parse.
TYPED = 'limit = df["close"].rolling(20).max() * (1 + P["gap_min"])'


REQUESTS = ("hover", "foldingRange", "documentSymbol", "codeAction")


class Row(NamedTuple):
    """One measure: what isoscan took, what it is compared with, what `ruff server` took, all in `unit`."""

    name: str
    ours: float
    floor: float | None = None
    ruff: float | None = None
    unit: str = "ms"


class Effort(NamedTuple):
    """How much to measure: lengths of files, how often a process starts, how many edits a trace has."""

    lengths: tuple[int, ...]
    starts: int
    edits: int


FULL = Effort((1_000, 10_000, 50_000), 10, 30)
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


class Contestants:
    """Servers that do the same by turns."""

    def __init__(self, text: str) -> None:
        commands = [SERVER, ECHO, *([RUFF] if has_ruff() else [])]
        self.sessions = [Session(command) for command in commands]
        self.opened = [1000 * session.open(text) for session in self.sessions]

    def close(self) -> None:
        """End them all."""
        for session in self.sessions:
            session.close()

    def trace(self, edits: Sequence[Edit], each: int = 1) -> tuple[list[list[float]], float]:
        """The milliseconds each server took for each edit, and the bytes per edit that isoscan sent.

        Of so many edits each time the first is measured; the others undo it.
        """
        sent = 0
        times: list[list[float]] = [[] for _ in self.sessions]
        for number, edit in enumerate(edits):
            self.sessions[0].bytes_received = 0
            for session, samples in zip(self.sessions, times, strict=True):
                took = 1000 * session.replace(*edit)
                if number % each == 0:
                    samples.append(took)
            if number % each == 0:
                sent += self.sessions[0].bytes_received
        return times, sent / len(times[0])


def has_ruff() -> bool:
    """Whether the ruff of the development tools is there to compare with."""
    return find_spec("ruff") is not None


def typing(line: int, count: int) -> list[Edit]:
    """A statement typed key by key into a function."""
    keys = [((line, 4 + place), (line, 4 + place), TYPED[place]) for place in range(count)]
    return [((line, 0), (line, 0), "    \n"), *keys]


def toggle(lines: Sequence[int], count: int) -> list[Edit]:
    """A line that comes into some function and goes again."""
    chance = Random(1)
    edits: list[Edit] = []
    for number in range(count // 2):
        line = chance.choice(lines)
        edits.append(((line, 0), (line, 0), f"    probe = missing_{number}\n"))
        edits.append(((line, 0), (line + 1, 0), ""))
    return edits


def newlines(count: int) -> list[Edit]:
    """Blank lines at the top of the file."""
    return [((0, 0), (0, 0), "\n")] * count


def pastes(text: str, count: int) -> list[Edit]:
    """A function of 50 lines comes between two others, and goes again."""
    chance = Random(2)
    tops = _tops(text)
    edits: list[Edit] = []
    for number in range(count):
        line = chance.choice(tops)
        columns = [f"    df['p{place}'] = df['close'].rolling({place + 2}).mean()" for place in range(46)]
        pasted = [f"def pasted_{number}(df):", *columns, "    return df", "", ""]
        edits.append(((line, 0), (line, 0), "\n".join(pasted) + "\n"))
        edits.append(((line, 0), (line + len(pasted), 0), ""))
    return edits


def deletes(text: str, count: int) -> list[Edit]:
    """Some 50 lines of whole functions go, and come back."""
    chance = Random(3)
    tops = _tops(text)
    lines = text.splitlines(keepends=True)
    edits: list[Edit] = []
    for _ in range(count):
        start = chance.choice(tops[:-1])
        end = next((top for top in tops if top >= start + 40), tops[-1])
        edits.append(((start, 0), (end, 0), ""))
        edits.append(((start, 0), (start, 0), "".join(lines[start:end])))
    return edits


def _tops(text: str) -> list[int]:
    """Where functions start."""
    return [number for number, line in enumerate(text.splitlines()) if line.startswith("def ")]


def edits(effort: Effort, lines: int) -> Iterator[Row]:
    """Opening a file of some length and editing it in several ways, with requests right behind edits."""
    text = desk(lines)
    spots = [number for number, content in enumerate(text.splitlines()) if content == "    hits = []"]
    middle = min(spots, key=lambda line: abs(line - lines // 2))
    with closing(Contestants(text)) as contestants:
        yield _row(f"open {lines:,} lines to findings", contestants.opened)
        contestants.trace(toggle(spots, 4))  # warm
        for name, trace, each in (
            ("toggle", toggle(spots, 2 * effort.edits), 1),
            ("paste", pastes(text, effort.edits), 2),
            ("delete", deletes(text, effort.edits), 2),
            ("typing", typing(middle, effort.edits), 1),
            ("newline", newlines(effort.edits), 1),
        ):
            times, sent = contestants.trace(trace, each)
            for percentage in (50, 95, 99):
                columns = [_percentile(sorted(samples), percentage) for samples in times]
                yield _row(f"{name}, {lines:,} lines, p{percentage}", columns)
            yield Row(f"{name}, {lines:,} lines, sent per edit", sent / 1024, unit="KiB")
        ours, floor = contestants.sessions[:2]
        for request in REQUESTS:
            samples = sorted(_asked(ours, request, middle + effort.edits, effort.edits))
            yield Row(f"{request} behind an edit, {lines:,} lines, p95", _percentile(samples, 95))
        peaks = ours.peak_bytes(), floor.peak_bytes()
        if peaks[0] and peaks[1]:
            yield Row(f"peak memory, {lines:,} lines", peaks[0] / 2**20, peaks[1] / 2**20, unit="MiB")


def _row(name: str, columns: Sequence[float]) -> Row:
    return Row(name, columns[0], columns[1], columns[2] if len(columns) > 2 else None)


def _asked(session: Session, request: str, line: int, count: int) -> Iterator[float]:
    place = {"line": line, "character": 6}
    asked = {"position": place, "range": {"start": place, "end": place}, "context": {"diagnostics": []}}
    for number in range(count):
        start, end, text = toggle([line], 2)[number % 2]
        yield 1000 * session.ask_behind(start, end, text, f"textDocument/{request}", asked)


def _percentile(ordered: Sequence[float], percentage: int) -> float:
    """The nearest rank, so always a value that was measured."""
    return ordered[max(0, -(-len(ordered) * percentage // 100) - 1)]


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| measure | isoscan | floor | ratio | ruff server |", "| --- | ---: | ---: | ---: | ---: |"]
    for row in rows:
        ratio = f"{row.ours / row.floor:,.1f}" if row.floor else ""
        columns = [
            f"{row.ours:,.1f} {row.unit}",
            _shown(row.floor, row.unit),
            ratio,
            _shown(row.ruff, row.unit),
        ]
        lines.append(f"| {row.name} | {' | '.join(columns)} |")
    return "\n".join(lines)


def _shown(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:,.1f} {unit}"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure isoscan against what it cannot do without.")
    parser.add_argument("--quick", action="store_true", help="a few samples only, to see that all runs")
    effort = QUICK if parser.parse_args().quick else FULL
    rows = [*checks(effort), *starts(effort)]
    for lines in effort.lengths:
        rows.extend(edits(effort, lines))
    version = platform.python_version()
    print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} processors, Python {version}")
    if hasattr(os, "getloadavg"):
        print(f"load of the machine over the last minute: {os.getloadavg()[0]:.1f}")
    print(f"\n{table(rows)}")


if __name__ == "__main__":
    main()
