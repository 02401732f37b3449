#!/usr/bin/env python3
"""How often a boundary of a given confidence is right: a table over labelled files.

    reliability.py --sources DIR LABELS [LABELS ...]

DIR holds git directories named `OWNER+NAME/repo`; files that are held out are left out. A boundary is right
where it overlaps a labelled scanner by half or more; borderline units count neither way.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.detect import detect_boundaries
from isoscan.config import Config
from isoscan.model.module import build_module

EDGES = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


def overlap(label: dict[str, Any], boundary: Boundary) -> float:
    """Intersection over union of a label's and a boundary's lines."""
    first, last = boundary.start_line + 1, boundary.end_line + 1
    start, end = int(label["start"]), int(label["end"])
    both = max(0, min(end, last) - max(start, first) + 1)
    return both / (end - start + last - first + 2 - both)


def judged(label: dict[str, Any], text: str) -> list[tuple[float, bool]]:
    """Confidence and rightness of each boundary of a file that is not borderline."""
    results = []
    units = [unit for scanner in label["scanners"] for unit in (scanner, *scanner.get("alternatives", ()))]
    for boundary in detect_boundaries(build_module(text), Config(), Path(label["path"]).stem):
        right = any(overlap(unit, boundary) >= 0.5 for unit in units)
        unsure = any(overlap(unit, boundary) >= 0.5 for unit in label.get("borderline", ()))
        if right or not unsure:
            results.append((boundary.confidence, right))
    return results


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("labels", type=Path, nargs="+")
    options = parser.parse_args()
    results: list[tuple[float, bool]] = []
    for folder in options.labels:
        for file in sorted(folder.glob("*.json")):
            label = json.loads(file.read_text(encoding="utf-8"))
            if label.get("held_out"):
                continue
            repository = options.sources / label["repo"].replace("/", "+") / "repo"
            source = subprocess.run(
                ["git", f"--git-dir={repository}", "show", f"{label['commit']}:{label['path']}"],
                check=True,
                capture_output=True,
            ).stdout
            results += judged(label, source.decode("utf-8-sig", "replace"))
    print("| confidence | boundaries | said | right |\n| --- | --- | --- | --- |")
    for low, high in pairwise(EDGES):
        found = [result for result in results if low <= result[0] < high]
        if found:
            said = sum(confidence for confidence, _ in found) / len(found)
            share = sum(right for _, right in found) / len(found)
            print(f"| {low:g} to {min(high, 1):g} | {len(found)} | {said:.2f} | {share:.2f} |")


if __name__ == "__main__":
    main()
