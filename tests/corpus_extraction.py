"""Extract every scanner of a folder of Python files, and measure what becomes of them.

    python tests/corpus_extraction.py FOLDER [--template standard] [--verify] [--rope]    (or make corpus)

Counted per kind of scanner: a module is made; it compiles; it has no undefined name that its source had not
(as ruff sees it); it can be imported, with modules that are not installed replaced by stubs, in a process of
its own with a time limit; it holds no other scanner than those it calls. A result that passes all of these
stands alone. With `--verify` original and result are also run on synthetic bars and compared. With `--rope`
the same checks are made of what rope's MoveGlobal gives for functions and classes at the top level.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from isoscan.analysis import Analysis, analyse
from isoscan.boundaries.boundary import Boundary
from isoscan.config import Config
from isoscan.extraction import extract
from isoscan.parameters.parameter import Scanner
from isoscan.source.decoding import decode

CHECKS = ("made", "compiles", "no undefined name", "imports", "no other scanner")

STUB_IMPORTS = '''
import ast, importlib.abc, importlib.machinery, sys, types

class _Anything(types.ModuleType):
    """A module, class, decorator or value, whatever is asked of it."""
    __path__, __version__, __all__ = [], "99.0", []
    def __init__(self, name="stub", *more, **named):
        super().__init__(name if isinstance(name, str) else "stub")
    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        made = type(name, (_Anything,), {}) if name[:1].isupper() else _Anything(name)
        setattr(self, name, made)
        return made
    def __call__(self, *given, **named):
        return given[0] if len(given) == 1 and callable(given[0]) and not named else _Anything()
    def __getitem__(self, key): return _Anything()
    def __iter__(self): return iter(())
    def __mro_entries__(self, bases): return ()
    def __bool__(self): return True

class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in STUBBED:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)
    def create_module(self, spec): return _Anything(spec.name)
    def exec_module(self, module): pass

import importlib
with open(f"{sys.argv[1]}/{sys.argv[2]}.py", encoding="utf-8") as file:
    tree = ast.parse(file.read())
asked = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
asked |= {node.module for node in froms if node.module and not node.level}
STUBBED = set()
for name in sorted(asked):
    try:
        importlib.import_module(name)
    except Exception:  # not installed, or something it needs is not
        top = name.partition(".")[0]
        STUBBED.add(top)
        for loaded in [loaded for loaded in sys.modules if loaded.partition(".")[0] == top]:
            del sys.modules[loaded]
STUBBED |= {"generated"} if any(node.level for node in froms) else set()
sys.meta_path.insert(0, _Finder())
sys.path.insert(0, sys.argv[1])
package = types.ModuleType("generated"); package.__path__ = [sys.argv[1]]; sys.modules["generated"] = package
importlib.import_module("generated." + sys.argv[2])
'''


class Result(NamedTuple):
    """What became of one scanner: the check it failed first, if any, and why; what verifying said."""

    boundary: Boundary
    failed: str
    reason: str
    verdict: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run over a folder; exit status 1 when less than the wanted share stands alone."""
    parser = argparse.ArgumentParser(description="Extract every scanner of a folder of Python files.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--template", default="standard")
    parser.add_argument("--kinds", default="function,class,mask,method,section,table,module")
    parser.add_argument("--least", type=float, default=0.95, help="share that has to stand alone")
    parser.add_argument("--keep", type=Path, help="folder to write the generated modules to")
    parser.add_argument("--verify", action="store_true", help="run original and result, and compare")
    parser.add_argument("--rope", action="store_true", help="measure rope's MoveGlobal, too")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args(arguments)
    kinds = given.kinds.split(",")
    results: list[Result] = []
    moved: list[Result] = []
    for file in sorted(given.folder.rglob("*.py")):
        text = decode(file.read_bytes()).text
        analysis = analyse(text, Config(), module_name=file.stem)
        scanners = [each for each in analysis.scanners if each.boundary.kind in kinds]
        for scanner in scanners:
            result = extracted(analysis, scanner, file, given.template, given.keep, verifies=given.verify)
            results.append(result)
            say(file, result, given.verbose)
        if given.rope:
            for scanner in scanners:
                if scanner.boundary.kind in ("function", "class") and not scanner.boundary.container:
                    moved.append(rope_moved(analysis, scanner, text))
                    say(file, moved[-1], given.verbose)
    share = table("isoscan extract", results)
    if given.verify:
        verdicts(results)
    if given.rope:
        table("rope MoveGlobal", moved)
    return 0 if share >= given.least else 1


def say(file: Path, result: Result, verbose: bool) -> None:
    """Print what is wrong with a result."""
    if not verbose:
        return
    if result.failed:
        print(f"{_titled(file, result)}: {result.failed}: {result.reason}")
    if result.verdict and not result.verdict.startswith("identical"):
        print(f"{_titled(file, result)}: {result.verdict}")


def _titled(file: Path, result: Result) -> str:
    return f"{file.name}: {result.boundary.namespace} ({result.boundary.kind})"


def table(title: str, results: Sequence[Result]) -> float:
    """Print how many pass each check, by kind; gives the share that stands alone."""
    kinds = sorted({result.boundary.kind for result in results})
    print(f"\n{title:18}", *(f"{check:>18}" for check in CHECKS), f"{'stand alone':>18}")
    for kind in (*kinds, "all"):
        rows = [result for result in results if kind in ("all", result.boundary.kind)]
        passed = [sum(_passes(result, check) for result in rows) for check in CHECKS]
        alone = sum(not result.failed for result in rows)
        print(f"{kind:18}", *(f"{f'{count} of {len(rows)}':>18}" for count in (*passed, alone)))
    share = sum(not result.failed for result in results) / len(results) if results else 1.0
    print(f"stand alone: {share:.3f}")
    return share


