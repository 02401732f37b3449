"""Work-done progress: telling the client how far a command has come, and hearing that it shall stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

from isoscan.lsp.failures import RefusalError

if TYPE_CHECKING:
    from isoscan.lsp.protocol import IsoscanProtocol

Token = int | str

_CREATE = "window/workDoneProgress/create"
_PROGRESS = "$/progress"


class Progress:
    """One command's progress; without a token nothing is sent."""

    def __init__(self, protocol: IsoscanProtocol, token: Token | None) -> None:
        self.stopped = False
        """The user asked to stop."""
        self.outcome = "Stopped"
        """What came of it."""
        self.on_stop: Callable[[], None] = lambda: None
        self._protocol = protocol
        self._token = token

    def stop(self) -> None:
        """The user asks to stop."""
        self.stopped = True
        self.on_stop()

    def begin(self, title: str) -> None:
        """Say what is being done."""
        self._send({"kind": "begin", "title": title, "cancellable": True, "percentage": 0})

    def report(self, message: str, percentage: int) -> None:
        """Say how far it has come."""
        self._send({"kind": "report", "message": message, "cancellable": True, "percentage": percentage})

    def end(self) -> None:
        """Say what came of it."""
        self._send({"kind": "end", "message": self.outcome})

    def _send(self, value: dict[str, Any]) -> None:
        if self._token is not None:
            self._protocol.notify(_PROGRESS, {"token": self._token, "value": value})


class ProgressBoard:
    """The progress of all commands that run."""

    def __init__(self, protocol: IsoscanProtocol) -> None:
        self._protocol = protocol
        self._running: dict[Token, Progress] = {}
        self._numbers = count(1)

    @asynccontextmanager
    async def progress(self, asked_with: object, can_create: bool) -> AsyncIterator[Progress]:
        """A command's progress, under the token that the client sent along, else under one of ours."""
        token: Token | None = asked_with if isinstance(asked_with, (int, str)) else None
        if token is None and can_create:
            token = await self._created()
        progress = Progress(self._protocol, token)
        if token is None:
            yield progress
            return
        self._running[token] = progress
        try:
            yield progress
        finally:
            del self._running[token]

    @asynccontextmanager
    async def working(self, asked_with: object, title: str, can_create: bool) -> AsyncIterator[Progress]:
        """A command's progress from beginning to end, whatever the end is."""
        async with self.progress(asked_with, can_create) as progress:
            progress.begin(title)
            try:
                yield progress
            except RefusalError as refusal:
                progress.outcome = refusal.message
                raise
            finally:
                progress.end()

    async def _created(self) -> Token | None:
        """A token that the client agreed to; None when it does not."""
        token = f"isoscan-{next(self._numbers)}"
        try:
            await asyncio.wrap_future(self._protocol.ask(_CREATE, {"token": token}))
        except Exception:  # whatever its reason, the work is done without
            return None
        return token

    def stop(self, token: object) -> None:
        """The client asks to stop what runs under a token."""
        progress = self._running.get(token) if isinstance(token, (int, str)) else None
        if progress is not None:
            progress.stop()
