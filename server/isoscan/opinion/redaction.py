"""Secrets taken out of code before anybody else sees it; every line stays where it is.

Too much taken out costs a little of the answer's quality, too little costs a secret: in doubt it goes. Two
ways lead to a secret: what it looks like (`shapes.py`, and runs of characters drawn by lot), and the words
around it, such as the name that it is given, in code, comments and strings alike. What was once found is
taken out wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from math import log2
from typing import NamedTuple

from isoscan.opinion.shapes import EMAIL, HOME, SECRET, SHAPES
from isoscan.source.lines import split_lines, without_end
from isoscan.source.literals import Token, content_of, tokens_of
from isoscan.source.secret_shapes import BEARER, IN_ADDRESS, IN_URL, is_secret_name, words_of
from isoscan.source.spans import Position

# Shorter ones are taken out where they stand, and not looked for elsewhere: they may be ordinary words.
_TELLING = 6


class Redacted(NamedTuple):
    """A text's lines without their ends and without its secrets, and how many stretches were taken out."""

    lines: tuple[str, ...]
    taken_out: int


class _Stretch(NamedTuple):
    start: int
    end: int
    placeholder: str


# A name, and what it is given in quotes; and without quotes, as in comments, strings and shells.
_NAME = re.compile(r"[A-Za-z_][\w.-]{0,60}")
_GIVEN = re.compile(
    r"""["'\\\])]{0,4}\s*(?::\s*[\w\[\], |.]{1,40}?)?\s*(?:=>|[:=!]?=|:|,)\s*"""
    r"""(?:[rbufRBUF]{0,2}\\?("{3}|'{3}|"|')(?P<s>[^\r\n]{2,}?)\\?\1|(?P<s2>[^\s"'(){}\[\],;=]{4,}))"""
)
_OPENING = re.compile(
    r"([A-Za-z_][\w.-]*)[\"'\])]*\s*(?::[^=\n]*)?(?:=|:)\s*[(\[{]*\s*[rbufRBUF]*[\"']{0,3}$"
)
_RUN = re.compile(r"[A-Za-z0-9+/_=.~-]{16,}")
_RUN_IN_CODE = re.compile(r"[A-Za-z0-9+/=]{24,}|[A-Za-z0-9+/=_.~-]{40,}")
_HEX = re.compile("[0-9a-fA-F]{24,}")
_SECRET_WORDS = frozenset(
    (
        "secret", "secrets", "password", "passwd", "passphrase", "passwort", "pwd", "pass", "credential",
        "credentials", "apikey", "token", "auth", "bearer", "cookie", "session", "seedphrase",
        "salt", "webhook", "pin", "otp", "totp", "signature", "jwt", "oauth", "login", "pw", "psw", "pswd",
        "kennwort", "clave", "contrasena", "senha", "mima", "mdp", "appkey", "mnemonic",
    )
)  # fmt: skip
_SECRET_ENDS = ("password", "passwd", "passphrase", "secret", "token", "apikey")
# Where one of these words stands, secrets may stand behind it without a name of their own.
_TELLTALE = re.compile(
    r"(?i)passw|passphrase|kennwort|(?<!<)secret|token|credential|login|logon|sign_?in\b|auth|totp|mnemonic|"
    r"\b(?:minio|ftp|ftp_tls|smtp|sshpass|pexpect|url\.create|connect|create_engine)\("
)
_RUN_IN_QUOTES = re.compile(r"(?<=[\"'])[^\s\"'(){}\[\],;=<>]{6,}")
_RUN_IN_COMMENT = re.compile(r"(?<![^\s\"'(:/=])[^\s\"'(){}\[\],;=<>/]{6,}")
# Between letters and digits, in one word: nobody spells like that.
_MANY_TURNS = 5
# How far a call or a `match` is followed.
_MOST_LINES = 4
_NO_SECRETS = frozenset(("count", "file", "path", "length", "len", "name", "column", "max", "min"))
_NO_VALUES = frozenset(
    ("none", "true", "false", "null", "str", "int", "float", "bytes", "optional", "os", "getenv", "environ")
)


