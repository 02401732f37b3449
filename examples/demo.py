"""What `make demo` shows: a check of a trader's file, two scanners extracted from it, and that they run.

Everything is done by the command that users type; the generated files are then imported on their own and
compared with the file they come from, on made up bars.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

SAMPLE = Path("examples/momentum_desk.py")
FUNCTION, MASK = "scan_gap_up", "setup_breakout_d2"
HEAD_LINES = 60


def heading(text: str) -> None:
    """Print a heading."""
    print(f"\n━━ {text} {'━' * max(0, 96 - len(text))}\n", flush=True)


def isoscan(*arguments: str, allowed: tuple[int, ...] = (0,)) -> None:
    """Run the command as a user would, and end the demo if it could not do its work."""
    print(f"$ isoscan {' '.join(arguments)}\n", flush=True)
    status = subprocess.run([sys.executable, "-m", "isoscan", *arguments], check=False).returncode
    if status not in allowed:
        sys.exit(f"isoscan ended with status {status}")


def load(file: Path) -> ModuleType:
    """Import a file by its path."""
    specification = importlib.util.spec_from_file_location(file.stem, file)
    if specification is None or specification.loader is None:
        sys.exit(f"{file} cannot be imported")
    module = importlib.util.module_from_spec(specification)
    sys.modules[file.stem] = module
    specification.loader.exec_module(module)
    return module


def compare(output: Path) -> bool:
    """Run original and extracted scanners on the same bars and say whether they agree."""
    desk = load(SAMPLE)
    gap_up, breakout = load(output / f"{FUNCTION}.py"), load(output / f"{MASK}.py")
    hits = expected_hits = rows = expected_rows = 0
    same = True
    for seed in range(40):
        bars = desk.random_bars(days=500, seed=seed)
        frame = desk.label_setups(desk.compute_indicators(bars.copy()))
        expected = [vars(hit) for hit in desk.scan_gap_up(frame, "TEST")]
        found = [vars(hit) for hit in gap_up.scan_gap_up(frame, "TEST")]
        expected_mask = frame[MASK].astype(bool)
        mask = getattr(breakout, MASK)(breakout.prepare(bars.copy())).astype(bool)
        same = same and found == expected and mask.tolist() == expected_mask.tolist()
        hits, expected_hits = hits + len(found), expected_hits + len(expected)
        rows, expected_rows = rows + int(mask.sum()), expected_rows + int(expected_mask.sum())
    print(f"{FUNCTION}: {hits} hits alone, {expected_hits} in the file it comes from")
    print(f"{MASK}: {rows} rows alone, {expected_rows} in the file it comes from")
    print("On 40 made up price histories they agree." if same else "THEY DISAGREE.")
    return same


def main() -> None:
    """Show it all."""
    parser = argparse.ArgumentParser(description="Check and extract from the sample file.")
    parser.add_argument("--output", type=Path, default=Path("demo-output"))
    output = parser.parse_args().output

    heading(f"1. What is in {SAMPLE} ({len(SAMPLE.read_bytes().splitlines())} lines)?")
    isoscan("check", str(SAMPLE), allowed=(0, 1))

    heading("2. Take two scanners out, each with everything it needs and nothing else")
    names = ["--scanner", FUNCTION, "--scanner", MASK]
    isoscan("extract", str(SAMPLE), *names, "--output-dir", str(output), "--force")

    generated = output / f"{MASK}.py"
    lines = generated.read_text(encoding="utf-8").splitlines()
    heading(f"3. {generated} ({len(lines)} lines) begins")
    print("\n".join(lines[:HEAD_LINES]))
    print(f"… and {len(lines) - HEAD_LINES} more lines" if len(lines) > HEAD_LINES else "")

    heading("4. Do they compile, run, and find what they found before?")
    if not compare(output):
        sys.exit(1)


if __name__ == "__main__":
    main()
