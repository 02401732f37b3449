"""Extract every scanner of a folder of Python files, and count how many of the results stand alone.

    python tests/corpus_extraction.py FOLDER [--template standard] [--kinds function,class,...] [--verbose]

A result stands alone when it compiles, has no undefined name that its source had not, and can be imported
with modules that are not installed replaced by stubs. Each import runs in a child process with a time limit,
so that a script that does something when imported does no harm to the count.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.extraction import extract
from isoscan.source.decoding import decode

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run over a folder; exit status 1 when less than the wanted share stands alone."""
    parser = argparse.ArgumentParser(description="Extract every scanner of a folder of Python files.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--template", default="standard")
    parser.add_argument("--kinds", default="function,class,mask,method,section,table,module")
    parser.add_argument("--least", type=float, default=0.95, help="share that has to stand alone")
    parser.add_argument("--keep", type=Path, help="folder to write the generated modules to")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args(arguments)
    kinds = given.kinds.split(",")
    found: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for file in sorted(given.folder.rglob("*.py")):
        for kind, name, problem in scanners_of(file, given.template, kinds, given.keep):
            found[kind] += 1
            alone[kind] += not problem
            if problem and given.verbose:
                print(f"{file.name}: {name} ({kind}): {problem}")
    for kind in sorted(found):
        print(f"{kind:10} {alone[kind]:4} of {found[kind]:4} stand alone")
    total = found.total()
    share = alone.total() / total if total else 1.0
    print(f"{'all':10} {alone.total():4} of {total:4} stand alone: {share:.3f}")
    return 0 if share >= given.least else 1


def scanners_of(
    file: Path, template: str, kinds: Sequence[str], keep: Path | None
) -> list[tuple[str, str, str]]:
    """Extract a file's scanners: kind, namespace, and what is wrong with the result ("" if nothing)."""
    text = decode(file.read_bytes()).text
    analysis = analyse(text, Config(), module_name=file.stem)
    results = []
    for scanner in analysis.scanners:
        boundary = scanner.boundary
        if boundary.kind not in kinds:
            continue
        extraction = extract(analysis, boundary.namespace, file.name, Config(), template)
        problem = extraction.problem and f"refused: {extraction.problem}"
        problem = problem or import_problem(extraction.file_name, extraction.text)
        if keep is not None and extraction.text:
            folder = keep / file.stem
            folder.mkdir(parents=True, exist_ok=True)
            (folder / extraction.file_name).write_text(extraction.text, encoding="utf-8")
        results.append((boundary.kind, boundary.namespace, problem))
    return results


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


if __name__ == "__main__":
    raise SystemExit(main())
