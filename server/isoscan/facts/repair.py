"""Sets broken statements aside, so that those around them are read as ever.

The parser's own recovery lets half a statement swallow whole lines of what follows. So where a tree has
errors, the text is cut into statements by its lines alone: an open bracket ends at a line that can only
be a new statement, a string in triple quotes that nothing closes ends with its line. Each statement in
the neighbourhood of an error is parsed on its own. In place of one that fails, the text to be parsed
gets a stand-in of the same length: `if q:` for a header with a block below, else the name `q`. What the
statement says is read from a tree of its own, in which it is completed where that is easy: a missing
operand becomes `...`, and open quotes and brackets are closed. All this is a function of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from isoscan.source.lexing import NEUTRAL, scan_line
from isoscan.source.lines import file_lines
from isoscan.source.patterns import lazily
from isoscan.source.spans import Span
from isoscan.source.syntax import Node, SyntaxTree, parse


class BrokenStatement(NamedTuple):
    """A statement set aside: where its code stands, and the tree of it alone (None: there are too many).

    `has_block` says that it is a header whose block is found under the stand-in. `is_valid` says that only
    the parser stumbled over it, where it stood.
    """

    span: Span
    has_block: bool
    tree: SyntaxTree | None
    is_valid: bool


class Repair(NamedTuple):
    """The tree of a text with stand-ins, and what they stand for.

    `statements` are the broken ones by where they start; `clauses` are where broken headers of `elif`,
    `except` and the like start: these are left unread.
    """

    tree: SyntaxTree
    statements: dict[tuple[int, int], BrokenStatement]
    clauses: frozenset[tuple[int, int]]
    errors: tuple[Span, ...]


class _Extent(NamedTuple):
    """The lines of a statement; `is_cut` says that something in it is left open."""

    start: int
    end: int
    is_cut: bool


_MOST_READ = 100
_MOST_SECOND_LOOKS = 50
_MARGIN = " \t\f\ufeff"

# Begins a statement wherever it stands, since no expression can hold it.
_STATEMENT_ONLY = lazily(
    r"(?:def|class|async[ \t]+(?:def|with)|import|while|with|try|except|finally|elif|return|raise|del|pass"
    r"|break|continue|global|nonlocal|assert)\b|else[ \t]*:|from[ \t]+[\w.]+[ \t]+import\b|@\w"
)
# Could stand in brackets, too, but hardly does: an assignment in a block, a line as far out as its statement.
_ASSIGNMENT = lazily(r"[^\W\d][\w.\[\]'\", ]*?(?<=[\s\]])(?:[-+*/|&%^@]|//|\*\*|>>|<<)?=(?!=)")
_OUTER_LINE = lazily(
    r"(?!(?:and|or|not|in|is|else|lambda|await)\b)"
    r"(?:(?:async[ \t]+for|for|if)\b.*:|(?!(?:async|for|if)\b)(?:[^\W\d]|\"\"\"|'''))"
)
_LONGEST_START = 300
_COMPOUND = lazily(r"(?:async[ \t]+)?(?:def|class|if|for|while|with|try)\b|match[ \t]+[\w(]")
_DEFINITION = lazily(r"(?:@[^\n]*\n\s*)*(?:(?:async[ \t]+)?def|class)[ \t]+\w+")
_CLAUSES = {
    "elif": ("if q:\n pass\n", "elif q:"),
    "else": ("if q:\n pass\n", "else:"),
    "except": ("try:\n pass\n", "except:"),
    "finally": ("try:\n pass\n", "finally:"),
    "case": ("match q:\n ", "case q:"),
}
_CLAUSE = lazily(r"(?:elif|else|except|finally|case)\b")
_TOKEN = lazily(
    r"#[^\n]*|(\"\"\"|''')(?:[^\\]|\\.)*?(?:\1|(\Z))|(\"|')(?:[^\\\n]|\\.)*?(?:\3|(\n|\Z))|([(\[{])|([)\]}])",
    re.DOTALL,
)
_CLOSERS = {"(": ")", "[": "]", "{": "}"}


def repair(tree: SyntaxTree, errors: tuple[Span, ...]) -> Repair | None:
    """The text read again without its broken statements; None if no statement is found to be broken."""
    lines = file_lines(tree.text)
    masked = list(lines)
    statements: dict[tuple[int, int], BrokenStatement] = {}
    clauses: set[tuple[int, int]] = set()
    spans: list[Span] = []
    stand_ins: set[tuple[int, int]] = set()
    for extent in _broken_extents(lines, _suspect_lines(errors, len(lines))):
        source = _source_of(lines, extent)
        stand_in, has_block = _stand_in(lines, source)
        masked[extent.start : extent.end] = file_lines(_masked(source, stand_in))
        start = source.span[:2]
        stand_ins.add((source.span.line, source.span.column + stand_in.find("q")))
        if source.clause:
            clauses.add(start)
            spans.append(source.span)
            continue
        own, is_valid = _completed(source, has_block) if len(statements) < _MOST_READ else (None, False)
        statements[start] = BrokenStatement(source.span, has_block, own, is_valid)
        if not is_valid:
            spans.append(source.span)
    if not statements and not clauses:
        return None
    masked_tree = _MaskedTree(parse("".join(masked)), frozenset(stand_ins))
    return Repair(masked_tree, statements, frozenset(clauses), tuple(spans))


def swallowed_lines(text: str, headers: Iterable[Span]) -> tuple[Span, ...]:
    """The headers that go on after a line's end although nothing is open there.

    The grammar lets `df['x'] =` go on in the next line, and makes it part of the statement without an error.
    `headers` are the statements' own lines, as read from the text.
    """
    lines: list[str] = []
    swallowed: list[Span] = []
    for span in headers:
        if span.line == span.end_line:
            continue
        lines = lines or file_lines(text)
        state = NEUTRAL
        for line in lines[span.line : span.end_line]:
            state = scan_line(state, line)
            if state is NEUTRAL:
                swallowed.append(span)
                break
    return tuple(swallowed)


def _suspect_lines(errors: tuple[Span, ...], count: int) -> bytearray:
    """A mark for each line that an error touches, and for the one above it."""
    suspects = bytearray(count + 1)
    for span in errors:
        first = max(span.line - 1, 0)
        last = min(span.end_line, count)
        suspects[first : last + 1] = b"\1" * (last + 1 - first)
    return suspects


def _broken_extents(lines: list[str], suspects: bytearray) -> Iterator[_Extent]:
    index, second_looks = 0, 0
    while index < len(lines):
        if lines[index].lstrip(_MARGIN)[:1] in ("", "\n", "#"):
            index += 1
            continue
        extent = _extent(lines, index, second_looks >= _MOST_SECOND_LOOKS)
        if 1 in suspects[index : extent.end]:
            is_valid = not extent.is_cut and _is_valid(lines, extent)
            if not is_valid and extent.end - index > 1 and second_looks < _MOST_SECOND_LOOKS:
                second_looks += 1
                extent = _extent(lines, index, True)
            if not is_valid or not _is_valid_in_block(lines, extent):
                extent = _broken_decorator(lines, extent) or extent
                yield extent
        index = extent.end


def _broken_decorator(lines: list[str], extent: _Extent) -> _Extent | None:
    """The first decorator of a definition alone, if it is broken and the rest is not."""
    if lines[extent.start].lstrip(_MARGIN)[:1] != "@":
        return None
    end, is_cut = _end_of(lines, extent.start, True)
    if end >= extent.end or (extent.is_cut and not is_cut):
        return None
    decorator = _Extent(extent.start, end, is_cut)
    return decorator if is_cut or not _is_valid(lines, decorator) else None


def _extent(lines: list[str], start: int, is_strict: bool) -> _Extent:
    """The statement from line `start` on, with the def or class below a decorator.

    `is_strict` ends what is open at any line that looks like a new statement, not only where one must be.
    """
    index, is_cut = start, False
    while lines[index].lstrip(_MARGIN)[:1] == "@":
        end, is_decorator_cut = _end_of(lines, index, is_strict)
        is_cut = is_cut or is_decorator_cut
        following = next(
            (
                line
                for line in range(end, len(lines))
                if lines[line].lstrip(_MARGIN)[:1] not in ("", "\n", "#")
            ),
            len(lines),
        )
        if following == len(lines) or not re.match(
            r"@|def\b|class\b|async\b", lines[following].lstrip(_MARGIN)
        ):
            return _Extent(start, end, is_cut)
        index = following
    end, is_last_cut = _end_of(lines, index, is_strict)
    return _Extent(start, end, is_cut or is_last_cut)


def _end_of(lines: list[str], start: int, is_strict: bool) -> tuple[int, bool]:
    first = lines[start].lstrip(_MARGIN)
    indent = len(lines[start]) - len(first)
    is_header = (_COMPOUND.match(first) or _CLAUSE.match(first)) is not None
    state = NEUTRAL
    for index in range(start, len(lines)):
        line = lines[index]
        if index > start and (state.in_brackets or state.continued):
            code = line.lstrip(_MARGIN)
            depth = len(line) - len(code)
            if _STATEMENT_ONLY.match(code):
                return index, True
            if is_strict and looks_new(code, depth <= indent, is_header):
                return index, True
        state = scan_line(state, line)
        if state is NEUTRAL:
            return index + 1, False
        if is_strict and is_header and state.in_brackets and line.rstrip().endswith(":"):
            return index + 1, True
    return (start + 1 if is_strict and state.in_text else len(lines)), True


def looks_new(line: str, is_outside: bool, is_header: bool) -> bool:
    """Whether a line inside brackets looks like a statement; `is_outside`: it is indented no more."""
    code = line.partition("#")[0].rstrip()
    if code.endswith(",") and sum(map(code.count, "([{")) <= sum(map(code.count, ")]}")):
        return False
    start = code[:_LONGEST_START]
    if is_outside and _OUTER_LINE.match(start):
        return True
    return is_header and _ASSIGNMENT.match(start) is not None


def _is_valid(lines: list[str], extent: _Extent) -> bool:
    text = "".join(lines[extent.start : extent.end])
    if not parse(text).root.has_error:
        return True
    code = text.lstrip(_MARGIN)
    clause = _CLAUSE.match(code)
    return clause is not None and not parse(_CLAUSES[clause[0]][0] + code).root.has_error


def _is_valid_in_block(lines: list[str], extent: _Extent) -> bool:
    """Whether a valid statement is taken for one where it stands.

    The parser may end it where a line in brackets is indented as a block around it is.
    """
    text = lines[extent.start : extent.end]
    margins = [len(line) - len(line.lstrip(_MARGIN)) for line in text if line.strip()]
    if not margins:
        return True
    least = min(margins)
    return least == margins[0] or not parse(f"{' ' * least}if q:\n{''.join(text)}").root.has_error


class _Source(NamedTuple):
    """A broken statement's text: its margin, its code with and without comments, its header's first word."""

    extent: _Extent
    margin: str
    code: str
    bare: str
    span: Span
    header: str
    clause: str


def _source_of(lines: list[str], extent: _Extent) -> _Source:
    text = "".join(lines[extent.start : extent.end])
    code = text.lstrip(_MARGIN)
    column = len(text) - len(code)
    bare = _TOKEN.sub(lambda token: " " * len(token[0]) if token[0][0] == "#" else token[0], code).rstrip()
    codes = [line.lstrip(_MARGIN) for line in bare.split("\n")]
    header = next((line for line in codes if line[:1] not in ("", "@")), "")
    clause = _CLAUSE.match(header)
    span = _span_of(extent.start, column, bare)
    return _Source(extent, text[:column], code, bare, span, header, clause[0] if clause else "")


def _span_of(line: int, column: int, code: str) -> Span:
    height = code.count("\n")
    end_column = len(code) - code.rfind("\n") - 1 + (0 if height else column)
    return Span(line, column, line + height, end_column)


def _stand_in(lines: list[str], source: _Source) -> tuple[str, bool]:
    """What to put in place of a statement's first characters, and whether it is a header with a block."""
    room = len(source.bare.partition("\n")[0])
    if source.clause:
        stand_in = _CLAUSES[source.clause][1]
        return (stand_in if len(stand_in) <= room else ""), False
    if _COMPOUND.match(source.header) and room >= len("try:") and _has_block(lines, source):
        return ("if q:" if room >= len("if q:") else "try:"), True
    return "q", False


