"""Sentences to the user on standard error, and words that several commands need."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

DEBUG = "ISOSCAN_DEBUG"


def complain(sentence: str) -> None:
    """Print one sentence about what could not be done to standard error."""
    print(f"isoscan: {printable(sentence)}", file=sys.stderr, flush=True)


def printable(text: str) -> str:
    """Replace control characters, which could steer the terminal, by what Unicode shows for them."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    # Terminals act on C1 controls; lone surrogates cannot be encoded. Spaces and joiners may stay.
    return "\ufffd" if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 else character


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: "1 scanner", "2 scanners"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def close_matches(word: str, known: Iterable[str]) -> str:
    """Give the part of a sentence that offers similar names: "; did you mean `a` or `b`?", or ""."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in known}
    matches = [by_folded[match] for match in get_close_matches(word.casefold(), by_folded, n=3, cutoff=0.5)]
    return f"; did you mean {' or '.join(f'`{match}`' for match in matches)}?" if matches else ""


def internal_error(error: Exception) -> str:
    """Give the sentence for a fault of isoscan's own; its trace is printed where ISOSCAN_DEBUG is set."""
    from traceback import format_exception

    return fault(" ".join(f"{type(error).__name__}: {error}".split()), "".join(format_exception(error)))


def fault(what: str, trace: str) -> str:
    """Give the sentence for what failed inside isoscan; the trace is printed where ISOSCAN_DEBUG is set."""
    if os.environ.get(DEBUG):
        print(trace.rstrip("\n"), file=sys.stderr, flush=True)
    return f"internal error ({what}); run with --verbose or {DEBUG}=1 for the trace"
