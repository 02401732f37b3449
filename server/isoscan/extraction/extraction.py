"""Extraction: one scanner of an analysed text as a module of its own, checked before it is given out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from isoscan import __version__
from isoscan.analysis import Analysis
from isoscan.config import Config
from isoscan.extraction.assembly import Piece, checksum, imports_text, joined
from isoscan.extraction.digest import code_digest
from isoscan.extraction.draft import Context, Draft, identifier, quoted
from isoscan.extraction.drafting import draft_scanner
from isoscan.extraction.invariants import find_violation
from isoscan.extraction.rendering import TemplateProblemError, render, render_test
from isoscan.extraction.text import tokens_of

_BLANK_RUN = re.compile(r"\n{4,}")


@dataclass(frozen=True, slots=True)
class Extraction:
    """A generated module, or one sentence on why there is none.

    `file_name` is a proposal, without a folder; `text` is "" when there is a `problem`; `remarks` are
    sentences about what the reader should know, also written into the module's docstring.
    """

    file_name: str
    text: str = field(repr=False)
    problem: str
    remarks: tuple[str, ...]
    test_file_name: str = ""
    """The file of tests that goes with it (`enterprise` only), to be put beside it; "" without one."""
    test_text: str = field(default="", repr=False)


def extract(
    analysis: Analysis,
    namespace: str,
    source_path: str,
    config: Config,
    template: str,
    package: str | None = None,
) -> Extraction:
    """Extract the scanner with this namespace.

    `source_path` is written into the header as given (with forward slashes); `template` is `minimal`,
    `standard`, `enterprise` or the path of a `.jinja` file (which is read). Never raises for what the text
    holds. `package` is the dotted package that the source is a module of, "" if it is in none: relative
    imports are made absolute with it; without it they stay.
    """
    scanner = next((each for each in analysis.scanners if each.boundary.namespace == namespace), None)
    if scanner is None:
        known = ", ".join(each.boundary.namespace for each in analysis.scanners) or "none was found"
        return Extraction("", "", f"there is no scanner `{namespace}` (known: {known})", ())
    file_name = f"{identifier(namespace)}.py"
    context = Context.of(analysis, lifts=lifts_parameters(template), package=package)
    draft = draft_scanner(context, scanner)
    if isinstance(draft, str):
        return Extraction(file_name, "", draft, ())
    if template == "enterprise" and draft.runner.is_runnable:
        draft = replace(draft, needs=draft.needs | {"dataclass"})
    file_name = _file_name(context, draft, file_name)
    try:
        text = _signed(context, draft, source_path, template)
        again = _signed(context, draft, source_path, template)
    except TemplateProblemError as problem:
        return Extraction(file_name, "", str(problem), ())
    if text != again:
        return Extraction(file_name, "", "generating it twice gives different texts", ())
    violation = find_violation(context, draft, text, source_path)
    if violation:
        return Extraction(file_name, "", violation, ())
    complete = Extraction(file_name, _with_line_ends(text, analysis), "", draft.remarks)
    if template != "enterprise":
        return complete
    test = render_test(_test_variables(context, draft, source_path, file_name))
    return replace(
        complete, test_file_name=f"test_{file_name}", test_text=_with_line_ends(_tidied(test), analysis)
    )


def lifts_parameters(template: str) -> bool:
    """Whether a template has the parameters as fields of `Params`: all but `minimal` and its variants."""
    return not PurePath(template).name.startswith("minimal")


def _test_variables(context: Context, draft: Draft, source_path: str, file_name: str) -> dict[str, object]:
    runner = draft.runner
    arguments = [*(("--start", "2024-01-01") if runner.requires("start") else ())]
    arguments += [*(("--end", "2024-12-31") if runner.requires("end") else ())]
    for name in runner.options:
        arguments += [f"--{name.replace('_', '-')}", "1"]
    return {
        **_variables(context, draft, source_path),
        "file_name": file_name,
        "module_name": file_name.removesuffix(".py"),
        "quoted_name": quoted(draft.name),
        "columns": "[" + ", ".join(quoted(column) for column in sorted(draft.columns)) + "]",
        "required_arguments": "".join(f", {quoted(argument)}" for argument in arguments),
    }


def _file_name(context: Context, draft: Draft, proposed: str) -> str:
    """A file name under which no import of the module finds the module itself."""
    modules = {
        each.module.split(".")[0]
        for piece in draft.closure.kept
        for each in context.layout.module.parts[piece.part].facts.imports
        if not each.level
    }
    stem = proposed.removesuffix(".py")
    return f"{stem}_scanner.py" if stem in modules | {"pandas", "dataclasses", "os"} else proposed


def _with_line_ends(text: str, analysis: Analysis) -> str:
    """The text with the line ends of the source."""
    first = re.search(r"\r\n|\r|\n", analysis.module.text)
    return text if first is None or first[0] == "\n" else text.replace("\n", first[0])


def _signed(context: Context, draft: Draft, source_path: str, template: str) -> str:
    """The module's text, with the checksum of its own code in the docstring."""
    variables = _variables(context, draft, source_path)
    unsigned = _tidied(render(template, variables))
    signature = f"Template: {PurePath(template).as_posix()}\nSHA-256 of the code: {code_digest(unsigned)}\n"
    docstring = str(variables["docstring"])
    tool = f"Tool: isoscan {__version__}\n"
    return _tidied(render(template, {**variables, "docstring": docstring.replace(tool, tool + signature, 1)}))


