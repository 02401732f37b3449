"""Where a scanner begins and ends: the range rule, the same for every kind.

A range starts at the first decorator, or at the first line of the comment block directly above it, but
not at a comment that heads more than this scanner; it ends at the last line of code.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right

from isoscan.boundaries.survey import Survey
from isoscan.facts.records import Banner
from isoscan.model.module import Module


class Headings:
    """The module's banners and the lines where units and statements begin, for asking who heads whom."""

    def __init__(self, survey: Survey) -> None:
        """Collect banners in file lines; cells (`# %%`) are headings as well."""
        self.banners: list[Banner] = []
        for part in survey.module.parts:
            for banner in part.facts.banners:
                first = part.first_line
                self.banners.append(
                    banner._replace(start_line=banner.start_line + first, end_line=banner.end_line + first)
                )
        self.banners.sort(key=lambda banner: banner.start_line)
        self._starts = [banner.start_line for banner in self.banners]

    def banner_within(self, first: int, last: int) -> Banner | None:
        """The last banner that touches the lines `first` to `last` (inclusive)."""
        position = bisect_right(self._starts, last) - 1
        if position >= 0 and self.banners[position].end_line >= first:
            return self.banners[position]
        return None

    def end_of_section(self, line: int) -> int:
        """A line above the next banner below `line`, not above any code there; beyond the file, if none."""
        position = bisect_right(self._starts, line)
        return self._starts[position] - 1 if position < len(self._starts) else sys.maxsize

    def start_with_comment(self, attached: int, code: int, others: list[int]) -> int:
        """The first line of a unit whose comment block starts at `attached` and code at `code`.

        `others` are the sorted first code lines of all units of its kind: a banner in the comment
        block belongs to the unit only if it heads no other of them.
        """
        if attached >= code:
            return code
        banner = self.banner_within(attached, code - 1)
        if banner is None:
            return attached
        if banner.cell:
            return min(banner.end_line + 1, code)
        section_end = self.end_of_section(banner.end_line)
        heads = bisect_right(others, section_end) - bisect_left(others, banner.end_line)
        if heads <= 1:
            return attached
        return banner.end_line + 1 if banner.end_line + 1 < code else code


def last_code_line(module: Module) -> int:
    """The last line that is neither blank nor a comment (0 for a file without code)."""
    for index in reversed(module.parts.order):
        part = module.parts[index]
        for within in range(part.chunk.line_count - 1, -1, -1):
            text = part.lines[within].strip()
            if text and not text.startswith("#"):
                return index + within
    return 0
