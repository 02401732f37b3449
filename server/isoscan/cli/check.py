"""`isoscan check`: find scanners and what contaminates them, in files and folders."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from isoscan.cli.examine import Job, examine_all, examine_bytes
from isoscan.cli.messages import complain, counted
from isoscan.cli.report import FileReport
from isoscan.cli.settings import Settings, parse_selectors
from isoscan.walk import walk

NOTHING_FOUND, FINDINGS, COULD_NOT_WORK = 0, 1, 2

STANDARD_INPUT = "-"


class Plan(NamedTuple):
    """What one check is to read; `problems` are sentences about what it cannot."""

    jobs: tuple[Job, ...]
    reads_standard_input: bool
    problems: tuple[str, ...]
    watched: tuple[Path, ...]
    settings: Settings


def run(options: argparse.Namespace) -> int:
    """Run the command and give its exit status."""
    select, problem = parse_selectors("--select", options.select)
    ignore, other_problem = parse_selectors("--ignore", options.ignore)
    problem = problem or other_problem or _contradiction(options)
    if problem:
        complain(problem)
        return COULD_NOT_WORK
    if not options.watch:
        return _check(_plan(options.paths, select, ignore), options)
    return _watch(options, select, ignore)


def _contradiction(options: argparse.Namespace) -> str:
    """Say which options do not go together, "" if all do."""
    if options.watch and (options.output_format != "text" or STANDARD_INPUT in options.paths):
        return "--watch goes with the text format and with files only"
    if options.watch and options.write_baseline:
        return "--watch and --write-baseline do not go together"
    if options.statistics and options.output_format != "text":
        return "--statistics goes with the text format only"
    if options.baseline and options.write_baseline:
        return "--baseline hides findings and --write-baseline writes them: give one of them"
    return ""


def _watch(options: argparse.Namespace, select: tuple[str, ...], ignore: tuple[str, ...]) -> int:
    from isoscan.cli.watch import watch

    def plan() -> tuple[Plan, Sequence[Path]]:
        planned = _plan(options.paths, select, ignore)
        return planned, planned.watched

    def check(planned: Plan) -> None:
        if sys.stdout.isatty():
            print("\x1b[2J\x1b[H", end="")
        _check(planned, options)
        print("Watching for changes; Ctrl-C ends.", flush=True)

    watch(plan, check)
    return NOTHING_FOUND


def _plan(paths: Sequence[str], select: tuple[str, ...], ignore: tuple[str, ...]) -> Plan:
    settings = Settings(select, ignore)
    found = walk([Path(path) for path in paths if path != STANDARD_INPUT], settings.excludes_of)
    jobs = tuple(Job(file, settings.of_folder(file.parent), str(file)) for file in found.files)
    return Plan(
        jobs,
        STANDARD_INPUT in paths,
        found.problems,
        (*found.files, *found.folders, *(Path(path) for path in paths), *settings.files()),
        settings,
    )


def _check(plan: Plan, options: argparse.Namespace) -> int:
    reports = _reports(plan, options.stdin_filename)
    problems = [*plan.settings.problems, *plan.problems]
    for report in reports:
        problems.extend((report.problem,) if report.problem else report.faults)
    read = [report for report in reports if not report.problem]
    if options.write_baseline:
        problems.extend(_write_baseline(Path(options.write_baseline), read))
    else:
        read, unusable = _without_baseline(options.baseline, read)
        problems.extend(unusable)
        sys.stdout.write(_rendered(read, options))
    sys.stdout.flush()
    for problem in problems:
        complain(problem)
    if problems:
        return COULD_NOT_WORK
    found = not options.write_baseline and any(report.diagnostics for report in read)
    return FINDINGS if found else NOTHING_FOUND


def _reports(plan: Plan, stdin_filename: str) -> list[FileReport]:
    from isoscan.cli.progress import Progress

    reports = []
    if plan.reads_standard_input:
        shown_as = stdin_filename or STANDARD_INPUT
        config = plan.settings.of_folder(Path(stdin_filename).parent)
        reports.append(examine_bytes(sys.stdin.buffer.read(), shown_as, config))
    with Progress(len(plan.jobs)) as progress:
        reports.extend(examine_all(plan.jobs, progress.advance))
    return reports


def _write_baseline(file: Path, reports: Sequence[FileReport]) -> list[str]:
    """Write a baseline, say so, and give the sentence about what went wrong, if anything did."""
    from isoscan.cli.baseline import write_baseline

    try:
        number = write_baseline(file, reports)
    except OSError as error:
        return [f"{file}: the baseline cannot be written ({error.strerror or error})"]
    print(f"Wrote {counted(number, 'finding')} to {file}; `--baseline {file}` hides them from now on.")
    return []


def _without_baseline(file: str | None, reports: list[FileReport]) -> tuple[list[FileReport], list[str]]:
    """Hide what the baseline lists; a baseline that cannot be used hides nothing and is a problem."""
    if not file:
        return reports, []
    from isoscan.cli.baseline import hide_known, read_baseline

    known, problem = read_baseline(Path(file))
    if problem:
        return reports, [problem]
    return list(hide_known(reports, Path(file), known)), []


def _rendered(reports: Sequence[FileReport], options: argparse.Namespace) -> str:
    if options.output_format == "json":
        from isoscan.cli.output.json import render as render_json

        return render_json(reports)
    if options.output_format == "sarif":
        from isoscan.cli.output.sarif import render as render_sarif

        return render_sarif(reports)
    if options.output_format == "github":
        from isoscan.cli.output.github import render as render_github

        return render_github(reports)
    from isoscan.cli.colours import Palette, wants_colour
    from isoscan.cli.output.text import render, render_statistics

    palette = Palette(wants_colour(sys.stdout))
    if options.statistics:
        return render_statistics(reports, palette)
    return render(reports, palette, explain=options.explain)
