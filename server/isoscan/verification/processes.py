"""Running a child of a verification: in bubblewrap where that works, with its time bounded."""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

CHILD = Path(__file__).parent / "child"
MEMORY = 4 * 1024**3

# The modules of the child are loaded from their folder: nothing else of isoscan becomes importable there.
_BOOT = """\
import importlib.util, sys
folder, job = sys.argv[1:3]
spec = importlib.util.spec_from_file_location(
    "isoscan_child", folder + "/__init__.py", submodule_search_locations=[folder])
package = importlib.util.module_from_spec(spec)
sys.modules["isoscan_child"] = package
spec.loader.exec_module(package)
from isoscan_child.main import main
sys.exit(main(job))
"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where children run: the interpreter, their own folder, and folders whose modules they may import."""

    python: str
    folder: Path
    paths: tuple[str, ...]
    fence: str

    @property
    def fence_sentence(self) -> str:
        """What keeps the children from network and files, as part of a sentence."""
        if self.fence == "bubblewrap":
            return "isolated by bubblewrap"
        return "isolated by an audit hook (bubblewrap is not available)"


@functools.cache
def find_fence() -> str:
    """`bubblewrap` where it is installed and works, else `audit hook`."""
    program = shutil.which("bwrap")
    if program is None:
        return "audit hook"
    probe = [program, "--ro-bind", "/", "/", "--unshare-all", "--die-with-parent", "true"]
    try:
        done = subprocess.run(probe, capture_output=True, timeout=10, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return "audit hook"
    return "bubblewrap" if done.returncode == 0 else "audit hook"


def run_child(
    surroundings: Surroundings, job: dict[str, object], seconds: int
) -> tuple[dict[str, object], str]:
    """Run a child on a job; gives its answer, or a sentence on why there is none."""
    folder = surroundings.folder
    job_file, answer_file = folder / "job.json", folder / "answer.json"
    answer_file.unlink(missing_ok=True)
    complete = {
        **job,
        "paths": list(surroundings.paths),
        "folder": str(folder),
        "answer": str(answer_file),
        "cpu_seconds": seconds + 5,
        "memory": MEMORY,
    }
    job_file.write_text(json.dumps(complete), encoding="utf-8")
    command = [surroundings.python, "-I", "-B", "-X", "utf8", "-c", _BOOT, str(CHILD), str(job_file)]
    if surroundings.fence == "bubblewrap":
        command = [*_bubblewrap(folder), *command]
    problem = _run(command, folder, seconds)
    if problem:
        return {}, problem
    try:
        answer = json.loads(answer_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}, "its process ended without an answer"
    return answer, ""


def _bubblewrap(folder: Path) -> list[str]:
    return [
        "bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/run",
        "--bind", str(folder), str(folder), "--unshare-all", "--die-with-parent", "--new-session",
        "--chdir", str(folder),
    ]  # fmt: skip


def _run(command: list[str], folder: Path, seconds: int) -> str:
    """Run a command; gives a sentence if it failed or took too long, and ends its whole group then."""
    own_group = {"start_new_session": True} if os.name == "posix" else {}
    with (folder / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            **own_group,  # type: ignore[call-overload]
        )
        try:
            status = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return f"it took more than {seconds} seconds"
        finally:
            _end(process)
    if status == 0:
        return ""
    lines = (folder / "stderr.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    reason = lines[-1] if lines else f"exit status {status}"
    return "it ran out of memory" if "MemoryError" in reason else reason


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, and what it started."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """The few variables a child gets: none of the user's own, so that no key of theirs is at hand."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG", "LC_ALL") if name in os.environ}
    return {
        **kept,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(folder),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "NUMBA_CACHE_DIR": str(folder),
    }
