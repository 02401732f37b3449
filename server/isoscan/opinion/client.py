"""Asking an OpenAI-compatible server: OpenAI, OpenRouter, Ollama, vLLM, llama.cpp and who speaks like them.

The answer is streamed, so that what came before a cut can still be read. Servers differ in what they take: a
JSON schema is tried first, then JSON without one, then plain text. What is in the way of an answer is a
`Failure` with a sentence; nothing here raises but for being cancelled.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from importlib import import_module
from time import time
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from isoscan import __version__
from isoscan.ai_settings import AiSettings
from isoscan.opinion.address import is_this_machine
from isoscan.opinion.prompt import SCHEMA, Prompt
from isoscan.opinion.redaction import scrub

Format = Literal["schema", "json", "text"]
FORMATS: tuple[Format, ...] = ("schema", "json", "text")

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
# A server that asks for a longer rest than this gets it, but nobody waits for it.
_LONGEST_WAIT = 60.0
_LONGEST_ANSWER = 400_000
_LONGEST_REASON = 200
_NOT_TAKEN = frozenset((400, 415, 422, 501))
_TRY_AGAIN = frozenset((408, 409, 425, 429))
# Their newest models refuse to be told how much to leave to chance.
_REASONING_ONLY = ("openai.com", "azure.com")
_TELLTALE_HEADERS = ("Lang", "Package-Version", "OS", "Arch", "Runtime", "Runtime-Version", "Async")


class Reply(NamedTuple):
    """What a server wrote.

    `is_whole` says whether it came to its end, `is_full` whether it stopped because it may not be longer.
    Tokens are 0 where the server does not count them.
    """

    text: str
    is_whole: bool
    is_full: bool
    input_tokens: int
    output_tokens: int


class Failure(NamedTuple):
    """Why there is no answer, as a sentence without a full stop.

    `wait` are the seconds that the server asked to be left alone for; `is_refusal` says that it does not take
    what was asked in this form; `is_ours` that nothing was sent.
    """

    reason: str
    wait: float = 0.0
    may_pass: bool = False
    is_refusal: bool = False
    is_ours: bool = False


class Client:
    """A connection to a server, to be used as `async with Client.opened(...)`."""

    def __init__(
        self,
        settings: AiSettings,
        sdk: Any,  # noqa: ANN401 (the SDK, which need not be installed)
        connection: Any,  # noqa: ANN401
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._settings = settings
        self._sdk = sdk
        self._connection = connection
        self._sleep = sleep

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, settings: AiSettings, key: str, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> AsyncIterator[Client | Failure]:
        """A client until the block ends; a failure where there can be none."""
        try:
            sdk: Any = import_module("openai")
        except ImportError:
            yield Failure("the openai package is not there: install isoscan[ai]", is_ours=True)
            return
        try:
            connection = _connection(sdk, settings, key)
        except (OSError, ValueError, ImportError) as error:
            yield Failure(f"the connection cannot be set up ({_told(error, key)})", is_ours=True)
            return
        async with connection:
            yield cls(settings, sdk, connection, sleep)

    async def ask(self, prompt: Prompt, form: Format, before: Callable[[], str]) -> Reply | Failure:
        """Ask until there is an answer, or there is no use in it.

        `before` is called before every request; if it gives a sentence, that one is not sent.
        """
        partial: Reply | None = None
        failure = Failure("nothing was asked", is_ours=True)
        for attempt in range(self._settings.retries + 1):
            if attempt:
                pause = min(_FIRST_PAUSE * 2 ** (attempt - 1), _LONGEST_PAUSE)
                await self._sleep(max(failure.wait, pause * random.uniform(0.5, 1.0)))
            if reason := before():
                failure = failure if attempt else Failure(reason, is_ours=True)
                break
            reply = await self._asked_once(prompt, form)
            if isinstance(reply, Reply) and (reply.is_whole or reply.is_full):
                return reply
            if isinstance(reply, Reply):
                partial = reply if partial is None or len(reply.text) > len(partial.text) else partial
                failure = Failure("the answer was cut", may_pass=True)
                continue
            failure = reply
            if not failure.may_pass or failure.wait > _LONGEST_WAIT:
                break
        return partial if partial is not None else failure

    async def _asked_once(self, prompt: Prompt, form: Format) -> Reply | Failure:
        pieces: list[str] = []
        tokens = [0, 0]
        try:
            async with asyncio.timeout(self._settings.timeout):
                end = await self._streamed(prompt, form, pieces, tokens)
        except TimeoutError:
            if not pieces:
                return Failure(f"no answer within {self._settings.timeout:g} s", may_pass=True)
            end = ""
        except Exception as error:  # whatever goes wrong on the way becomes a sentence
            if not pieces or isinstance(error, self._sdk.APIStatusError):
                return self._failure(error)
            end = ""
        text = "".join(pieces)
        if not text.strip():
            return Failure("the answer was empty", may_pass=True, is_refusal=True)
        return Reply(text, end == "stop", end == "length", *tokens)

    async def _streamed(self, prompt: Prompt, form: Format, pieces: list[str], tokens: list[int]) -> str:
        """Gather the pieces of an answer; gives why it ended, in the server's words, "" where none came."""
        stream = await self._connection.chat.completions.create(**self._request(prompt, form))
        end = ""
        received = 0
        async with stream:
            async for chunk in stream:
                usage = getattr(chunk, "usage", None)
                if usage is not None:
                    tokens[:] = [usage.prompt_tokens or 0, usage.completion_tokens or 0]
                for choice in (getattr(chunk, "choices", None) or ())[:1]:
                    text = getattr(choice.delta, "content", None) if choice.delta else None
                    if isinstance(text, str):
                        pieces.append(text)
                        received += len(text)
                    end = choice.finish_reason or end
                if received > _LONGEST_ANSWER:
                    return "length"
        return end

    def _request(self, prompt: Prompt, form: Format) -> dict[str, Any]:
        settings = self._settings
        host = urlsplit(settings.base_url).hostname or ""
        limit = "max_completion_tokens" if host.endswith("openai.com") else "max_tokens"
        request: dict[str, Any] = {
            "model": settings.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
            "stream": True,
            limit: settings.max_answer_tokens,
        }
        if form == "schema":
            schema = {"name": "units", "strict": True, "schema": SCHEMA}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif form == "json":
            request["response_format"] = {"type": "json_object"}
        if form != "text" and not host.endswith(_REASONING_ONLY):
            request["temperature"] = 0
        if form != "text":
            request["stream_options"] = {"include_usage": True}
        return request

    def _failure(self, error: Exception) -> Failure:
        sdk = self._sdk
        host = urlsplit(self._settings.base_url).netloc
        if isinstance(error, sdk.APIStatusError):
            return self._status_failure(error, host)
        if isinstance(error, sdk.APITimeoutError):
            return Failure(f"{host} did not answer in time", may_pass=True)
        if isinstance(error, sdk.APIConnectionError):
            cause = error.__cause__ or error
            return Failure(f"{host} cannot be reached ({self._said(cause)})", may_pass=True)
        return Failure(f"{host} answered what is no answer ({self._said(error)})", may_pass=True)

    def _status_failure(self, error: Any, host: str) -> Failure:  # noqa: ANN401
        status = int(error.status_code)
        if status in (401, 403):
            return Failure(f"{host} does not take the key (status {status})")
        if status == 429:
            wait = _wait_of(error.response.headers)
            return Failure(f"{host} has had too many requests", wait, may_pass=True)
        may_pass = status in _TRY_AGAIN or (status >= 500 and status not in _NOT_TAKEN)
        return Failure(
            f"{host} answered with status {status} ({self._said(error)})",
            _wait_of(error.response.headers) if may_pass else 0.0,
            may_pass=may_pass,
            is_refusal=status in _NOT_TAKEN,
        )

    def _said(self, error: BaseException) -> str:
        return _told(error, str(self._connection.api_key))


