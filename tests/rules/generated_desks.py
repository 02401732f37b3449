"""Small runnable modules with several scanners, written at random in many styles from a seed.

What depends on what is not said here: it is found out by running them (`run_desks.py`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from generated_state import DEALINGS, STATE

FEATURES = ("gap", "fade", "range", "atr", "rsi", "drift")
WORDS = ("gap_up", "fade", "quiet", "squeeze", "breakout")


@dataclass
class Knob:
    """One tunable: how a scanner spells it, and lines that its function needs before it, or above it."""

    expression: str
    before: tuple[str, ...] = ()
    argument: str = ""
    decorator: str = ""


@dataclass
class Desk:
    """A module in the making."""

    rng: random.Random
    head: list[str] = field(default_factory=list)
    items: dict[str, float] = field(default_factory=dict)
    attributes: dict[str, float] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    helpers: list[str] = field(default_factory=list)
    middle: list[str] = field(default_factory=list)
    knobs: list[tuple[str, Knob]] = field(default_factory=list)

    def value(self) -> float:
        """A threshold that about half of the bars pass."""
        return round(self.rng.uniform(0.3, 0.6), 3)


def written(seed: int) -> str:
    """The module of a seed."""
    rng = random.Random(seed)
    desk = Desk(rng)
    # One knob to a feature: of two thresholds on one feature only the higher counts.
    for number, feature in enumerate(rng.sample(FEATURES, rng.randint(3, 6))):
        rng.choice(STYLES)(desk, feature, f"{feature}_min{number}")
    state = rng.random() < 0.7
    names = rng.sample(WORDS, rng.randint(2, 4))
    scanners = [_scanner(desk, name, state) for name in names]
    first, *others = scanners
    parts = [*_containers(desk, state), *desk.helpers, first, *desk.middle, *others]
    return "\n\n".join(parts) + "\n"


def _constant(desk: Desk, feature: str, name: str) -> None:
    desk.head.append(f"{name.upper()} = {desk.value()}")
    desk.knobs.append((feature, Knob(name.upper())))


def _item(desk: Desk, feature: str, name: str) -> None:
    desk.items[name] = desk.value()
    expression = desk.rng.choice([f'P["{name}"]', f"P['{name}']", f'P.get("{name}", 0.9)'])
    desk.knobs.append((feature, Knob(expression)))


def _alias(desk: Desk, feature: str, name: str) -> None:
    desk.items[name] = desk.value()
    desk.knobs.append((feature, Knob(f'cfg["{name}"]', ("cfg = P",))))


def _overridden(desk: Desk, feature: str, name: str) -> None:
    """A copy of the dict in which the scanner has a value of its own."""
    desk.items[name] = desk.value()
    line = f'own = {{**P, "{name}": {desk.value()}}}'
    desk.knobs.append((feature, Knob(f'own["{name}"]', (line,))))


def _attribute(desk: Desk, feature: str, name: str) -> None:
    desk.attributes[name] = desk.value()
    desk.knobs.append((feature, Knob(f"{desk.rng.choice(['Knobs', 'MoreKnobs'])}.{name}")))


def _namespace(desk: Desk, feature: str, name: str) -> None:
    desk.head.append(f"{name}_knobs = SimpleNamespace({name}={desk.value()})")
    desk.knobs.append((feature, Knob(f"{name}_knobs.{name}")))


def _helper(desk: Desk, feature: str, name: str) -> None:
    desk.head.append(f"{name.upper()} = {desk.value()}")
    desk.helpers.append(f"def floor_of_{name}():\n    return {name.upper()}")
    desk.knobs.append((feature, Knob(f"floor_of_{name}()")))


def _chain(desk: Desk, feature: str, name: str) -> None:
    desk.items[name] = desk.value()
    desk.helpers.append(f'def inner_{name}(params):\n    return params["{name}"]')
    desk.helpers.append(f"def outer_{name}():\n    return inner_{name}(P)")
    desk.knobs.append((feature, Knob(f"outer_{name}()")))


def _default(desk: Desk, feature: str, name: str) -> None:
    desk.knobs.append((feature, Knob(name, argument=f"{name}={desk.value()}")))


def _union(desk: Desk, feature: str, name: str) -> None:
    """A copy with a value of the scanner's own for this item, or for another."""
    desk.items[name] = desk.value()
    other = desk.rng.choice([name, "unheard_of"])
    line = f'mixed_{name} = P | {{"{other}": {desk.value()}}}'
    desk.knobs.append((feature, Knob(f'mixed_{name}["{name}"]', (line,))))


