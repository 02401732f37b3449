"""What the folders around a source file say about it: its package, the project's own templates, its siblings.

Looks at names of files and folders only; nothing is read or imported.
"""

from __future__ import annotations

from pathlib import Path


def package_of(source: Path) -> tuple[str, Path]:
    """The dotted package that a file is a module of, "" if in none, and the folder it is found from."""
    names: list[str] = []
    folder = source.absolute().parent
    while (folder / "__init__.py").is_file() and folder.name.isidentifier():
        names.append(folder.name)
        folder = folder.parent
    return ".".join(reversed(names)), folder


def template_for(name: str, source: Path) -> str:
    """The project's own template of a name, from `.isoscan/templates/` beside the source or above, if any."""
    for folder in source.absolute().parents:
        for file_name in (f"{name}.py.jinja", f"{name}.jinja"):
            file = folder / ".isoscan" / "templates" / file_name
            if file.is_file():
                return str(file)
    return name


def imported_as(file: Path, source: Path, package: str) -> str:
    """How the source imports a file in its folder or below, dotted; "" if it cannot.

    `package` is the one that the source is a module of, "" if in none.
    """
    try:
        parts = file.absolute().relative_to(source.absolute().parent).with_suffix("").parts
    except ValueError:
        return ""
    if not all(part.isidentifier() for part in parts):
        return ""
    return ("." if package else "") + ".".join(parts)
