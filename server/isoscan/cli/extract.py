"""`isoscan extract`: write scanners to files of their own."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from isoscan.analysis import Analysis
from isoscan.cli.examine import faults_of, read_and_analyse
from isoscan.cli.messages import close_matches, complain, counted, printable
from isoscan.cli.settings import Settings
from isoscan.cli.writing import Manner, Written, write_bytes, write_extraction, write_text
from isoscan.extraction import Extraction, lifts_parameters
from isoscan.extraction.again import Making, as_written
from isoscan.extraction.moving import marked_as_moved, move_scanners
from isoscan.parameters.parameter import Scanner
from isoscan.source.decoding import decode, encode
from isoscan.surroundings import imported_as, package_of, template_for
from isoscan.workspace.finishing import finished_companions, finisher_for

if TYPE_CHECKING:
    from isoscan.verification import Verification

# How long bars with hits are searched for, per scanner and, roughly, for all of them.
_LEAST_SECONDS, _MOST_SECONDS, _SECONDS_FOR_ALL = 4.0, 15.0, 60.0

ALL_WRITTEN, DIFFERENT, COULD_NOT_WORK = 0, 1, 2


def run(options: argparse.Namespace) -> int:
    """Run the command and give its exit status."""
    source = Path(options.file)
    if options.merge and (options.shared or options.move):
        complain("--merge goes with neither --shared nor --move")
        return COULD_NOT_WORK
    settings = Settings()
    config = settings.of_folder(source.parent)
    for problem in settings.problems:
        complain(problem)
    analysis, problem = read_and_analyse(source, config)
    if analysis is None:
        complain(problem)
        return COULD_NOT_WORK
    for sentence in faults_of(analysis, str(source)):
        complain(sentence)
    chosen, problem = _choose(analysis.scanners, options, source)
    if problem:
        complain(problem)
        return COULD_NOT_WORK
    folder = Path(options.output_dir) if options.output_dir else source.parent / config.output_directory
    template = template_for(options.template or config.template, source)
    package = package_of(source)
    finish = as_written if options.no_format else finisher_for(source, folder)
    making = Making(str(source), config, template, package[0], finish)
    request = _Request(analysis, source, making, package)
    manner = Manner(options.force, options.merge, making, source)
    written: dict[Path, None] = {}
    statuses = {COULD_NOT_WORK} if settings.problems else {ALL_WRITTEN}
    extractions, companions = _extractions(request, chosen, shares=options.shared)
    if companions and not options.no_format:
        companions = finished_companions(companions, source, folder)
    for name, text in companions.items():
        problem = write_text(folder / name, text, overwrites=options.force)
        if problem:
            complain(problem)
            return COULD_NOT_WORK
    for scanner, extraction in zip(chosen, extractions, strict=True):
        file = folder / extraction.file_name
        verdict = None
        problem = extraction.problem or _clash(file, written)
        if not problem and options.verify:
            seconds = _seconds_for(chosen)
            verdict = _verdict(request, scanner, extraction, companions, options.python, seconds)
            if verdict.status == "different":
                complain(f"{scanner.boundary.namespace}: not extracted: {verdict.summary}")
                statuses.add(DIFFERENT)
                continue
        if options.move:
            extraction = replace(extraction, text=marked_as_moved(extraction.text))
        done = Written(problem) if problem else write_extraction(folder, extraction, manner)
        if done.problem:
            complain(f"{scanner.boundary.namespace}: not extracted: {done.problem}")
            statuses.add(COULD_NOT_WORK)
            continue
        written[file] = None
        _report(file, scanner, source, (*done.remarks, *extraction.remarks))
        if extraction.test_file_name:
            print(f"  tests: {printable(str(folder / extraction.test_file_name))}")
        if verdict is not None and not _report_verdict(scanner, verdict):
            statuses.add(COULD_NOT_WORK)
        elif verdict is not None and done.edited:
            edited = replace(extraction, text=done.edited)
            seconds = _seconds_for(chosen)
            _report_edited(_verdict(request, scanner, edited, companions, options.python, seconds))
    if options.move and max(statuses) == ALL_WRITTEN:
        files = {each.boundary.namespace: file for each, file in zip(chosen, written, strict=True)}
        problem = _move(request, files)
        if problem:
            complain(f"{source}: the scanners are written, but nothing was taken out of it: {problem}")
            return COULD_NOT_WORK
    return max(statuses)


def _move(request: _Request, files: Mapping[str, Path]) -> str:
    """Take extracted scanners out of their source; gives the sentence about what went wrong, if any."""
    source = request.source
    package = request.package[0]
    modules = {namespace: imported_as(file, source, package) for namespace, file in files.items()}
    if not all(modules.values()):
        return "put them into its folder or one below it, by --output-dir: it has to import them"
    move = move_scanners(request.analysis, modules)
    if move.problem:
        return move.problem
    decoded = decode(source.read_bytes())
    if decoded.text != request.analysis.module.text:
        return "it has changed meanwhile, try again"
    encoded = encode(move.text, decoded)
    problem = encoded.problem or write_bytes(source, encoded.data)
    if not problem:
        print(printable(f"{source}: {counted(len(files), 'scanner')} taken out"))
        for remark in move.remarks:
            print(f"  {printable(remark)}")
    return problem


class _Request(NamedTuple):
    """What all scanners of one command share; `package` is the source's, and the folder it is found from."""

    analysis: Analysis
    source: Path
    making: Making
    package: tuple[str, Path]


