"""Findings in files that nobody has open: checked when the user asks, and from then on kept up to date.

Files are read and analysed in a process of its own (`check_job`). What a file gave is kept as it goes over
the wire, and a file is read again only when it, or its settings, are no longer what they were.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from itertools import count
from json import dumps
from typing import TYPE_CHECKING, Any, NamedTuple

from isoscan.boundaries.clues import counted
from isoscan.lsp import wire
from isoscan.lsp.check_order import CheckOrder
from isoscan.lsp.jobs import lines_of
from isoscan.lsp.progress import Progress
from isoscan.lsp.uris import document_key, path_of

if TYPE_CHECKING:
    from isoscan.lsp.server import IsoscanServer

logger = logging.getLogger(__name__)

_MOST_NAMED = 5
_serials = count(1)


class CheckedFile(NamedTuple):
    """What it gave: `items` are its findings as the items of a JSON list, `problem` why there are none."""

    uri: str
    signature: str
    findings: int
    items: str
    problem: str
    result_id: str


def _nobody(file: CheckedFile) -> None:
    """Nobody waits for each file."""


class WorkspaceCheck:
    """The files of a session's folders that are not open."""

    def __init__(self, session: IsoscanServer) -> None:
        self._session = session
        self._files: dict[str, CheckedFile] = {}
        self._turn = asyncio.Lock()
        self._catching_up: asyncio.Task[None] | None = None
        self.asked = False
        """Whether the user wants to know of these files in this session."""
        self.is_stale = True
        """Whether some file may be another than the one that was checked."""

    def __iter__(self) -> Iterator[CheckedFile]:
        """The files that were checked and are not open."""
        is_open = self._session.documents.find
        return (file for file in list(self._files.values()) if is_open(file.uri) is None)

    def file(self, uri: str) -> CheckedFile | None:
        """What is known of a file, under any spelling of its address."""
        return self._files.get(document_key(uri))

    def outdate(self) -> None:
        """Some file, or its settings, may be others; whoever is sent findings is sent them anew."""
        self.is_stale = True
        if self.asked and not self._session.client.pulls_diagnostics and self._catching_up is None:
            self._catching_up = asyncio.ensure_future(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            while self.is_stale:
                await self.refresh(Progress(self._session.protocol, None))
        except Exception:
            logger.exception("Checking the workspace anew failed")
        finally:
            self._catching_up = None

    async def refresh(self, progress: Progress, tell: Callable[[CheckedFile], None] = _nobody) -> None:
        """Check what may be another by now; `tell` is called with each file as it becomes known.

        A user who stops it is not asked again: what is known then is all until something changes.
        """
        async with self._turn:
            if not self.is_stale:
                return
            self.is_stale = False
            try:
                await self._check(progress, tell)
            except BaseException:  # cancelled, too
                self.is_stale = True
                raise

    async def check(self, progress: Progress) -> None:
        """Check all that is not as it is known."""
        self.asked = self.is_stale = True
        await self.refresh(progress)

    async def _check(self, progress: Progress, tell: Callable[[CheckedFile], None]) -> None:
        seen: set[str] = set()
        total = percentage = 0
        async for line in lines_of("check_job", self._order(), progress):
            if "files" in line:
                total = line["files"]
                continue
            tell(self._take(line))
            seen.add(document_key(line["uri"]))
            if len(seen) * 100 // total > percentage:
                percentage = len(seen) * 100 // total
                progress.report(f"{len(seen)} of {total} files", percentage)
        if not progress.stopped:
            self._drop_all_but(seen)

    def _order(self) -> CheckOrder:
        session = self._session
        editor, in_folders = session.settings.from_editor
        paths = map(path_of, sorted(session.project.folders))
        return CheckOrder(
            tuple(str(path) for path in paths if path and path.is_dir()),
            tuple(document_key(document.uri) for document in session.documents),
            {key: file.signature for key, file in self._files.items()},
            editor,
            in_folders,
            session.client,
        )

    def _take(self, line: dict[str, Any]) -> CheckedFile:
        key = document_key(line["uri"])
        known = self._files.get(key)
        if known is not None and "items" not in line:
            return known
        if known is not None and known.items == line["items"] and known.problem == line["problem"]:
            file = known._replace(signature=line["signature"])
        else:
            file = CheckedFile(**line, result_id=f"file-{next(_serials)}")
        self._files[key] = file
        if file.items != (known.items if known is not None else ""):
            self.publish(file)
        return file

    def _drop_all_but(self, seen: set[str]) -> None:
        """Files that are there no longer have no findings."""
        for key in self._files.keys() - seen:
            file = self._files[key]
            if self._session.documents.find(file.uri) is not None:
                continue
            del self._files[key]
            if file.items:
                self.publish(file._replace(items=""))

    def publish(self, file: CheckedFile) -> None:
        """Tell a client that does not ask the findings in a file, unless it is open."""
        session = self._session
        if session.client.pulls_diagnostics or session.documents.find(file.uri) is not None:
            return
        findings = wire.Prepared(f'{{"uri":{dumps(file.uri)},"diagnostics":[{file.items}]}}')
        session.protocol.notify("textDocument/publishDiagnostics", findings)

    def summary(self, stopped: bool) -> str:
        """A sentence on what is known: how many findings, and where the most."""
        files = list(self)
        found = sorted((file for file in files if file.findings), key=lambda file: -file.findings)
        told = f"{'Stopped: ' if stopped else ''}{counted(len(files), 'file')} not open checked"
        if found:
            total = sum(file.findings for file in found)
            named = ", ".join(f"{_name(file)} ({file.findings})" for file in found[:_MOST_NAMED])
            others = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
            told += f", {counted(total, 'finding')} in {counted(len(found), 'file')}: {named}{others}"
        else:
            told += ", no findings"
        if unread := [file for file in files if file.problem]:
            told += f"; {_name(unread[0])} {unread[0].problem}"
            told += f", and {len(unread) - 1} more could not be read" if len(unread) > 1 else ""
        return told


def _name(file: CheckedFile) -> str:
    path = path_of(file.uri)
    return path.name if path else file.uri
