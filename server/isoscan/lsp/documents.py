"""Open documents: their text as the client edits it, and what the core makes of it.

The one copy of a document's text lives here (pygls keeps none). Documents are found under any
spelling of their address and answer with the client's own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from isoscan.config import Config
from isoscan.lsp import wire
from isoscan.lsp.capabilities import Encoding
from isoscan.lsp.failures import BadParametersError
from isoscan.lsp.uris import document_key, module_name
from isoscan.source.encodings import column_at, units_before
from isoscan.source.lines import without_end
from isoscan.source.spans import Position, Span
from isoscan.source.text import Splice, Splices, TextBuffer
from isoscan.tracking.garbage import keep, undisturbed

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis
    from isoscan.boundaries.opinion import Opinions
    from isoscan.model.live import LiveModule

logger = logging.getLogger(__name__)

Kept = TypeVar("Kept")

_revisions = count(1)

# After so many edits what was kept for things that are gone is worth looking for.
_SWEEP_EVERY = 500


class Document:
    """One open document.

    `version` is the client's number (None when it sends none). `revision` names a state of the text: no two
    states in a session share one. `problem` is a sentence when the present text could not be analysed.
    """

    def __init__(self, uri: str, version: int | None, text: str, encoding: Encoding) -> None:
        self.uri = uri
        self.version = version
        self.revision = next(_revisions)
        self.problem = ""
        self.analyses = 0
        self.analysis_seconds = 0.0
        self._encoding = encoding
        self._buffer = TextBuffer(_without_lone_surrogates(text))
        self._module: LiveModule | None = None
        self._unread = Splices()
        self._analysed: tuple[int, Config] | None = None
        self._analysis: LiveAnalysis | None = None
        self._config: Config | None = None
        self._problems: tuple[str, ...] = ()
        self._kept: dict[str, tuple[LiveAnalysis, object]] = {}
        self._opinions: Opinions = {}

    @property
    def text(self) -> str:
        """The whole text."""
        return self._buffer.text

    @property
    def line_count(self) -> int:
        """The number of lines; the last one may be empty."""
        return self._buffer.line_count

    def line(self, number: int) -> str:
        """The text of a core line without its end; "" where there is none."""
        return without_end(self._buffer.line(self.file_line(number)))

    def line_in_file(self, number: int) -> str:
        """The text of a file line without its end; "" where there is none."""
        return without_end(self._buffer.line(number)) if number < self.line_count else ""

    def file_line(self, line: int) -> int:
        """The number of a core line in the present text, 0-based."""
        return self._module.file_line(line) if self._module is not None else line

    @property
    def moves(self) -> int:
        """A number that changes whenever lines of the core have other numbers in the file than before."""
        return self._module.moves if self._module is not None else 0

    def take_edited_parts(self) -> set[int]:
        """The parts whose text has changed since the last call."""
        return self._module.take_edited() if self._module is not None else set()

    def lines_of(self, part: int) -> int:
        """How many lines a part has."""
        return self._module.module.parts[part].chunk.line_count if self._module is not None else 0

    def kept(self, topic: str, analysis: LiveAnalysis, make: Callable[[], Kept]) -> Kept:
        """What a feature keeps from request to request, as long as the document's analysis is this one."""
        known = self._kept.get(topic)
        if known is None or known[0] is not analysis:
            known = self._kept[topic] = (analysis, make())
        return cast(Kept, known[1])

    def line_name(self, line: int) -> str:
        """A core line as the user finds it: its number."""
        return str(self.file_line(line) + 1)

    def told(self, message: str) -> str:
        """A finding's message with its lines as the user counts them."""
        from isoscan.rules.diagnostic import told

        return told(message, self.line_name)

    # Edits

    def change(self, version: int | None, changes: list[Mapping[str, Any]]) -> None:
        """Apply the changes of one notification, in order; each holds for the text the one before left.

        Versions are the client's business: changes come in the order they were made, so they are applied in
        that order even if a version repeats or goes back.
        """
        for change in changes:
            text = _without_lone_surrogates(change["text"])
            where = change.get("range")
            if where is None:
                self._take_over(TextBuffer(text))
            else:
                start, end = sorted((self._place(where["start"]), self._place(where["end"])))
                self._unread.add(self._buffer.replace(Span(*start, *end), text))
            self.revision = next(_revisions)
        if version is not None:
            self.version = version

    def _take_over(self, buffer: TextBuffer) -> None:
        """A whole new text: for what was read it is an edit of all lines that differ."""
        before, after = self._buffer.lines, buffer.lines
        shortest = min(len(before), len(after))
        above = next((at for at in range(shortest) if before[at] != after[at]), shortest)
        below = next(
            (at for at in range(shortest - above) if before[-1 - at] != after[-1 - at]), shortest - above
        )
        self._buffer = buffer
        self._unread.add(Splice(above, len(before) - below - above, len(after) - below - above))

    # Analysis

    def take_opinions(self, opinions: Opinions, instead: bool) -> None:
        """Take in what a language model says of the text: besides, or instead of, what it said before."""
        self._opinions = opinions if instead else {**self._opinions, **opinions}
        if self._analysis is not None:
            self._analysis.take_opinions(self._opinions)

    def plain_opinions(self, config: Config) -> list[list[object]]:
        """The opinions that count with these settings, as another process takes them."""
        if not self._opinions or config.ai is None or not config.ai.enabled:
            return []
        from isoscan.opinion.evidence import as_plain

        return as_plain(self._opinions)

    def analysis(self, config: Config) -> LiveAnalysis | None:
        """What the core knows about the present text; None when it failed, which the log tells once."""
        if self._analysed == (self.revision, config):
            return self._analysis
        started = perf_counter()
        try:
            self._analysis = self._followed(config)
            self.problem = self._told(self._analysis.problems)
        except Exception as error:
            self._analysis = self._module = None
            self.problem = f"The analysis of this text failed ({type(error).__name__})"
            logger.exception("The analysis of %s, version %s, failed", self.uri, self.version)
        self._analysed = (self.revision, config)
        self.analyses += 1
        if self.analyses % _SWEEP_EVERY == 0 and self._module is not None:
            self._module.module.store.sweep()
        self.analysis_seconds = perf_counter() - started
        return self._analysis

    def _followed(self, config: Config) -> LiveAnalysis:
        """The analysis, up to date with all edits."""
        # The core takes a while to load; nobody waits for it at the start (see `load_core`).
        from isoscan.analysis import LiveAnalysis
        from isoscan.model.live import LiveModule

        if self._module is None:
            with undisturbed():
                self._module = LiveModule(self._buffer.view)
        elif self._unread:
            self._module.apply(self._buffer.view, *self._unread)
        self._unread = Splices()
        module, analysis = self._module.module, self._analysis
        if analysis is not None and analysis.module is module and self._config is config:
            return analysis
        self._config = config
        with undisturbed():
            opinions = self._opinions if config.ai is not None and config.ai.enabled else None
            analysis = LiveAnalysis(module, config, module_name(self.uri), opinions)
        keep()
        return analysis

    def _told(self, problems: tuple[str, ...]) -> str:
        """Log what of the analysis failed; gives a sentence if anything did."""
        if problems != self._problems:
            for problem in problems:
                logger.error("In %s, version %s: %s", self.uri, self.version, problem)
            self._problems = problems
        return problems[0].partition("\n")[0] if problems else ""

    # Conversions

    def position_of(self, position: Mapping[str, int]) -> Position:
        """The core's position for the client's; one beyond its line or beyond the text counts as the end."""
        line, column = self._place(position)
        return Position(self._module.core_line(line) if self._module is not None else line, column)

    def _place(self, position: Mapping[str, int]) -> Position:
        """The place in the text that the client means, in file lines."""
        line = position["line"]
        if line < 0:
            return Position(0, 0)
        if line >= self.line_count:
            last = self.line_count - 1
            return Position(last, len(without_end(self._buffer.line(last))))
        text = without_end(self._buffer.line(line))
        return Position(line, column_at(text, position["character"], self._encoding))

    def range_of(self, span: Span) -> wire.Range:
        """The client's range for a span of the present text."""
        return {
            "start": self._wire_position(span.line, span.column),
            "end": self._wire_position(span.end_line, span.end_column),
        }

    def file_range_of(self, span: Span) -> wire.Range:
        """The client's range for a span in file lines."""
        return {
            "start": self._wire_place(span.line, span.column),
            "end": self._wire_place(span.end_line, span.end_column),
        }

    def _wire_position(self, line: int, column: int) -> wire.Position:
        return self._wire_place(self.file_line(line), column)

    def _wire_place(self, number: int, column: int) -> wire.Position:
        text = without_end(self._buffer.line(number))
        return {"line": number, "character": units_before(text, column, self._encoding)}

    def units_before(self, line: int, column: int) -> int:
        """How many of the client's units stand before a column of a core line."""
        return units_before(self.line(line), column, self._encoding)

    def lines_span(self, first: int, last: int) -> Span:
        """Whole lines, from the first one's beginning to the last one's end (without its line end)."""
        return Span(first, 0, last, len(self.line(last)))

    def header_span(self, line: int) -> Span:
        """One line without its indentation."""
        text = self.line(line)
        return Span(line, len(text) - len(text.lstrip()), line, len(text))


