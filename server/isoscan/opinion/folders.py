"""Where things are kept for one user: answers in the cache, consent and the log of what was sent in state.

As the XDG base directory specification has it, and the habits of macOS and Windows. Nothing here raises: what
cannot be read is not there, and what cannot be written is said by the writer's result.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4


def cache_folder() -> Path:
    """The folder for what can be had again."""
    return _folder("XDG_CACHE_HOME", ".cache", "Library/Caches", "Cache")


def state_folder() -> Path:
    """The folder for what cannot: consent, counts, the log."""
    return _folder("XDG_STATE_HOME", ".local/state", "Library/Application Support", "State")


def _folder(variable: str, usual: str, on_macos: str, on_windows: str) -> Path:
    chosen = os.environ.get(variable, "")
    if chosen and Path(chosen).is_absolute():
        return Path(chosen) / "isoscan"
    try:
        home = Path.home()
    except RuntimeError:  # nobody's process: no home to be found
        home = Path(os.devnull)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return (Path(local) if local else home / "AppData" / "Local") / "isoscan" / on_windows
    return home / (on_macos if sys.platform == "darwin" else usual) / "isoscan"


def write_whole(path: Path, text: str) -> bool:
    """Write a file for its owner alone, all of it or nothing; gives whether that could be done."""
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        draft.replace(path)
    except (OSError, UnicodeEncodeError):
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        return False
    return True


def append_line(path: Path, line: str) -> bool:
    """Add a line to a file for its owner alone, in one go; gives whether that could be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line.encode("utf-8", "replace") + b"\n")
        finally:
            os.close(descriptor)
    except OSError:
        return False
    return True


def read_whole(path: Path) -> str:
    """A file's text, "" where there is none to be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object that a file holds, an empty one where there is none to be read."""
    try:
        kept = json.loads(read_whole(path) or "{}")
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}
