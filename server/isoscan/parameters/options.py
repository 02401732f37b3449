"""Options of a command line: `parser.add_argument("--gap-min", default=0.04)` gives `args.gap_min` its value.

They are bindings of the parser's, under `OPTIONS`, until `args = parser.parse_args()` hands them on.
"""

from __future__ import annotations

from collections.abc import Iterator

from isoscan.facts.records import Argument, Call
from isoscan.model.module import ScopeRef, StatementRef
from isoscan.model.parts import Part
from isoscan.parameters.chains import MODULE

# Stands between a parser and its options: no key that code could spell.
OPTIONS = "\0options"

_PARSING = frozenset({"parse_args", "parse_known_args", "parse_intermixed_args"})


def is_parsing(callee: str) -> bool:
    """Whether a dotted callee gives the options of a parser: `parser.parse_args`."""
    parser, _, method = callee.rpartition(".")
    return method in _PARSING and parser.isidentifier()


def options_in(part: Part) -> Iterator[tuple[ScopeRef, str, str, Argument, Argument, StatementRef]]:
    """The options with defaults that a part adds to parsers.

    Each with the parser's scope and name, its own name, the arguments that give name and default.
    """
    for call in part.facts.calls:
        if call.name != "add_argument" or call.callee != f"{call.root}.add_argument":
            continue
        named = _named(call)
        default = next((given for given in call.arguments if given.keyword == "default"), None)
        if named is not None and default is not None:
            scope = MODULE if call.home == 0 else ScopeRef(part.index, call.home)
            ref = StatementRef(part.index, call.statement)
            yield scope, call.root, named[0], named[1], default, ref


def _named(call: Call) -> tuple[str, Argument] | None:
    """The attribute under which an option is found: `dest`, else the first long one, else the first."""
    chosen = next((given for given in call.arguments if given.keyword == "dest"), None)
    texts = [given for given in call.arguments if not given.keyword and isinstance(given.value.value, str)]
    long = [given for given in texts if str(given.value.value).startswith("--")]
    given = chosen or next(iter((*long, *texts)), None)
    name = str(given.value.value).lstrip("-").replace("-", "_") if given is not None else ""
    return (name, given) if given is not None and name.isidentifier() else None
