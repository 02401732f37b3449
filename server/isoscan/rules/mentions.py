"""What the code of a file mentions anywhere, as truths without places: words, attributes, look-ups by text.

They are questions about the whole file that a keystroke seldom answers otherwise; each is asked for, and
depended on, by itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from isoscan.model.module import Module, ScopeRef
from isoscan.model.parts import Part
from isoscan.rules.gathering import Gatherer

_Key = tuple[str, Hashable]
_Mention = ScopeRef | None

_LOOK_UPS = frozenset({"globals", "vars", "locals", "eval", "exec", "getattr", "setattr", "__import__"})
_HERE: tuple[None, ...] = (None,)


class Mentions:
    """What the code of a module mentions."""

    def __init__(self, module: Module, gather: Gatherer) -> None:
        self._parts = module.parts
        self._index = gather.index("names", self._in_part)

    def has_word(self, word: str) -> bool:
        """Whether a name, an attribute or a key in the file is this word; it has to hold an underscore."""
        return self._index.has(("word", word))

    @property
    def looks_names_up(self) -> bool:
        """Whether code finds names by text at run time, so that not every read can be known."""
        return self._index.has(("look-up", ""))

    def has_attribute(self, name: str) -> bool:
        """Whether an attribute of that name is used, of whatever object."""
        return self._index.has(("attribute", name))

    def attribute_readers(self, name: str) -> frozenset[ScopeRef]:
        """The scopes of the names from which an attribute is read, `self` and `cls` left out."""
        return frozenset(home for home in self._index.of(("attribute", name)) if home is not None)

    def _in_part(self, index: int) -> dict[_Key, tuple[_Mention, ...]]:
        part = self._parts[index]
        found: dict[_Key, tuple[_Mention, ...]] = dict.fromkeys(_truths(part), _HERE)
        attributes: dict[str, dict[_Mention, None]] = {}
        for use in part.facts.attributes:
            foreign = use.access == "read" and use.base not in ("self", "cls")
            attributes.setdefault(use.name, {}).setdefault(ScopeRef(index, use.home) if foreign else None)
        for name, homes in attributes.items():
            found["attribute", name] = tuple(homes)
        return found


def _truths(part: Part) -> Iterator[_Key]:
    facts = part.facts
    for word in dict.fromkeys(_words(part)):
        if "_" in word:
            yield "word", word
    if any(call.callee in _LOOK_UPS or call.name in ("query", "eval") for call in facts.calls):
        yield "look-up", ""


def _words(part: Part) -> Iterator[str]:
    facts = part.facts
    for use in facts.names:
        yield use.name
    for attribute in facts.attributes:
        yield attribute.name
    for item in facts.items:
        yield str(item.key)
    for entry in facts.entries:
        yield str(entry.path[-1])
