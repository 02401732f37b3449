"""Watching: a check at once, and another after every change; no clock is involved."""

from __future__ import annotations

import os

import pytest
from isoscan.cli.watch import watch


class EnoughError(Exception):
    """Ends a watch."""


def watching(paths, *changes):
    """Watch `paths` while the changes happen, one per wait; gives how many checks there were."""
    checks = []
    pending = iter(changes)

    def wait(seconds):
        change = next(pending, None)
        if change is None:
            raise EnoughError
        change()

    with pytest.raises(EnoughError):
        watch(lambda: ("plan", paths), checks.append, wait)
    return len(checks)


def touched(path, stamp):
    return lambda: os.utime(path, ns=(stamp, stamp))


def test_one_check_per_change(tmp_path):
    source = tmp_path / "a.py"
    source.write_text("")
    assert watching([source], touched(source, 10), lambda: None, touched(source, 20)) == 3


def test_files_that_come_and_go_are_noticed(tmp_path):
    gone = tmp_path / "gone.py"
    assert watching([gone], lambda: gone.write_text(""), gone.unlink) == 3


def test_a_change_during_a_check_leads_to_another(tmp_path):
    source = tmp_path / "a.py"
    source.write_text("")
    seen = []

    def check(plan):
        seen.append(plan)
        if len(seen) == 1:
            touched(source, 10)()

    def wait(seconds):
        raise EnoughError

    with pytest.raises(EnoughError):
        watch(lambda: ("plan", [source]), check, wait)
    assert len(seen) == 2
