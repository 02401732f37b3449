"""Earlier texts of files, as git has them, for merging what was edited by hand with what extraction gives."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from isoscan.extraction.again import History
from isoscan.source.decoding import decode

_MOST_COMMITS = 40
_SECONDS = 10
# Nothing that a repository's own settings name is run, and nothing in it is changed.
_QUIETLY = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


def history_of(source: Path, module: Path) -> History:
    """The earlier texts of a source and of a module that was generated from it; git is asked on demand."""
    return History(
        sources=lambda: _earlier_texts(source, latest_first=True),
        modules=lambda: _earlier_texts(module, latest_first=False),
    )


def _earlier_texts(file: Path, *, latest_first: bool) -> Iterator[str]:
    """What git has of a file, each commit that changed it; nothing where there is no git or no repository."""
    git = shutil.which("git")
    if git is None:
        return
    listed = _run(git, file, "rev-list", f"--max-count={_MOST_COMMITS}", "HEAD", "--", file.name)
    commits = (listed or b"").decode("ascii", "replace").split()
    for commit in commits if latest_first else reversed(commits):
        data = _run(git, file, "cat-file", "blob", f"{commit}:./{file.name}")
        decoded = decode(data) if data is not None else None
        if decoded is not None and not decoded.problem:
            yield decoded.text


def _run(git: str, file: Path, *arguments: str) -> bytes | None:
    """What git prints, None if it could not."""
    try:
        done = subprocess.run(
            [git, "-C", str(file.absolute().parent), *_QUIETLY, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
