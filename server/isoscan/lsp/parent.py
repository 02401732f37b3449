"""Watching the process that started us: when it is gone, nobody will ever close our input.

A process that cannot be seen from here at all (the client runs in another container) is not
watched: its absence says nothing.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable

logger = logging.getLogger(__name__)

_SECONDS_BETWEEN_LOOKS = 2.0


def watch(process_id: int, when_gone: Callable[[], None]) -> None:
    """Call `when_gone` in the running loop once the process has ended."""
    loop = asyncio.get_running_loop()
    if not is_alive(process_id):
        logger.info("The client's process %d cannot be seen from here; it is not watched", process_id)
        return
    if sys.platform == "linux" and (descriptor := _process_descriptor(process_id)) is not None:
        # Becomes readable when the process ends, also while it waits to be reaped.
        def gone() -> None:
            loop.remove_reader(descriptor)
            os.close(descriptor)
            when_gone()

        loop.add_reader(descriptor, gone)
        return

    def look() -> None:
        if is_alive(process_id):
            loop.call_later(_SECONDS_BETWEEN_LOOKS, look)
        else:
            when_gone()

    loop.call_later(_SECONDS_BETWEEN_LOOKS, look)


def _process_descriptor(process_id: int) -> int | None:
    try:
        return os.pidfd_open(process_id)
    except (AttributeError, OSError):
        return None


def is_alive(process_id: int) -> bool:
    """Whether a process with this id exists."""
    if process_id <= 0:
        return False
    if sys.platform == "win32":
        import ctypes

        synchronize, timed_out = 0x0010_0000, 0x0000_0102
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(synchronize, False, process_id)
        if not handle:
            return False
        try:
            return bool(kernel.WaitForSingleObject(handle, 0) == timed_out)
        finally:
            kernel.CloseHandle(handle)
    try:
        os.kill(process_id, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True
