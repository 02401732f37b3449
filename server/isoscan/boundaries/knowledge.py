"""What the whole module says about the market, for one round of following its bodies.

Every look-up is tracked. As in `market.Knowledge`, of which an empty round knows nothing; here each name is
looked up on its own.
"""

from __future__ import annotations

from collections.abc import Callable

from isoscan.boundaries.learning import Learnt, Signature, learnt_from, signatures_of
from isoscan.boundaries.place import Place
from isoscan.model.module import Module
from isoscan.tracking.index import Index
from isoscan.tracking.store import Family

Places = tuple[Place, ...]


class Names:
    """A set of names of which only membership is asked."""

    __slots__ = ("_has",)

    def __init__(self, has: Callable[[str], bool]) -> None:
        self._has = has

    def __contains__(self, name: str) -> bool:
        return self._has(name)


class NamesOf:
    """Names by the class or def they belong to."""

    __slots__ = ("_of",)

    def __init__(self, of: Callable[[str], frozenset[str]]) -> None:
        self._of = of

    def get(self, owner: str, default: object = None, /) -> frozenset[str]:
        """The names of an owner."""
        return self._of(owner)


class Round:
    """What was learnt from how all defs were followed in the round before.

    Fields as in `market.Knowledge`.
    """

    def __init__(self, module: Module, trading: Callable[[], int], followed: Callable[[int], Places]) -> None:
        store = module.store
        self._trading = trading
        self._signatures: Index[int, str, Signature] = Index(
            store, lambda part: signatures_of(followed(part))
        )
        module.parts.follow(self._signatures)
        self._learnt: Index[int, tuple[Learnt, str], str] = Index(
            store, lambda part: learnt_from(followed(part), self._signatures.of)
        )
        module.parts.follow(self._learnt)
        self._gathered: Family[tuple[Learnt, str], frozenset[str]] = Family(
            store, lambda key: frozenset(self._learnt.of(key))
        )
        self.sources = Names(lambda name: self.mentions(name) and self._learnt.has(("source", name)))
        self.deciding = Names(lambda name: self.mentions(name) and self._learnt.has(("deciding", name)))
        self.columns = Names(lambda name: self._learnt.has(("column", name)))
        self.workers = Names(lambda name: self.mentions(name) and len(self._gathered(("worker", name))) > 1)
        self.keepers = Names(lambda name: self.mentions(name) and self._learnt.has(("keeper", name)))
        self.attributes = NamesOf(lambda holder: self._gathered(("attribute", holder)))
        self.given = NamesOf(lambda name: self._gathered(("given", name)))

    @property
    def trading(self) -> int:
        """How surely the file deals with the market, 0 to 2."""
        return self._trading()

    def mentions(self, name: str) -> bool:
        """Whether a name is one of a source, of something that decides, of a worker or of a keeper.

        It is asked first of each name, as hardly any is: then there is one thing to depend on, not four.
        """
        return self._learnt.has(("any", name))
