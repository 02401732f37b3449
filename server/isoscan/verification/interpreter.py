"""Which Python runs a verification: one that has pandas and numpy, the user's own first."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_PROBE = (
    "import importlib.util as u, sys;"
    "sys.exit(0 if sys.version_info >= (3, 10) and all(u.find_spec(m) for m in ('pandas', 'numpy')) else 3)"
)


def find_interpreter(source: Path, wanted: str = "") -> tuple[str, str]:
    """Find an interpreter for a source file: its path, and a sentence instead where none will do.

    `wanted` is the user's choice. Without one the active virtual environment counts first, then one beside
    the file or above it, then the interpreter isoscan runs in, then `python3`.
    """
    if wanted:
        path = shutil.which(wanted)
        if path is None:
            return "", f"there is no Python interpreter {wanted}"
        return (
            (path, "") if _is_fit(path) else ("", f"{wanted} has no pandas and numpy, which verifying needs")
        )
    for candidate in dict.fromkeys(_candidates(source)):
        if _is_fit(candidate):
            return candidate, ""
    return "", (
        "verifying needs Python 3.10 or later with pandas and numpy; "
        "install them, or name an interpreter by --python"
    )


def _candidates(source: Path) -> Iterator[str]:
    scripts = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    active = os.environ.get("VIRTUAL_ENV")
    if active:
        yield str(Path(active, *scripts))
    for folder in source.absolute().parents:
        for name in (".venv", "venv"):
            if (folder / name / "pyvenv.cfg").is_file():
                yield str(Path(folder, name, *scripts))
    yield sys.executable
    for name in ("python3", "python"):
        found = shutil.which(name)
        if found:
            yield found


@functools.cache
def _is_fit(python: str) -> bool:
    try:
        done = subprocess.run(
            [python, "-I", "-c", _PROBE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
