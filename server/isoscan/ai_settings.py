"""The settings under `[tool.isoscan.ai]`: whether a language model may be asked, which, how, and how often.

Loaded only where there is such a table. A key has no place in a settings file, which is shared and
committed: it is refused here, and read from an environment variable or given by the editor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from isoscan.config import BadSettingError, kebab, one_of, switch, unknown_setting

ANSWER_FORMATS = ("auto", "schema", "json", "text")


@dataclass(frozen=True, slots=True)
class AiSettings:
    """What the user set for second opinions; the defaults send nothing.

    Times are in seconds but for `cache_hours`; `spend_per_day` is in the currency of both prices, which are
    per million tokens; 0 means no limit (`spend_per_day`) or free (the prices). `proxy` and `ca_bundle` are
    "" for those of the system. `accuracy` is how often the model is right, as the user measured it: its word
    weighs no more than that, and never so much that it alone makes a scanner certain.
    """

    enabled: bool = False
    base_url: str = "https://api.openai.com/v1"
    model: str = ""
    api_key_variable: str = "OPENAI_API_KEY"
    timeout: float = 60.0
    retries: int = 2
    requests_per_day: int = 100
    spend_per_day: float = 0.0
    input_price: float = 0.0
    output_price: float = 0.0
    max_answer_tokens: int = 2000
    answer_format: str = "auto"
    proxy: str = ""
    ca_bundle: str = ""
    send_comments: bool = True
    send_strings: bool = True
    chunk_lines: int = 160
    overlap_lines: int = 20
    accuracy: float = 0.55
    cache_hours: float = 24.0
    cache_megabytes: float = 10.0


def _number(least: float, most: float) -> Callable[[object], float]:
    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
            raise BadSettingError(f"a number from {least:g} to {most:g}")
        if not least <= value <= most:
            raise BadSettingError(f"a number from {least:g} to {most:g}")
        return float(value)

    return read


def _count(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise BadSettingError(f"a whole number from {least} to {most}")
        return value

    return read


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise BadSettingError("a string that is not empty")
    return value.strip()


def _address(value: object) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise BadSettingError('an address such as "http://localhost:11434/v1"')
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadSettingError("an address without user, password or query: keys are not read from settings")
    return text.rstrip("/")


def _proxy(value: object) -> str:
    return _address(value) if value != "" else ""


def _variable(value: object) -> str:
    text = _text(value)
    plain = text.replace("_", "").isalnum() and text.isascii() and not text[0].isdigit()
    if not plain or text != text.upper() or len(text) > 64:
        raise BadSettingError(
            'the name of an environment variable, in capitals, such as "OPENAI_API_KEY" (not the key itself)'
        )
    return text


_READERS: dict[str, Callable[[object], object]] = {
    "enabled": switch,
    "base-url": _address,
    "model": _text,
    "api-key-variable": _variable,
    "timeout": _number(1, 3600),
    "retries": _count(0, 10),
    "requests-per-day": _count(0, 100_000),
    "spend-per-day": _number(0, 1_000_000),
    "input-price": _number(0, 1_000_000),
    "output-price": _number(0, 1_000_000),
    "max-answer-tokens": _count(100, 100_000),
    "answer-format": one_of(ANSWER_FORMATS),
    "proxy": _proxy,
    "ca-bundle": _text,
    "send-comments": switch,
    "send-strings": switch,
    "chunk-lines": _count(20, 2000),
    "overlap-lines": _count(0, 500),
    "accuracy": _number(0.5, 0.99),
    "cache-hours": _number(0, 24 * 365),
    "cache-megabytes": _number(0, 10_000),
}

# However somebody spells a key: `api-key`, `apiKey`, `openai_api_key`, `token`.
_KEY_WORDS = frozenset({"key", "apikey", "token", "secret", "password", "authorization", "bearer"})


def parse_ai_settings(table: object, below: AiSettings | None = None) -> tuple[AiSettings | None, list[str]]:
    """Read a table, whose keys are in kebab case, or in camel case as editors have them, on top of others.

    Gives the settings (those `below` where nothing is set) and one sentence per setting that could not be
    used; those stay what they were. No sentence repeats the value of what may be a key.
    """
    if not isinstance(table, Mapping):
        return below, ["`ai` must be a table such as {enabled = true}; the default is used"]
    settings: dict[str, Any] = {}
    problems = []
    for key, value in table.items():
        name = kebab(str(key)).replace("_", "-").lstrip("-")
        reader = _READERS.get(name)
        if reader is None:
            problems.append(_unknown(str(key), name))
            continue
        if value is None:  # how editors send what the user has not set
            continue
        try:
            settings[name.replace("-", "_")] = reader(value)
        except BadSettingError as expected:
            problems.append(f"`ai.{key}` must be {expected}; the default is used")
    return (replace(below or AiSettings(), **settings) if settings else below), problems


def _unknown(key: str, name: str) -> str:
    if _KEY_WORDS & set(name.split("-")):
        return (
            f"`ai.{key}` is not read: a key in a settings file is no secret; put it into the environment "
            "variable that `ai.api-key-variable` names, or give it to your editor's secret storage"
        )
    return unknown_setting(key, name, _READERS, "ai.")
