"""A document's findings as they go over the wire: JSON text, kept for each part of the file.

Between two keystrokes hardly any finding changes, but half of them move. So a part's findings are kept
as text with gaps for the line numbers: filling those in costs a microsecond a finding, and where a part
has not moved, nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import count
from json import dumps
from typing import TYPE_CHECKING, NamedTuple, cast

from isoscan.lsp.capabilities import Client
from isoscan.lsp.features.publish_diagnostics import line_mark, to_wire
from isoscan.source.spans import Span

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis
    from isoscan.lsp.documents import Document
    from isoscan.rules.diagnostic import Diagnostic

# Stands for a core line in a template until its gap is made: no other number is written so.
_GAP = re.compile(r'"\\u0000(\d+)\\u0000"|\\u0000(\d+)\\u0000')


_serials = count(1)


class _Template(NamedTuple):
    """The findings of one part: `lines` are the core lines for the gaps in `text`.

    `roams` says whether some of them lie in other parts.
    """

    text: str
    lines: tuple[int, ...]
    roams: bool


class FindingsText:
    """The findings of one document for one client, as the items of a JSON list."""

    def __init__(self, document: Document, client: Client) -> None:
        self._document = document
        self._client = client
        self._analysis: LiveAnalysis | None = None
        self._templates: dict[int, _Template] = {}
        self._order: list[int] = []
        self._filled: dict[int, tuple[int, str]] = {}
        self._moves = -1
        self._text = ""
        self.serial = 0
        """Another number whenever the text is another, for all documents of a session."""

    def items(self, analysis: LiveAnalysis | None) -> str:
        """The items for the present text, separated by commas."""
        if analysis is None:
            self._moves = -1
            return self._as_of_now("")
        if analysis is not self._analysis:
            self._begin(analysis)
        document = self._document
        news = analysis.shown.take_news()
        for part in document.take_edited_parts():
            # Columns may count other units although no finding has changed.
            news.setdefault(part, analysis.diagnostics_in(part) if part in self._templates else None)
        for part, findings in news.items():
            self._take(part, findings or ())
        if not news and document.moves == self._moves:
            return self._text
        self._moves = document.moves
        return self._as_of_now(",".join(self._fill()))

    def _as_of_now(self, text: str) -> str:
        if text != self._text or not self.serial:
            self._text = text
            self.serial = next(_serials)
        return text

    def _begin(self, analysis: LiveAnalysis) -> None:
        self._analysis = analysis
        self._templates, self._order, self._filled = {}, [], {}
        self._moves = -1

    def _take(self, part: int, findings: Iterable[Diagnostic]) -> None:
        texts = [self._templated(finding) for finding in findings]
        known = part in self._templates
        self._filled.pop(part, None)
        if not texts:
            if known:
                del self._templates[part]
                del self._order[bisect_left(self._order, part)]
            return
        if not known:
            self._order.insert(bisect_left(self._order, part), part)
        lines = tuple([line for _, own in texts for line in own])
        end = part + self._document.lines_of(part)
        roams = not all(part <= line <= end for line in lines)
        self._templates[part] = _Template(",".join([text for text, _ in texts]), lines, roams)

    def _templated(self, finding: Diagnostic) -> tuple[str, list[int]]:
        """A finding's text with gaps, and the core lines for them."""
        wired = to_wire(finding, cast("Document", _Gaps(self._document)), self._client)
        text = dumps(wired, separators=(",", ":"))
        lines: list[int] = []

        def gap(found: re.Match[str]) -> str:
            # Lines in messages are as users count them, and are marked one further down for that.
            lines.append(int(found[1] or found[2]) + (found[2] is not None))
            return "\0"

        return _GAP.sub(gap, text).replace("%", "%%").replace("\0", "%d"), lines

    def _fill(self) -> Iterator[str]:
        document = self._document
        for part in self._order:
            template = self._templates[part]
            shift = document.file_line(part) - part
            filled = self._filled.get(part)
            if filled is None or filled[0] != shift or template.roams:
                if template.roams:
                    numbers = tuple([document.file_line(line) for line in template.lines])
                else:
                    numbers = tuple([line + shift for line in template.lines])
                filled = self._filled[part] = (shift, template.text % numbers)
            yield filled[1]


class _Gaps:
    """A document in whose answers line numbers are core lines between marks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.uri = document.uri

    def range_of(self, span: Span) -> dict[str, dict[str, str | int]]:
        units = self._document.units_before
        return {
            "start": {"line": line_mark(span.line), "character": units(span.line, span.column)},
            "end": {"line": line_mark(span.end_line), "character": units(span.end_line, span.end_column)},
        }

    def told(self, message: str) -> str:
        return message
