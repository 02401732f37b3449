"""The project's own formatter, ruff or black: which one it is, and having it format a module."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

_SECONDS = 20


class Formatter(NamedTuple):
    """A formatter as it is called; `name` is how the docstrings of modules name it."""

    name: str
    command: tuple[str, ...]

    def format(self, text: str, file: Path) -> str | None:
        """The text as the file of that path would be formatted; None if the formatter did not do it."""
        try:
            done = subprocess.run(
                [*self.command, "--stdin-filename", str(file.absolute()), "-"],
                input=text.encode("utf-8"),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
                cwd=_existing(file.absolute().parent),
            )
            return done.stdout.decode("utf-8") or None if done.returncode == 0 else None
        except (OSError, subprocess.TimeoutExpired, UnicodeError):
            return None


def find_formatter(source: Path) -> Formatter | None:
    """The formatter of the project that a file belongs to; None if it names none or that is not installed.

    The nearest folder whose settings name one counts: `ruff.toml`, `.ruff.toml`, or `[tool.ruff]` and
    `[tool.black]` in `pyproject.toml`. It is looked for in the active virtual environment, in `.venv` and
    `venv` beside the file or above it, beside the interpreter isoscan runs in, and on the path.
    """
    for folder in source.absolute().parents:
        name = _named_in(folder)
        if name:
            path = _find(name, source)
            if path is None:
                return None
            return Formatter(
                *(
                    ("ruff format", (path, "format", "--quiet"))
                    if name == "ruff"
                    else ("black", (path, "--quiet"))
                )
            )
    return None


def _named_in(folder: Path) -> str:
    if any((folder / name).is_file() for name in ("ruff.toml", ".ruff.toml")):
        return "ruff"
    tools = _tools_of(folder / "pyproject.toml")
    ruff = tools.get("ruff")
    if isinstance(ruff, Mapping) and ("format" in ruff or "black" not in tools):
        return "ruff"
    return "black" if isinstance(tools.get("black"), Mapping) else ""


def _tools_of(file: Path) -> Mapping[str, Any]:
    """The table `[tool]` of a settings file, empty where it cannot be read."""
    try:
        tools = tomllib.loads(file.read_text(encoding="utf-8")).get("tool")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
    return tools if isinstance(tools, Mapping) else {}


def _find(name: str, source: Path) -> str | None:
    return next((path for folder in _folders(source) if (path := shutil.which(name, path=folder))), None)


def _folders(source: Path) -> Iterator[str]:
    scripts = "Scripts" if os.name == "nt" else "bin"
    active = os.environ.get("VIRTUAL_ENV")
    if active:
        yield str(Path(active, scripts))
    for folder in source.absolute().parents:
        for name in (".venv", "venv"):
            if (folder / name / "pyvenv.cfg").is_file():
                yield str(folder / name / scripts)
    yield str(Path(sys.executable).parent)
    yield os.environ.get("PATH", os.defpath)


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.is_dir())
