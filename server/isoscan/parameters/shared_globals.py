"""Shared globals: what every scanner may use without being contaminated by another.

API keys, addresses, dates, symbol lists, worker counts, timeouts, sessions, clients, loggers. They are
recognised by what they are given, by their names, by the patterns in the settings, and by the comment
`# isoscan: shared`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from isoscan.config import Config
from isoscan.facts.records import Steering, Value
from isoscan.model.module import Module
from isoscan.parameters.bindings import Binding, Bindings
from isoscan.parameters.chains import MODULE
from isoscan.parameters.parameter import SharedGlobal
from isoscan.parameters.words import (
    INFRASTRUCTURE,
    STRONG_INFRASTRUCTURE,
    TUNABLE,
    says,
    words_of,
)
from isoscan.source.patterns import lazily

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


def find_shared_globals(
    module: Module, bindings: Bindings, config: Config, marked: frozenset[int]
) -> dict[str, SharedGlobal]:
    """The module's shared globals by name, in file order; `marked` as from `marked_lines`."""
    found: dict[str, SharedGlobal] = {}
    for (scope, name), known in bindings.by_name.items():
        if scope != MODULE:
            continue
        bases = [binding for binding in known if not binding.place.path and binding.how == "name"]
        if not bases:
            continue
        reason = _reason(name, bases, config, marked)
        if reason:
            found[name] = SharedGlobal(name, bases[0].span, reason)
    return dict(sorted(found.items(), key=lambda item: item[1].span))


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


def marked_lines(module: Module) -> frozenset[int]:
    """The file lines to which an `# isoscan: shared` applies: its own, or the line below a comment line."""
    return frozenset(line for line, _ in marks(module))


def marks(module: Module) -> Iterator[tuple[int, Steering]]:
    """Each `# isoscan: shared` with the file line to which it applies."""
    for part in module.parts:
        for steering in part.facts.steering:
            if steering.kind == "shared" and not steering.problem:
                line = part.first_line + steering.span.line
                yield module.next_line(line) if steering.own_line else line, steering
