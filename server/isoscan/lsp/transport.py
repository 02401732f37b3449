"""How bytes reach the protocol engine and leave it: standard streams, a TCP or a web socket.

Input is read in pieces as large as they come and handed over at once, so that messages sent
together are seen together. Each function serves one session and gives the exit status: 0 when the client
said `shutdown` before it left, else 1.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from isoscan.lsp.framing import FrameReader

if TYPE_CHECKING:
    from isoscan.lsp.server import IsoscanServer

logger = logging.getLogger(__name__)

_PIECE = 1 << 18


class PipeWriter:
    """Writes to a pipe; what is written is sent at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        """Write all of `data`; raises OSError when nobody listens any more."""
        self._stream.write(data)
        self._stream.flush()

    def close(self) -> None:
        """Close the pipe."""
        self._stream.close()


def _end_on_request(server: IsoscanServer) -> asyncio.Future[int]:
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    server.protocol.end = end
    return ended


async def over_pipes(server: IsoscanServer, source: int, sink: BinaryIO) -> int:
    """Serve a client that writes to the file descriptor `source` and reads from `sink`."""
    loop = asyncio.get_running_loop()
    ended = _end_on_request(server)
    frames = FrameReader()
    server.protocol.set_writer(PipeWriter(sink))
    server.watches_parent = True

    def take(piece: bytes) -> None:
        if piece:
            server.protocol.receive(frames.feed(piece))
        else:
            server.protocol.end_of_input()

    def read() -> None:
        # A thread of its own: standard input cannot be awaited on every platform.
        # `os.read` holds no lock that would bar the interpreter's way out.
        while True:
            try:
                piece = os.read(source, _PIECE)
            except OSError:
                piece = b""
            with suppress(RuntimeError):  # the loop is closed: the session is over
                loop.call_soon_threadsafe(take, piece)
            if not piece or loop.is_closed():
                return

    threading.Thread(target=read, name="isoscan-input", daemon=True).start()
    return await ended


async def over_tcp(server: IsoscanServer, host: str, port: int) -> int:
    """Serve the first client that connects; raises OSError when the address cannot be had."""
    ended = _end_on_request(server)
    taken = False

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        if taken:
            writer.close()
            return
        taken = True
        server.protocol.set_writer(writer)
        frames = FrameReader()
        with suppress(OSError):
            while piece := await reader.read(_PIECE):
                server.protocol.receive(frames.feed(piece))
        server.protocol.end_of_input()
        status = await asyncio.shield(ended)
        logger.info("Session over, exit status %d", status)

    listener = await asyncio.start_server(connected, host, port)
    async with listener:
        announce(listener.sockets[0].getsockname())
        status = await ended
        writer = server.protocol.writer
        if isinstance(writer, asyncio.StreamWriter):
            with suppress(OSError):
                await asyncio.wait_for(writer.drain(), 5)
            writer.close()
    return status


async def over_web_socket(server: IsoscanServer, host: str, port: int) -> int:
    """Serve the first client that connects; raises ImportError without the `websockets` package."""
    from pygls.io_ import WebSocketWriter
    from websockets.asyncio.server import ServerConnection, serve

    ended = _end_on_request(server)
    taken = False

    async def connected(socket: ServerConnection) -> None:
        nonlocal taken
        if taken:
            await socket.close()
            return
        taken = True
        server.protocol.set_writer(WebSocketWriter(socket), include_headers=False)
        async for message in socket:
            server.protocol.receive([message.encode() if isinstance(message, str) else message])
        server.protocol.end_of_input()

    async with serve(connected, host, port) as listener:
        announce(next(iter(listener.sockets)).getsockname())
        return await ended


def announce(address: tuple[object, ...]) -> None:
    """Tell whoever started the server where it listens, on standard error."""
    print(f"isoscan listens on {address[0]}:{address[1]}", file=sys.stderr, flush=True)
