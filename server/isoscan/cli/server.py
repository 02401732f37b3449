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
    from isoscan.lsp import start

    return start.serve_tcp(*place) if options.tcp else start.serve_ws(*place)


def parse_address(text: str) -> tuple[str, int] | None:
    """Read `HOST:PORT`, `[IPv6]:PORT`, `:PORT` or `PORT`; without a host it is the loopback."""
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65_535:
        return None
    return host.strip("[]") or LOOPBACK, int(port)
