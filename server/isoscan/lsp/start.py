"""Starting the server on a transport; what the command line and `python -m isoscan.lsp` call.

Nothing but the protocol may reach standard output: it is set aside first, and whatever prints prints to
standard error, where the log goes too.

Loading the protocol's types makes a hundred thousand objects that stay. The garbage collector rests
meanwhile and never looks at them again: a fifth of the start, and no pauses for them later.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from typing import TYPE_CHECKING

from isoscan.tracking.garbage import collect_by_hand, keep

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from isoscan.lsp.server import IsoscanServer


def serve_stdio() -> int:
    """Serve the client on standard input and output; gives the exit status."""
    from isoscan.lsp.transport import over_pipes

    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdout = sys.stderr
    return _run(over_pipes(_server(), sys.stdin.fileno(), sink))


def serve_tcp(host: str, port: int) -> int:
    """Serve the first client on a TCP port (0: any free one, told on standard error); gives the exit status.

    The status is 2, with a sentence on standard error, when the address cannot be had.
    """
    from isoscan.lsp.transport import over_tcp

    try:
        return _run(over_tcp(_server(), host, port))
    except (OSError, OverflowError) as error:
        return _cannot_listen(host, port, error)


def serve_ws(host: str, port: int) -> int:
    """Serve the first client on a web socket; as `serve_tcp`. Needs the `websockets` package."""
    from isoscan.lsp.transport import over_web_socket

    try:
        return _run(over_web_socket(_server(), host, port))
    except ImportError:
        print("isoscan: web sockets need one more package: pip install isoscan[ws]", file=sys.stderr)
        return 2
    except (OSError, OverflowError) as error:
        return _cannot_listen(host, port, error)


def _cannot_listen(host: str, port: int, error: Exception) -> int:
    reason = getattr(error, "strerror", None) or error
    print(f"isoscan: cannot listen on {host}:{port} ({reason}); choose another address", file=sys.stderr)
    return 2


def _server() -> IsoscanServer:
    collect_by_hand()
    from isoscan.lsp.server import IsoscanServer

    server = IsoscanServer()
    keep()
    return server


def _run(session: Coroutine[object, object, int]) -> int:
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # pygls tells of every refused request; the refusal itself is the answer.
    logging.getLogger("pygls").setLevel(logging.ERROR)
    try:
        return asyncio.run(session)
    except KeyboardInterrupt:
        return 1
