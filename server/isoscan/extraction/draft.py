"""What is known about an extraction before it is rendered: the context of one text, and the draft."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from isoscan.analysis import Analysis
from isoscan.boundaries.boundary import Boundary
from isoscan.extraction.assembly import Sections
from isoscan.extraction.closure import Closure
from isoscan.extraction.columns import Columns
from isoscan.extraction.definitions import Definitions
from isoscan.extraction.imports import absolute_imports, relative_imports, star_imports
from isoscan.extraction.layout import Layout
from isoscan.extraction.lifting import ParameterField
from isoscan.extraction.runner import Runner
from isoscan.extraction.secrets import Secrets, find_secrets
from isoscan.extraction.text import Replacement
from isoscan.model.module import StatementRef, Unit
from isoscan.parameters.parameter import Scanner
from isoscan.source.spans import Span

GENERATED = "extracted by isoscan."
"""What the docstring of every generated module says."""
BUILTINS = frozenset(dir(builtins)) | {
    "__file__",
    "__name__",
    "__doc__",
    "__builtins__",
    "__spec__",
    "__package__",
    "__path__",
}


@dataclass(frozen=True, slots=True)
class Context:
    """One analysed text, with what extraction needs of it; `lifts`: parameters become fields of `Params`."""

    analysis: Analysis
    layout: Layout
    definitions: Definitions
    columns: Columns
    secrets: Secrets
    lifts: bool
    absolute: tuple[Replacement, ...] = ()
    """What is put in the place of relative imports' beginnings."""
    marks: bool = False
    """Whether a comment says which def is the scanner, for modules in which it would not be found."""

    @classmethod
    def of(cls, analysis: Analysis, *, lifts: bool, package: str | None = None) -> Context:
        """The context of an analysis; `package` is the source's, None if it is not known."""
        layout = Layout.of(analysis.module)
        return cls(
            analysis,
            layout,
            Definitions(layout),
            Columns(layout),
            find_secrets(layout),
            lifts,
            tuple(absolute_imports(layout, package)),
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """An extraction before rendering.

    `name` is the generated function's or class's name; `scanner_code` is code that is not the user's
    statements in their place (a mask's functions); `slice_texts` are what the checksum is taken of, in
    file order; `code_comments` lists parameters that stay in the code.
    """

    scanner: Scanner
    name: str
    closure: Closure
    sections: Sections = field(repr=False)
    fields: tuple[ParameterField, ...]
    has_params: bool
    """Whether `Params` is written, fields or not."""
    binds_params: bool
    """Whether `PARAMS = Params()` is needed."""
    scanner_code: str
    needs: frozenset[str]
    """Modules that generated code needs: `dataclass`, `field`, `pandas`, `os`."""
    slice_texts: tuple[str, ...]
    in_code: tuple[str, ...]
    runner: Runner
    remarks: tuple[str, ...]
    columns: frozenset[str]
    """The columns of bars that are read by name."""
    moved: tuple[StatementRef, ...] = ()
    """Statements that stand in generated functions."""
    further_inputs: tuple[str, ...] = ()
    """The names that a mask's function takes by keyword."""
    shared_names: tuple[str, ...] = ()
    """Names that come from the package's `_shared` module."""
    shared_texts: tuple[str, ...] = ()
    """Those of `slice_texts` that stand there."""


def mark(name: str, indentation: str = "") -> str:
    """The comment line by which a def, or an entry of a table, is known as a scanner."""
    return f"{indentation}# isoscan: scanner {name}\n"


def unit_of(layout: Layout, boundary: Boundary) -> Unit | None:
    """The def or class that a boundary is about: for a mask, a def of its own name around it."""
    units = layout.module.units
    exact = [unit for unit in units if unit.name_span == boundary.name_span]
    near = [
        unit
        for unit in units
        if unit.name == boundary.name and unit.span.line <= boundary.definition_line <= unit.header.end_line
    ]
    around = [
        unit
        for unit in units
        if boundary.kind == "mask" and unit.qualified_name == boundary.container == boundary.name
    ]
    return next(iter(exact or near or around), None)


def other_scanners(context: Context, boundary: Boundary) -> dict[StatementRef, str]:
    """The other scanners' defs and classes, with their namespaces."""
    others = {}
    for scanner in context.analysis.scanners:
        other = scanner.boundary
        if other.namespace == boundary.namespace or other.kind not in ("function", "class", "method"):
            continue
        unit = unit_of(context.layout, other)
        if unit is not None:
            others[unit.ref] = other.namespace
    return others


def is_kept(context: Context, closure: Closure, span: Span) -> bool:
    """Whether the text of a span (file lines) stays in what a closure keeps."""
    layout = context.layout
    for piece, indices in closure.kept.items():
        whole = layout.span(piece)
        if not (whole.start <= span.start and span.end <= whole.end):
            continue
        innermost = max(
            (
                index
                for index in layout.nested(piece)
                if layout.span(StatementRef(piece.part, index)).start <= span.start
                and span.end <= layout.span(StatementRef(piece.part, index)).end
            ),
            default=piece.statement,
        )
        if innermost not in indices:
            return False
        if piece in closure.knobs:
            knobs, keys = closure.knobs[piece]
            part = layout.module.parts[piece.part]
            entries = [part.span(entry) for entry in knobs.spans]
            inside = [
                n for n, entry in enumerate(entries) if entry.start <= span.start and span.end <= entry.end
            ]
            return not inside or inside[0] in knobs.needed(keys)
        return True
    return False


def columns_read(context: Context, closure: Closure) -> frozenset[str]:
    """The string keys that kept code reads by subscript: columns of bars are among them."""
    return frozenset(
        item.key
        for piece, indices in closure.kept.items()
        for index in indices
        for item in context.layout.module.parts[piece.part].by_statement.items[index]
        if isinstance(item.key, str) and item.access == "read" and item.home != 0
    )


def identifier(name: str) -> str:
    """A name as a Python identifier."""
    text = re.sub(r"\W", "_", name)
    return f"_{text}" if not text or text[0].isdigit() else text


def quoted(text: str) -> str:
    """A string literal in double quotes."""
    import json

    return json.dumps(text, ensure_ascii=False)


def undefined_names(closure: Closure) -> frozenset[str]:
    """The names a closure reads that nothing in the file and no builtin gives."""
    return closure.unknown - BUILTINS


def common_remarks(context: Context, closure: Closure, regions: Iterable[Span]) -> list[str]:
    """Remarks that any kind of scanner may call for."""
    layout = context.layout
    remarks = []
    unknown = sorted(undefined_names(closure))
    stars = sorted({star.module for star in star_imports(layout)})
    if unknown and stars:
        listed = ", ".join(f"`from {module} import *`" for module in stars)
        remarks.append(f"{listed} stays: {_names(unknown)} may come from it")
    elif unknown:
        remarks.append(f"nothing in the source defines {_names(unknown)}")
    relative = relative_imports(
        layout, ((piece, index) for piece, indices in closure.kept.items() for index in sorted(indices))
    )
    rewritten = {replacement.span.line for replacement in context.absolute}
    staying = [line for ref in relative if (line := layout.span(ref).line) not in rewritten]
    if staying:
        lines = ", ".join(str(line + 1) for line in staying)
        remarks.append(f"the relative import of line {lines} stays: keep this file in the source's package")
    if len(staying) < len(relative):
        lines = ", ".join(
            str(layout.span(ref).line + 1) for ref in relative if layout.span(ref).line in rewritten
        )
        remarks.append(f"the relative import of line {lines} became absolute: run this where that is found")
    for function in sorted(set(closure.set_by.values())):
        names = _names(name for name, setter in closure.set_by.items() if setter == function)
        remarks.append(f"{names} is set by `{function}`, which came along: call that first")
    by_name = sorted(_looked_up_by_name(context, closure))
    if by_name:
        remarks.append(f"it uses {_names(by_name)}: what is looked up by a string is not followed")
    if closure.scanners:
        remarks.append(f"it calls {_names(closure.scanners)}, which came along")
    spans = list(regions)
    variables = sorted(
        {
            variable
            for line, variable in context.secrets.variables
            if any(span.line <= line <= span.end_line for span in spans)
        }
    )
    if variables:
        remarks.append(f"set {_names(variables)} in the environment: the key in the source was not copied")
    return remarks


def _looked_up_by_name(context: Context, closure: Closure) -> set[str]:
    """Calls in the kept code that find things by a string."""
    return {
        call.callee
        for piece, indices in closure.kept.items()
        for index in indices
        for call in context.layout.module.parts[piece.part].by_statement.calls[index]
        if call.callee in ("globals", "locals", "vars", "eval", "exec", "__import__")
    }


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