def _updated(desk: Desk, feature: str, name: str) -> None:
    """A copy that is changed before it is read."""
    desk.items[name] = desk.value()
    made = desk.rng.choice(["dict(P)", "P.copy()", "copy.copy(P)", "copy.deepcopy(P)", "{**P}"])
    changed = desk.rng.choice(['mine.update({{"{}": {}}})', "mine.update({}={})", 'mine["{}"] = {}'])
    lines = (f"mine_{name} = {made}", changed.format(name, desk.value()).replace("mine", f"mine_{name}"))
    desk.knobs.append(
        (feature, Knob(f'mine_{name}["{name}"]', lines if desk.rng.random() < 0.6 else lines[:1]))
    )


def _above(desk: Desk, feature: str, name: str) -> None:
    """A copy that the module makes, with a value of its own for this item or for another."""
    desk.items[name] = desk.value()
    other = desk.rng.choice([name, "unheard_of"])
    made = desk.rng.choice(['{{**P, "{}": {}}}', 'P | {{"{}": {}}}', "dict(P, {}={})"])
    desk.head.append(f"COPY_{name} = {made.format(other, desk.value())}")
    desk.knobs.append((feature, Knob(desk.rng.choice([f'COPY_{name}["{name}"]', f'P["{name}"]']))))


def _named(desk: Desk, feature: str, name: str) -> None:
    desk.attributes[name] = desk.value()
    desk.knobs.append((feature, Knob(f'getattr(Knobs, "{name}")')))


def _option(desk: Desk, feature: str, name: str) -> None:
    option = name.replace("_", "-")
    desk.options.append(f'parser.add_argument("--{option}", type=float, default={desk.value()})')
    desk.knobs.append((feature, Knob(f"options.{name}")))


def _nested(desk: Desk, feature: str, name: str) -> None:
    desk.head.append(f'NESTED_{name} = {{"outer": {{"{name}": {desk.value()}}}}}')
    before, expression = desk.rng.choice(
        [
            ((), f'NESTED_{name}["outer"]["{name}"]'),
            ((f'inner_{name} = NESTED_{name}["outer"]',), f'inner_{name}["{name}"]'),
            ((f"deep_{name} = copy.deepcopy(NESTED_{name})",), f'deep_{name}["outer"]["{name}"]'),
        ]
    )
    desk.knobs.append((feature, Knob(expression, before)))


def _early(desk: Desk, feature: str, name: str) -> None:
    """A constant that is bound again below the first scanner, and read as a default where each is defined."""
    constant = f"EARLY_{name.upper()}"
    desk.head.append(f"{constant} = {desk.value()}")
    desk.middle.append(f"{constant} = {desk.value()}")
    desk.knobs.append((feature, Knob(name, argument=f"{name}={constant}")))


def _pair(desk: Desk, feature: str, name: str) -> None:
    desk.head.append(f"{name.upper()}, OTHER_{name.upper()} = {desk.value()}, {desk.value()}")
    desk.knobs.append((feature, Knob(name.upper())))


def _rebound(desk: Desk, feature: str, name: str) -> None:
    """A constant that is bound again below the first scanner."""
    desk.head.append(f"{name.upper()} = {desk.value()}")
    desk.middle.append(f"{name.upper()} = {desk.value()}")
    desk.knobs.append((feature, Knob(name.upper())))


def _keywords(desk: Desk, feature: str, name: str) -> None:
    """A dict that is spread into the call of a helper, which looks for its key."""
    desk.items[name] = desk.value()
    given = desk.rng.choice(["**P", f'{name}=P["{name}"]', "**dict(P)"])
    body = desk.rng.choice([f'known["{name}"]', f'known.get("{name}", 0.9)'])
    desk.helpers.append(f"def picked_{name}(**known):\n    return {body}")
    desk.knobs.append((feature, Knob(f"picked_{name}({given})")))


def _handed_down(desk: Desk, feature: str, name: str) -> None:
    """A default that each caller may replace."""
    desk.head.append(f"{name.upper()} = {desk.value()}")
    desk.helpers.append(f"def kept_{name}(*, limit=45 / 100):\n    return limit")
    call = desk.rng.choice([f"kept_{name}(limit={name.upper()})", f"kept_{name}()"])
    desk.knobs.append((feature, Knob(call)))


def _factory(desk: Desk, feature: str, name: str) -> None:
    """A function made by a function, which looks its number up when it is called, or when it is made."""
    constant = name.upper()
    desk.head.append(f"{constant} = {desk.value()}")
    inner = f"    def limit():\n        return {constant}\n\n    return limit"
    if desk.rng.random() < 0.5:
        inner = "    def limit():\n        return floor\n\n    return limit"
        made = f"def made_{name}(floor):\n{inner}\n\n\nlimit_of_{name} = made_{name}({constant})"
    else:
        made = f"def made_{name}():\n{inner}\n\n\nlimit_of_{name} = made_{name}()"
    desk.helpers.append(made)
    desk.knobs.append((feature, Knob(f"limit_of_{name}()")))


