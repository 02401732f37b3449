"""`isoscan extract`: write scanners to files of their own."""

from __future__ import annotations

import argparse
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from isoscan.analysis import Analysis, analyse
from isoscan.cli.examine import faults_of, module_name
from isoscan.cli.messages import close_matches, complain, counted, printable
from isoscan.cli.settings import Settings
from isoscan.config import Config
from isoscan.extraction import Extraction, extract, lifts_parameters
from isoscan.parameters.parameter import Scanner
from isoscan.source.decoding import decode

if TYPE_CHECKING:
    from isoscan.verification import Verification

ALL_WRITTEN, DIFFERENT, COULD_NOT_WORK = 0, 1, 2


def run(options: argparse.Namespace) -> int:
    """Run the command and give its exit status."""
    source = Path(options.file)
    settings = Settings()
    config = settings.of_folder(source.parent)
    for problem in settings.problems:
        complain(problem)
    analysis, problem = _read(source, config)
    if analysis is None:
        complain(problem)
        return COULD_NOT_WORK
    chosen, problem = _choose(analysis.scanners, options, source)
    if problem:
        complain(problem)
        return COULD_NOT_WORK
    folder = Path(options.output_dir) if options.output_dir else source.parent / config.output_directory
    template = _template(options.template or config.template, source)
    package, _ = package_of(source)
    written: set[Path] = set()
    statuses = {COULD_NOT_WORK} if settings.problems else {ALL_WRITTEN}
    for scanner in chosen:
        extraction = extract(analysis, scanner.boundary.namespace, str(source), config, template, package)
        file = folder / extraction.file_name
        verdict = None
        problem = extraction.problem or _clash(file, written)
        if not problem and options.verify:
            verdict = _verdict(analysis, scanner, extraction, source, template, options.python)
            if verdict.status == "different":
                complain(f"{scanner.boundary.namespace}: not extracted: {verdict.summary}")
                statuses.add(DIFFERENT)
                continue
        problem = problem or _write_all(folder, extraction, options.force)
        if problem:
            complain(f"{scanner.boundary.namespace}: not extracted: {problem}")
            statuses.add(COULD_NOT_WORK)
            continue
        written.add(file)
        _report(file, scanner, source, extraction.remarks)
        if extraction.test_file_name:
            print(f"  tests: {printable(str(folder / extraction.test_file_name))}")
        if verdict is not None and not _report_verdict(scanner, verdict):
            statuses.add(COULD_NOT_WORK)
    return max(statuses)


def _verdict(
    analysis: Analysis, scanner: Scanner, extraction: Extraction, source: Path, template: str, python: str
) -> Verification:
    from isoscan.verification import verify

    return verify(
        analysis,
        scanner,
        extraction,
        source,
        lifts=lifts_parameters(template),
        python=python,
        package=package_of(source),
    )


def _report_verdict(scanner: Scanner, verdict: Verification) -> bool:
    """Say what was compared, or why nothing could be; gives whether the results are the same."""
    if verdict.status != "identical":
        complain(f"{scanner.boundary.namespace}: written, but not verified: {verdict.summary}")
    else:
        print(f"  verified: {printable(verdict.summary)}")
    for detail in verdict.details:
        print(f"    {printable(detail)}")
    return verdict.status == "identical"


def _template(name: str, source: Path) -> str:
    """The project's own template of a name, from `.isoscan/templates/` beside the source or above, if any."""
    for folder in source.absolute().parents:
        for file_name in (f"{name}.py.jinja", f"{name}.jinja"):
            file = folder / ".isoscan" / "templates" / file_name
            if file.is_file():
                return str(file)
    return name


def package_of(source: Path) -> tuple[str, Path]:
    """The dotted package that a file is a module of, "" if in none, and the folder it is found from."""
    names: list[str] = []
    folder = source.absolute().parent
    while (folder / "__init__.py").is_file() and folder.name.isidentifier():
        names.append(folder.name)
        folder = folder.parent
    return ".".join(reversed(names)), folder


def _read(source: Path, config: Config) -> tuple[Analysis | None, str]:
    """Read and analyse the file; gives a sentence instead where that cannot be done."""
    try:
        data = source.read_bytes()
    except OSError as error:
        return None, f"{source}: cannot be read ({error.strerror or error})"
    decoded = decode(data)
    if decoded.problem:
        return None, f"{source}: {decoded.problem}"
    analysis = analyse(decoded.text, config, module_name=module_name(str(source)))
    for sentence in faults_of(analysis, str(source)):
        complain(sentence)
    return analysis, ""


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


def _write_all(folder: Path, extraction: Extraction, overwrite: bool) -> str:
    """Write a module and its tests; gives the sentence about what went wrong, "" if nothing did."""
    file, test = folder / extraction.file_name, folder / (extraction.test_file_name or extraction.file_name)
    if not overwrite and test != file and os.path.lexists(test):
        return f"{test} exists; --force overwrites it"
    problem = _write(file, extraction.text, overwrite)
    return problem or (_write(test, extraction.test_text, overwrite) if test != file else "")


def _write(file: Path, text: str, overwrite: bool) -> str:
    """Write a file whole or not at all; gives the sentence about what went wrong, "" if nothing did."""
    if not overwrite and os.path.lexists(file):
        return f"{file} exists; --force overwrites it"
    partial = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(text.encode("utf-8"))
        partial.replace(file)
    except OSError as error:
        _remove(partial)
        return f"{file} cannot be written ({error.strerror or error}); name another folder by --output-dir"
    return ""


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except OSError:
        return  # it was never made
