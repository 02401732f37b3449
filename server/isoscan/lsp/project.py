"""A session's folders, and what is asked and told about all their files: findings, and changes on disk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.features.diagnostic import (
    closed_file_report,
    gone_document_report,
    open_document_report,
    previous_results,
    workspace_report,
)
from isoscan.lsp.notebook import Notebook
from isoscan.lsp.uris import document_key

if TYPE_CHECKING:
    from isoscan.lsp.server import IsoscanServer
    from isoscan.lsp.workspace_check import CheckedFile, WorkspaceCheck

_PYTHON = (".py", ".pyw")


class Project:
    """What one session says about more than one document."""

    def __init__(self, session: IsoscanServer) -> None:
        self._session = session
        self._watches_python = False
        self.folders: set[str] = set()
        """The addresses of the folders that the client has open."""

    @cached_property
    def files(self) -> WorkspaceCheck:
        """The files that are not open, loaded when they first matter."""
        from isoscan.lsp.workspace_check import WorkspaceCheck

        return WorkspaceCheck(self._session)

    @property
    def is_asked_for(self) -> bool:
        """Whether the user wants to know of files that are not open."""
        return "files" in self.__dict__ and self.files.asked

    # Findings

    def diagnostic(self, params: wire.JsonObject) -> object:
        """`workspace/diagnostic`: of open documents, and of all files once the user has asked for those."""
        previous = previous_results(params)
        if self.is_asked_for and self.files.is_stale:
            return self._diagnostic_of_all(params, previous)
        return workspace_report(self._entries(previous))

    async def _diagnostic_of_all(self, params: wire.JsonObject, previous: dict[str, object]) -> object:
        partly = params.get("partialResultToken")
        known = _by_key(previous)
        told: set[str] = set()

        def tell(entries: Iterable[str]) -> None:
            value = workspace_report(entries)
            progress = f'{{"token":{json.dumps(partly)},"value":{value}}}'
            self._session.protocol.notify("$/progress", wire.Prepared(progress))

        def tell_of(file: CheckedFile) -> None:
            told.add(file.uri)
            tell([self._entry(file, known)])

        board = self._session.commands.board
        async with board.working(params.get("workDoneToken"), "Checking the workspace", False) as progress:
            if not isinstance(partly, (int, str)):
                await self.files.refresh(progress)
                return workspace_report(self._entries(previous))
            tell(self._open_entries(known))
            await self.files.refresh(progress, tell_of)
        untold = [self._entry(file, known) for file in self.files if file.uri not in told]
        tell([*untold, *self._entries_of_gone(previous)])
        return workspace_report(())

    def _entries(self, previous: dict[str, object]) -> Iterator[str]:
        """What `workspace/diagnostic` answers, entry by entry, to a client that has certain results."""
        known = _by_key(previous)
        yield from self._open_entries(known)
        if self.is_asked_for:
            yield from (self._entry(file, known) for file in self.files)
        yield from self._entries_of_gone(previous)

    def _open_entries(self, known: dict[str, object]) -> Iterator[str]:
        for document in self._session.documents:
            if isinstance(document, Notebook):
                reports = self._session.notebooks.reports(document)
            else:
                result_id = known.get(document_key(document.uri))
                reports = [(document, self._session.report(document, result_id))]
            yield from (open_document_report(*each) for each in reports)

    def _entry(self, file: CheckedFile, known: dict[str, object]) -> str:
        return closed_file_report(file.uri, file.result_id, file.items, known.get(document_key(file.uri)))

    def _entries_of_gone(self, previous: dict[str, object]) -> Iterator[str]:
        """Of what the client has results for: documents that are closed, files that are there no longer."""
        session = self._session
        for uri in previous:
            is_open = session.documents.find(uri) or session.notebooks.notebook_with(uri)
            if not is_open and not (self.is_asked_for and self.files.file(uri)):
                yield gone_document_report(uri)

    # What changes

    def did_change_folders(self, params: wire.JsonObject) -> None:
        """`workspace/didChangeWorkspaceFolders`."""
        event = params.get("event")
        if isinstance(event, Mapping):
            self.folders -= folders_in(event.get("removed"))
            self.folders |= folders_in(event.get("added"))
            self.outdate()

    def closed(self, uri: str) -> None:
        """A document was closed: its file is shown again, if files are."""
        if not self.is_asked_for:
            return
        if checked := self.files.file(uri):
            self.files.publish(checked)
        self.outdate()

    def outdate(self) -> None:
        """Files, or settings, may be others."""
        if self.is_asked_for:
            self.files.outdate()

    def watch_settings(self) -> None:
        """Have the client tell when a file of settings changes, if it can."""
        self._watch("isoscan-settings-files", "**/pyproject.toml")

    def watch_python(self) -> None:
        """Have the client tell when Python files change, if it can."""
        if not self._watches_python:
            self._watches_python = True
            self._watch("isoscan-python-files", "**/*.{py,pyw}")

    def _watch(self, name: str, pattern: str) -> None:
        if not self._session.client.watches_files_on_request:
            return
        registration = {
            "id": name,
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": {"watchers": [{"globPattern": pattern}]},
        }
        self._session.protocol.ask("client/registerCapability", {"registrations": [registration]})


def folders_in(folders: object) -> set[str]:
    """The addresses of a list of workspace folders; what is none is passed over."""
    listed = folders if isinstance(folders, list) else []
    uris = [folder.get("uri") for folder in listed if isinstance(folder, Mapping)]
    return {uri for uri in uris if isinstance(uri, str)}


def folders_at_start(params: wire.JsonObject) -> set[str]:
    """The folders that `initialize` names, as today's clients do or as older ones do."""
    if folders := folders_in(params.get("workspaceFolders")):
        return folders
    root = params.get("rootUri")
    return {root} if isinstance(root, str) else set()


def concerns_settings(params: wire.JsonObject) -> bool:
    """Whether what `workspace/didChangeWatchedFiles` tells may be about settings; else it is Python files."""
    changes = params.get("changes")
    uris = [change.get("uri") for change in changes or () if isinstance(change, Mapping)]
    return not uris or not all(isinstance(uri, str) and uri.endswith(_PYTHON) for uri in uris)


def _by_key(previous: dict[str, object]) -> dict[str, object]:
    return {document_key(uri): value for uri, value in previous.items()}
