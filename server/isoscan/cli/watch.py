"""Checking again whenever a file changes, by looking at the modification times of what was read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

INTERVAL = 0.5

P = TypeVar("P")

Stamps = dict[Path, tuple[int, int]]


def stamps_of(paths: Iterable[Path]) -> Stamps:
    """Give modification time and size per path; a path that is gone has none."""
    stamps = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        stamps[path] = (status.st_mtime_ns, status.st_size)
    return stamps


def watch(
    plan: Callable[[], tuple[P, Iterable[Path]]],
    check: Callable[[P], None],
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Plan and check, now and after every change to one of the paths that the plan watches.

    Ends only by an exception. Paths may be folders, whose times tell of new files. Times are taken
    before the check, so that a change made while it runs is seen afterwards.
    """
    while True:
        planned, paths = plan()
        watched = tuple(paths)
        stamps = stamps_of(watched)
        check(planned)
        while stamps_of(watched) == stamps:
            wait(INTERVAL)
