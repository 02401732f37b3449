"""Hard-coded keys: found in the text, and read from the environment in what is generated.

A secret is a string literal that a name such as `API_KEY`, `token` or `password` is given, a literal that
looks like a key (a known prefix, or a long run of mixed characters), or the value of `apiKey=...` in a URL.
None of them is ever copied, not into comments either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from isoscan.extraction.layout import Layout
from isoscan.extraction.text import Replacement
from isoscan.facts.records import Value
from isoscan.model.parts import Part
from isoscan.source.literals import Token, content_of, tokens_of
from isoscan.source.secret_shapes import (
    BEARER,
    IN_ADDRESS,
    IN_URL,
    KNOWN_KEYS,
    RUN,
    is_random,
    is_secret_name,
    words_of,
)
from isoscan.source.spans import Position, Span

# Shorter secrets are looked for as whole literals only.
_TELLING = 8
_PLACEHOLDER = "<removed>"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What to put in the place of the secrets of a text.

    `values` are the secrets long enough to be searched for, longest first; `variables` the environment
    variables by the line (0-based) in which one is read; `replacements` are in file lines.
    """

    replacements: tuple[Replacement, ...] = field(repr=False, default=())
    values: tuple[str, ...] = field(repr=False, default=())
    variables: tuple[tuple[int, str], ...] = ()

    def within(self, span: Span) -> list[Replacement]:
        """The replacements inside a span."""
        return [
            each for each in self.replacements if span.start <= each.span.start and each.span.end <= span.end
        ]

    def touches(self, span: Span) -> bool:
        """Whether a span overlaps a secret."""
        return any(each.span.start < span.end and span.start < each.span.end for each in self.replacements)

    def leaked(self, text: str) -> bool:
        """Whether a text still holds one of the secrets."""
        return any(value in text for value in self.values)


def find_secrets(layout: Layout) -> Secrets:
    """Find the secrets of a module's text."""
    names = dict(_named_literals(layout))
    tokens = tokens_of("\n".join(layout.source.lines))
    values: dict[str, str] = {}
    for token in tokens:
        for value, name in _values_in(token, names.get(token.span.start, "")):
            if value not in values:
                values[value] = _unused(name, set(values.values()))
    if not values:
        return Secrets()
    ordered = sorted(values, key=lambda value: (-len(value), value))
    replacements, variables = [], []
    for token in tokens:
        inside = [value for value in ordered if _holds(token, value)]
        if not inside:
            continue
        name = names.get(token.span.start, "")
        text, variable = _rewritten(token, inside, values, name, layout)
        replacements.append(Replacement(token.span, text))
        if variable:
            variables.append((token.span.line, variable))
    telling = tuple(value for value in ordered if len(value) >= _TELLING)
    return Secrets(tuple(replacements), telling, tuple(variables))


def _holds(token: Token, value: str) -> bool:
    """Whether a token holds a secret; a short one may be an ordinary word, and counts only by itself."""
    if len(value) >= _TELLING:
        return value in token.text
    return token.kind == "string" and content_of(token.text) == value


