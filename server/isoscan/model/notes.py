"""What was computed from one chunk's facts alone, kept beside them for as long as the chunk's text stays.

When a text is analysed again, most chunks are as before: their facts are reused, and so are their notes.
A note is the result of a pure function of the facts and of what it was given beside them; it is used
again only where it would be given the same. So results stay a function of the text, and forgetting all
notes changes nothing but the time taken. There is one note to a topic: a later one takes its place, so
notes do not pile up over a session.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Result = TypeVar("Result")


class Notes:
    """The notes on one chunk. Whoever reads one must not change it."""

    __slots__ = ("_notes",)

    def __init__(self) -> None:
        self._notes: dict[Hashable, tuple[object, object]] = {}

    def recall(self, topic: Hashable, given: object, compute: Callable[[], Result]) -> Result:
        """The note on a topic if it was made from something equal to `given`, else what `compute` gives.

        `topic` names one function and what it is applied to in the chunk; `given` is all that the result
        depends on beside the chunk's facts, and must not change later.
        """
        note = self._notes.get(topic)
        if note is not None and note[0] == given:
            return cast("Result", note[1])
        result = compute()
        self._notes[topic] = (given, result)
        return result
