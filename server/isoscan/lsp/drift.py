"""Generated modules that are open: whether they still match their source, and were edited by hand.

A module is read when nothing else is to be done, and its source (as it was saved last) in a process of its
own, once for each state of it. Until then what was known before is shown.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

from isoscan.config import Config
from isoscan.lsp.documents import Document
from isoscan.lsp.features.publish_diagnostics import to_wire
from isoscan.lsp.notebook import Notebook
from isoscan.lsp.uris import path_of

if TYPE_CHECKING:
    from isoscan.extraction.provenance import CurrentSlice, Provenance
    from isoscan.lsp.server import IsoscanServer
    from isoscan.rules.diagnostic import Diagnostic

logger = logging.getLogger(__name__)

_MARK = "extracted by isoscan."
_MARK_WITHIN = 40
_FINDINGS = "workspace/diagnostic/refresh"


def is_generated(document: Document) -> bool:
    """Whether a document's docstring, which only comments stand above, says that isoscan made it."""
    for number in range(min(_MARK_WITHIN, document.line_count)):
        text = document.line_in_file(number).strip("\ufeff \t")
        if text and not text.startswith("#"):
            return _MARK in text
    return False


@dataclass(slots=True)
class _Known:
    """What is known of one module: for which text and which state of its source, and how it goes out."""

    stamp: object = None
    items: str = ""


class Drift:
    """The generated modules of one session."""

    def __init__(self, session: IsoscanServer) -> None:
        self._session = session
        self._known: dict[int, _Known] = {}
        self._waiting: dict[int, Document] = {}
        # By the source's path, the scanner's name and the state: its slices, None where they are not known.
        self._slices: dict[tuple[str, str], tuple[object, tuple[CurrentSlice, ...] | None]] = {}
        self._reading: set[asyncio.Task[None]] = set()

    def items(self, document: Document) -> str:
        """What is out of step, as items of a JSON list; to be brought up to date when there is time.

        A client that asks gets the present state, as far as the source has been read.
        """
        if isinstance(document, Notebook) or not is_generated(document):
            self._known.pop(id(document), None)
            return ""
        if self._session.client.pulls_diagnostics:
            self._look_at(document)
        else:
            self._waiting[id(document)] = document
        return self._known[id(document)].items if id(document) in self._known else ""

    def step(self) -> Document | None:
        """Use idle time: look at one module that waits; gives it if it has other findings than before."""
        while self._waiting:
            document = self._waiting.pop(next(iter(self._waiting)))
            if self._look_at(document):
                return document
        return None

    def forget(self, document: Document) -> None:
        """A document was closed."""
        self._known.pop(id(document), None)
        self._waiting.pop(id(document), None)

    def sources_changed(self) -> None:
        """A file was saved, or has changed on disk: it may be a source."""
        for document in self._session.documents:
            if id(document) in self._known:
                self._waiting[id(document)] = document
        if self._waiting:
            self._session.protocol.wake()

    def _look_at(self, document: Document) -> bool:
        """Bring what is known of a module up to date; says whether it is something else."""
        from isoscan.extraction.drift import drift_from, is_ignored
        from isoscan.extraction.provenance import read_provenance

        known = self._known.setdefault(id(document), _Known())
        config = self._session.config_of(document)
        text = document.text
        provenance = read_provenance(text)
        analysis = self._session.analysis_of(document)
        if provenance is None or analysis is None or is_ignored(analysis.module):
            return self._take(document, known, ())
        slices = self._slices_for(document, provenance, config)
        stamp = (document.revision, config, slices)
        if stamp == known.stamp:
            return False
        known.stamp = stamp
        return self._take(document, known, drift_from(text, provenance, slices, config))

    def _take(self, document: Document, known: _Known, findings: tuple[Diagnostic, ...]) -> bool:
        # Their places are in file lines, as a document has them that was not edited.
        fresh = Document(document.uri, None, document.text, self._session.documents.encoding)
        wired = [to_wire(each, fresh, self._session.client) for each in findings]
        items = ",".join(dumps(each, separators=(",", ":")) for each in wired)
        before, known.items = known.items, items
        return items != before

    # The source

    def _slices_for(
        self, document: Document, provenance: Provenance, config: Config
    ) -> tuple[CurrentSlice, ...] | None:
        """The source's scanners of the module's name, None where they are not known (yet)."""
        from isoscan.extraction.drift import looks_at_source
        from isoscan.workspace.origin import find_source

        module = path_of(document.uri)
        if module is None or not looks_at_source(provenance, config) or provenance.source.endswith(".ipynb"):
            return None
        source = find_source(provenance.source, module)
        if source is None:
            return None
        key = (str(source.absolute()), provenance.name)
        state = (_state_of(source), config)
        at, slices = self._slices.get(key, (None, None))
        if at != state:
            self._slices[key] = (state, slices)
            task = asyncio.get_running_loop().create_task(self._read(document, key, state, config))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)
        return slices

    async def _read(self, document: Document, key: tuple[str, str], state: object, config: Config) -> None:
        """Have the source read; then its module is looked at again."""
        from isoscan.extraction.provenance import CurrentSlice
        from isoscan.lsp.jobs import lines_of
        from isoscan.lsp.order import Order
        from isoscan.lsp.progress import Progress

        path, name = key
        order = Order("", config, Path(path).stem, path, "", "", "", name)
        slices: tuple[CurrentSlice, ...] | None = None
        try:
            async for line in lines_of("drift_job", order, Progress(self._session.protocol, None)):
                slices = tuple(
                    CurrentSlice(namespace, first, last, frozenset(digests))
                    for namespace, first, last, digests in line["slices"]
                )
        except Exception:  # the module is shown as it was, which is nothing to tell the user
            logger.exception("Reading %s, the source of %s, failed", path, document.uri)
        if slices is None or self._slices[key][0] != state:
            return
        self._slices[key] = (state, slices)
        for each in self._session.documents:
            if id(each) in self._known:
                self._waiting[id(each)] = each
        if self._session.client.pulls_diagnostics:
            self._session.have_asked_again(_FINDINGS)
        self._session.protocol.wake()


def _state_of(source: Path) -> object:
    try:
        status = source.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