def redact(text: str, comments: bool = True, strings: bool = True) -> Redacted:
    """Take the secrets out of a text, and its comments or the contents of its strings if those are not kept.

    A stretch over several lines leaves as many behind.
    """
    lines = tuple(without_end(line) for line in split_lines(text)) or ("",)
    joined = "\n".join(lines)
    tokens = tokens_of(joined)
    starts = [0, *accumulate(len(line) + 1 for line in lines)]

    def offset(place: Position) -> int:
        return starts[place.line] + place.column

    stretches = list(_secrets_in(joined))
    for token in tokens:
        start, end = offset(token.span.start), offset(token.span.end)
        if token.kind == "comment" and not comments:
            stretches.append(_Stretch(start, end, "#"))
        elif token.kind != "comment" and not strings:
            stretches.append(_inside(token, start, end))
        else:
            stretches += [
                _Stretch(start + found.start, start + found.end, SECRET) for found in _unspoken(token.text)
            ]
    stretches += _outside(joined, [(offset(one.span.start), offset(one.span.end)) for one in tokens])
    stretches += _continued(joined, tokens, offset)
    stretches += _repeated(joined, stretches)
    return _without(joined, stretches)


def scrub(text: str) -> str:
    """A text that is not code, without what looks like a secret."""
    stretches = [*_secrets_in(text), *_unspoken(text)]
    return "\n".join(_without(text, stretches).lines)


def _secrets_in(text: str) -> Iterator[_Stretch]:
    for pattern, placeholder in SHAPES:
        for match in pattern.finditer(text):
            group = "s" if "s" in pattern.groupindex else 0
            yield _Stretch(match.start(group), match.end(group), placeholder)
    for match in IN_URL.finditer(text):
        if not match[2].isalpha() or len(match[2]) >= 12:
            yield _Stretch(match.start(2), match.end(2), SECRET)
    for match in IN_ADDRESS.finditer(text):
        yield _Stretch(match.start(2), match.end(2), SECRET)
    for match in BEARER.finditer(text):
        yield _Stretch(match.start(1), match.end(1), SECRET)
    yield from _beside(text)
    for name in _NAME.finditer(text):
        is_secret, is_key = _names_a_secret(name[0]), _names_a_key(name[0])
        given = _GIVEN.match(text, name.end()) if is_secret or is_key else None
        if given is not None:
            group = "s" if given["s"] is not None else "s2"
            value = given[group]
            if _may_be_secret(value, quoted=group == "s") and (is_secret or _may_be_key(value)):
                yield _Stretch(given.start(group), given.end(group), SECRET)


def _names_a_secret(name: str) -> bool:
    spelled = {word.lower() for word in words_of(name)}
    if is_secret_name(name) or (bool(_SECRET_WORDS & spelled) and not spelled & _NO_SECRETS):
        return True
    # `PGPASSWORD`, and a `\n` in a string that the name seems to begin with.
    return any(word.endswith(_SECRET_ENDS) for word in spelled) and not spelled & _NO_SECRETS


def _names_a_key(name: str) -> bool:
    """A name for keys of all kinds, those of dicts, sorting and columns among them."""
    spelled = [word.lower() for word in words_of(name)]
    return spelled[-1:] == ["key"] or spelled[-2:] == ["key", "id"]


def _beside(text: str) -> Iterator[_Stretch]:
    """What may be a secret behind a word that tells of one, in the same line or the lines that go on with it.

    In quotes; in comments without them, too.
    """
    for word in _TELLTALE.finditer(text):
        end = _end_of_lines(text, word.end())
        begin = text.rfind("\n", 0, word.start()) + 1
        runs = _RUN_IN_QUOTES if "#" not in text[begin : word.start()] else _RUN_IN_COMMENT
        for run in runs.finditer(text, word.end(), end):
            if any(letter.isdigit() for letter in run[0]) and any(letter.isalpha() for letter in run[0]):
                yield _Stretch(run.start(), run.end(), SECRET)


def _end_of_lines(text: str, start: int) -> int:
    """Where the line ends, or a later one that it goes on in."""
    end = start
    for _ in range(_MOST_LINES):
        end = text.find("\n", end)
        if end < 0:
            return len(text)
        if not text[:end].endswith(("(", "[", "{", ",", ":", "\\")):
            return end
        end += 1
    return end


def _may_be_key(value: str) -> bool:
    return len(value) >= 8 and any(letter.isdigit() for letter in value) and " " not in value


def _may_be_secret(value: str, quoted: bool) -> bool:
    if value.lower() in _NO_VALUES or value.startswith((SECRET, "os.", "getenv", "environ")):
        return False
    # Without quotes it is a name or a number in code, or prose: only what is no word counts.
    return quoted or any(letter.isdigit() for letter in value) or not value.isidentifier()


