#!/usr/bin/env python3
"""Check the labels beside this script against the sources they speak of.

    check_labels.py --sources SOURCES_DIR [--labels LABELS_DIR] [--one-in N]

SOURCES_DIR holds one git directory per repository, `owner+name/repo`. Every line, name and value that
a script can know is compared; what is a scanner rests on reading alone. Exit status 1 when something
does not agree.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Label = dict[str, Any]
PARSED_KINDS = ("function", "class", "method", "mask")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
CELL_MARKER = re.compile(r"#\s*(%%|In\[)")


def main() -> int:
    """Check every label file and print what disagrees."""
    parser = argparse.ArgumentParser(description="Check corpus labels against their sources.")
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--labels", type=Path, default=Path(__file__).parent / "labels")
    parser.add_argument("--one-in", type=int, default=3, help="one file in how many is held out")
    args = parser.parse_args()
    paths = sorted(args.labels.glob("*.json"))
    complaints = [
        f"{path.name}: {complaint}"
        for path in paths
        for complaint in check(json.loads(path.read_text(encoding="utf-8")), args.sources, args.one_in)
    ]
    print(*complaints, f"{len(paths)} label files, {len(complaints)} complaints", sep="\n")
    return 1 if complaints else 0


def check(label: Label, sources: Path, one_in: int) -> Iterator[str]:
    """Yield one sentence for each thing in a label file that the source contradicts."""
    directory = sources / label["repo"].replace("/", "+") / "repo"
    revision = f"{label['commit']}:{label['path']}"
    if git(directory, "rev-parse", revision).decode().strip() != label["blob_sha"]:
        yield "blob_sha is not that of the commit and path"
    text = git(directory, "show", revision).decode("utf-8", errors="replace")
    lines = re.split(r"\r\n|\r|\n", text)
    if len(lines) - (lines[-1] == "") != label["line_count"]:
        yield "line_count is not the number of lines"
    if label["held_out"] != is_held_out(label, one_in):
        yield "held_out does not follow from the hash"
    if label["negative"] == bool(label["scanners"]):
        yield "negative and scanners exclude each other"
    tree = parse(text)
    yield from check_ranges(label)
    for unit in [*label["scanners"], *label["borderline"]]:
        yield from check_unit(unit, lines, tree)
    for scanner in label["scanners"]:
        for parameter in [*scanner["parameters"], *scanner.get("unused_parameters", [])]:
            if not value_stands_on_line(parameter, lines, tree):
                yield f"{scanner['name']}: value of {parameter['name']} is not on line {parameter['line']}"
    for finding in [*label["contaminations"], *label["borderline_contaminations"]]:
        spelled = re.split(r"[.\[]", finding["name"])[-1].strip("'\"]")
        for line in finding["lines"]:
            if spelled not in lines[line - 1]:
                yield f"{finding['kind']} {finding['name']}: not named on line {line}"


def is_held_out(label: Label, one_in: int) -> bool:
    """Say whether the hash of repository and path puts a file into the share kept out of tuning."""
    digest = hashlib.sha256(f"{label['repo']}/{label['path']}".encode()).hexdigest()
    return int(digest, 16) % one_in == 0


def check_ranges(label: Label) -> Iterator[str]:
    """Yield complaints on ranges outside the file, turned round, or overlapping."""
    last = 0
    for scanner in sorted(label["scanners"], key=lambda unit: (unit["start"], unit["end"])):
        if not 1 <= scanner["start"] <= scanner["def_line"] <= scanner["end"] <= label["line_count"]:
            yield f"{scanner['name']}: lines out of order"
        if scanner["start"] <= last and scanner["kind"] != "table":
            yield f"{scanner['name']}: overlaps the scanner before it"
        last = scanner["end"]


def check_unit(unit: Label, lines: list[str], tree: ast.Module | None) -> Iterator[str]:
    """Yield complaints on one unit whose kind has a node of its own in the syntax tree."""
    if unit["kind"] not in PARSED_KINDS:
        return
    if unit["name"] not in lines[unit["def_line"] - 1]:
        yield f"{unit['name']}: not named on line {unit['def_line']}"
    if tree is None:
        return
    node = node_at(unit, tree)
    if node is None or (node.end_lineno != unit["end"] and not goes_on_until_the_end(unit, lines, tree)):
        yield f"{unit['name']}: the node on line {unit['def_line']} does not end on line {unit['end']}"
        return
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    allowed = {first, first_attached_comment(first, lines)}
    if not {unit["start"], unit.get("start_alt", unit["start"])} <= allowed:
        yield f"{unit['name']}: start {unit['start']} is neither the definition nor its comment"


def node_at(unit: Label, tree: ast.Module) -> ast.stmt | None:
    """Return the definition or assignment that a unit names, None where there is none."""
    wanted = (ast.Assign, ast.AnnAssign) if unit["kind"] == "mask" else DEFINITIONS
    for node in ast.walk(tree):
        if isinstance(node, wanted) and node.lineno == unit["def_line"]:
            return node
    return None


def goes_on_until_the_end(unit: Label, lines: list[str], tree: ast.Module) -> bool:
    """Say whether a mask is written in several statements, and the last that names it ends where it ends."""
    return unit["kind"] == "mask" and any(
        isinstance(node, ast.stmt)
        and node.end_lineno == unit["end"]
        and node.lineno > unit["def_line"]
        and any(unit["name"] in line for line in lines[node.lineno - 1 : node.end_lineno])
        for node in ast.walk(tree)
    )


def first_attached_comment(line: int, lines: list[str]) -> int:
    """Return the first line of the comment block right above a line; cell markers end the block."""
    while line > 1:
        above = lines[line - 2].lstrip()
        if not above.startswith("#") or CELL_MARKER.match(above):
            break
        line -= 1
    return line


def value_stands_on_line(parameter: Label, lines: list[str], tree: ast.Module | None) -> bool:
    """Say whether a scalar value is written on its line; containers and calls are taken on trust."""
    value = parameter["value"]
    if isinstance(value, list | dict):
        return parameter["name"] in lines[parameter["line"] - 1]
    if tree is None or (isinstance(value, str) and "(" in value):
        return str(value) in lines[parameter["line"] - 1]
    return any(literal == value for literal in literals_on(parameter["line"], tree))


def literals_on(line: int, tree: ast.Module) -> Iterator[object]:
    """Yield the constants of a line, negative numbers included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.UnaryOp | ast.Constant) and node.lineno == line:
            try:
                yield ast.literal_eval(node)
            except ValueError:
                continue


def parse(text: str) -> ast.Module | None:
    """Return the syntax tree, None for a source that does not parse."""
    try:
        return ast.parse(text)
    except SyntaxError:
        return None


def git(directory: Path, *arguments: str) -> bytes:
    """Return what a git command prints about one repository."""
    command = ["git", f"--git-dir={directory}", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


if __name__ == "__main__":
    sys.exit(main())
