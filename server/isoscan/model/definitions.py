"""Which statements give a module-level name its value, as a reader at some moment sees it.

A function reads module names when it is called, so it sees the last value (`in_force`); module-level
code sees what stands above it (`in_force_at`). A binding under `if`, `try`, `for` or `with` may or may not
run, so it hides nothing above it. Method: reaching definitions (Aho, Sethi, Ullman, "Compilers", 10.5),
reduced to one straight line of top-level statements.
"""

from __future__ import annotations

from isoscan.model.module import Module, NameSite, StatementRef


def in_force(module: Module, name: str) -> tuple[NameSite, ...]:
    """The bindings of a module-level name that a call after import may see, in file order."""
    return _reaching(module.bindings.get(name, ()))


def in_force_at(module: Module, name: str, ref: StatementRef) -> tuple[NameSite, ...]:
    """The bindings that a module-level statement may see: those above it (all, if none is)."""
    sites = module.bindings.get(name, ())
    above = tuple([site for site in sites if (site.part, site.use.statement) < ref])
    return _reaching(above or sites)


def replaced_after(module: Module, name: str, ref: StatementRef) -> StatementRef | None:
    """The first statement below one that surely gives a module-level name another value."""
    for site in module.bindings.get(name, ()):
        place = StatementRef(site.part, site.use.statement)
        if place > ref and site.certain and site.use.access == "bind":
            return place
    return None


def _reaching(sites: tuple[NameSite, ...]) -> tuple[NameSite, ...]:
    start = 0
    for index, site in enumerate(sites):
        if site.certain and site.use.access == "bind":
            start = index
    return tuple([site for site in sites[start:] if site.use.access == "bind"])