def _has_block(lines: list[str], source: _Source) -> bool:
    for line in lines[source.extent.end :]:
        code = line.lstrip(_MARGIN)
        if code[:1] not in ("", "\n", "#"):
            return len(line) - len(code) > source.span.column
    return False


def _masked(source: _Source, stand_in: str) -> str:
    """The statement's lines with blanks for its code, but for its stand-in; comments stay."""
    pairs = zip(source.code, source.bare.ljust(len(source.code)), strict=True)
    kept = "".join([old if old != new or old == "\n" else " " for old, new in pairs])
    return source.margin + stand_in + kept[len(stand_in) :]


class _MaskedTree(SyntaxTree):
    """The tree of a text with stand-ins, which have no name."""

    __slots__ = ("_stand_ins",)

    def __init__(self, tree: SyntaxTree, stand_ins: frozenset[tuple[int, int]]) -> None:
        super().__init__(tree.text, tree.tree, tree.comments_apart)
        self._stand_ins = stand_ins

    def name_of(self, node: Node) -> str:
        """An identifier's name, "" for a stand-in."""
        return "" if node.start_point in self._stand_ins else super().name_of(node)


class _CompletedTree(SyntaxTree):
    """The tree of one completed statement; all its spans lie inside the statement's own code."""

    __slots__ = ("_span",)

    def __init__(self, tree: SyntaxTree, span: Span) -> None:
        super().__init__(tree.text, tree.tree, ())
        self._span = span

    def span_of(self, node: Node) -> Span:
        """The node's span, without what was added at the end, or is missing at the beginning."""
        first, last = self._span[:2], self._span[2:]
        start: tuple[int, int] = min(max(node.start_point, first), last)
        end: tuple[int, int] = min(max(node.end_point, first), last)
        return Span(*start, *end)


