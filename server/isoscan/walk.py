"""Which files a check reads: files as named, folders walked for Python files.

A walk leaves out what `.gitignore` files say (nested ones too, and those of the folders above up to
the repository's root), virtual environments, build folders and caches, and the settings' `exclude`.
A path that is named is taken whatever those say; symbolic links to folders are not followed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".pyw")

EXCLUDED_FOLDERS = frozenset(
    {
        ".bzr", ".direnv", ".eggs", ".git", ".hg", ".hypothesis", ".ipynb_checkpoints", ".mypy_cache", ".nox",
        ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", ".vscode",
        "__pycache__", "__pypackages__", "_build", "build", "dist", "node_modules", "site-packages", "venv",
    }
)  # fmt: skip


class _Ignore(NamedTuple):
    """Patterns and the absolute folder they are relative to."""

    folder: str
    patterns: GitIgnoreSpec

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """Say whether a path in the folder is left out, or taken in again by `!`; None: nothing is said."""
        relative = path.removeprefix(self.folder).strip(os.sep).replace(os.sep, "/")
        if not relative:
            return None
        return self.patterns.check_file(f"{relative}/" if is_folder else relative).include


class Walk(NamedTuple):
    """The files to read, in a stable order without repeats, and a sentence for every path that gave none.

    `folders` are the folders that were read; a new file shows in their modification times.
    """

    files: tuple[Path, ...]
    folders: tuple[Path, ...]
    problems: tuple[str, ...]


def walk(paths: Sequence[Path], excludes_for: Callable[[Path], tuple[Path, Sequence[str]]]) -> Walk:
    """Find the Python files of `paths`; `excludes_for` gives a folder's excludes and what they start from."""
    files: dict[Path, None] = {}
    folders: list[Path] = []
    problems: list[str] = []
    for path in paths:
        if path.is_dir():
            found = _files_below(path, excludes_for(path), folders, problems)
            if not found:
                problems.append(f"{path}: no Python files in this folder; name a file, or check the excludes")
            files.update(dict.fromkeys(found))
        elif path.exists():
            files[path] = None
        else:
            problems.append(f"{path}: no such file or folder")
    return Walk(tuple(files), tuple(folders), tuple(problems))


def _files_below(
    root: Path, excludes: tuple[Path, Sequence[str]], folders: list[Path], problems: list[str]
) -> list[Path]:
    absolute = str(root.resolve())
    # A folder that is named is walked even where a file above ignores it: that file is then not asked.
    outer = [ignore for ignore in _outer_ignores(absolute, excludes) if not ignore.verdict(absolute, True)]
    return [root / Path(file).relative_to(absolute) for file in _descend(absolute, outer, folders, problems)]


def _outer_ignores(root: str, excludes: tuple[Path, Sequence[str]]) -> Iterator[_Ignore]:
    """Give the `.gitignore` files above `root`, from the repository's root down, and the excludes."""
    for folder in reversed(_folders_up_to_repository(Path(root))):
        yield from _own_ignore(str(folder))
    exclude_root, patterns = excludes
    if patterns:
        yield _Ignore(str(exclude_root.resolve()), _compile(patterns))


def _folders_up_to_repository(root: Path) -> list[Path]:
    """Give the folders above `root`, innermost first, as far as the repository it lies in; else none."""
    chain = (root, *root.parents)
    depth = next((depth for depth, folder in enumerate(chain) if (folder / ".git").exists()), 0)
    return list(chain[1 : depth + 1])


def _own_ignore(folder: str) -> Iterator[_Ignore]:
    """Give the folder's own `.gitignore`, if it has one that can be read."""
    try:
        text = Path(folder, ".gitignore").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    if text.strip():
        yield _Ignore(folder, _compile(text.splitlines()))


def _compile(patterns: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError:
        return GitIgnoreSpec.from_lines(pattern for pattern in patterns if _is_readable(pattern))


def _is_readable(pattern: str) -> bool:
    """Say whether a pattern means something; git skips those that do not."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return False
    return True


def _descend(root: str, outer: list[_Ignore], folders: list[Path], problems: list[str]) -> Iterator[str]:
    pending = [(root, outer)]
    while pending:
        folder, inherited = pending.pop()
        folders.append(Path(folder))
        try:
            with os.scandir(folder) as entries:
                listing = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            problems.append(f"{folder}: cannot be read ({error.strerror or error})")
            continue
        ignores = [*inherited, *_own_ignore(folder)]
        subfolders = []
        for entry in listing:
            if entry.is_dir(follow_symlinks=False):
                if not _leaves_out_folder(entry, ignores):
                    subfolders.append((entry.path, ignores))
            elif entry.name.endswith(SUFFIXES) and not _ignored(entry.path, ignores, False):
                yield entry.path
        pending.extend(reversed(subfolders))


def _leaves_out_folder(entry: os.DirEntry[str], ignores: list[_Ignore]) -> bool:
    return (
        entry.name in EXCLUDED_FOLDERS
        or Path(entry.path, "pyvenv.cfg").exists()
        or _ignored(entry.path, ignores, True)
    )


def _ignored(path: str, ignores: list[_Ignore], is_folder: bool) -> bool:
    """Say whether a path is left out: the innermost file that says anything decides, as in git."""
    verdicts = (ignore.verdict(path, is_folder) for ignore in reversed(ignores))
    return next((verdict for verdict in verdicts if verdict is not None), False)
