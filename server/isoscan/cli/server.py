"""`isoscan server`: run the language server over the transport that was asked for."""

from __future__ import annotations

import argparse

from isoscan.cli.messages import complain

LOOPBACK = "127.0.0.1"
COULD_NOT_WORK = 2


def run(options: argparse.Namespace) -> int:
    """Run the command and give its exit status; returns when the server has ended."""
    address = options.tcp or options.ws
    if not address:
        from isoscan.lsp.start import serve_stdio

        return serve_stdio()
    option = "--tcp" if options.tcp else "--ws"
    place = parse_address(address)
    if place is None:
        complain(f"{option} needs HOST:PORT or PORT, such as {LOOPBACK}:8765, not `{address}`")
        return COULD_NOT_WORK
    return _listen(option, *place)


def parse_address(text: str) -> tuple[str, int] | None:
    """Read `HOST:PORT`, `[IPv6]:PORT`, `:PORT` or `PORT`; without a host it is the loopback."""
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > 65_535:
        return None
    return host.strip("[]") or LOOPBACK, int(port)


def _listen(option: str, host: str, port: int) -> int:
    from isoscan.lsp import start

    serve = start.serve_tcp if option == "--tcp" else start.serve_ws
    try:
        return serve(host, port)
    except OSError as error:
        complain(f"cannot listen on {host}:{port} ({error.strerror or error}); name another port")
        return COULD_NOT_WORK