def _tidied(text: str) -> str:
    return _without_blank_runs(text).rstrip("\n") + "\n"


def _without_blank_runs(text: str) -> str:
    """The text with at most two blank lines in a row, those in strings left alone."""
    inside = {
        line
        for token in tokens_of(text)
        if token.kind != "comment"
        for line in range(token.span.line, token.span.end_line)
    }
    kept: list[str] = []
    blank = 0
    for number, line in enumerate(text.split("\n")):
        if number in inside:
            blank = 0
            kept.append(line)
            continue
        blank = blank + 1 if not line.strip() else 0
        if blank <= 2:
            kept.append(line if line.strip() else "")
    return "\n".join(kept)


def _variables(context: Context, draft: Draft, source_path: str) -> dict[str, object]:
    boundary = draft.scanner.boundary
    path = source_path.replace("\\", "/")
    digest = checksum(draft.slice_texts)
    bound = _bound_names(context, draft)
    return {
        "name": draft.name,
        "scanner_name": quoted(boundary.name),
        "namespace": boundary.namespace,
        "kind": boundary.kind,
        "source_path": path,
        "start_line": boundary.start_line + 1,
        "end_line": boundary.end_line + 1,
        "sha256": digest,
        "version": __version__,
        "remarks": list(draft.remarks),
        "docstring": _docstring(draft, path, digest),
        "future_imports": imports_text(draft.sections.future),
        "imports": _imports(context, draft),
        "fields": [
            {
                "name": each.name,
                "annotation": each.annotation,
                "default": f"field(default_factory=lambda: {each.default})"
                if each.is_factory
                else each.default,
                "origin": each.origin,
                "value": each.default,
            }
            for each in draft.fields
        ],
        "has_params": draft.has_params,
        "binds_params": draft.binds_params,
        "parameters": _parameters(draft),
        "code": joined(draft.sections.code),
        "scanner_code": draft.scanner_code,
        "runner": draft.runner,
        "main": "run_scanner" if "main" in bound else "main",
        "names": {
            role: _free(name, bound | {draft.name})
            for role, name in (
                ("hit", "ScanHit"),
                ("failure", "ScanFailure"),
                ("report", "ScanReport"),
                ("run", "scan_symbols"),
            )
        },
        "date_columns": _among(draft.columns, ("date", "datetime", "timestamp", "time", "day")),
        "symbol_columns": _among(draft.columns, ("symbol", "ticker", "sym")),
    }


def _bound_names(context: Context, draft: Draft) -> frozenset[str]:
    """The module-level names that the kept code binds."""
    return frozenset(
        use.name
        for piece, indices in draft.closure.kept.items()
        for index in indices
        for use in context.layout.module.parts[piece.part].by_statement.names[index]
        if use.access == "bind" and use.home == 0
    )


def _free(name: str, taken: frozenset[str]) -> str:
    """The name, with as many underscores after it as it takes to be nobody else's."""
    while name in taken:
        name += "_"
    return name


def _among(columns: frozenset[str], names: tuple[str, ...]) -> list[str]:
    return sorted(column for column in columns if column.lower() in names)


def _docstring(draft: Draft, path: str, digest: str) -> str:
    boundary = draft.scanner.boundary
    lines = [
        f"Scanner `{boundary.name}`, extracted by isoscan.",
        "",
        f"Source: {path}",
        f"Lines: {boundary.start_line + 1}-{boundary.end_line + 1}",
        f"SHA-256 of the slice: {digest}",
        f"Tool: isoscan {__version__}",
    ]
    if draft.remarks:
        lines += ["", "Remarks:", *(f"* {remark}" for remark in draft.remarks)]
    text = "\n".join(lines) + "\n"
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


_OWN_IMPORTS = {
    "os": ("os", "import os"),
    "pandas": ("pd", "import pandas as pd"),
}


def _imports(context: Context, draft: Draft) -> str:
    bound = _imported_names(context, draft.sections.imports, draft)
    lines = []
    if "os" in draft.needs and "os" not in bound:
        lines.append("import os")
    from_dataclasses = [name for name in ("dataclass", "field") if name in draft.needs and name not in bound]
    if from_dataclasses:
        lines.append(f"from dataclasses import {', '.join(from_dataclasses)}")
    own = "\n".join(lines)
    users = imports_text(draft.sections.imports)
    pandas = "import pandas as pd" if "pandas" in draft.needs and "pd" not in bound else ""
    third = "\n".join(text for text in (pandas, users) if text)
    return "\n\n".join(text for text in (own, third) if text)


def _imported_names(context: Context, pieces: tuple[Piece, ...], draft: Draft) -> frozenset[str]:
    return frozenset(name for piece in pieces for name in draft.closure.imported.get(piece.ref, frozenset()))


def _parameters(draft: Draft) -> str:
    blocks = []
    for piece in draft.sections.parameters:
        first, last = piece.region.line + 1, piece.region.end_line + 1
        lines = f"line {first}" if first == last else f"lines {first}-{last}"
        blocks.append(f"# from {lines}\n{piece.text.rstrip()}")
    if draft.in_code:
        listed = "\n".join(f"#   {each}" for each in draft.in_code)
        blocks.append(f"# Parameters in the code below:\n{listed}")
    return "\n".join(blocks)
