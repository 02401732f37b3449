"""The base protocol's frames: bytes in, message bodies out, however the bytes were cut on the way.

Pure, so that every transport shares it. A header block without a usable length is dropped and
reading goes on at the next one: one client's slip must not end a session.
"""

from __future__ import annotations

import re

_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEADER = 16_384


def framed(body: bytes) -> bytes:
    """A message body with its header in front."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


class FrameReader:
    """Collects bytes and gives back the bodies that are complete."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._missing: int | None = None

    def feed(self, data: bytes) -> list[bytes]:
        """Take the bytes that arrived; give the bodies that are complete now, in order."""
        self._pending += data
        bodies = []
        while (body := self._next()) is not None:
            bodies.append(body)
        return bodies

    def _next(self) -> bytes | None:
        while self._missing is None:
            end = _HEADER_END.search(self._pending)
            if end is None:
                self._forget_endless_header()
                return None
            length = _LENGTH.search(self._pending, 0, end.start() + 1)
            self._missing = int(length.group(1)) if length else None
            del self._pending[: end.end()]
        if len(self._pending) < self._missing:
            return None
        body = bytes(self._pending[: self._missing])
        del self._pending[: self._missing]
        self._missing = None
        return body

    def _forget_endless_header(self) -> None:
        # Bytes that are no header at all must not pile up; the tail may hold a header's beginning.
        if len(self._pending) > _LONGEST_HEADER:
            del self._pending[:-_LONGEST_HEADER]
