"""The server: one session's state, and the wiring from protocol methods to features.

Each feature is a function from a document and its analysis to what is sent; this module finds the document,
asks for the analysis and hands over the answer. It holds no policy of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from isoscan import __version__
from isoscan.config import Config
from isoscan.lsp import parent, wire
from isoscan.lsp.capabilities import Client, resolve_client, server_capabilities
from isoscan.lsp.documents import Document, DocumentStore, load_core, uri_in
from isoscan.lsp.drift import Drift
from isoscan.lsp.extract import scanner_named
from isoscan.lsp.failures import BadParametersError, RefusalError
from isoscan.lsp.features import boundaries, state
from isoscan.lsp.features.diagnostic import findings_unopened, report
from isoscan.lsp.features.publish_diagnostics import publish_diagnostics
from isoscan.lsp.features.semantic_tokens import TokenHistory
from isoscan.lsp.findings import FindingsText
from isoscan.lsp.notebook import Notebook
from isoscan.lsp.notebook_session import NotebookSession
from isoscan.lsp.project import Project, concerns_settings, folders_at_start
from isoscan.lsp.protocol import IsoscanProtocol
from isoscan.lsp.requests import text_in
from isoscan.lsp.scheduling import PendingDocuments
from isoscan.lsp.settings import Settings
from isoscan.lsp.view import View
from isoscan.tracking.garbage import release, tidy

if TYPE_CHECKING:
    from isoscan.analysis import LiveAnalysis as Analysis
    from isoscan.lsp.commands import Commands
    from isoscan.lsp.routes import Route
    from isoscan.parameters.parameter import Scanner

logger = logging.getLogger(__name__)


def load_routes() -> None:
    """Load the features that answer requests, so that the first request does not wait for them."""
    import isoscan.lsp.routes  # noqa: F401


class IsoscanServer(LanguageServer):
    """One session with one client."""

    protocol: IsoscanProtocol

    def __init__(self) -> None:
        super().__init__("isoscan", __version__, protocol_cls=IsoscanProtocol, max_workers=2)
        self.client = Client()
        self.documents = DocumentStore()
        self.settings = Settings()
        self.watches_parent = False
        self.project = Project(self)
        self._pending = PendingDocuments()
        self._findings: dict[int, FindingsText] = {}
        self.notebooks = NotebookSession(self)
        self.drift = Drift(self)
        self._has_closed = False
        self._tokens = TokenHistory()
        self._boundaries_sent: dict[int, object] = {}
        self.protocol.idle = self._publish_next
        self.protocol.raw_requests = {
            types.INITIALIZE: self._initialize,
            types.SHUTDOWN: self._shutdown,
            types.WORKSPACE_EXECUTE_COMMAND: self._execute_command,
            types.WORKSPACE_SYMBOL: self._workspace_symbol,
            types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: self._semantic_tokens,
            types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA: self._semantic_tokens_delta,
            types.TEXT_DOCUMENT_DIAGNOSTIC: self._diagnostic,
            types.WORKSPACE_DIAGNOSTIC: self.project.diagnostic,
            boundaries.METHOD: self._boundaries,
            state.METHOD: self._state,
        }
        self.protocol.raw_notifications = {
            types.INITIALIZED: self._initialized,
            types.TEXT_DOCUMENT_DID_OPEN: self._did_open,
            types.TEXT_DOCUMENT_DID_CHANGE: self._did_change,
            types.TEXT_DOCUMENT_DID_CLOSE: self._did_close,
            types.TEXT_DOCUMENT_DID_SAVE: self._did_save,
            types.WORKSPACE_DID_CHANGE_CONFIGURATION: self._did_change_configuration,
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: self._did_change_watched_files,
            types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: self._did_change_workspace_folders,
            types.WINDOW_WORK_DONE_PROGRESS_CANCEL: self._cancel_progress,
            types.SET_TRACE: self._set_trace,
            **self.notebooks.notifications,
        }
        self.protocol.late_requests = self.late_request

    # Lifecycle

    def _initialize(self, params: wire.JsonObject) -> object:
        options = params.get("initializationOptions")
        options = options if isinstance(options, Mapping) else {}
        capabilities = params.get("capabilities")
        self.client = resolve_client(capabilities if isinstance(capabilities, Mapping) else {}, options)
        self.documents.encoding = self.client.encoding
        self.project.folders = folders_at_start(params)
        self._warn(self.settings.take_initialization_options(options))
        self.protocol.set_trace_level(params.get("trace"))
        process_id = params.get("processId")
        if self.watches_parent and isinstance(process_id, int):
            parent.watch(process_id, self.protocol.end_of_input)
        self.protocol.begin()
        return {
            "capabilities": server_capabilities(self.client),
            "serverInfo": {"name": self.name, "version": self.version},
        }

    def _initialized(self, params: wire.JsonObject) -> None:
        self.project.watch_settings()
        self._ask_for_settings()

    def _set_trace(self, params: wire.JsonObject) -> None:
        self.protocol.set_trace_level(params.get("value"))

    def _shutdown(self, params: wire.JsonObject) -> None:
        self.protocol.shut_down()

    # Documents

    def _did_open(self, params: wire.JsonObject) -> None:
        item = params["textDocument"]
        self.took(Document(item["uri"], item.get("version"), item["text"], self.documents.encoding))

    def took(self, document: Document) -> None:
        """A document was opened."""
        self.documents.add(document)
        self._warn(self.settings.reload(document.uri))
        self._pending.add(document)

    def _did_change(self, params: wire.JsonObject) -> None:
        uri = uri_in(params)
        document = self.documents.find(uri)
        if document is None:
            logger.warning("Ignored a change of %s, which is not open", uri)
            return
        document.change(params["textDocument"].get("version"), params["contentChanges"])
        self.changed(document)

    def changed(self, document: Document) -> None:
        """A document's text has changed."""
        self._pending.add(document)

    def _did_save(self, params: wire.JsonObject) -> None:
        document = self.documents.find(uri_in(params))
        if document is not None:
            self.saved(document)

    def saved(self, document: Document) -> None:
        """A document was saved: its settings may be others."""
        with self._publishing_what_changes():
            self._warn(self.settings.reload(document.uri))
        self.drift.sources_changed()

    def _did_close(self, params: wire.JsonObject) -> None:
        document = self.documents.find(uri_in(params))
        if document is not None:
            self.forget(document)
            if not self.client.pulls_diagnostics:
                empty = {"uri": document.uri, "diagnostics": []}
                self.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, empty)
            self.project.closed(document.uri)

    def forget(self, document: Document) -> None:
        """A document was closed."""
        self.documents.remove(document)
        self._pending.discard(document)
        self._boundaries_sent.pop(id(document), None)
        self.settings.forget(document.uri)
        self._findings.pop(id(document), None)
        self.drift.forget(document)
        self._tokens.forget(document)
        self._has_closed = True

    def _publish_next(self) -> bool:
        """Publish the findings of one waiting document; says whether there may be more to do.

        For a client that asks for findings they are only made ready.
        """
        document = self._pending.take() or self.drift.step()
        if document is None:
            self._use_idle_time()
            return False
        try:
            analysis = self.analysis_of(document)
            if isinstance(document, Notebook):
                self.notebooks.publish(document, analysis)
            elif not self.client.pulls_diagnostics:
                findings = publish_diagnostics(document, self._findings_of(document).items(analysis))
                self.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, findings)
            self._tell_boundaries_changed(document, analysis)
        except Exception:
            logger.exception("Publishing the findings of %s failed", document.uri)
        return True

    def _use_idle_time(self) -> None:
        if self.protocol.phase == "running":
            load_core()
            load_routes()
        if self._has_closed:
            self._has_closed = False
            release()
        else:
            tidy()

    def _tell_boundaries_changed(self, document: Document, analysis: Analysis | None) -> None:
        if not self.client.wants_boundaries_changed:
            return
        now = _boundaries_in_brief(document, analysis)
        if self._boundaries_sent.get(id(document)) != now:
            self._boundaries_sent[id(document)] = now
            self.protocol.notify(boundaries.CHANGED, {"uri": document.uri, "version": document.version})

    # Settings

    def _ask_for_settings(self) -> None:
        if not self.client.answers_configuration:
            return
        folders = sorted(self.project.folders)
        items = [types.ConfigurationItem(section="isoscan")]
        items += [types.ConfigurationItem(section="isoscan", scope_uri=folder) for folder in folders]
        params = types.ConfigurationParams(items=items)

        def answered(answer: Future[list[object] | None]) -> None:
            if answer.cancelled() or answer.exception() is not None:
                return  # the client has no settings to give after all
            settings = answer.result()
            if settings and isinstance(settings[0], Mapping):
                in_folders = dict(zip(folders, settings[1:], strict=False))
                with self._publishing_what_changes():
                    self._warn(self.settings.take_answers(settings[0], in_folders))
                self.project.outdate()

        self.protocol.send_request(types.WORKSPACE_CONFIGURATION, params).add_done_callback(answered)

    def _take_settings(self, settings: object) -> None:
        with self._publishing_what_changes():
            self._warn(self.settings.take_editor_settings(settings))
        self.project.outdate()

    def _did_change_configuration(self, params: wire.JsonObject) -> None:
        if self.client.answers_configuration:
            self._ask_for_settings()
        else:
            self._take_settings(params.get("settings"))

    def _did_change_workspace_folders(self, params: wire.JsonObject) -> None:
        self.project.did_change_folders(params)
        self._ask_for_settings()

    def _did_change_watched_files(self, params: wire.JsonObject) -> None:
        self.project.outdate()
        self.drift.sources_changed()
        if not concerns_settings(params):
            return
        with self._publishing_what_changes():
            self.settings.forget_files()
            for document in self.documents:
                self._warn(self.settings.reload(document.uri))

    @contextmanager
    def _publishing_what_changes(self) -> Iterator[None]:
        """Publish anew the findings of documents whose settings differ after the block."""
        before = [(document, self.config_of(document)) for document in self.documents]
        yield
        changed = [document for document, config in before if self.config_of(document) != config]
        for document in changed:
            self._pending.add(document)
        if changed:
            self.have_asked_again()

    def have_asked_again(self, *requests: str) -> None:
        """Have the client ask again: for what these requests name, or for all, where it can be told to."""
        for request in sorted(self.client.refreshes.intersection(requests or self.client.refreshes)):
            self.protocol.ask(request)

    def _warn(self, problems: list[str]) -> None:
        """Unusable settings are one message, not one per setting."""
        if problems:
            self.show("\n".join(problems), types.MessageType.Warning.value)

    def show(self, message: str, kind: int) -> None:
        """Show a message; `kind` as the protocol numbers them: 1 error, 2 warning, 3 information."""
        self.protocol.notify(types.WINDOW_SHOW_MESSAGE, {"type": kind, "message": message})

    def has_news(self, document: Document) -> None:
        """What is known of a document has changed, though its text has not."""
        self._pending.add(document)
        self.protocol.wake()
        self.have_asked_again()

    # Features

    def late_request(self, method: str) -> Callable[[wire.JsonObject], object] | None:
        """What answers a request about one document, if there is such a request."""
        from isoscan.lsp.routes import RESOLVERS, ROUTES

        if method in RESOLVERS:
            return partial(self._resolve, RESOLVERS[method])
        if method not in ROUTES:
            return None
        return self.notebooks.taking_cells(partial(self._about_a_document, ROUTES[method]))

    def _about_a_document(self, route: Route, params: wire.JsonObject) -> object:
        uri, wanted = uri_in(params), route.read(params)
        view = self._view(self.documents.find(uri))
        return route.answer(view, wanted) if view else None

    def _resolve(
        self, resolver: Callable[[View, Scanner, wire.JsonObject], object], item: wire.JsonObject
    ) -> object:
        if "data" not in item and item.keys() & {"edit", "command", "disabled", "label"}:
            return item  # some clients ask about every item; this one is complete
        if isinstance(data := item.get("data"), Mapping) and "again" in data:
            from isoscan.lsp.again import again_resolved

            return again_resolved(self._view_named(data), item, self.documents)
        return self.notebooks.resolved(item, resolver(*self.target(item.get("data")), item))

    def _semantic_tokens(self, params: wire.JsonObject) -> object:
        if known := self.notebooks.cell_in(params):
            return self.notebooks.tokens(known[1], params)
        view = self._view(self.documents.find(uri_in(params)))
        return self._tokens.full(view) if view else None

    def _semantic_tokens_delta(self, params: wire.JsonObject) -> object:
        if known := self.notebooks.cell_in(params):
            return self.notebooks.tokens(known[1], params)
        view = self._view(self.documents.find(uri_in(params)))
        return self._tokens.delta(view, params.get("previousResultId")) if view else None

    def _workspace_symbol(self, params: wire.JsonObject) -> object:
        from isoscan.lsp.features.workspace_symbol import workspace_symbol

        views = (view for document in self.documents if (view := self._view(document)))
        return self.notebooks.located(workspace_symbol(views, text_in(params, "query")))

    def _diagnostic(self, params: wire.JsonObject) -> object:
        if known := self.notebooks.cell_in(params):
            notebook, cell = known
            return dict(self.notebooks.reports(notebook))[cell.document]
        uri = uri_in(params)
        if document := self.documents.find(uri):
            return self.report(document, params.get("previousResultId"))
        checked = self.project.files.file(uri) if self.project.is_asked_for else None
        return findings_unopened(checked.result_id, checked.items) if checked else findings_unopened(None, "")

    def report(self, document: Document, previous: object) -> wire.Prepared:
        """The findings of a document, to a client that has the result `previous`."""
        return report(self._findings_of(document), self.analysis_of(document), previous)

    def _findings_of(self, document: Document) -> FindingsText:
        if id(document) not in self._findings:
            beside = partial(self.drift.items, document)
            self._findings[id(document)] = FindingsText(document, self.client, beside)
        return self._findings[id(document)]

    def target(self, target: object) -> tuple[View, Scanner]:
        """What `{uri, namespace, revision}` names; without a revision the present text is meant.

        Raises BadParametersError, RefusalError or StaleError when there is no such scanner.
        """
        view = self._view_named(target)
        given: Mapping[str, object] = target if isinstance(target, Mapping) else {}
        revision = given.get("revision", view.document.revision)
        return view, scanner_named(view.document, view.analysis, revision, str(given.get("namespace")))

    def _view_named(self, target: object) -> View:
        """The document of a `{uri, ...}`; raises BadParametersError or RefusalError when there is none."""
        if not isinstance(target, Mapping) or not isinstance(target.get("uri"), str):
            raise BadParametersError("The scanner must be named: {uri, namespace}")
        document = self.document_with(target["uri"])
        view = self._view(document)
        if view is None:
            raise RefusalError(document.problem)
        return view

    def _execute_command(self, params: wire.JsonObject) -> object:
        return self.commands.execute(params)

    @cached_property
    def commands(self) -> Commands:
        """The commands, loaded when the first one is called."""
        from isoscan.lsp.commands import Commands

        return Commands(self)

    def _cancel_progress(self, params: wire.JsonObject) -> None:
        self.commands.board.stop(params.get("token"))

    def _boundaries(self, params: wire.JsonObject) -> object:
        uri = uri_in(params)
        document = self.document_with(uri)
        analysis = self.analysis_of(document)
        if self._boundaries_sent.get(id(document)) != _boundaries_in_brief(document, analysis):
            # The client gets ahead of what it was told, so going back to that is a change to it.
            self._boundaries_sent.pop(id(document), None)
        if isinstance(document, Notebook):
            return self.notebooks.boundaries(document, uri if document.cell(uri) else None)
        return boundaries.boundaries(document, analysis)

    def document_with(self, uri: str) -> Document:
        """The open document, or notebook with the cell, of an address; raises RefusalError without one."""
        document = self.documents.find(uri) or self.notebooks.notebook_with(uri)
        if document is None:
            raise RefusalError(f"{uri} is not open")
        return document

    def _state(self, params: wire.JsonObject) -> object:
        return state.state(self.documents, self.client, self.config_of)

    # The core

    def _view(self, document: Document | None) -> View | None:
        """A document as features see it; None when it is not open or could not be analysed."""
        analysis = self.analysis_of(document) if document else None
        if document is None or analysis is None:
            return None
        return View(document, analysis, self.config_of(document), self.client)

    def analysis_of(self, document: Document) -> Analysis | None:
        """What is known about a document's present text; None when analysing it failed."""
        return document.analysis(self.config_of(document))

    def config_of(self, document: Document) -> Config:
        """The settings that hold for a document."""
        return self.settings.config_of(document.uri)


def _boundaries_in_brief(document: Document, analysis: Analysis | None) -> object:
    """What tells whether the answer to `isoscan/boundaries` differs from an earlier one."""
    return [
        (document.file_line(boundary.start_line), document.file_line(boundary.end_line), boundary, score)
        for boundary, *_, score in (analysis.scanners if analysis else ())
    ]
