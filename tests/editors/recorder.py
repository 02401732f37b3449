"""Stands between an editor and the server, and keeps what they say to each other.

python recorder.py FOLDER COMMAND...    run COMMAND; FOLDER gets what `editor` and `server` each sent
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any


def pump(source: int, target: int, record: Path) -> None:
    """Hand on what comes in until it ends, and keep a copy."""
    with record.open("ab", buffering=0) as copy:
        while piece := os.read(source, 65536):
            copy.write(piece)
            while piece:
                piece = piece[os.write(target, piece) :]
    os.close(target)


def main(folder: str, *command: str) -> int:
    """Run the command between its caller's standard streams."""
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None
    assert server.stdout is not None
    threading.Thread(
        target=pump, args=(0, os.dup(server.stdin.fileno()), Path(folder, "editor")), daemon=True
    ).start()
    server.stdin.close()
    pump(server.stdout.fileno(), 1, Path(folder, "server"))
    return server.wait()


def recorded(folder: Path, command: str) -> Path:
    """Make an `isoscan` in a folder that runs a command and keeps what is said; gives its path."""
    folder.mkdir()
    program = folder / "isoscan"
    recorder = shlex.join([sys.executable, __file__, str(folder), command])
    program.write_text(f'#!/bin/sh\nexec {recorder} "$@"\n')
    program.chmod(0o755)
    return program


def said(folder: Path, side: str) -> list[dict[str, Any]]:
    """The whole messages that one side, `editor` or `server`, has sent so far."""
    record = folder / side
    rest = record.read_bytes() if record.exists() else b""
    messages = []
    while (end := rest.find(b"\r\n\r\n")) >= 0:
        length = int(rest[:end].lower().split(b"content-length:")[1].split(b"\r\n")[0])
        body, rest = rest[end + 4 : end + 4 + length], rest[end + 4 + length :]
        if len(body) == length:
            messages.append(json.loads(body))
    return messages


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
