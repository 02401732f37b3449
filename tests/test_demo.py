"""`make demo` shows a check, an extraction, and that what was extracted finds what was found before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_demo_runs_to_its_end(tmp_path):
    command = [sys.executable, "examples/demo.py", "--output", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    output = result.stdout.decode("utf-8")
    assert result.returncode == 0, output + result.stderr.decode("utf-8")
    assert output.endswith("On 40 made up price histories they agree.\n")
    assert {file.name for file in tmp_path.glob("*.py")} == {"scan_gap_up.py", "setup_breakout_d2.py"}


def test_the_sample_is_long_enough_to_be_real():
    sample = (ROOT / "examples" / "momentum_desk.py").read_text(encoding="utf-8")
    assert sample.count("\n") >= 1000