def _unused(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate


def _named_literals(layout: Layout) -> Iterator[tuple[Position, str]]:
    """String literals by where they start, each with the name or key it is given to."""
    for part in layout.module.parts:
        for value, name in _named_values(part):
            if value.kind == "constant" and isinstance(value.value, str):
                yield part.span(value.span).start, name


def _named_values(part: Part) -> Iterator[tuple[Value, str]]:
    facts = part.facts
    for assignment in facts.assignments:
        if assignment.value is not None:
            name = str(assignment.key) if assignment.is_item else assignment.target.split(".")[-1]
            yield assignment.value, name
    for entry in facts.entries:
        yield entry.value, str(entry.path[-1])
    for call in facts.calls:
        for argument in call.arguments:
            if argument.keyword:
                yield argument.value, argument.keyword
        asks = call.callee.endswith(("getenv", "environ.get", "config.get"))
        if asks and len(call.arguments) == 2 and isinstance(call.arguments[0].value.value, str):
            yield call.arguments[1].value, "\0" + call.arguments[0].value.value
    for scope in facts.scopes:
        for parameter in scope.parameters:
            if parameter.default is not None:
                yield parameter.default, parameter.name
    for comparison in facts.comparisons:
        if comparison.literal is not None:
            yield comparison.literal, comparison.subject


def _values_in(token: Token, name: str) -> Iterator[tuple[str, str]]:
    """The secrets in one token, each with a name for its environment variable."""
    text = token.text
    if token.kind == "string":
        content = content_of(text)
        if name and is_secret_name(name.lstrip("\0")) and _may_be_secret(content, name):
            yield content, _variable(name)
            return
    for match in IN_URL.finditer(text):
        if not match[2].startswith(("%s", "%(", "YOUR", "your")) and (
            len(match[2]) >= 12 or is_random(match[2])
        ):
            yield match[2], _variable(match[1])
    for match in IN_ADDRESS.finditer(text):
        yield match[2], "PASSWORD"
    for match in BEARER.finditer(text):
        yield match[1], "API_TOKEN"
    fallback = _variable(name) if is_secret_name(name.lstrip("\0")) else "API_KEY"
    for match in KNOWN_KEYS.finditer(text):
        yield match[0], fallback
    for match in RUN.finditer(text):
        is_checksum = "sha" in text[max(0, match.start() - 30) : match.start()].lower()
        if is_random(match[0]) and not is_checksum:
            yield match[0], fallback


def _may_be_secret(content: str, name: str) -> bool:
    if len(content) < 4 or any(character in content for character in " \n{}"):
        return False
    words = [word.lower() for word in words_of(name)]
    if "token" in words and not {"api", "access", "auth", "bot", "bearer"} & set(words):
        return len(content) >= 8 and any(character.isdigit() for character in content)
    return True


def _variable(name: str) -> str:
    if name.startswith("\0"):
        return re.sub(r"\W", "_", name[1:])
    words = [word.upper() for word in words_of(name)]
    text = "_".join(words).replace("APIKEY", "API_KEY").replace("ACCESSTOKEN", "ACCESS_TOKEN")
    return text if text and not text[0].isdigit() else f"KEY_{text}"


def _rewritten(
    token: Token, ordered: list[str], values: dict[str, str], name: str, layout: Layout
) -> tuple[str, str]:
    """What stands for a token with secrets in it, and the environment variable it reads ("" if none)."""
    text = token.text
    first = next(value for value in ordered if value in text)
    variable = values[first]
    plain = token.kind == "string" and not token.joined and text.lstrip("rRuU")[:1] not in ("b", "B")
    if plain and name.startswith("\0"):
        return '""', ""
    if plain and content_of(text) == first and not _is_key(layout, token.span):
        return f'os.environ.get("{variable}", "")', variable
    if plain and not _is_key(layout, token.span) and not text.lstrip("rRuU").startswith(('"""', "'''")):
        return _spliced(text, ordered, values), variable
    if token.kind == "fragment":
        quote = "'" if '"' in _opening_of(layout, token.span) else '"'
        for value in ordered:
            text = text.replace(value, f"{{os.environ.get({quote}{values[value]}{quote}, {quote}{quote})}}")
        return text, variable
    for value in ordered:
        text = text.replace(value, _PLACEHOLDER)
    return text, ""


def _spliced(literal: str, ordered: list[str], values: dict[str, str]) -> str:
    """`"...key=SECRET&x"` as `("...key=" + os.environ.get(...) + "&x")`."""
    prefix = literal[: len(literal) - len(literal.lstrip("rRuU"))]
    quote = literal[len(prefix)]
    pattern = re.compile("|".join(re.escape(value) for value in ordered))
    pieces = []
    at = 0
    content = content_of(literal)
    for match in pattern.finditer(content):
        if match.start() > at:
            pieces.append(f"{prefix}{quote}{content[at : match.start()]}{quote}")
        pieces.append(f'os.environ.get("{values[match[0]]}", "")')
        at = match.end()
    if at < len(content):
        pieces.append(f"{prefix}{quote}{content[at:]}{quote}")
    return "(" + " + ".join(pieces) + ")"


def _is_key(layout: Layout, span: Span) -> bool:
    """Whether a literal is the key of a subscript or a dict entry, where no call may stand."""
    before = layout.source.line(span.line)[: span.column].rstrip()
    after = layout.source.line(span.end_line)[span.end_column :].lstrip()
    return before.endswith("[") and after.startswith("]")


def _opening_of(layout: Layout, span: Span) -> str:
    """The quote with which the f-string around a piece of its text begins."""
    for line in range(span.line, -1, -1):
        text = layout.source.line(line)
        text = text[: span.column] if line == span.line else text
        matches = list(re.finditer(r"""(?i)\b(?:rf|fr|f)("{3}|'{3}|"|')""", text))
        if matches:
            return matches[-1][1]
    return '"'
