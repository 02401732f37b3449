"""Puts into the extension what it ships: isoscan, what that imports, the parser for every platform, a sample.

    python bundling/bundle.py          fill `bundled/` from this checkout and the two lock files
    python bundling/bundle.py --lock   write the lock files anew: newest versions that pyproject.toml admits

`bundled/pure` is the same everywhere. The parser (tree-sitter) is compiled: `bundled/native/<platform>` holds
it for each CPython version listed here; the names of compiled modules carry the version, so that they lie
side by side. Packages come from wheels whose hashes the lock files give; nothing is compiled here.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from zipfile import ZipFile

HERE = Path(__file__).resolve().parent
EXTENSION = HERE.parent
REPOSITORY = EXTENSION.parents[1]
BUNDLED = EXTENSION / "bundled"
PURE_LOCK = HERE / "pure.txt"
NATIVE_LOCK = HERE / "native.txt"

NATIVE_PACKAGES = ("tree-sitter", "tree-sitter-python")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# The folder of each platform, as the launcher names it, with the tags of wheels that run there.
PLATFORMS = {
    "linux-x86_64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-aarch64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "musllinux-x86_64": ("musllinux_1_2_x86_64",),
    "macosx-x86_64": ("macosx_10_15_x86_64", "macosx_10_13_x86_64", "macosx_10_9_x86_64"),
    "macosx-arm64": ("macosx_11_0_arm64",),
    "win-amd64": ("win_amd64",),
    "win-arm64": ("win_arm64",),
}


def download(into: Path, arguments: Iterable[str]) -> None:
    """Let pip put wheels into a folder."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--only-binary=:all:", "--dest", str(into), *arguments]
    # pip complains on standard error of package sources that do not exist; on success nobody needs that.
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{result.stderr}")


def native_targets() -> Iterator[tuple[str, list[str]]]:
    """Every platform's folder with pip's arguments, once per Python version."""
    for (folder, tags), version in product(PLATFORMS.items(), PYTHONS):
        platforms = [argument for tag in tags for argument in ("--platform", tag)]
        yield folder, ["--no-deps", "--implementation", "cp", "--python-version", version, *platforms]


# The same wheels whoever builds the extension: those of one platform, whose compiled parts are removed.
PURE_TARGET = [
    "--implementation",
    "cp",
    "--python-version",
    PYTHONS[0],
    *(argument for tag in PLATFORMS["linux-x86_64"] for argument in ("--platform", tag)),
]


def download_native(into: Path, requirements: list[str]) -> None:
    """Download the parser's wheels for every platform and Python into one folder per platform."""
    with ThreadPoolExecutor(4) as pool:
        tasks = [
            pool.submit(download, into / folder, [*arguments, *requirements])
            for folder, arguments in native_targets()
        ]
        for task in tasks:
            task.result()


def unpack(wheels: Iterable[Path], target: Path) -> None:
    """Unpack wheels over each other."""
    for wheel in sorted(wheels):
        with ZipFile(wheel) as archive:
            archive.extractall(target)


def drop(folder: Path, *patterns: str) -> None:
    """Delete the files that match."""
    for pattern in patterns:
        for path in list(folder.rglob(pattern)):
            path.unlink()


def copy_isoscan(target: Path) -> None:
    """Copy the package of this checkout, and its licence."""
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(REPOSITORY / "server" / "isoscan", target / "isoscan", ignore=ignored)
    shutil.copy(REPOSITORY / "LICENSE", target / "isoscan" / "LICENSE")


def bundle() -> None:
    """Fill `bundled/` from scratch."""
    shutil.rmtree(BUNDLED, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder)
        locked = ["--require-hashes", "--requirement"]
        download(wheels / "pure", [*PURE_TARGET, "--no-deps", *locked, str(PURE_LOCK)])
        download_native(wheels, [*locked, str(NATIVE_LOCK)])
        unpack((wheels / "pure").glob("*.whl"), BUNDLED / "pure")
        for platform in PLATFORMS:
            unpack((wheels / platform).glob("*.whl"), BUNDLED / "native" / platform)
    drop(BUNDLED / "pure", "*.so", "*.c", "*.pyi")
    drop(BUNDLED / "native", "*.c", "*.h", "*.pyi", "*.scm")
    copy_isoscan(BUNDLED / "pure")
    shutil.copy(EXTENSION / "launcher" / "launch.py", BUNDLED / "launch.py")
    shutil.copy(REPOSITORY / "examples" / "momentum_desk.py", BUNDLED / "sample.py")
    for name in ("LICENSE", "CHANGELOG.md"):
        shutil.copy(REPOSITORY / name, EXTENSION / name)


def lock() -> None:
    """Write both lock files: the newest versions that `pyproject.toml` admits, with every wheel's hash."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    requirements = project["project"]["dependencies"]
    native = [text for text in requirements if text.replace(">", "=").split("=")[0] in NATIVE_PACKAGES]
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder)
        download(wheels / "pure", [*PURE_TARGET, *requirements])
        for wheel in (wheels / "pure").glob("tree_sitter*.whl"):
            wheel.unlink()
        download_native(wheels, native)
        PURE_LOCK.write_text(locked_lines((wheels / "pure").glob("*.whl")))
        NATIVE_LOCK.write_text(locked_lines(wheels.glob("*-*/*.whl")))


def locked_lines(wheels: Iterable[Path]) -> str:
    """The lines of a lock file that pins these wheels; stops when platforms have different versions."""
    hashes: dict[str, set[str]] = {}
    for wheel in wheels:
        name, version = wheel.name.split("-")[:2]
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        hashes.setdefault(f"{name.replace('_', '-').lower()}=={version}", set()).add(digest)
    versions = Counter(pin.partition("==")[0] for pin in hashes)
    if several := [name for name, count in versions.items() if count > 1]:
        raise SystemExit(
            f"Platforms differ in their newest {', '.join(several)}: narrow it in pyproject.toml"
        )
    return "".join(
        " \\\n    ".join([pin, *(f"--hash=sha256:{digest}" for digest in sorted(digests))]) + "\n"
        for pin, digests in sorted(hashes.items())
    )


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description="Puts isoscan's server into the extension.")
    parser.add_argument("--lock", action="store_true", help="write the lock files anew instead")
    if parser.parse_args().lock:
        lock()
    else:
        bundle()


if __name__ == "__main__":
    main()