def _injected(desk: Desk, feature: str, name: str) -> None:
    """A decorator that hands the scanner its number."""
    desk.head.append(f"{name.upper()} = {desk.value()}")
    desk.helpers.append(
        f"def with_{name}(scan):\n    def tuned(df, **given):\n"
        f"        return scan(df, {name}={name.upper()}, **given)\n\n    return tuned"
    )
    desk.knobs.append((feature, Knob(name, argument=f"{name}=None", decorator=f"@with_{name}")))


def _record(desk: Desk, feature: str, name: str) -> None:
    """A dataclass with a default, of which the module makes one object, or one with a value of its own."""
    desk.helpers.append(
        f"@dataclass{desk.rng.choice(['', '(frozen=True)', '()'])}\nclass Record_{name}:\n"
        f"    {name}: float = {desk.value()}\n\n\n"
        f"RECORD_{name} = Record_{name}({desk.rng.choice(['', f'{name}={desk.value()}'])})"
    )
    desk.knobs.append((feature, Knob(f"RECORD_{name}.{name}")))


def _inherited(desk: Desk, feature: str, name: str) -> None:
    """An attribute that a method of the base reads, of the class itself or of one that derives from it."""
    own = f"    {name} = {desk.value()}" if desk.rng.random() < 0.5 else "    pass"
    desk.helpers.append(
        f"class Base_{name}:\n    {name} = {desk.value()}\n\n    def limit(self):\n"
        f"        return self.{name}\n\n\nclass Own_{name}(Base_{name}):\n{own}"
    )
    made = desk.rng.choice(["Base", "Own"])
    spelled = desk.rng.choice([f"{made}_{name}().{name}", f"{made}_{name}.{name}"])
    desk.knobs.append((feature, Knob(spelled)))


def _returned(desk: Desk, feature: str, name: str) -> None:
    """A dict that a function hands back, itself or as a copy."""
    desk.items[name] = desk.value()
    given = desk.rng.choice(["P", "dict(P)", "P.copy()"])
    desk.helpers.append(f"def settings_of_{name}():\n    return {given}")
    lines = (f"got_{name} = settings_of_{name}()",)
    desk.knobs.append((feature, Knob(f'got_{name}["{name}"]', lines)))


def _layered(desk: Desk, feature: str, name: str) -> None:
    """Settings in front of others, of which the first that has a key counts."""
    desk.items[name] = desk.value()
    own = desk.rng.choice([name, "unheard_of"])
    desk.head.append(f'LAYERS_{name} = ChainMap({{"{own}": {desk.value()}}}, P)')
    desk.knobs.append((feature, Knob(f'LAYERS_{name}["{name}"]')))


def _by_text(desk: Desk, feature: str, name: str) -> None:
    desk.head.append(f"{name.upper()} = {desk.value()}")
    desk.knobs.append((feature, Knob(f'globals()["{name.upper()}"]')))


def _kept(desk: Desk, feature: str, name: str) -> None:
    """A number that is put into a cache on its first use."""
    desk.head.append(f"{name.upper()} = {desk.value()}\nkept_for_{name} = {{}}")
    desk.helpers.append(
        f'def cached_{name}():\n    if "limit" not in kept_for_{name}:\n'
        f'        kept_for_{name}["limit"] = {name.upper()}\n    return kept_for_{name}["limit"]'
    )
    desk.knobs.append((feature, Knob(f"cached_{name}()")))


def _deep(desk: Desk, feature: str, name: str) -> None:
    """A number that goes through several functions as an argument."""
    desk.head.append(f"{name.upper()} = {desk.value()}")
    desk.helpers.append(f"def second_{name}(limit):\n    return limit")
    desk.helpers.append(f"def first_{name}(limit, *rest):\n    return second_{name}(limit=limit)")
    desk.knobs.append((feature, Knob(f"first_{name}({name.upper()}, 1)")))


def _annotated(desk: Desk, feature: str, name: str) -> None:
    """A constant with a type, or named inside of another statement, or where an import fails."""
    constant, value = name.upper(), desk.value()
    desk.head.append(
        desk.rng.choice(
            [
                f"{constant}: Final[float] = {value}",
                f"{constant}: float = {value}",
                f"print(end=str({constant} := {value})[:0])",
                f"try:\n    from no_such_desk import {constant}\n"
                f"except ImportError:\n    {constant} = {value}",
            ]
        )
    )
    desk.knobs.append((feature, Knob(constant)))


def _member(desk: Desk, feature: str, name: str) -> None:
    """A member of an enum, or a field of a named tuple of which the module makes one."""
    if desk.rng.random() < 0.5:
        desk.helpers.append(f"class Level_{name}(float, Enum):\n    {name} = {desk.value()}")
        desk.knobs.append((feature, Knob(f"Level_{name}.{name}.value")))
    else:
        desk.helpers.append(
            f"class Row_{name}(NamedTuple):\n    {name}: float = {desk.value()}\n\n\n"
            f"ROW_{name} = Row_{name}()"
        )
        desk.knobs.append((feature, Knob(f"ROW_{name}.{name}")))