class DocumentStore:
    """The open documents, under normalised addresses."""

    def __init__(self) -> None:
        self.encoding: Encoding = "utf-16"
        self._documents: dict[str, Document] = {}

    def __iter__(self) -> Iterator[Document]:
        return iter(list(self._documents.values()))

    def find(self, uri: str) -> Document | None:
        """The open document with this address in any spelling."""
        return self._documents.get(document_key(uri))

    def add(self, document: Document) -> None:
        """A document was opened; of one opened twice the later counts."""
        self._documents[document_key(document.uri)] = document

    def remove(self, document: Document) -> None:
        """A document was closed."""
        self._documents.pop(document_key(document.uri), None)


def load_core() -> None:
    """Load what analysing needs, so that the first document does not wait for it."""
    import isoscan.analysis  # noqa: F401


def uri_in(params: wire.JsonObject) -> str:
    """The address in `{textDocument: {uri}}`; raises BadParametersError when there is none."""
    try:
        uri = params["textDocument"]["uri"]
    except (KeyError, TypeError):
        uri = None
    if not isinstance(uri, str):
        raise BadParametersError("The parameters must name a document: {textDocument: {uri}}")
    return uri


def _without_lone_surrogates(text: str) -> str:
    """Half a UTF-16 pair is no character and cannot be encoded: it becomes U+FFFD, which is as wide."""
    if not isinstance(text, str):
        raise BadParametersError("A document's text must be a string")
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text
