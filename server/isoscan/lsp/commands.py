"""`workspace/executeCommand`: what lenses, actions and menus have the server do.

* `isoscan.extract` with `{uri, namespace, revision?}` writes one scanner to a file of its own;
* `isoscan.extractAll` with `{uri}` does so with all scanners, in another process, with progress;
* `isoscan.verify` with `{uri, namespace, revision?}` runs a scanner and its extraction, compared likewise;
* `isoscan.opinion` with `{uri, key?}` asks a language model about what is uncertain, in another process;
* `isoscan.opinionLog` shows what was sent to one;
* `isoscan.checkWorkspace` looks for findings in all files of the session's folders, likewise;
* `isoscan.showDocument` with an address has the editor open a file that was created.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from isoscan.lsp import wire
from isoscan.lsp.capabilities import (
    CHECK_COMMAND,
    COMMANDS,
    EXTRACT_ALL_COMMAND,
    EXTRACT_COMMAND,
    OPINION_COMMAND,
    OPINION_LOG_COMMAND,
    VERIFY_COMMAND,
)
from isoscan.lsp.extract import NewFile, as_sentence, files_of, reason_against, write_files
from isoscan.lsp.failures import BadParametersError, RefusalError
from isoscan.lsp.jobs import lines_of
from isoscan.lsp.order import analysed, extracted, order_for
from isoscan.lsp.progress import Progress, ProgressBoard
from isoscan.lsp.uris import uri_of

if TYPE_CHECKING:
    from isoscan.lsp.documents import Document
    from isoscan.lsp.opinion import SecondOpinions
    from isoscan.lsp.server import IsoscanServer
    from isoscan.lsp.view import View
    from isoscan.parameters.parameter import Scanner

_INFO, _WARNING = 3, 2
_FINDINGS = "workspace/diagnostic/refresh"


class Commands:
    """The commands of one session."""

    def __init__(self, session: IsoscanServer) -> None:
        self._session = session
        self.board = ProgressBoard(session.protocol)

    def execute(self, params: wire.JsonObject) -> object:
        """Carry out a command; what takes long is given as a coroutine."""
        name, arguments = params.get("command"), params.get("arguments")
        if name not in COMMANDS:
            raise BadParametersError(f"isoscan has no such command; it has {', '.join(COMMANDS)}")
        argument = arguments[0] if isinstance(arguments, list) and arguments else None
        if name == EXTRACT_COMMAND:
            return self._extract(argument)
        if name == EXTRACT_ALL_COMMAND:
            return self._extract_all(self._document(argument), params.get("workDoneToken"))
        if name == VERIFY_COMMAND:
            return self._verify(*self._scanner(argument), params.get("workDoneToken"))
        if name == OPINION_COMMAND:
            document = self._document(argument)
            key = argument.get("key") if isinstance(argument, Mapping) else None
            return self._opinions.ask(
                document, key if isinstance(key, str) else "", params.get("workDoneToken")
            )
        if name == OPINION_LOG_COMMAND:
            return self._opinions.show_log()
        if name == CHECK_COMMAND:
            return self._check_workspace(params.get("workDoneToken"))
        if not isinstance(argument, str):
            raise BadParametersError("The file to show must be named: its address")
        self.show_document(argument)
        return None

    @cached_property
    def _opinions(self) -> SecondOpinions:
        """What asks language models, loaded when one is to be asked."""
        from isoscan.lsp.opinion import SecondOpinions

        return SecondOpinions(self._session, self)

    # One scanner

    def _scanner(self, target: object) -> tuple[View, Scanner]:
        view, scanner = self._session.target(target)
        if reason := reason_against(view.document, scanner):
            raise RefusalError(reason)
        return view, scanner

    def _extract(self, target: object) -> object:
        view, scanner = self._scanner(target)
        order = order_for(view.document, view.config)
        extraction = extracted(order, analysed(order), scanner.boundary.namespace)
        path = write_files(view.document, files_of(extraction), view.config)[0]
        uri = uri_of(path.absolute())
        if not self.show_document(uri):
            self._session.show(f"Scanner `{scanner.boundary.name}` was extracted to {path}", _INFO)
        return {"uri": uri}

    async def _verify(self, view: View, scanner: Scanner, token: object) -> object:
        namespace = scanner.boundary.namespace
        order = order_for(view.document, view.config, namespace)
        async with self.progress(token, f"Verifying `{namespace}`") as progress:
            verdict: dict[str, object] = {}
            async for verdict in lines_of("verify_job", order, progress):
                progress.outcome = str(verdict["summary"])
        if not verdict:
            return {"status": "stopped", "summary": "The verification was stopped", "details": []}
        if verdict["status"] == "refused":
            raise RefusalError(as_sentence(str(verdict["summary"])))
        told = f"`{namespace}`: {verdict['summary']}"
        self._session.show(told, _INFO if verdict["status"] == "identical" else _WARNING)
        return verdict

    def show_document(self, uri: str) -> bool:
        """Have the editor open a file, if it can."""
        if not self._session.client.shows_documents:
            return False
        self._session.protocol.ask("window/showDocument", {"uri": uri, "takeFocus": True})
        return True

    # All scanners

    def _document(self, target: object) -> Document:
        uri = target.get("uri") if isinstance(target, Mapping) else None
        if not isinstance(uri, str):
            raise BadParametersError("The document must be named: {uri}")
        return self._session.document_with(uri)

    async def _extract_all(self, document: Document, token: object) -> object:
        config = self._session.config_of(document)
        order = order_for(document, config)
        paths: list[Path] = []
        problems: list[str] = []
        async with self.progress(token, "Extracting scanners") as progress:
            total = done = 0
            async for line in lines_of("extract_all_job", order, progress):
                if "scanners" in line:
                    total = line["scanners"]
                    continue
                if line["problem"]:
                    problems.append(f"{line['namespace']}: {line['problem']}")
                else:
                    paths.append(write_files(document, [NewFile(*file) for file in line["files"]], config)[0])
                done += 1
                progress.report(f"{done} of {total}", done * 100 // max(total, 1))
            outcome = _outcome(paths, problems, progress.stopped)
            progress.outcome = outcome.partition("\n")[0]
        self._session.show(outcome, _WARNING if problems else _INFO)
        return {"uris": [uri_of(path.absolute()) for path in paths], "problems": problems}

    # All files

    async def _check_workspace(self, token: object) -> object:
        project = self._session.project
        if not project.folders:
            raise RefusalError("No folder is open: there is nothing to check but what you see")
        project.watch_python()
        async with self.progress(token, "Checking the workspace") as progress:
            await project.files.check(progress)
            outcome = project.files.summary(progress.stopped)
            progress.outcome = outcome
        self._session.show(outcome, _INFO)
        self._session.have_asked_again(_FINDINGS)
        return {"summary": outcome, "stopped": progress.stopped}

    def progress(self, token: object, title: str) -> AbstractAsyncContextManager[Progress]:
        """Progress from beginning to end, whatever the end is."""
        return self.board.working(token, title, self._session.client.shows_progress)


def _outcome(paths: list[Path], problems: list[str], stopped: bool) -> str:
    if not paths and not problems:
        return "The extraction was stopped" if stopped else "There is no scanner to extract"
    scanners = f"{len(paths)} scanner{'' if len(paths) == 1 else 's'}"
    where = f" to {paths[0].parent}" if paths else ""
    told = (
        f"{'Stopped: ' if stopped else ''}{scanners} {'was' if len(paths) == 1 else 'were'} extracted{where}"
    )
    if problems:
        told += f"; {len(problems)} could not be:\n" + "\n".join(problems[:5])
    return told
