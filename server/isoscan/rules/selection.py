"""Which rules run and how severe they are, as the settings say: the longest matching prefix decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from isoscan.config import Config
from isoscan.rules.diagnostic import Severity


def is_selected(code: str, default_enabled: bool, config: Config) -> bool:
    """Whether a rule runs. Of `select` and `ignore` the more specific wins, `ignore` when they are equal."""
    ignored = _longest(code, config.ignore)
    selected = _longest(code, config.select)
    if selected < 0 and (config.select or not default_enabled):
        return False
    return selected > ignored or ignored < 0


def severity_of(code: str, default: Severity, config: Config) -> Severity:
    """A rule's severity after the settings."""
    prefixes = [prefix for prefix in config.severity if code.startswith(prefix)]
    return cast(Severity, config.severity[max(prefixes, key=len)]) if prefixes else default


def _longest(code: str, prefixes: Iterable[str]) -> int:
    """The length of the longest prefix that fits, -1 if none does."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)