def _passes(result: Result, check: str) -> bool:
    return not result.failed or CHECKS.index(check) < CHECKS.index(result.failed)


def verdicts(results: Sequence[Result]) -> None:
    """Print what verifying came to."""
    counts = Counter(
        (result.boundary.kind, result.verdict.partition(":")[0]) for result in results if result.verdict
    )
    print("\nverified")
    for (kind, verdict), count in sorted(counts.items()):
        print(f"{kind:18} {verdict:12} {count:5}")
    identical = sum(count for (_, verdict), count in counts.items() if verdict == "identical")
    different = sum(count for (_, verdict), count in counts.items() if verdict == "different")
    with_hits = sum(result.verdict.startswith("identical: hits") for result in results)
    print(
        f"identical of those that run: {identical} of {identical + different}; {with_hits} of them with hits"
    )


# isoscan


def extracted(
    analysis: Analysis, scanner: Scanner, file: Path, template: str, keep: Path | None, *, verifies: bool
) -> Result:
    """Extract a scanner, check the module, and verify it if asked to."""
    boundary = scanner.boundary
    extraction = extract(analysis, boundary.namespace, file.name, Config(), template)
    if extraction.problem:
        return Result(boundary, "made", extraction.problem)
    if keep is not None:
        folder = keep / file.stem
        folder.mkdir(parents=True, exist_ok=True)
        (folder / extraction.file_name).write_text(extraction.text, encoding="utf-8")
    called = " ".join(remark for remark in extraction.remarks if "came along" in remark)
    failed, reason = check(analysis, boundary, extraction.text, extraction.file_name, called)
    if not verifies:
        return Result(boundary, failed, reason)
    from isoscan.verification import verify

    lifts = template != "minimal"
    verdict = verify(analysis, scanner, extraction, file, lifts=lifts, python=sys.executable, seconds=6)
    hits = "hits" if verdict.hits else "no hits"
    said = hits if verdict.status == "identical" else verdict.summary
    return Result(boundary, failed, reason, f"{verdict.status}: {said}")


def check(analysis: Analysis, boundary: Boundary, text: str, file_name: str, called: str) -> tuple[str, str]:
    """The first check a module fails, and why; two empty strings if it passes all."""
    try:
        tree = ast.parse(text)
        compile(text, file_name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return "compiles", str(error)
    lacking = undefined_names(text) - undefined_names(analysis.module.text)
    if lacking:
        return "no undefined name", ", ".join(sorted(lacking))
    problem = import_problem(file_name, text)
    if problem:
        return "imports", problem
    others = sorted(_others(analysis, boundary, tree, called))
    return ("no other scanner", ", ".join(others)) if others else ("", "")


def undefined_names(text: str) -> set[str]:
    """The names that ruff finds undefined."""
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F821"]
    command = [*ruff, "--output-format", "json", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    findings = json.loads(done.stdout or "[]")
    return {finding["message"].split("`")[1] for finding in findings if finding["code"] == "F821"}


def _others(analysis: Analysis, boundary: Boundary, tree: ast.Module, called: str) -> Iterator[str]:
    """Other scanners' defs and classes in a module, but for those that came along because they are called."""
    units = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    # The template's own runner is called `main`; one of the source that is kept makes it `run_scanner`.
    held = {node.name for node in tree.body if isinstance(node, units)}
    held -= set() if "run_scanner" in held else {"main"}
    for outer in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        held |= {f"{outer.name}.{node.name}" for node in outer.body if isinstance(node, units)}
    for scanner in analysis.scanners:
        other = scanner.boundary
        name = f"{other.container}.{other.name}" if other.container else other.name
        if other.kind not in ("function", "class", "method") or other.name == boundary.name:
            continue
        if name in held and f"`{other.namespace}`" not in called:
            yield other.namespace


def import_problem(file_name: str, text: str) -> str:
    """Import a generated module in a child process; gives the last line of what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / file_name).write_text(text, encoding="utf-8")
        command = [sys.executable, "-c", STUB_IMPORTS, folder, Path(file_name).stem]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                timeout=60,
                cwd=folder,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            return "importing it takes more than a minute"
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["it failed"])[-1]


# rope


def rope_moved(analysis: Analysis, scanner: Scanner, text: str) -> Result:
    """Let rope move a function or class to an empty module, and check that module."""
    from rope.base.project import Project
    from rope.refactor.move import create_move

    boundary = scanner.boundary
    lines = text.splitlines(keepends=True)
    offset = sum(len(line) for line in lines[: boundary.name_span.line]) + boundary.name_span.column
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "source_module.py").write_text(text, encoding="utf-8", newline="")
        (root / "moved_module.py").write_text("")
        project = Project(folder, ropefolder=None)
        try:
            mover = create_move(project, project.get_file("source_module.py"), offset)
            project.do(mover.get_changes(project.get_file("moved_module.py")))
        except Exception as error:  # whatever it cannot do, and whatever goes wrong inside it
            return Result(boundary, "made", f"{type(error).__name__}: {error}")
        finally:
            project.close()
        moved = (root / "moved_module.py").read_text(encoding="utf-8")
    failed, reason = check(analysis, boundary, moved, "moved_module.py", "")
    if not failed and "source_module" in moved:
        return Result(boundary, "imports", "it imports from the file it was taken out of")
    return Result(boundary, failed, reason)


if __name__ == "__main__":
    raise SystemExit(main())
