"""A second opinion on a file, from the question to the opinions.

What is known is not asked, what fails is said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import NamedTuple

from isoscan.ai_settings import AiSettings
from isoscan.analysis import Analysis
from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.opinion import Opinion
from isoscan.opinion.answer import Answer, Unit, read_answer
from isoscan.opinion.cache import AnswerCache
from isoscan.opinion.client import FORMATS, Client, Failure, Format, Reply
from isoscan.opinion.evidence import opinions_on
from isoscan.opinion.ledger import Ledger
from isoscan.opinion.pieces import Piece, question_about
from isoscan.opinion.prompt import Prompt, prompt_for


class Request(NamedTuple):
    """One piece, and what would be sent about it."""

    piece: Piece
    prompt: Prompt


class Plan(NamedTuple):
    """All that would be sent about a file: the requests, and how many secrets were taken out of the file."""

    requests: tuple[Request, ...]
    taken_out: int

    @property
    def lines(self) -> int:
        """How many lines of code would be sent."""
        return sum(len(request.piece.lines) for request in self.requests)

    def shown(self) -> Iterator[str]:
        """The messages that would be sent, each under a line that says which it is."""
        for number, request in enumerate(self.requests, 1):
            for role, text in zip(("system", "user"), request.prompt, strict=True):
                yield f"===== request {number} of {len(self.requests)}: {role} =====\n{text}"


class Outcome(NamedTuple):
    """What came of asking. `failure` is a sentence on what ended it early, "" where nothing did.

    `remarks` are sentences on what was repaired or dropped in answers; `sent` and `known` count the pieces
    that were asked about and those whose answers were known.
    """

    opinions: dict[str, tuple[Opinion, ...]]
    remarks: tuple[str, ...]
    failure: str
    sent: int
    known: int


def plan_for(analysis: Analysis, settings: AiSettings) -> Plan:
    """What would be sent about an analysed text (of a module built from a whole text)."""
    question = question_about(analysis, settings)
    boundaries: Sequence[Boundary] = [scanner.boundary for scanner in analysis.scanners]
    requests = tuple(Request(piece, prompt_for(piece, boundaries)) for piece in question.pieces)
    return Plan(requests, question.taken_out)


def _ignore(done: int, total: int) -> None:
    """For those who do not want to know how far it has come."""


@dataclass(slots=True)
class Surroundings:
    """What asking needs of the world: books, cache, clock, and somebody to tell how far it has come."""

    ledger: Ledger
    cache: AnswerCache
    workspace: Path
    clock: Callable[[], float] = time
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    progress: Callable[[int, int], None] = _ignore


@dataclass(slots=True)
class _Session:
    """One file's questions to one server."""

    settings: AiSettings
    world: Surroundings
    client: Client
    source: str
    forms: list[Format]
    remarks: list[str] = field(default_factory=list)
    _reserved: float = 0.0

    async def answer(self, request: Request) -> Answer | Failure:
        """Ask about a piece, in the form that the server takes."""
        last: Answer | Failure = Failure("nothing was asked", is_ours=True)
        while self.forms:
            reply = await self.client.ask(request.prompt, self.forms[0], lambda: self._book(request.prompt))
            self._note(reply)
            if isinstance(reply, Failure):
                last = reply
                if not reply.is_refusal or len(self.forms) == 1:
                    return reply
            else:
                answer = read_answer(reply.text, request.piece)
                if answer.is_usable or len(self.forms) == 1:
                    cut = () if reply.is_whole else ("the answer was cut",)
                    return answer._replace(remarks=(*cut, *answer.remarks))
                last = answer
            del self.forms[0]
        return last

    def _book(self, prompt: Prompt) -> str:
        """Write down a request before it is sent; gives the sentence against sending it, if there is one."""
        now, ledger = self.world.clock(), self.world.ledger
        reason = ledger.reason_against(prompt, now)
        if reason:
            return reason
        self._reserved = ledger.estimate(prompt)
        entry = {
            "event": "sent",
            "to": self.settings.base_url,
            "model": self.settings.model,
            "file": self.source,
            "format": self.forms[0],
            "system": prompt.system,
            "user": prompt.user,
        }
        if not (ledger.log(entry, now) and ledger.count(now, self._reserved)):
            return f"what is sent cannot be written down in {ledger.log_path.parent}, so nothing is"
        return ""

    def _note(self, reply: Reply | Failure) -> None:
        now, ledger = self.world.clock(), self.world.ledger
        if isinstance(reply, Failure):
            if not reply.is_ours:
                ledger.log({"event": "failed", "to": self.settings.base_url, "reason": reply.reason}, now)
            if reply.may_pass and not reply.is_refusal:
                ledger.note_failure(now, reply.wait)
            return
        ledger.note_success()
        told = {"event": "answered", "from": self.settings.base_url, "whole": reply.is_whole}
        ledger.log({**told, "tokens": [reply.input_tokens, reply.output_tokens]}, now)
        if reply.input_tokens or reply.output_tokens:
            price = ledger.price(reply.input_tokens, reply.output_tokens)
            ledger.count(now, price - self._reserved, requests=0)


async def ask(
    analysis: Analysis, settings: AiSettings, key: str, source: str, world: Surroundings
) -> Outcome:
    """Ask about everything in a file that is uncertain; `source` is its path, for the log.

    Whether that is allowed (`enabled`, consent, an address that may be asked) is for the caller to find out.
    """
    plan = plan_for(analysis, settings)
    answers: list[tuple[Piece, Sequence[Unit]]] = []
    waiting = []
    for request in plan.requests:
        units = world.cache.find(request.piece, world.clock())
        if units is None:
            waiting.append(request)
        else:
            answers.append((request.piece, units))
    known = len(answers)
    remarks: list[str] = []
    failure, sent = "", 0
    if waiting:
        failure, sent = await _ask_all(waiting, answers, settings, key, source, world, remarks)
    module = analysis.module
    return Outcome(opinions_on(module, answers, settings.accuracy), tuple(remarks), failure, sent, known)


async def _ask_all(
    waiting: list[Request],
    answers: list[tuple[Piece, Sequence[Unit]]],
    settings: AiSettings,
    key: str,
    source: str,
    world: Surroundings,
    remarks: list[str],
) -> tuple[str, int]:
    """Ask about pieces one by one; gives what ended it early, if anything, and how many were answered."""
    forms = [form for form in FORMATS if settings.answer_format in ("auto", form)]
    async with Client.opened(settings, key, world.sleep) as client:
        if isinstance(client, Failure):
            return client.reason, 0
        session = _Session(settings, world, client, source, forms)
        for done, request in enumerate(waiting):
            world.progress(done, len(waiting))
            answer = await session.answer(request)
            if isinstance(answer, Failure):
                return answer.reason, done
            remarks += answer.remarks
            if answer.is_usable:
                answers.append((request.piece, answer.units))
                if not any(remark.startswith("the answer was cut") for remark in answer.remarks):
                    world.cache.keep(request.piece, answer.units, world.clock())
        return "", len(waiting)
