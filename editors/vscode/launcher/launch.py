"""Runs isoscan for the editor: the one bundled beside this file, or the one installed in the interpreter.

    python launch.py probe       print, as one line of JSON, what this interpreter can run
    python launch.py bundled     serve with the bundled isoscan
    python launch.py installed   serve with the installed isoscan

`probe` must also run on interpreters too old for isoscan, which then say so: no syntax newer than 3.7 here.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import platform
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).resolve().parent
PURE = HERE / "pure"
NATIVE = HERE / "native"


def native_folder() -> Path | None:
    """The folder with the parser for this platform and Python; None when the extension has none."""
    system, _, rest = sysconfig.get_platform().partition("-")
    machine = platform.machine().lower() if system == "macosx" else rest
    if "musl" in str(sysconfig.get_config_var("SOABI")):
        system = "musllinux"
    folder = NATIVE / f"{system}-{machine}"
    endings = importlib.machinery.EXTENSION_SUFFIXES
    return folder if any((folder / f"tree_sitter/_binding{ending}").exists() for ending in endings) else None


def use_bundled() -> None:
    """Let imports find the bundled packages first; a parser that it lacks may be installed."""
    native = native_folder()
    sys.path[:0] = [str(folder) for folder in (PURE, native) if folder is not None]


def installed_version() -> str | None:
    """The version of the isoscan installed in this interpreter, None when there is none that can serve."""
    needed = ("pygls", "lsprotocol", "tree_sitter", "tree_sitter_python", "isoscan")
    if any(importlib.util.find_spec(package) is None for package in needed):
        return None
    try:
        from isoscan import __version__
    except Exception:  # whatever a broken installation raises: it is not one that can serve
        return None
    return __version__


def bundled_version() -> str:
    """The version of the bundled isoscan; raises ImportError when its parser cannot be loaded here."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "isoscan"]:
        del sys.modules[name]
    use_bundled()
    import tree_sitter
    import tree_sitter_python
    from isoscan import __version__

    tree_sitter.Parser(tree_sitter.Language(tree_sitter_python.language()))
    return __version__


def probe() -> dict[str, object]:
    """What this interpreter is, and what it can run."""
    answer: dict[str, object] = {"python": list(sys.version_info[:3]), "executable": sys.executable}
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs on them to say so
        return answer
    answer["installed"] = installed_version()
    try:
        answer["bundled"] = bundled_version()
    except Exception as error:  # a parser built for another interpreter raises what it likes
        answer["problem"] = f"{type(error).__name__}: {error}"
        if native_folder() is None:
            version = "{}.{}".format(*sys.version_info[:2])
            answer["problem"] = f"it holds no parser for Python {version} on {sysconfig.get_platform()}"
    return answer


def serve() -> int:
    """Serve on standard input and output; gives the exit status."""
    from isoscan.lsp.__main__ import main

    return main([])


def run(task: str) -> int:
    """Do what the editor asks for; gives the exit status."""
    # Python puts this file's folder first; nothing is to be imported from there by chance.
    sys.path[:] = [entry for entry in sys.path if not entry or Path(entry).resolve() != HERE]
    if task == "probe":
        print(json.dumps(probe()))
        return 0
    if task == "bundled":
        use_bundled()
    return serve()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
