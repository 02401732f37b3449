"""Work in a process of its own, so that the server goes on answering: an order in, lines of JSON out.

The job's input stays open as long as somebody waits for its answer. When it is closed, by us or because the
server is gone, the job ends, and with it what it has started.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from _thread import interrupt_main
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, Self

from isoscan.lsp.failures import RefusalError

if TYPE_CHECKING:
    from isoscan.lsp.progress import Progress

_LONGEST_LINE = 1 << 26
_SECONDS_TO_END = 5.0


class Orderable(Protocol):
    """What can be ordered: it goes to the job's process as a line, and is the same there."""

    @classmethod
    def of_json(cls, data: str | bytes) -> Self:
        """The order that `to_json` wrote down."""

    def to_json(self) -> bytes:
        """The order as a line of ASCII."""


def command(job: str, order: Orderable) -> list[str]:
    """How to start a job (`extract_all_job`): with this process's interpreter and search path."""
    kind = type(order)
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; from isoscan.lsp.jobs import run; "
        f"from {kind.__module__} import {kind.__name__} as kind; "
        f"from isoscan.lsp.{job} import main; run(main, kind)"
    )
    return [sys.executable, "-c", code]


# In the job's process


def run(job: Callable[[Any], None], kind: type[Orderable]) -> None:
    """Do a job on the order that standard input holds, as long as that is open."""
    order = kind.of_json(sys.stdin.buffer.readline())
    Thread(target=_interrupt_when_alone, daemon=True).start()
    try:
        job(order)
    except KeyboardInterrupt:
        sys.exit(1)


def _interrupt_when_alone() -> None:
    # Not through `sys.stdin`: the interpreter cannot end while a thread holds that one's lock.
    while os.read(0, 1):
        pass
    interrupt_main()


def say(line: dict[str, Any]) -> None:
    """Write one line of the answer."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


# In the server


async def lines_of(job: str, order: Orderable, progress: Progress) -> AsyncIterator[dict[str, Any]]:
    """What a job says; it is ended when the user wants to stop, or we do.

    Raises RefusalError when it ends otherwise than well.
    """
    pipe = asyncio.subprocess.PIPE
    started = command(job, order)
    child = await asyncio.create_subprocess_exec(*started, stdin=pipe, stdout=pipe, limit=_LONGEST_LINE)
    assert child.stdin is not None
    assert child.stdout is not None
    progress.on_stop = child.stdin.close
    try:
        child.stdin.write(order.to_json())
        while not progress.stopped and (line := await child.stdout.readline()):
            yield json.loads(line)
        if not progress.stopped and await child.wait() != 0:
            raise RefusalError("The work ended unexpectedly; the server's log has the details")
    finally:
        child.stdin.close()
        await _ended(child)


async def _ended(child: asyncio.subprocess.Process) -> None:
    """Wait for a job to end by itself, and no longer than is reasonable."""
    try:
        await asyncio.wait_for(child.wait(), _SECONDS_TO_END)
    except TimeoutError:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
