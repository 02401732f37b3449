"""Regular expressions that are compiled when they are first used.

Compiling one takes longer than most texts take to be searched: a tenth of a millisecond to some
milliseconds, which every start would pay for patterns that few texts need.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "split", "findall", "finditer", "sub")


class _Uncompiled:
    """Stands for a pattern, and has its methods from the first use of one on."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        # Asked only for what is not there yet.
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._pattern, self._flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return self.__dict__[name]


def lazily(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern as `re.compile` gives it, but compiled when first used; only to match and to search with."""
    return cast("re.Pattern[AnyStr]", _Uncompiled(pattern, flags))
