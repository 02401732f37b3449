"""Lines as LSP and Python's tokenizer count them: ended by `\\n`, `\\r\\n` or `\\r` and nothing else.

`str.splitlines` also splits at form feeds, U+2028 and others, which shifts every later line. Two
views are offered. They differ only after a final line end:

* the *editor's* view, `split_lines`: a text has one line more than it has line ends, so that the
  cursor can stand after the last one. The last line never has an end and may be empty; an empty
  text is one empty line.
* the *file's* view, `file_lines`: what reading a file line by line gives. No line is empty; an
  empty text has none.
"""

from __future__ import annotations

from io import StringIO


def file_lines(text: str) -> list[str]:
    """The text's lines with their ends, as reading a file gives them; their concatenation is `text`."""
    return StringIO(text, newline="").readlines()


def split_lines(text: str) -> list[str]:
    """The text's lines with their ends, as an editor counts them; their concatenation is `text`."""
    lines = file_lines(text)
    if not lines or lines[-1].endswith(("\n", "\r")):
        lines.append("")
    return lines


def without_end(line: str) -> str:
    """A line without its line end."""
    if line.endswith("\r\n"):
        return line[:-2]
    return line[:-1] if line.endswith(("\n", "\r")) else line
