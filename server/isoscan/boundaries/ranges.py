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
from isoscan.model.parts import Part
from isoscan.tracking.store import Query


class Headings:
    """The module's banners and the lines where units and statements begin, for asking who heads whom.

    Cells (`# %%`) are headings as well. Everything read is tracked.
    """

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._starts: Query[tuple[int, ...]] = Query(
            survey.module.store, lambda: tuple([banner.start_line for banner in self.banners])
        )

    @property
    def banners(self) -> tuple[Banner, ...]:
        """All banners of the file, in core lines and in order."""
        return self._survey.banners()

    def banner_within(self, first: int, last: int) -> Banner | None:
        """The last banner that touches the lines `first` to `last` (inclusive) of a part."""
        part = self._survey.module.parts.around(first)
        if part is None:
            return None
        for banner in reversed(part.facts.banners):
            if banner.start_line + part.index <= last:
                if banner.end_line + part.index < first:
                    return None
                return banner._replace(
                    start_line=banner.start_line + part.index, end_line=banner.end_line + part.index
                )
        return None

    def end_of_section(self, line: int) -> int:
        """A line above the next banner below `line`, not above any code there; beyond the file, if none."""
        starts = self._starts.read()
        position = bisect_right(starts, line)
        return starts[position] - 1 if position < len(starts) else sys.maxsize

    def start_with_comment(self, attached: int, code: int, container: str) -> int:
        """The first line of a unit whose comment block starts at `attached` and code at `code`.

        A banner in the comment block belongs to the unit only if it heads no other one of the container.
        """
        if attached >= code:
            return code
        banner = self.banner_within(attached, code - 1)
        if banner is None:
            return attached
        if banner.cell:
            return min(banner.end_line + 1, code)
        section_end = self.end_of_section(banner.end_line)
        others = self._survey.unit_starts(container)
        heads = bisect_right(others, section_end) - bisect_left(others, banner.end_line)
        if heads <= 1:
            return attached
        return banner.end_line + 1 if banner.end_line + 1 < code else code


def last_code_line(module: Module) -> int:
    """The last line that is no blank, no comment and no text that stands for itself (0: no code)."""
    for index in reversed(module.parts.order):
        part = module.parts[index]
        if only_tells(part):
            continue
        for within in range(part.chunk.line_count - 1, -1, -1):
            text = part.lines[within].strip()
            if text and not text.startswith("#"):
                return index + within
    return 0


def only_tells(part: Part) -> bool:
    """Whether a part's statements are texts that nobody reads (`\"\"\"notes\"\"\"`)."""
    facts = part.facts
    if not facts.statements or any(statement.kind != "expression" for statement in facts.statements):
        return False
    if facts.names or facts.calls or facts.errors:
        return False
    return all(
        part.lines[statement.span.line][statement.span.column :].lstrip("rRbBuUfF")[:1] in ("'", '"')
        for statement in facts.statements
    )
