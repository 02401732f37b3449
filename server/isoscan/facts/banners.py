"""Headings made of comments: ruled titles, boxes, cells and regions."""

from __future__ import annotations

import re

from isoscan.facts.records import Banner, Comment
from isoscan.source.patterns import lazily

# Characters that rules and boxes are drawn with; punctuation that prose uses too is not among them.
_DRAWN = r"=\-*#~_+─-╿▀-▟■-▮━•·—–―‾★☆"
_RULE = lazily(rf"#[\s#]*(?:[{_DRAWN}]\s*){{3,}}\Z|#{{4,}}\Z")
_TITLED = lazily(rf"#\s*([{_DRAWN}]{{2,}})(\s*)(.*?)(\s*)([{_DRAWN}]*)\Z")
_HASHES = lazily(r"(#{3,})(\s*)([^#\s].*?)(\s*)(#*)\Z")
_CELL = lazily(r"#\s?%%+(.*)\Z|#\s?In\s?\[[\d ]*\]:?()\Z")
_REGION = lazily(r"#\s*region\b[\s:\-]*(.*)\Z", re.IGNORECASE)
_MARKDOWN = lazily(r"#\s#{1,4}\s+(\S.*)\Z")
_SIDES = lazily(rf"\A#[\s|{_DRAWN}]*|[\s|{_DRAWN}]+\Z")
_LONGEST_TITLE = 100
_TALLEST_BOX = 4


def read_banners(comments: tuple[Comment, ...]) -> tuple[Banner, ...]:
    """The headings among the comments of a text, in order."""
    banners: list[Banner] = []
    for block in _blocks(comments):
        _read_block(block, banners)
    return tuple(banners)


def _blocks(comments: tuple[Comment, ...]) -> list[list[Comment]]:
    """Comments on lines of their own, one directly below the other and at one column."""
    blocks: list[list[Comment]] = []
    for comment in comments:
        if not comment.own_line:
            continue
        last = blocks[-1][-1].span if blocks else None
        if last is not None and last.line + 1 == comment.span.line and last.column == comment.span.column:
            blocks[-1].append(comment)
        else:
            blocks.append([comment])
    return blocks


def _read_block(block: list[Comment], banners: list[Banner]) -> None:
    texts = [comment.text.rstrip() for comment in block]
    rules = [_RULE.match(text) is not None for text in texts]
    first_line = block[0].span.line
    index = 0
    while index < len(block):
        title, height, cell = _heading(texts, rules, index)
        if height:
            line = first_line + index
            banners.append(Banner(title, line, line + height - 1, cell))
        index += height or 1


def _heading(texts: list[str], rules: list[bool], index: int) -> tuple[str, int, bool]:
    """The title at a line of a block, how many lines it takes (0: it is no heading), whether a cell's."""
    text = texts[index]
    if rules[index]:
        return _boxed(texts, rules, index)
    cell = _CELL.match(text)
    if cell is not None:
        return (cell[1] or "").strip(), 1, True
    region = _REGION.match(text)
    if region is not None:
        return region[1].strip(), 1, False
    markdown = _MARKDOWN.match(text)
    title = markdown[1].strip() if markdown is not None else _title_of(text)
    if title and len(title) <= _LONGEST_TITLE:
        return title, 1, False
    is_underlined = index == 0 and len(texts) > 1 and rules[1]
    if is_underlined and not (len(texts) > 2 and len(texts) - 2 <= _TALLEST_BOX and any(rules[2:])):
        return _stripped(text), 2, False
    return "", 0, False


def _boxed(texts: list[str], rules: list[bool], index: int) -> tuple[str, int, bool]:
    """A rule, with the title below it and the rule that closes the box, if they are there."""
    for height in range(1, _TALLEST_BOX + 1):
        closing = index + height + 1
        if closing < len(texts) and rules[closing] and not any(rules[index + 1 : closing]):
            titles = [_stripped(text) for text in texts[index + 1 : closing]]
            return next(filter(None, titles), ""), height + 2, False
    if index + 2 == len(texts):
        title = _title_of(texts[index + 1]) or _stripped(texts[index + 1])
        if title and not rules[index + 1]:
            return title, 2, False
    return "", 1, False


def _title_of(text: str) -> str:
    """The title of a line that has one between decorations, "" if it is prose."""
    match = _HASHES.match(text) or _TITLED.match(text)
    if match is None:
        return ""
    left, gap, title, _, right = match.groups()
    if "-*-" in (left, right) or not any(map(str.isalnum, title)) or len(title) > _LONGEST_TITLE:
        return ""
    drawn = left if left[0] == "#" or "#" not in left else left.strip("#")
    if len(drawn) >= 3 and (gap or len(right) >= 3):
        return title
    return title if len(drawn) >= 2 and gap and len(right) >= 2 else ""


def _stripped(text: str) -> str:
    title = _SIDES.sub("", text)
    return title if len(title) <= _LONGEST_TITLE else ""
