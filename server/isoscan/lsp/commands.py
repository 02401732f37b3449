"""`workspace/executeCommand`: what lenses, actions and menus have the server do.

* `isoscan.extract` with `{uri, namespace, revision?}` writes one scanner to a file of its own;
* `isoscan.extractAll` with `{uri}` does so with all scanners, in another process, with progress;
* `isoscan.showDocument` with an address has the editor open a file that was created.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isoscan.lsp import wire
from isoscan.lsp.capabilities import COMMANDS, EXTRACT_ALL_COMMAND, EXTRACT_COMMAND
from isoscan.lsp.extract import NewFile, extracted, reason_against, shown_source, write_file
from isoscan.lsp.extraction_job import command, job
from isoscan.lsp.failures import BadParametersError, RefusalError
from isoscan.lsp.progress import Progress, ProgressBoard
from isoscan.lsp.uris import module_name, uri_of

if TYPE_CHECKING:
    from isoscan.lsp.documents import Document
    from isoscan.lsp.server import IsoscanServer

logger = logging.getLogger(__name__)

_LONGEST_LINE = 1 << 26
_INFO, _WARNING = 3, 2


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
        if not isinstance(argument, str):
            raise BadParametersError("The file to show must be named: its address")
        self._show_document(argument)
        return None

    # One scanner

    def _extract(self, target: object) -> object:
        view, scanner = self._session.target(target)
        if reason := reason_against(view.document, scanner):
            raise RefusalError(reason)
        file = extracted(view.document, view.config, scanner)
        path = write_file(view.document, file, view.config)
        uri = uri_of(path.absolute())
        if not self._show_document(uri):
            self._session.show(f"Scanner `{scanner.boundary.name}` was extracted to {path}", _INFO)
        return {"uri": uri}

    def _show_document(self, uri: str) -> bool:
        """Have the editor open a file, if it can."""
        if not self._session.client.shows_documents:
            return False
        self._session.protocol.ask("window/showDocument", {"uri": uri, "takeFocus": True})
        return True

    # All scanners

    def _document(self, target: object) -> Document:
        uri = target.get("uri") if isinstance(target, Mapping) else None
        if not isinstance(uri, str):
            raise BadParametersError("The document to extract from must be named: {uri}")
        document = self._session.documents.find(uri)
        if document is None:
            raise RefusalError(f"{uri} is not open")
        return document

    async def _extract_all(self, document: Document, token: object) -> object:
        config = self._session.config_of(document)
        order = job(document.text, config, module_name(document.uri), shown_source(document, config))
        paths: list[Path] = []
        problems: list[str] = []
        can_create = self._session.client.shows_progress
        async with self._session.commands.board.progress(token, can_create) as progress:
            progress.begin("Extracting scanners")
            try:
                async for line in _lines_of_job(order, progress):
                    if line["problem"]:
                        problems.append(f"{line['namespace']}: {line['problem']}")
                    else:
                        paths.append(write_file(document, NewFile(line["fileName"], line["text"]), config))
                outcome = _outcome(paths, problems, progress.stopped)
            except RefusalError as refusal:
                outcome = refusal.message
                raise
            except BaseException:
                outcome = "The extraction was stopped"
                raise
            finally:
                progress.end(outcome.partition("\n")[0])
        self._session.show(outcome, _WARNING if problems else _INFO)
        return {"uris": [uri_of(path.absolute()) for path in paths], "problems": problems}


async def _lines_of_job(order: bytes, progress: Progress) -> AsyncIterator[dict[str, Any]]:
    """What the child process says of each scanner; it is ended when the user wants to stop, or we do."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command(), stdin=pipe, stdout=pipe, limit=_LONGEST_LINE)
    progress.on_stop = child.kill
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(order)
        child.stdin.close()
        done = total = 0
        while not progress.stopped and (line := await child.stdout.readline()):
            said = json.loads(line)
            if "scanners" in said:
                total = said["scanners"]
                continue
            yield said
            done += 1
            progress.report(f"{done} of {total}", done * 100 // max(total, 1))
        if not progress.stopped and await child.wait() != 0:
            raise RefusalError("The extraction ended unexpectedly; the server's log has the details")
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


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
