"""`python -m isoscan.lsp`: the server alone, without the command line around it."""

from __future__ import annotations

import argparse
import sys

from isoscan.lsp.start import serve_stdio, serve_tcp


def main(arguments: list[str]) -> int:
    """Serve over standard streams, or over TCP with `--tcp HOST:PORT`; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m isoscan.lsp", description="The isoscan language server.")
    parser.add_argument("--stdio", action="store_true", help="serve on standard input and output (default)")
    parser.add_argument("--tcp", metavar="HOST:PORT", help="serve the first client on a TCP port")
    chosen = parser.parse_args(arguments)
    if not chosen.tcp:
        return serve_stdio()
    host, _, port = chosen.tcp.rpartition(":")
    if not port.isdecimal():
        parser.error(f"--tcp takes HOST:PORT, not {chosen.tcp}")
    return serve_tcp(host or "127.0.0.1", int(port))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
