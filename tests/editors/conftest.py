"""A desk: a folder with a file of scanners, and a home for the editor that opens it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[2] / "editors" / "neovim"
CASES = Path(__file__).with_name("neovim")
NEOVIM = Path(sys.executable).with_name("nvim")
# Only failing tests wait this long; a loaded machine may.
SECONDS = 220
PATIENCE = 60
MARK = "ISOSCAN_TEST_RUN"


class Desk:
    """A folder with a file of scanners, and a home of its own for Neovim."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "desk"
        self.folder.mkdir()
        (self.folder / "pyproject.toml").write_text("")
        (self.folder / "scans.py").write_bytes((CASES / "scans.py").read_bytes())
        self.home = folder / "home"
        self.mark = uuid.uuid4().hex
        self.path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        for kind in ("config", "data"):
            (self.home / kind / "nvim").mkdir(parents=True)

    def install(self) -> None:
        self._plugins().joinpath("isoscan").symlink_to(PLUGIN)

    def install_copy(self) -> None:
        """Apart from the clone and from the program in it."""
        shutil.copytree(PLUGIN, self._plugins() / "isoscan")

    def _plugins(self) -> Path:
        folder = self.home / "data" / "nvim" / "site" / "pack" / "isoscan" / "start"
        folder.mkdir(parents=True)
        return folder

    def configure(self, file: str, text: str) -> None:
        path = self.configured(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def configured(self, file: str) -> Path:
        return self.home / "config" / "nvim" / file

    def environment(self) -> dict[str, str]:
        homes = {
            f"XDG_{kind}_HOME": str(self.home / kind.lower()) for kind in ("STATE", "DATA", "CONFIG", "CACHE")
        }
        kept = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
        return {**kept, **homes, "PATH": self.path, "PLUGIN": str(PLUGIN), MARK: self.mark}

    def start(self, command: Sequence[str | Path], **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            env={**self.environment(), **more},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, command: Sequence[str | Path]) -> str:
        """Run an editor to its end; it must say that all is well, and leave no process behind."""
        editor = self.start(command)
        try:
            output, _ = editor.communicate(timeout=SECONDS)
        finally:
            editor.kill()
        assert editor.returncode == 0, output
        self.assert_nothing_left()
        return output

    def run_neovim(self, case: str) -> str:
        harness, script = CASES / "harness.lua", CASES / f"{case}.lua"
        call = f"lua dofile([[{harness}]])([[{script}]])"
        return self.run([NEOVIM, "--headless", "scans.py", "-c", call])

    def processes(self) -> list[int]:
        """The processes that this desk's Neovim started, and itself."""
        mark = f"{MARK}={self.mark}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdecimal() and mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
            except OSError:
                continue  # it has ended meanwhile, or is another user's
        return found

    @staticmethod
    def eventually(condition: Callable[[], bool]) -> bool:
        """Whether the condition comes true in good time."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.02)
        return condition()

    def assert_nothing_left(self) -> None:
        assert self.eventually(lambda: not self.processes()), "the server outlives its editor"


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    for process in desk.processes():
        os.kill(process, signal.SIGKILL)
