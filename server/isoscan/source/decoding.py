"""A Python file's bytes as text and back: byte order marks and PEP 263 encoding comments.

As Python reads a file: UTF-8 unless a comment in the first two lines names another encoding; a UTF-8 byte
order mark and such a comment must agree. UTF-16 and UTF-32 with a byte order mark are read too, though
Python itself would refuse them. What stands in the way is a sentence that follows the file's name.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from isoscan.source.lines import split_lines
from isoscan.source.patterns import lazily


class Decoded(NamedTuple):
    """A file's text, without its byte order mark.

    `encoding` is the name Python's codecs have for it. `problem` is "" or a sentence that follows the
    file's name; `text` is then as much as can be read, with U+FFFD for what cannot.
    """

    text: str
    encoding: str
    has_bom: bool
    problem: str


class Encoded(NamedTuple):
    """A file's bytes. `problem` is "" or a sentence that follows the file's name; `data` is then empty."""

    data: bytes
    problem: str


# UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COOKIE = lazily(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_BLANK_OR_COMMENT = lazily(rb"[ \t\f]*(?:#|$)")
_PROBE = b"# coding: A-z_0.9\n"
_LINE_END = lazily(rb"\r\n|\r|\n")


def decode(data: bytes) -> Decoded:
    """Reads a file's content; never raises."""
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", ""))
    body = data[len(mark) :]
    named, line = "", 0
    if encoding in ("", "utf-8"):
        named, line = _named_encoding(body)
    problem = ""
    if named:
        known = _codec_name(named)
        if not known:
            problem = (
                f"names '{named}' in line {line}, which is no encoding Python can read source code in: "
                "correct the name, or save the file as UTF-8 and remove the comment"
            )
        elif mark and known != "utf-8":
            problem = (
                f"names the encoding '{named}' in line {line} but starts with the byte order mark of UTF-8: "
                "remove one of the two"
            )
        encoding = encoding or known
    return _decoded(body, encoding or "utf-8", named, mark != b"", problem)


def encode(text: str, like: Decoded) -> Encoded:
    """The bytes of a text that replaces a decoded file's: same encoding, same byte order mark."""
    mark = next(mark for mark, encoding in (*_MARKS, (b"", like.encoding)) if encoding == like.encoding)
    try:
        return Encoded((mark if like.has_bom else b"") + text.encode(like.encoding), "")
    except UnicodeEncodeError as error:
        line = len(split_lines(text[: error.start]))
        character = f"{text[error.start]!a} in line {line}"
    except (LookupError, ValueError):
        character = "the new text"
    return Encoded(
        b"",
        f"cannot be written as {like.encoding}, which has no way to write {character}: "
        "save the file as UTF-8 first, without an encoding comment",
    )


def _named_encoding(body: bytes) -> tuple[str, int]:
    """What the encoding comment names and its 1-based line; ("", 0) if there is none."""
    for number, line in enumerate(_LINE_END.split(body, 2)[:2], start=1):
        cookie = _COOKIE.match(line)
        if cookie is not None:
            return cookie[1].decode("ascii"), number
        if not _BLANK_OR_COMMENT.match(line):
            break
    return "", 0


def _codec_name(named: str) -> str:
    """Python's name for an encoding, or "" if it has none that could hold the comment that names it.

    Editors' variants such as `utf-8-unix` and `latin-1-dos` count, as they do for Python.
    """
    plain = named.lower().replace("_", "-")
    if re.match(r"utf-8(?:-|$)", plain):
        return "utf-8"
    if re.match(r"(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)", plain):
        return "iso8859-1"
    try:
        is_usable = _PROBE.decode(named) == _PROBE.decode("ascii")
    except (LookupError, ValueError):
        return ""
    return codecs.lookup(named).name if is_usable else ""


def _decoded(body: bytes, encoding: str, named: str, has_bom: bool, problem: str) -> Decoded:
    """Decodes what follows the byte order mark, finding the first problem unless there is one already."""
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        text = _readable(body, encoding)
        problem = problem or _undecodable(body, error, encoding, named)
    except ValueError:
        text = _readable(body, encoding)
        problem = problem or f"is not {encoding}: save it as UTF-8"
    if "\0" in text:
        line = len(split_lines(text[: text.index("\0")]))
        problem = f"is not a text file (line {line} has a null byte): exclude it, or save it as UTF-8"
    return Decoded(text, encoding, has_bom, problem)


def _undecodable(body: bytes, error: UnicodeDecodeError, encoding: str, named: str) -> str:
    line = len(split_lines(_readable(body[: error.start], encoding)))
    place = f"line {line} (byte 0x{body[error.start]:02x})"
    if named:
        return (
            f"is not {named}, as its encoding comment says, in {place}: "
            "correct the comment, or save the file as UTF-8 and remove the comment"
        )
    if encoding == "utf-8":
        return (
            f"is not UTF-8 in {place}: save it as UTF-8, "
            "or name its encoding in the first line, as in `# coding: cp1252`"
        )
    return f"is not {encoding}, as its byte order mark says, in {place}: save it as UTF-8"


def _readable(body: bytes, encoding: str) -> str:
    """As much of the text as can be read. Some codecs cannot replace what they do not understand."""
    try:
        return body.decode(encoding, "replace")
    except ValueError:
        return body.decode("utf-8", "replace")
