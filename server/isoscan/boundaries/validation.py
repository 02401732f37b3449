"""Whether a boundary can be relied on: its lines make sense, it parses, it is likely enough.

`valid`: sane and at least as likely as the configured threshold. `needs_review`: sane, less likely.
`invalid`: its lines do not make sense, or it holds a syntax error and cannot be trusted until it parses.
"""

from __future__ import annotations

from bisect import bisect_left

from isoscan.boundaries.boundary import Candidate, Status
from isoscan.config import Config


def status_of(candidate: Candidate, confidence: float, error_lines: list[int], config: Config) -> Status:
    """The status of a candidate. `error_lines` are the sorted file lines that hold syntax errors."""
    if not candidate.start_line <= candidate.definition_line <= candidate.end_line:
        return "invalid"
    position = bisect_left(error_lines, candidate.start_line)
    if position < len(error_lines) and error_lines[position] <= candidate.end_line:
        return "invalid"
    return "valid" if confidence >= config.valid_threshold else "needs_review"