def _unspoken(text: str) -> Iterator[_Stretch]:
    """Runs of characters that nobody spells."""
    for match in _RUN.finditer(text):
        # An address is many words; each is judged on its own.
        runs = match[0].split("/") if "//" in match[0] else [match[0]]
        if any(_is_drawn_by_lot(run.strip("=._-/~+")) for run in runs):
            yield _Stretch(match.start(), match.end(), SECRET)


def _outside(joined: str, tokens: list[tuple[int, int]]) -> Iterator[_Stretch]:
    """What nobody spells outside of strings and comments: one may have been begun there and not ended."""
    at = 0
    for start, end in [*tokens, (len(joined), len(joined))]:
        for line in joined[at:start].splitlines(keepends=True):
            runs = _RUN if "'" in line or '"' in line else _RUN_IN_CODE
            for match in runs.finditer(line):
                if _is_drawn_by_lot(match[0].strip("=._-/~+")):
                    yield _Stretch(at + match.start(), at + match.end(), SECRET)
            at += len(line)
        at = max(at, end)


def _is_drawn_by_lot(run: str) -> bool:
    if len(run) < 16:
        return False
    if _HEX.fullmatch(run):
        return sum(letter.isdigit() for letter in run) >= 2
    digits = sum(letter.isdigit() for letter in run)
    if run.isalnum() and len(run) >= 20 and digits >= 3:
        return True
    turns = sum(one.isdigit() != other.isdigit() for one, other in pairwise(run))
    if run.isalnum() and (turns >= _MANY_TURNS or (run.isupper() and digits >= 2)):
        return True
    letters = sum(letter.isalpha() for letter in run)
    mixed = any(letter.isupper() for letter in run) and any(letter.islower() for letter in run)
    if digits < 2 or letters < 4:
        return mixed and len(run) >= 32 and _bits(run) > 4.2 and "/" not in run
    words = re.findall("[A-Za-z]{3,}", run)
    is_name = "_" in run and not mixed
    spelled = sum(len(word) for word in words if word.islower() or word.istitle() or is_name)
    return spelled / len(run) <= 0.5 and _bits(run) >= (3.2 if mixed else 3.4)


def _bits(run: str) -> float:
    """How much each character tells, in bits."""
    counts = [run.count(letter) / len(run) for letter in set(run)]
    return -sum(share * log2(share) for share in counts)


def _inside(token: Token, start: int, end: int) -> _Stretch:
    """The content of a string, between its quotes."""
    if token.kind == "fragment":
        return _Stretch(start, end, "...")
    content = content_of(token.text)
    before = token.text.find(content) if content else 0
    return _Stretch(start + before, start + before + len(content), "..." if content else "")


def _continued(joined: str, tokens: list[Token], offset: Callable[[Position], int]) -> Iterator[_Stretch]:
    """Strings that stand side by side, where what comes before the first gives them a secret's name."""
    within = False
    for at, token in enumerate(tokens):
        if token.kind not in ("string", "fragment"):
            continue
        start, end = offset(token.span.start), offset(token.span.end)
        after = offset(tokens[at - 1].span.end) if at else 0
        between = joined[after:start].strip(" \t\n\\()+,[]frbuFRBU'\"")
        if between or not at:
            above = joined[max(0, start - 200) : start]
            named = _OPENING.search(above)
            within = bool(named and _names_a_secret(named[1]))
        if within:
            yield _inside(token, start, end)._replace(placeholder=SECRET)


def _repeated(joined: str, stretches: list[_Stretch]) -> Iterator[_Stretch]:
    """Where else a secret stands that was found by its name."""
    values = {joined[one.start : one.end] for one in stretches if one.placeholder == SECRET}
    for value in sorted(values, key=len, reverse=True):
        if len(value) < _TELLING or value.isalpha() or "\n" in value:
            continue
        at = joined.find(value)
        while at >= 0:
            yield _Stretch(at, at + len(value), SECRET)
            at = joined.find(value, at + len(value))


def _without(text: str, stretches: list[_Stretch]) -> Redacted:
    """The text with placeholders for stretches; where they overlap, one stands for all."""
    pieces = []
    at = taken_out = 0
    merged: list[_Stretch] = []
    for one in sorted(stretches, key=lambda one: (one.start, -one.end)):
        if one.start >= one.end:
            continue
        if merged and one.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = last._replace(end=max(last.end, one.end))
        else:
            merged.append(one)
    for start, end, placeholder in merged:
        pieces += [text[at:start], placeholder, "\n" * text.count("\n", start, end)]
        at = end
        taken_out += placeholder in (SECRET, HOME, EMAIL)
    pieces.append(text[at:])
    return Redacted(tuple("".join(pieces).split("\n")), taken_out)