def _completed(source: _Source, has_block: bool) -> tuple[SyntaxTree, bool]:
    """The tree of a statement alone, completed if one of a few completions makes it valid.

    Also tells whether it is valid as it stands.
    """
    before = "\n" * source.span.line + " " * source.span.column
    line, column = source.span[:2]
    for kept, added in _completions(source, has_block):
        tree = parse(before + kept + added)
        if not tree.root.has_error and tree.root.named_child_count:
            is_valid = kept == source.bare and not added
            return _CompletedTree(tree, _span_of(line, column, kept)), is_valid
    return _CompletedTree(parse(before + source.bare), source.span), False


def _completions(source: _Source, has_block: bool) -> Iterator[tuple[str, str]]:
    """What may complete a statement: how much of it to keep, and what to add."""
    text = source.bare
    opened: list[str] = []
    for token in _TOKEN.finditer(text):
        if token[5]:
            opened.append(_CLOSERS[token[5]])
        elif token[6] in opened:
            while opened.pop() != token[6]:
                continue
        elif token[6]:
            text = text[: token.start()] + " " + text[token.end() :]
        elif token[2] is not None or token[4] is not None:
            opened.append(token[1] or token[3])
    closing = "".join(reversed(opened))
    is_header = has_block or _COMPOUND.match(source.header) is not None
    fillings = ["", "...", " else ...", "... else ..."]
    if is_header:
        fillings += ["()", " in ...", "... in ..."]
    if is_header and closing and text.endswith(":"):
        text = text[:-1]
    for tail in (":", "") if is_header and not text.endswith(":") else ("",):
        for base in (text.rstrip("."), text) if text.endswith(".") else (text,):
            for filling in fillings:
                yield base, filling + closing + tail
    named = _DEFINITION.match(source.bare)
    if named is not None:
        # At least its name, and the scope of its block.
        yield named[0], "():"