def _connection(sdk: Any, settings: AiSettings, key: str) -> Any:  # noqa: ANN401
    host = urlsplit(settings.base_url).hostname or ""
    ways: dict[str, Any] = {"follow_redirects": False, "trust_env": not is_this_machine(host)}
    if settings.proxy:
        ways["proxy"] = settings.proxy
    if settings.ca_bundle:
        from ssl import create_default_context

        # Besides those that the system trusts.
        context = create_default_context()
        context.load_verify_locations(cafile=settings.ca_bundle)
        ways["verify"] = context
    # What the SDK would tell of the user's machine, and of accounts elsewhere, is nobody's business.
    headers = {f"X-Stainless-{name}": sdk.Omit() for name in _TELLTALE_HEADERS}
    if not host.endswith("openai.com"):
        headers.update({"OpenAI-Organization": sdk.Omit(), "OpenAI-Project": sdk.Omit()})
    return sdk.AsyncOpenAI(
        api_key=key or "none",
        base_url=settings.base_url,
        timeout=settings.timeout,
        max_retries=0,
        default_headers={**headers, "User-Agent": f"isoscan/{__version__}"},
        http_client=sdk.DefaultAsyncHttpxClient(timeout=settings.timeout, **ways),
    )


def _wait_of(headers: Any) -> float:  # noqa: ANN401
    """How many seconds a server asks to be left alone for, said in seconds or as a date."""
    told = headers.get("retry-after")
    if not told:
        return 0.0
    try:
        return max(0.0, min(float(told), 86_400.0))
    except ValueError:
        pass  # then it is a date
    try:
        return max(0.0, min(parsedate_to_datetime(told).timestamp() - time(), 86_400.0))
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _told(error: BaseException, key: str) -> str:
    """An error in a few words, without secrets that the server may have repeated."""
    text = " ".join(str(error).split()) or type(error).__name__
    if len(key) > 4:
        text = text.replace(key, "<secret>")
    text = scrub(text)
    return text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…"
