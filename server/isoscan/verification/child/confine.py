"""Limits that a child process puts on itself before it runs anybody's code.

Memory, processor time and file sizes are bounded where the system can do that. An audit hook refuses network,
other processes, and changes of files outside the child's own folder; it cannot be taken out again. Where
bubblewrap confines the process too, the hook is a second fence.
"""

from __future__ import annotations

import os
import sys
from typing import Any

_REFUSED = (
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "subprocess.Popen", "os.system", "os.exec", "os.fork",
    "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.kill", "os.killpg", "ftplib.connect",
    "smtplib.connect", "http.client.connect", "urllib.Request", "webbrowser.open", "winreg.CreateKey",
    "winreg.DeleteKey", "winreg.SetValue", "pty.spawn",
)  # fmt: skip
_WRITING = (
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "os.chown", "os.utime", "shutil.rmtree", "shutil.move", "shutil.copyfile", "shutil.copytree",
)  # fmt: skip
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


class RefusedError(OSError):
    """Something a verification does not let code do: network, other processes, files outside its folder."""


def limit_resources(seconds: int, memory: int) -> None:
    """Bound the processor time (seconds) and memory (bytes) of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 256 * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))


def refuse_outside(folder: str) -> None:
    """From now on refuse network, processes, and writing outside `folder`."""
    own = os.path.realpath(folder) + os.sep
    refused, writing = frozenset(_REFUSED), frozenset(_WRITING)

    def is_outside(path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        target = os.fsdecode(path)
        if target == os.devnull:
            return False
        return not (os.path.realpath(target) + os.sep).startswith(own)

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event in refused:
            raise RefusedError(f"{event} is refused while verifying")
        if event == "open" and len(given) > 2:
            path, mode, flags = given[0], given[1], given[2]
            writes = any(letter in str(mode or "") for letter in "wax+") or (
                isinstance(flags, int) and bool(flags & _WRITE_FLAGS)
            )
            if writes and is_outside(path):
                raise RefusedError(f"writing {path!r} is refused while verifying")
        elif event in writing and any(is_outside(each) for each in given[:2]):
            raise RefusedError(f"{event} is refused while verifying")

    sys.addaudithook(hook)
