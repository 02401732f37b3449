"""A document's findings as they go over the wire: JSON text, kept for each part of the file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING

from isoscan.lsp.capabilities import Client
from isoscan.lsp.features.publish_diagnostics import to_wire
from isoscan.lsp.gaps import Template, template_of, with_gaps

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis
    from isoscan.lsp.documents import Document
    from isoscan.rules.diagnostic import Diagnostic

_serials = count(1)


class FindingsText:
    """The findings of one document for one client, as the items of a JSON list."""

    def __init__(self, document: Document, client: Client, beside: Callable[[], str] = str) -> None:
        """`beside` gives items of another origin, which come last."""
        self._beside = beside
        self._document = document
        self._client = client
        self._analysis: LiveAnalysis | None = None
        self._templates: dict[int, Template] = {}
        # Those with places in other parts, which move on their own.
        self._roaming: set[int] = set()
        self._order: list[int] = []
        self._filled: dict[int, tuple[int, str]] = {}
        self._moves = -1
        self._own = ""
        self._text = ""
        self.serial = 0
        """Another number whenever the text is another, for all documents of a session."""

    def items(self, analysis: LiveAnalysis | None) -> str:
        """The items for the present text, separated by commas."""
        own, beside = self._own_items(analysis), self._beside()
        text = f"{own},{beside}" if own and beside else own or beside
        if text != self._text or not self.serial:
            self._text = text
            self.serial = next(_serials)
        return self._text

    def _own_items(self, analysis: LiveAnalysis | None) -> str:
        if analysis is None:
            self._moves = -1
            return ""
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
            return self._own
        self._moves = document.moves
        self._own = ",".join(self._fill())
        return self._own

    def _begin(self, analysis: LiveAnalysis) -> None:
        self._analysis = analysis
        self._templates, self._roaming, self._order, self._filled = {}, set(), [], {}
        self._moves = -1

    def _take(self, part: int, findings: Iterable[Diagnostic]) -> None:
        document = with_gaps(self._document)
        answers = [to_wire(finding, document, self._client) for finding in findings]
        known = part in self._templates
        self._filled.pop(part, None)
        self._roaming.discard(part)
        if not answers:
            if known:
                del self._templates[part]
                del self._order[bisect_left(self._order, part)]
            return
        if not known:
            self._order.insert(bisect_left(self._order, part), part)
        template = self._templates[part] = template_of(answers)
        end = part + self._document.lines_of(part)
        if not all(part <= line <= end for line in template.lines):
            self._roaming.add(part)

    def _fill(self) -> Iterator[str]:
        document = self._document
        for part in self._order:
            template = self._templates[part]
            if part in self._roaming:
                yield template.filled(document)
                continue
            shift = document.file_line(part) - part
            filled = self._filled.get(part)
            if filled is None or filled[0] != shift:
                filled = self._filled[part] = (shift, template.moved(shift))
            yield filled[1]
