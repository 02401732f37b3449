"""Shows facts the way tests want to read them."""

from __future__ import annotations

from textwrap import dedent

from isoscan.facts.collect import collect_facts
from isoscan.facts.records import ChunkFacts
from isoscan.source.spans import Span


def read(text: str) -> ChunkFacts:
    """The facts of an indented piece of code, with its first line end taken off."""
    return collect_facts(dedent(text).lstrip("\n"))


def at(text: str, span: Span) -> str:
    """The text that a span covers, counting lines and code points as the core does."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[span.line : span.end_line + 1]
    lines[-1] = lines[-1][: span.end_column]
    lines[0] = lines[0][span.column :]
    return "\n".join(lines)


def value_of(expression: str):
    """The summary of one expression."""
    return collect_facts(f"result = {expression}\n").assignments[0].value
