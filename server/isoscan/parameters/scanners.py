"""Scanners with their parameters, dependencies and readings: the layers put together.

Layers are merged within one scanner only. What two scanners share is told by `Parameter.read_by`, which
names all scanners that read the same definition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from isoscan.boundaries.boundary import Boundary
from isoscan.config import Config
from isoscan.model.index import Column
from isoscan.model.module import Module
from isoscan.parameters.class_attrs import class_attrs
from isoscan.parameters.default_args import default_args
from isoscan.parameters.dict_keys import dict_keys
from isoscan.parameters.draft import Draft, Workshop
from isoscan.parameters.literals import call_arguments, inline_thresholds
from isoscan.parameters.local_constants import local_constants
from isoscan.parameters.module_constants import module_constants
from isoscan.parameters.namespaces import name_parameters
from isoscan.parameters.parameter import Parameter, Scanner, SharedGlobal
from isoscan.parameters.reading import ScannerReadings, read_scanners
from isoscan.parameters.resolve import Resolver
from isoscan.parameters.shared_globals import find_shared_globals, marked_lines
from isoscan.parameters.table_entries import table_entries
from isoscan.source.spans import Span

Layer = Callable[[Workshop, ScannerReadings], list[Draft]]

# The first layer to claim a place keeps it.
LAYERS: tuple[Layer, ...] = (
    module_constants,
    dict_keys,
    class_attrs,
    default_args,
    local_constants,
    inline_thresholds,
    call_arguments,
    table_entries,
)


class Description(NamedTuple):
    """All that is known of a module's scanners.

    `readings`, `drafts` and `scanners` stand in the same order; `drafts` are unnamed parameters with the
    bindings that they come from. `problems` are what went wrong in a layer, with its traceback.
    """

    scanners: tuple[Scanner, ...]
    shared_globals: tuple[SharedGlobal, ...]
    readings: tuple[ScannerReadings, ...]
    drafts: tuple[tuple[Draft, ...], ...]
    workshop: Workshop
    problems: tuple[str, ...] = ()


def describe_scanners(module: Module, boundaries: Sequence[Boundary], config: Config) -> Description:
    """The scanners at `boundaries` with their parameters, readings and slices.

    A layer that fails is left out for that scanner and reported in `problems`.
    """
    resolver = Resolver(module)
    marked = marked_lines(module)
    shared = find_shared_globals(module, resolver.bindings, config, marked)
    workshop = Workshop(resolver, frozenset(shared), config.shared_globals, marked)
    readings = read_scanners(resolver, tuple(boundaries))
    problems: list[str] = []
    drafts = tuple(_drafts(workshop, scanner, problems) for scanner in readings)
    readers = _readers(readings, drafts)
    writers = _column_writers(module)
    scanners = tuple(
        Scanner(
            boundary=scanner.boundary,
            parameters=tuple(
                _with_readers(parameter, readers)
                for parameter in name_parameters(workshop, scanner.boundary, list(found))
            ),
            dependencies=_dependencies(module, scanner, writers),
        )
        for scanner, found in zip(readings, drafts, strict=True)
    )
    return Description(scanners, tuple(shared.values()), readings, drafts, workshop, tuple(problems))


def _drafts(workshop: Workshop, scanner: ScannerReadings, problems: list[str]) -> tuple[Draft, ...]:
    found: dict[Span, Draft] = {}
    for layer in LAYERS:
        try:
            drafts = layer(workshop, scanner)
        except Exception:  # one layer's fault must not take the other layers, or other scanners, with it
            problems.append(_problem(layer, scanner))
            continue
        for draft in drafts:
            found.setdefault(draft.value_span, draft)
    return tuple(found.values())


def _problem(layer: Layer, scanner: ScannerReadings) -> str:
    from traceback import format_exc

    name = getattr(layer, "__name__", "a layer").replace("_", " ")
    return f"reading the {name} of scanner `{scanner.boundary.namespace}` failed\n{format_exc()}"


def _readers(
    readings: Sequence[ScannerReadings], drafts: Sequence[tuple[Draft, ...]]
) -> dict[Span, tuple[str, ...]]:
    """For each definition that scanners read, their namespaces in file order."""
    readers: dict[Span, dict[str, None]] = {}
    for scanner, found in zip(readings, drafts, strict=True):
        for draft in found:
            if draft.binding is not None and not draft.assumed:
                readers.setdefault(draft.value_span, {}).setdefault(scanner.boundary.namespace)
    return {span: tuple(namespaces) for span, namespaces in readers.items()}


def _with_readers(parameter: Parameter, readers: dict[Span, tuple[str, ...]]) -> Parameter:
    namespaces = readers.get(parameter.value_span, ())
    return parameter._replace(read_by=namespaces) if len(namespaces) > 1 else parameter


# For each column the parts that write it, with the function that does.
Writers = dict[Column, dict[tuple[int, str], None]]


def _dependencies(module: Module, scanner: ScannerReadings, writers: Writers) -> tuple[str, ...]:
    """The modules a scanner imports from, the helpers and other scanners it uses, sorted."""
    own = scanner.slice.own
    helpers = {
        helper
        for helper in scanner.slice.helpers
        if (unit := module.unit_named(helper)) is None or unit.ref not in own
    }
    modules = {name.partition(".")[0] or name for name in scanner.slice.modules}
    return tuple(
        sorted({*helpers, *modules, *scanner.slice.scanners, *_writers_for(module, scanner, writers)})
    )


def _column_writers(module: Module) -> Writers:
    writers: Writers = {}
    for part in module.parts:
        for item in part.facts.items:
            if item.access == "write" and item.scope > 0:
                unit = module.enclosing_unit(part.index, item.scope)
                if unit is not None:
                    writers.setdefault(item.key, {}).setdefault((part.index, unit.qualified_name))
    return writers


def _writers_for(module: Module, scanner: ScannerReadings, writers: Writers) -> set[str]:
    """The functions elsewhere that write the columns a mask reads and does not get in its own function."""
    if scanner.boundary.kind != "mask" or scanner.container is None:
        return set()
    statements = scanner.slice.statements
    items = [
        item
        for ref in statements
        if ref.part == scanner.container.ref.part
        for item in module.parts[ref.part].by_statement.items[ref.statement]
        if isinstance(item.key, str) and not item.pattern
    ]
    written = {item.key for item in items if item.access in ("write", "update")}
    wanted = {item.key for item in items if item.access == "read"} - written
    own = scanner.container.ref.part
    return {name for key in wanted for part, name in writers.get(key, ()) if part != own}
