"""Second opinions in an editor: asked for by the user, agreed to once, and never in the way of typing.

What takes long runs in a process of its own (`opinion_job`). A failure is one quiet notice, until an answer
comes again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isoscan.ai_settings import AiSettings
from isoscan.boundaries.clues import counted
from isoscan.lsp.extract import as_sentence
from isoscan.lsp.failures import RefusalError
from isoscan.lsp.jobs import lines_of
from isoscan.lsp.order import Order
from isoscan.lsp.uris import module_name, path_of, uri_of
from isoscan.opinion.address import key_from_environment, reason_against_address
from isoscan.opinion.consent import give_consent, has_consent, workspace_of
from isoscan.opinion.folders import state_folder, write_whole
from isoscan.opinion.ledger import Ledger

if TYPE_CHECKING:
    from isoscan.lsp.commands import Commands
    from isoscan.lsp.documents import Document
    from isoscan.lsp.server import IsoscanServer

_INFO = 3
_SEND, _SHOW, _REFUSE = "Send", "Show What Would Be Sent", "Do Not Send"
_MOST_ENTRIES = 100
_PREVIEW = "would-be-sent.txt"


class SecondOpinions:
    """The questions of one session."""

    def __init__(self, session: IsoscanServer, commands: Commands) -> None:
        self._session = session
        self._commands = commands
        self._asking: set[int] = set()
        self._told = ""

    async def ask(self, document: Document, key: str, token: object) -> object:
        """Ask about what is uncertain in a document; `key` is the editor's, "" where it has none.

        Raises RefusalError where that is not allowed, or not possible as things are set.
        """
        config = self._session.config_of(document)
        settings = config.ai or AiSettings()
        source = path_of(document.uri)
        if not settings.enabled:
            raise RefusalError("No language model is asked: set `ai.enabled` to allow it")
        if source is None:
            raise RefusalError("Save the file first: you agree to sending code for a project, as a folder")
        key = key or key_from_environment(settings)
        if reason := reason_against_address(settings, key):
            raise RefusalError(as_sentence(reason))
        if id(document) in self._asking:
            raise RefusalError("A language model is being asked about this file already")
        order = Order(
            document.text, config, module_name(document.uri), str(source.absolute()), "", "", "", key=key
        )
        self._asking.add(id(document))
        try:
            if not has_consent(workspace_of(source), settings) and not await self._agreed(order, settings):
                return {"status": "declined", "summary": "Nothing was sent", "opinions": 0}
            return await self._asked(document, order._replace(sends=True), token)
        finally:
            self._asking.discard(id(document))

    async def _asked(self, document: Document, order: Order, token: object) -> object:
        from isoscan.opinion.evidence import of_plain

        outcome: dict[str, Any] = {}
        async with self._commands.progress(token, "Asking a language model") as progress:
            async for line in lines_of("opinion_job", order, progress):
                if "opinions" in line:
                    outcome = line
                else:
                    done, total = line["done"], line["total"]
                    progress.report(f"{done + 1} of {total}", done * 100 // max(total, 1))
            if progress.stopped:  # what a job still says while it is ended is no answer
                outcome = {}
            summary = progress.outcome = _summary(outcome)
        if not outcome:
            return {"status": "stopped", "summary": summary, "opinions": 0}
        opinions = of_plain(outcome["opinions"])
        failure = as_sentence(outcome["failure"])
        if opinions or not failure:
            document.take_opinions(opinions, instead=not failure)
            self._session.has_news(document)
        self._tell_once(failure)
        return {
            "status": "failed" if failure else "done",
            "summary": summary,
            "opinions": sum(map(len, opinions.values())),
            "sent": outcome["sent"],
            "known": outcome["known"],
            "remarks": outcome["remarks"],
        }

    def _tell_once(self, failure: str) -> None:
        """One notice, however often it is tried; the next one only after an answer."""
        if failure and not self._told:
            self._session.show(f"No second opinion: {failure}", _INFO)
        self._told = failure

    # Consent

    async def _agreed(self, order: Order, settings: AiSettings) -> bool:
        """Whether the user agrees, having been told or shown what would be sent."""
        preview: dict[str, Any] = {}
        async with self._commands.progress(None, "Preparing what would be sent") as progress:
            async for line in lines_of("opinion_job", order, progress):
                preview = line
            progress.outcome = "Prepared" if preview else "Stopped"
        if not preview:
            return False
        whose = f", with the key in {settings.api_key_variable}" if key_from_environment(settings) else ""
        told = (
            f"isoscan would send {preview['requests']} requests with {preview['lines']} lines of code to "
            f"{settings.base_url} (model {settings.model}{whose}); {preview['takenOut']} secrets are taken "
            "out. You agree for this project, until these settings change, and are not asked again."
        )
        choice = await self._choice(told, (_SEND, _SHOW, _REFUSE))
        if choice == _SHOW:
            file = state_folder() / _PREVIEW
            if not write_whole(file, preview["shown"]) or not self._commands.show_document(uri_of(file)):
                self._session.show("Run `isoscan opinion FILE --show` to see what would be sent", _INFO)
            choice = await self._choice(told, (_SEND, _REFUSE))
        return choice == _SEND and give_consent(workspace_of(Path(order.source)), settings)

    async def _choice(self, message: str, choices: tuple[str, ...]) -> str:
        """What the user picks of some choices, "" for none."""
        params = {"type": _INFO, "message": message, "actions": [{"title": title} for title in choices]}
        try:
            answer = await asyncio.wrap_future(
                self._session.protocol.ask("window/showMessageRequest", params)
            )
        except Exception as error:  # a client that cannot ask its user has not been told yes
            raise RefusalError(
                "Nothing was sent: agree by `isoscan opinion FILE --consent` on the command line first"
            ) from error
        title = answer.get("title") if isinstance(answer, Mapping) else getattr(answer, "title", "")
        return title if isinstance(title, str) else ""

    # The log

    def show_log(self) -> object:
        """Have the editor open the log of what was sent; gives its latest entries, too."""
        ledger = Ledger(AiSettings())
        entries = list(ledger.entries())[-_MOST_ENTRIES:]
        uri = uri_of(ledger.log_path)
        if not entries:
            self._session.show("Nothing was sent to a language model so far", _INFO)
        elif not self._commands.show_document(uri):
            self._session.show(f"What was sent is in {ledger.log_path}", _INFO)
        return {"uri": uri, "entries": entries}


def _summary(outcome: dict[str, Any]) -> str:
    if not outcome:
        return "Stopped"
    if outcome["failure"]:
        return as_sentence(outcome["failure"])
    answers = outcome["sent"] + outcome["known"]
    if not answers:
        return "There is nothing to ask: every scanner is certain"
    return f"{counted(answers, 'answer')}, {outcome['known']} known from before"