def _extractions(
    request: _Request, chosen: Sequence[Scanner], *, shares: bool
) -> tuple[Iterator[Extraction], dict[str, str]]:
    """Extract scanners one by one, or as a package; gives that package's other files, too."""
    analysis, making = request.analysis, request.making
    namespaces = [scanner.boundary.namespace for scanner in chosen]
    if not shares:
        return making.all_of(analysis, namespaces), {}
    from isoscan.extraction.package import extract_package

    made = extract_package(
        analysis, namespaces, making.source_path, making.config, making.template, making.package
    )
    return map(making.finish, made.extractions), made.companions


def _verdict(
    request: _Request,
    scanner: Scanner,
    extraction: Extraction,
    companions: Mapping[str, str],
    python: str,
    seconds: float,
) -> Verification:
    from isoscan.verification import verify

    return verify(
        request.analysis,
        scanner,
        extraction,
        request.source,
        lifts=lifts_parameters(request.making.template),
        python=python,
        seconds=seconds,
        package=request.package,
        companions=companions,
    )


def _seconds_for(chosen: Sequence[Scanner]) -> float:
    return max(_LEAST_SECONDS, min(_MOST_SECONDS, _SECONDS_FOR_ALL / len(chosen)))


def _report_edited(verdict: Verification) -> None:
    """Say what the edits made by hand do: they may well be meant to change results."""
    told = {"identical": "the same", "different": "others"}.get(verdict.status, "not told")
    print(f"  with the edits made by hand results are {told}: {printable(verdict.summary)}")


def _report_verdict(scanner: Scanner, verdict: Verification) -> bool:
    """Say what was compared, or why nothing could be; gives whether the results are the same."""
    if verdict.status != "identical":
        complain(f"{scanner.boundary.namespace}: written, but not verified: {verdict.summary}")
    else:
        print(f"  verified: {printable(verdict.summary)}")
    for detail in verdict.details:
        print(f"    {printable(detail)}")
    return verdict.status == "identical"


def _choose(
    scanners: Sequence[Scanner], options: argparse.Namespace, source: Path
) -> tuple[list[Scanner], str]:
    """Find the scanners that are asked for; gives a sentence instead where one is not there."""
    if not scanners:
        return [], f"{source}: no scanner was found; `isoscan check --explain` says what is"
    listed = ", ".join(scanner.boundary.namespace for scanner in scanners)
    if options.all:
        return list(scanners), ""
    if not options.scanner:
        if len(scanners) == 1:
            return list(scanners), ""
        return [], (
            f"{source} holds {counted(len(scanners), 'scanner')}: "
            f"name one by --scanner, or take all by --all ({listed})"
        )
    chosen: dict[str, Scanner] = {}
    for name in options.scanner:
        matching = _named(scanners, name)
        if len(matching) != 1:
            return [], _not_one(name, matching, scanners, source)
        chosen[matching[0].boundary.namespace] = matching[0]
    return list(chosen.values()), ""


def _named(scanners: Sequence[Scanner], name: str) -> list[Scanner]:
    """Find scanners by namespace, which is unique, else by name."""
    by_namespace = [scanner for scanner in scanners if scanner.boundary.namespace == name]
    return by_namespace or [scanner for scanner in scanners if scanner.boundary.name == name]


def _not_one(name: str, matching: Sequence[Scanner], scanners: Sequence[Scanner], source: Path) -> str:
    if matching:
        several = ", ".join(scanner.boundary.namespace for scanner in matching)
        return f"{source} holds {len(matching)} scanners named `{name}`; name one of them in full: {several}"
    known = [scanner.boundary.namespace for scanner in scanners]
    return (
        f"{source} holds no scanner `{name}`{close_matches(name, known)} (it holds these: {', '.join(known)})"
    )


def _clash(file: Path, written: Collection[Path]) -> str:
    """Say that another scanner was just written to the same file, "" if none was."""
    if file not in written:
        return ""
    return f"{file} was just written for another scanner; extract them to different folders"


def _report(file: Path, scanner: Scanner, source: Path, remarks: Sequence[str]) -> None:
    boundary = scanner.boundary
    lines = f"lines {boundary.start_line + 1}-{boundary.end_line + 1}"
    print(printable(f"{file}: {boundary.namespace} ({boundary.kind}, {lines} of {source})"))
    for remark in remarks:
        print(f"  {printable(remark)}")
