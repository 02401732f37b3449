"""Names for parameters that become one scanner's own: `GAP_UP_ATR_MULT`."""

from __future__ import annotations

from collections.abc import Iterable

from isoscan.rules.context import RuleContext

_PREFIXES = ("scan_", "check_", "find_", "is_", "screen_", "detect_", "strategy_")


def own_names(context: RuleContext, scanners: Iterable[str], name: str) -> dict[str, str]:
    """A new name for each scanner (by namespace), in the style of the old one."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for namespace in scanners:
        short = namespace.rpartition(".")[2]
        stem = (
            next((short[len(prefix) :] for prefix in _PREFIXES if short.startswith(prefix)), short) or short
        )
        if not stem.isidentifier():  # a number stood behind the prefix
            stem = f"scan_{stem}"
        head = "_" if name.startswith("_") else ""
        candidate = f"{head}{stem.upper() if name.isupper() else stem.lower()}_{name.lstrip('_')}"
        while candidate in taken or context.mentions.has_word(candidate):
            candidate += "_OWN" if name.isupper() else "_own"
        taken.add(candidate)
        names[namespace] = candidate
    return names
