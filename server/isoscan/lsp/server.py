"""The server: one session's state, and the wiring from protocol methods to features.

Each feature is a function from a document and its analysis to what is sent; this module finds the document,
asks for the analysis and hands over the answer. It holds no policy of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from isoscan import __version__
from isoscan.config import Config
from isoscan.lsp import parent, wire
from isoscan.lsp.capabilities import EXTRACT_COMMAND, Client, resolve_client, server_capabilities
from isoscan.lsp.documents import Document, DocumentStore, load_core, uri_in
from isoscan.lsp.extract import extracted, reason_against, scanner_named, write_file
from isoscan.lsp.failures import BadParametersError, RefusalError
from isoscan.lsp.features import boundaries, state
from isoscan.lsp.features.diagnostic import AnsweredFindings, no_findings, previous_results, workspace_report
from isoscan.lsp.features.publish_diagnostics import findings_on_wire, publish_diagnostics
from isoscan.lsp.protocol import IsoscanProtocol
from isoscan.lsp.scheduling import PendingDocuments
from isoscan.lsp.settings import Settings
from isoscan.lsp.uris import document_key, uri_of
from isoscan.lsp.view import View

if TYPE_CHECKING:
    from isoscan.analysis import Analysis
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
        self._pending = PendingDocuments()
        self._answered = AnsweredFindings()
        self._boundaries_sent: dict[int, object] = {}
        self.protocol.idle = self._publish_next
        self.protocol.raw_requests = {
            types.INITIALIZE: self._initialize,
            types.SHUTDOWN: self._shutdown,
            types.CODE_ACTION_RESOLVE: self._code_action_resolve,
            types.WORKSPACE_EXECUTE_COMMAND: self._execute_command,
            types.TEXT_DOCUMENT_DIAGNOSTIC: self._diagnostic,
            types.WORKSPACE_DIAGNOSTIC: self._workspace_diagnostic,
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
        }
        self.protocol.late_requests = self._about_a_document

    # Lifecycle

    def _initialize(self, params: wire.JsonObject) -> object:
        options = params.get("initializationOptions")
        options = options if isinstance(options, Mapping) else {}
        capabilities = params.get("capabilities")
        self.client = resolve_client(capabilities if isinstance(capabilities, Mapping) else {}, options)
        self.documents.encoding = self.client.encoding
        self._warn(self.settings.take_initialization_options(options))
        process_id = params.get("processId")
        if self.watches_parent and isinstance(process_id, int):
            parent.watch(process_id, self.protocol.end_of_input)
        self.protocol.begin()
        return {
            "capabilities": server_capabilities(self.client),
            "serverInfo": {"name": self.name, "version": self.version},
        }

    def _initialized(self, params: wire.JsonObject) -> None:
        if self.client.watches_files_on_request:
            watchers = [types.FileSystemWatcher(glob_pattern="**/pyproject.toml")]
            registration = types.Registration(
                id="isoscan-settings-files",
                method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers),
            )
            self.client_register_capability(types.RegistrationParams(registrations=[registration]))
        self._ask_for_settings()

    def _shutdown(self, params: wire.JsonObject) -> None:
        self.protocol.shut_down()

    # Documents

    def _did_open(self, params: wire.JsonObject) -> None:
        item = params["textDocument"]
        document = self.documents.open(item)
        self._warn(self.settings.reload(document.uri))
        self._pending.add(document)

    def _did_change(self, params: wire.JsonObject) -> None:
        uri = uri_in(params)
        document = self.documents.find(uri)
        if document is None:
            logger.warning("Ignored a change of %s, which is not open", uri)
            return
        document.change(params["textDocument"].get("version"), params["contentChanges"])
        self._pending.add(document)

    def _did_save(self, params: wire.JsonObject) -> None:
        document = self.documents.find(uri_in(params))
        if document is not None:
            with self._publishing_what_changes():
                self._warn(self.settings.reload(document.uri))

    def _did_close(self, params: wire.JsonObject) -> None:
        document = self.documents.close(uri_in(params))
        if document is not None:
            self._pending.discard(document)
            self._boundaries_sent.pop(id(document), None)
            self.settings.forget(document.uri)
            self._answered.forget(document)
            if not self.client.pulls_diagnostics:
                empty = {"uri": document.uri, "diagnostics": []}
                self.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, empty)

    def _publish_next(self) -> bool:
        """Publish the findings of one waiting document; says whether there may be more to do.

        For a client that asks for findings they are only made ready.
        """
        document = self._pending.take()
        if document is None:
            if self.protocol.phase == "running":
                load_core()
                load_routes()
            return False
        try:
            analysis = self._analysis_of(document)
            if not self.client.pulls_diagnostics:
                findings = publish_diagnostics(document, analysis, self.client)
                self.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, findings)
            self._tell_boundaries_changed(document, analysis)
        except Exception:
            logger.exception("Publishing the findings of %s failed", document.uri)
        return True

    def _tell_boundaries_changed(self, document: Document, analysis: Analysis | None) -> None:
        if not self.client.wants_boundaries_changed:
            return
        now = (
            [(scanner.boundary, scanner.isolation_score) for scanner in analysis.scanners] if analysis else []
        )
        if self._boundaries_sent.get(id(document)) != now:
            self._boundaries_sent[id(document)] = now
            self.protocol.notify(boundaries.CHANGED, {"uri": document.uri, "version": document.version})

    # Settings

    def _ask_for_settings(self) -> None:
        if not self.client.answers_configuration:
            return
        params = types.ConfigurationParams(items=[types.ConfigurationItem(section="isoscan")])

        def answered(answer: Future[list[object] | None]) -> None:
            if answer.cancelled() or answer.exception() is not None:
                return  # the client has no settings to give after all
            settings = answer.result()
            if settings and isinstance(settings[0], Mapping):
                self._take_settings(settings[0])

        self.protocol.send_request(types.WORKSPACE_CONFIGURATION, params).add_done_callback(answered)

    def _take_settings(self, settings: object) -> None:
        with self._publishing_what_changes():
            self._warn(self.settings.take_editor_settings(settings))

    def _did_change_configuration(self, params: wire.JsonObject) -> None:
        if self.client.answers_configuration:
            self._ask_for_settings()
        else:
            self._take_settings(params.get("settings"))

    def _did_change_watched_files(self, params: wire.JsonObject) -> None:
        with self._publishing_what_changes():
            self.settings.forget_files()
            for document in self.documents:
                self._warn(self.settings.reload(document.uri))

    @contextmanager
    def _publishing_what_changes(self) -> Iterator[None]:
        """Publish anew the findings of documents whose settings differ after the block."""
        before = [(document, self._config_of(document)) for document in self.documents]
        yield
        changed = [document for document, config in before if self._config_of(document) != config]
        for document in changed:
            self._pending.add(document)
        if changed and self.client.refreshes_diagnostics:
            self.protocol.send_request(types.WORKSPACE_DIAGNOSTIC_REFRESH)

    def _warn(self, problems: list[str]) -> None:
        """Unusable settings are one message, not one per setting."""
        if problems:
            self._show("\n".join(problems), types.MessageType.Warning)

    def _show(self, message: str, kind: types.MessageType) -> None:
        self.protocol.notify(types.WINDOW_SHOW_MESSAGE, {"type": kind.value, "message": message})

    # Features

    def _about_a_document(self, method: str) -> Callable[[wire.JsonObject], object] | None:
        """What answers a request about one document, if there is such a request."""
        from isoscan.lsp.routes import ROUTES

        route = ROUTES.get(method)
        if route is None:
            return None

        def answer(params: wire.JsonObject) -> object:
            uri, wanted = uri_in(params), route.read(params)
            document, analysis = self._opened(uri)
            if document is None or analysis is None:
                return None
            return route.answer(View(document, analysis, self._config_of(document), self.client), wanted)

        return answer

    def _diagnostic(self, params: wire.JsonObject) -> object:
        document = self.documents.find(uri_in(params))
        return self._report(document, params.get("previousResultId")) if document else no_findings()

    def _workspace_diagnostic(self, params: wire.JsonObject) -> object:
        previous = {document_key(uri): value for uri, value in previous_results(params).items()}
        return workspace_report(
            (document, self._report(document, previous.get(document_key(document.uri))))
            for document in self.documents
        )

    def _report(self, document: Document, previous: object) -> wire.DocumentDiagnosticReport:
        findings = findings_on_wire(document, self._config_of(document), self.client)
        return self._answered.report(document, findings, previous)

    def _code_action_resolve(self, action: wire.JsonObject) -> object:
        if "data" not in action and action.keys() & {"edit", "command", "disabled"}:
            return action  # some clients ask about every action; this one is complete
        from isoscan.lsp.features.code_action import code_action_resolve

        document, analysis, scanner = self._target(action.get("data"))
        return code_action_resolve(document, analysis, self._config_of(document), scanner, action)

    def _execute_command(self, params: wire.JsonObject) -> object:
        if params.get("command") != EXTRACT_COMMAND:
            raise BadParametersError(f"isoscan has no such command; it has {EXTRACT_COMMAND}")
        arguments = params.get("arguments")
        document, analysis, scanner = self._target(
            arguments[0] if isinstance(arguments, list) and arguments else None
        )
        if reason := reason_against(document, scanner):
            raise RefusalError(reason)
        config = self._config_of(document)
        path = write_file(document, extracted(document, analysis, config, scanner), config)
        self._show(f"Scanner `{scanner.boundary.name}` was extracted to {path}", types.MessageType.Info)
        return {"uri": uri_of(path.absolute())}

    def _target(self, target: object) -> tuple[Document, Analysis, Scanner]:
        """What `{uri, namespace, revision}` names; without a revision the present text is meant."""
        if not isinstance(target, Mapping) or not isinstance(target.get("uri"), str):
            raise BadParametersError("The scanner to extract must be named: {uri, namespace}")
        document, analysis = self._opened(target["uri"])
        if document is None:
            raise RefusalError(f"{target['uri']} is not open")
        if analysis is None:
            raise RefusalError(document.problem)
        revision = target.get("revision", document.revision)
        return document, analysis, scanner_named(document, analysis, revision, str(target.get("namespace")))

    def _boundaries(self, params: wire.JsonObject) -> object:
        uri = uri_in(params)
        document, analysis = self._opened(uri)
        if document is None:
            raise RefusalError(f"{uri} is not open")
        return boundaries.boundaries(document, analysis)

    def _state(self, params: wire.JsonObject) -> object:
        return state.state(self.documents, self.client, self._config_of)

    # The core

    def _opened(self, uri: str) -> tuple[Document | None, Analysis | None]:
        document = self.documents.find(uri)
        return document, self._analysis_of(document) if document else None

    def _analysis_of(self, document: Document) -> Analysis | None:
        return document.analysis(self._config_of(document))

    def _config_of(self, document: Document) -> Config:
        return self.settings.config_of(document.uri)
