"""Reading and analysing files: one, or many at once in worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from isoscan.analysis import Analysis, analyse
from isoscan.cli.messages import fault, internal_error
from isoscan.cli.report import FileReport
from isoscan.config import Config
from isoscan.rules.diagnostic import Diagnostic
from isoscan.source.decoding import decode
from isoscan.source.lines import split_lines, without_end
from isoscan.workspace.drift import with_drift

# Below this much source a process pool costs more than it saves.
WORTH_A_POOL = 400_000
CONTEXT_LINES = 2


class Job(NamedTuple):
    """A file to read, how it is shown, and the settings that hold for it."""

    path: Path
    config: Config
    shown_as: str


def examine(job: Job) -> FileReport:
    """Read and analyse one file; whatever goes wrong is a sentence in the report."""
    try:
        data = job.path.read_bytes()
    except OSError as error:
        return FileReport(job.shown_as, problem=f"{job.shown_as}: cannot be read ({error.strerror or error})")
    return examine_bytes(data, job.shown_as, job.config)


def examine_bytes(data: bytes, shown_as: str, config: Config) -> FileReport:
    """Analyse a file's content; whatever goes wrong is a sentence in the report."""
    decoded = decode(data)
    if decoded.problem:
        return FileReport(shown_as, problem=f"{shown_as}: {decoded.problem}")
    try:
        analysis = analyse(decoded.text, config, module_name=module_name(shown_as))
    except Exception as error:  # a fault of ours in one file must not hide the findings in the others
        return FileReport(shown_as, problem=f"{shown_as}: {internal_error(error)}")
    analysis = with_drift(analysis, decoded.text, Path(shown_as), config)
    return report_of(analysis, decoded.text, shown_as)


def read_and_analyse(source: Path, config: Config) -> tuple[Analysis | None, str]:
    """Read and analyse the file that a command is about; gives a sentence instead where it cannot be read."""
    try:
        data = source.read_bytes()
    except OSError as error:
        return None, f"{source}: cannot be read ({error.strerror or error})"
    decoded = decode(data)
    if decoded.problem:
        return None, f"{source}: {decoded.problem}"
    return analyse(decoded.text, config, module_name=module_name(str(source))), ""


def module_name(path: str) -> str:
    """Give what a script that is one scanner as a whole is called."""
    return Path(path).stem.strip("-") or "module"


def faults_of(analysis: Analysis, shown_as: str) -> tuple[str, ...]:
    """Give a sentence for everything that failed inside isoscan during an analysis."""
    parts = (problem.partition("\n") for problem in analysis.problems)
    return tuple(f"{shown_as}: {fault(what, trace)}" for what, _, trace in parts)


def report_of(analysis: Analysis, text: str, shown_as: str) -> FileReport:
    """Keep of an analysis what is reported."""
    return FileReport(
        shown_as,
        analysis.scanners,
        analysis.shared_globals,
        analysis.diagnostics,
        _lines_around(analysis.diagnostics, text),
        faults=faults_of(analysis, shown_as),
    )


def _lines_around(diagnostics: Sequence[Diagnostic], text: str) -> dict[int, str]:
    if not diagnostics:
        return {}
    lines = split_lines(text)
    wanted = {
        number
        for diagnostic in diagnostics
        for number in range(diagnostic.span.line - CONTEXT_LINES, diagnostic.span.line + CONTEXT_LINES + 1)
        if 0 <= number < len(lines)
    }
    return {number: without_end(lines[number]) for number in sorted(wanted)}


def examine_all(jobs: Sequence[Job], advance: Callable[[], None]) -> Iterator[FileReport]:
    """Examine files in the order given, in parallel where there is much to do; `advance` after each."""
    workers = min(os.cpu_count() or 1, len(jobs))
    if workers < 2 or sum(_size(job.path) for job in jobs) < WORTH_A_POOL:
        for job in jobs:
            yield examine(job)
            advance()
        return

    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(workers, initializer=_leave_interrupts_to_the_parent)
    try:
        for report in pool.map(examine, jobs, chunksize=max(1, min(8, len(jobs) // (workers * 4)))):
            yield report
            advance()
    finally:
        pool.shutdown(cancel_futures=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _leave_interrupts_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
