"""Shared globals: what every scanner may use without being contaminated by another.

API keys, addresses, dates, symbol lists, worker counts, timeouts, sessions, clients, loggers. They are
recognised by what they are given, by their names, by the patterns in the settings, and by the comment
`# isoscan: shared`.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from isoscan.config import Config
from isoscan.facts.records import Value
from isoscan.parameters.bindings import Binding
from isoscan.parameters.chains import MODULE
from isoscan.parameters.contents import Contents
from isoscan.parameters.parameter import SharedGlobal
from isoscan.parameters.words import (
    INFRASTRUCTURE,
    STRONG_INFRASTRUCTURE,
    TUNABLE,
    says,
    words_of,
)
from isoscan.source.patterns import lazily
from isoscan.tracking.index import Index

_ADDRESS = lazily(r"(https?|wss?|ftp|s3|postgres(ql)?|mysql|redis|sqlite|mongodb)(\+\w+)?://", re.IGNORECASE)
_DATE = lazily(r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?([T ]\d{2}:\d{2}.*)?|\d{8}")
_SECRET = lazily(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_\-+/=.]{20,}")
_SYMBOL = lazily(r"\^?[A-Z0-9][A-Z0-9.\-=&/:]{0,14}")

# The last part of what is called -> what it gives.
_CALLS = {
    "Session": "a session",
    "ClientSession": "a session",
    "getLogger": "a logger",
    "get_logger": "a logger",
    "Logger": "a logger",
    "getenv": "read from the environment",
    "ThreadPoolExecutor": "an executor",
    "ProcessPoolExecutor": "an executor",
    "Semaphore": "a semaphore",
    "Lock": "a lock",
    "RLock": "a lock",
    "get_calendar": "a calendar",
    "Path": "a path",
    "expanduser": "a path",
    "dirname": "a path",
    "abspath": "a path",
    "getcwd": "a path",
    "connect": "a connection",
    "create_engine": "a connection",
    "load_dotenv": "the environment",
    "now": "a date",
    "today": "a date",
    "utcnow": "a date",
    "date": "a date",
    "datetime": "a date",
    "timedelta": "a date",
    "strftime": "a date",
    "to_datetime": "a date",
    "Timestamp": "a date",
    "timezone": "a time zone",
    "ZoneInfo": "a time zone",
}
_CLIENT = lazily(r"(Client|API|Api|REST|Exchange|Connection|Cache|Console)$")
_PLACE_CALLS = ("os.path.", "os.environ", "pathlib.")


class SharedGlobals:
    """The shared globals of a module; everything read from it is tracked."""

    def __init__(self, contents: Contents, config: Config) -> None:
        self._contents = contents
        self._config = config
        store = contents.module.store
        self._index: Index[int, str, SharedGlobal] = Index(store, self._contribution)
        contents.module.parts.follow(self._index)

    def __contains__(self, name: str) -> bool:
        """Whether every scanner may use a module-level name."""
        return self._index.has(name)

    @property
    def all(self) -> tuple[SharedGlobal, ...]:
        """All shared globals in file order."""
        return self._index.of(_ALL)

    def _contribution(self, index: int) -> dict[str, tuple[SharedGlobal, ...]]:
        found: dict[str, tuple[SharedGlobal, ...]] = {}
        bindings = self._contents.bindings
        for scope, name in bindings.in_part(index):
            if scope == MODULE:
                bases = [
                    each for each in bindings.of(scope, name) if not each.place.path and each.how == "name"
                ]
                # One that is bound in several parts counts where it is bound first.
                if bases and bases[0].ref.part == index:
                    reason = _reason(name, bases, self._config, self._contents.marked)
                    if reason:
                        found[name] = (SharedGlobal(name, bases[0].span, reason),)
        if found:
            everything = sorted([each for (each,) in found.values()], key=lambda each: each.span)
            found[_ALL] = tuple(everything)
        return found


# No name: stands for all of them.
_ALL = ""


def _reason(name: str, bases: list[Binding], config: Config, marked: frozenset[int]) -> str:
    """Why a name is a shared global; "" if it is none."""
    if any(binding.span.line in marked for binding in bases):
        return "marked `# isoscan: shared`"
    for pattern in config.shared_globals:
        if fnmatchcase(name, pattern):
            return f"matches `{pattern}` in the settings"
    for binding in bases:
        reason = _reason_of_value(binding.value) if binding.value is not None else ""
        if reason:
            return reason
    return reason_of_name(name, bases[-1].value)


def reason_of_name(name: str, value: Value | None) -> str:
    """Why a name that holds a literal is infrastructure, judged by its words."""
    if value is None or not value.constant:
        return ""
    strong = [word for word in words_of(name) if word in STRONG_INFRASTRUCTURE]
    if strong:
        return f"named as infrastructure: {strong[0]}"
    if says(name, TUNABLE) or not says(name, INFRASTRUCTURE):
        return ""
    return f"named as infrastructure: {next(word for word in words_of(name) if word in INFRASTRUCTURE)}"


def _reason_of_value(value: Value) -> str:
    if value.kind == "call":
        return _reason_of_call(value.callee)
    if value.kind == "subscript" and value.root in ("os", "environ"):
        return "read from the environment"
    if not value.constant:
        return ""
    held = value.value
    if isinstance(held, str):
        return _reason_of_text(held)
    if isinstance(held, tuple) and held and all(isinstance(item, str) for item in held):
        symbols = [item for item in held if isinstance(item, str) and _SYMBOL.fullmatch(item)]
        if len(symbols) == len(held):
            return "a list of symbols"
        if all(isinstance(item, str) and _DATE.fullmatch(item) for item in held):
            return "dates"
    return ""


def _reason_of_text(text: str) -> str:
    if _ADDRESS.match(text):
        return "an address"
    if _DATE.fullmatch(text):
        return "a date"
    if _SECRET.fullmatch(text) and not text.isdigit():
        return "a key"
    return ""


def _reason_of_call(callee: str) -> str:
    plain = callee.replace("()", "").replace("[]", "")
    if plain.startswith(_PLACE_CALLS):
        return "read from the environment" if "environ" in plain else "a path"
    last = plain.rpartition(".")[2]
    if last in _CALLS:
        return _CALLS[last]
    return "a client" if _CLIENT.search(last) else ""
