"""Latest wins: which documents wait for their findings to be published.

An edit only marks its document. The protocol engine asks for work when its inbox is empty, so a burst of
edits costs one analysis, and a request that comes in between sees the edits before it. There is no timer.
"""

from __future__ import annotations

from isoscan.lsp.documents import Document


class PendingDocuments:
    """The documents whose findings are to be published, the one that waits longest first."""

    def __init__(self) -> None:
        self._waiting: dict[int, Document] = {}

    def add(self, document: Document) -> None:
        """The document's text or settings changed; once is enough however often it did."""
        self._waiting[id(document)] = document

    def discard(self, document: Document) -> None:
        """The document was closed."""
        self._waiting.pop(id(document), None)

    def take(self) -> Document | None:
        """The next document to publish, which then no longer waits."""
        if not self._waiting:
            return None
        return self._waiting.pop(next(iter(self._waiting)))

    def __bool__(self) -> bool:
        return bool(self._waiting)
