"""Fills the console blocks of `README.md` with what their commands print. `make docs` runs it.

The commands run in a temporary folder that holds a copy of `examples/`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"

_BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)


def filled(text: str) -> str:
    """Give the README's text with every console block as its commands print it now."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        return _BLOCK.sub(lambda block: block[1] + _session(block[2], Path(folder)) + block[3], text)


def _session(block: str, folder: Path) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_output(command[2:], folder)}" for command in commands)


def _output(command: str, folder: Path) -> str:
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join((scripts, os.environ["PATH"]))
    result = subprocess.run(
        command, shell=True, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, check=False
    )
    if result.stderr:
        sys.exit(f"{command}: {result.stderr.decode('utf-8')}")
    return "".join(f"{line.rstrip()}\n" for line in result.stdout.decode("utf-8").splitlines())


def main() -> None:
    """Rewrite the README."""
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
