"""The frames that the original is given are those that the generated scanner is given, too.

`prepare` of a generated module computes the columns that its scanner needs, the source's helpers many more.
A scanner that returns rows returns all their columns; so both get the source's frame, and what `prepare`
computes is compared with it column by column.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


class Exchange:
    """Frames that one process leaves for the other, by run and argument."""

    def __init__(self, folder: Path, original: bool) -> None:
        self._folder = folder
        self._original = original
        self._run = 0
        self._unlike: dict[str, list[str]] = {}

    def begin(self, unlike: dict[str, list[str]]) -> None:
        """A run begins; `unlike` takes in, by argument, the columns that `prepare` computes otherwise."""
        self._run += 1
        self._unlike = unlike

    def shared(self, name: str, raw: Any, prepared: Any) -> Any:
        """The frame to be given for an argument, of one that this side's `prepare` made of raw bars."""
        if type(prepared).__name__ != "DataFrame":
            return prepared
        file = self._folder / f"prepared-{self._run}-{name}.pickle"
        if self._original:
            prepared.to_pickle(file)
            return prepared
        if not file.exists():
            return prepared
        import pandas

        theirs = pandas.read_pickle(file)
        different = _unlike(raw, prepared, theirs)
        if different:
            self._unlike[name] = different
        return theirs


def _unlike(raw: Any, ours: Any, theirs: Any) -> list[str]:
    """The columns that we compute, and they do not, or otherwise."""
    computed = [
        column for column in ours.columns if column not in raw.columns or not ours[column].equals(raw[column])
    ]
    if not ours.index.equals(theirs.index):
        # It may keep rows that the source's callers leave out.
        if not ours.index.is_unique or not theirs.index.isin(ours.index).all():
            return ["its rows"]
        ours = ours.loc[theirs.index]
    return [
        str(column)
        for column in computed
        if column not in theirs.columns or not ours[column].equals(theirs[column])
    ]