def _late(desk: Desk, feature: str, name: str) -> None:
    """An item that its dict gets once it is there."""
    made = desk.rng.choice(['["{}"] = {}', '.update({{"{}": {}}})', ".update({}={})"])
    desk.head.append(f"LATE_{name} = {{}}\nLATE_{name}{made.format(name, desk.value())}")
    desk.knobs.append((feature, Knob(f'LATE_{name}["{name}"]')))


def _local(desk: Desk, feature: str, name: str) -> None:
    """A constant that a scanner takes before it reads it: as it is, on some condition, in a def within."""
    constant = name.upper()
    desk.head.append(f"{constant} = {desk.value()}")
    before, expression = desk.rng.choice(
        [
            ((f"cut_{name} = {constant}", f"cut_{name} *= 1.02"), f"cut_{name}"),
            ((f"cut_{name} = 0.9 if df.empty else {constant}",), f"cut_{name}"),
            ((f"cuts_{name} = {{'low': {constant}, 'high': 0.9}}",), f"cuts_{name}['low']"),
            ((f"cut_{name} = lambda: {constant}",), f"cut_{name}()"),
            ((f"def cut_{name}():", f"    return {constant}"), f"cut_{name}()"),
            ((f"cut_{name}, _ = {constant}, 1",), f"cut_{name}"),
            ((), f"max([{constant} for _ in range(2)])"),
            ((), f"(cut_{name} := {constant})"),
        ]
    )
    desk.knobs.append((feature, Knob(expression, before)))


def _bound(desk: Desk, feature: str, name: str) -> None:
    """A function that the module binds to one of its arguments."""
    desk.head.append(f"{name.upper()} = {desk.value()}")
    desk.helpers.append(
        f"def given_{name}(limit):\n    return limit\n\n\n"
        f"bound_{name} = partial(given_{name}, {name.upper()})"
    )
    desk.knobs.append((feature, Knob(f"bound_{name}()")))


def _containers(desk: Desk, state: bool) -> list[str]:
    lines = [
        "import argparse\nimport copy\nfrom collections import ChainMap\n"
        "from dataclasses import dataclass\nfrom enum import Enum\nfrom functools import partial\n"
        "from types import SimpleNamespace\nfrom typing import Final, NamedTuple"
    ]
    if desk.options:
        options = "\n".join(desk.options)
        parsed = desk.rng.choice(
            ["options = parser.parse_args([])", "options, _ = parser.parse_known_args([])"]
        )
        lines.append(f"parser = argparse.ArgumentParser()\n{options}\n{parsed}")
    if desk.items:
        entries = "".join(f'    "{name}": {value},  # 🔧\n' for name, value in desk.items.items())
        lines.append(f"P = {{\n{entries}}}")
    if state:
        lines.append(STATE)
    if desk.head:
        lines.append("\n".join(desk.head))
    if desk.attributes:
        body = "".join(f"    {name} = {value}\n" for name, value in desk.attributes.items())
        lines.append(f"class Knobs:\n{body}")
        lines.append("class MoreKnobs(Knobs):\n    desk = 'second'")
    return lines


def _scanner(desk: Desk, name: str, state: bool) -> str:
    chosen = desk.rng.sample(desk.knobs, min(len(desk.knobs), desk.rng.randint(1, 3)))
    before = list(dict.fromkeys(line for _, knob in chosen for line in knob.before))
    conditions = [f'(df["{feature}"] > {knob.expression})' for feature, knob in chosen]
    if state:
        lines, condition = desk.rng.choice(DEALINGS)
        before.extend(lines)
        conditions.extend([condition] if condition else [])
    arguments = ", ".join(["df", *(knob.argument for _, knob in chosen if knob.argument)])
    conditions.append('(df["volume"] > 100_000)')
    body = [*before, f"return df[{' & '.join(conditions)}]"]
    above = "".join(f"{knob.decorator}\n" for _, knob in chosen if knob.decorator)
    return f"{above}def scan_{name}({arguments}):\n" + "\n".join(f"    {line}" for line in body)


STYLES = (
    _constant,
    _item,
    _attribute,
    _helper,
    _chain,
    _default,
    _alias,
    _rebound,
    _overridden,
    _namespace,
    _union,
    _updated,
    _above,
    _named,
    _option,
    _nested,
    _early,
    _pair,
    _keywords,
    _handed_down,
    _factory,
    _injected,
    _record,
    _inherited,
    _returned,
    _layered,
    _by_text,
    _kept,
    _deep,
    _annotated,
    _member,
    _late,
    _local,
    _bound,
)
