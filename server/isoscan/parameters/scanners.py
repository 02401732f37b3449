"""Scanners put together: the extraction layers, and a scanner's record.

Layers are merged within one scanner only. What two scanners share is told by `Parameter.read_by`, which
names all scanners that read the same definition.
"""

from __future__ import annotations

from collections.abc import Callable
from traceback import format_exc

from isoscan.model.outlines import is_in_function
from isoscan.parameters.class_attrs import class_attrs
from isoscan.parameters.default_args import default_args
from isoscan.parameters.dict_keys import dict_keys
from isoscan.parameters.draft import Draft, Workshop
from isoscan.parameters.literals import call_arguments, inline_thresholds
from isoscan.parameters.local_constants import local_constants
from isoscan.parameters.module_constants import module_constants
from isoscan.parameters.reading import ScannerReadings
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


def drafts_of(workshop: Workshop, scanner: ScannerReadings) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """A scanner's parameters, unnamed yet, and the problems met.

    A layer that fails is left out and reported: a sentence, then a traceback.
    """
    found: dict[tuple[Span, str], Draft] = {}
    problems: list[str] = []
    for layer in LAYERS:
        try:
            drafts = layer(workshop, scanner)
        except Exception:  # one layer's fault must not take the other layers, or other scanners, with it
            problems.append(_problem(layer, scanner))
            continue
        for draft in drafts:
            if not _is_set_elsewhere(workshop, scanner, draft):
                found.setdefault(_claimed(draft, found), draft)
    return tuple(found.values()), tuple(problems)


def _claimed(draft: Draft, found: dict[tuple[Span, str], Draft]) -> tuple[Span, str]:
    """What a draft takes: the place of its value; of `FAST = SLOW = 20` each name takes it for itself."""
    first = found.get((draft.value_span, ""))
    if first is None or first.binding is None or draft.binding is None:
        return draft.value_span, ""
    if first.binding.how != "name" or draft.binding.how != "name" or first.origin != draft.origin:
        return draft.value_span, ""
    return draft.value_span, draft.name if draft.name != first.name else ""


def _is_set_elsewhere(workshop: Workshop, scanner: ScannerReadings, draft: Draft) -> bool:
    """Whether a value is what other functions give a setting when called: state, not its own value."""
    binding = draft.binding
    if binding is None or not binding.conditional or binding.ref in scanner.slice.statements:
        return False
    part = workshop.module.parts[binding.ref.part]
    if not is_in_function(part, part.facts.statements[binding.ref.statement].scope):
        return False
    return any(
        other.place == binding.place and not other.conditional
        for reading in draft.readings
        for other in reading.resolved.bindings
    )


def _problem(layer: Layer, scanner: ScannerReadings) -> str:
    name = getattr(layer, "__name__", "a layer").replace("_", " ")
    return f"reading the {name} of scanner `{scanner.boundary.namespace}` failed\n{format_exc()}"


def dependencies_of(workshop: Workshop, scanner: ScannerReadings) -> tuple[str, ...]:
    """The modules a scanner imports from, the helpers and other scanners it uses, sorted."""
    sliced = scanner.slice
    helpers = {helper for helper in sliced.helpers if workshop.statement_of_unit(helper) not in sliced.own}
    modules = {name.partition(".")[0] or name for name in sliced.modules}
    return tuple(sorted({*helpers, *modules, *sliced.scanners, *_writers_for(workshop, scanner)}))


def _writers_for(workshop: Workshop, scanner: ScannerReadings) -> set[str]:
    """The functions elsewhere that write the columns a mask reads and does not get in its own function."""
    if scanner.boundary.kind != "mask" or scanner.container is None:
        return set()
    own = scanner.container.ref.part
    by_statement = workshop.module.parts[own].by_statement.items
    written: set[str] = set()
    read: set[str] = set()
    for ref in scanner.slice.statements:
        for item in by_statement[ref.statement] if ref.part == own else ():
            if isinstance(item.key, str) and not item.pattern:
                if item.access in ("write", "update"):
                    written.add(item.key)
                elif item.access == "read":
                    read.add(item.key)
    writers = (each for key in read - written for each in workshop.contents.writers_of(key))
    return {name for part, name in writers if part != own}
