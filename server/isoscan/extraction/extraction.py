"""Extraction: one scanner of an analysed text as a module of its own, checked before it is given out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from isoscan import __version__
from isoscan.analysis import Analysis, analyse
from isoscan.config import Config
from isoscan.extraction.digest import signature
from isoscan.extraction.draft import Context, Draft, identifier, quoted
from isoscan.extraction.drafting import draft_scanner
from isoscan.extraction.invariants import find_violation
from isoscan.extraction.rendering import TemplateProblemError, render, render_test
from isoscan.extraction.variables import template_variables
from isoscan.source.literals import tokens_of

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
    context = Context.of(analysis, lifts=lifts_parameters(template), package=package)
    return extract_from(context, namespace, source_path, template)


def extract_from(context: Context, namespace: str, source_path: str, template: str) -> Extraction:
    """Extract one of several scanners of a context, as `extract` does."""
    draft = draft_of(context, namespace, template)
    if isinstance(draft, Extraction):
        return draft
    extraction = extraction_of(context, draft, source_path, template)
    if extraction.problem or _is_seen(extraction, draft):
        return extraction
    context = replace(context, marks=True)
    draft = draft_of(context, namespace, template)
    return draft if isinstance(draft, Extraction) else extraction_of(context, draft, source_path, template)


def _is_seen(extraction: Extraction, draft: Draft) -> bool:
    """Whether the scanner is found in its own file: editors fold it there, it can be extracted again."""
    boundary = draft.scanner.boundary
    wanted = {boundary.name} if boundary.kind == "method" else {draft.name, boundary.name}
    analysis = analyse(extraction.text, Config(), module_name=PurePath(extraction.file_name).stem)
    return any(each.boundary.name in wanted for each in analysis.scanners)


def draft_of(context: Context, namespace: str, template: str) -> Draft | Extraction:
    """Draft the extraction of a scanner for a template; gives the refusal where that cannot be done."""
    scanners = context.analysis.scanners
    scanner = next((each for each in scanners if each.boundary.namespace == namespace), None)
    if scanner is None:
        known = ", ".join(each.boundary.namespace for each in scanners) or "none was found"
        return Extraction("", "", f"there is no scanner `{namespace}` (known: {known})", ())
    draft = draft_scanner(context, scanner)
    if isinstance(draft, str):
        return Extraction(f"{identifier(namespace)}.py", "", draft, ())
    if template == "enterprise" and draft.runner.is_runnable:
        return replace(draft, needs=draft.needs | {"dataclass"})
    return draft


def extraction_of(context: Context, draft: Draft, source_path: str, template: str) -> Extraction:
    """Render a draft and check what came of it."""
    file_name = _file_name(context, draft, f"{identifier(draft.scanner.boundary.namespace)}.py")
    try:
        text = signed(context, draft, source_path, template)
        again = signed(context, draft, source_path, template)
    except TemplateProblemError as problem:
        return Extraction(file_name, "", str(problem), ())
    if text != again:
        return Extraction(file_name, "", "generating it twice gives different texts", ())
    violation = find_violation(context, draft, text, source_path)
    if violation:
        return Extraction(file_name, "", violation, ())
    complete = Extraction(file_name, with_line_ends(text, context.analysis), "", draft.remarks)
    if template != "enterprise" or draft.shared_names:
        return complete
    test = render_test(_test_variables(context, draft, source_path, file_name))
    return replace(
        complete,
        test_file_name=f"test_{file_name}",
        test_text=with_line_ends(tidied(test), context.analysis),
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
        **template_variables(context, draft, source_path),
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


def with_line_ends(text: str, analysis: Analysis) -> str:
    """The text with the line ends of the source."""
    first = re.search(r"\r\n|\r|\n", analysis.module.text)
    return text if first is None or first[0] == "\n" else text.replace("\n", first[0])


def signed(context: Context, draft: Draft, source_path: str, template: str) -> str:
    """The module's text, with the checksum of its own code in the docstring."""
    variables = template_variables(context, draft, source_path)
    unsigned = tidied(render(template, variables))
    name = PurePath(template).as_posix() + (", with shared code" if draft.shared_names else "")
    lines = f"Template: {name}\n{signature(unsigned)}"
    docstring = str(variables["docstring"])
    tool = f"Tool: isoscan {__version__}\n"
    return tidied(render(template, {**variables, "docstring": docstring.replace(tool, tool + lines, 1)}))


def tidied(text: str) -> str:
    """A generated text with at most two blank lines in a row, and one line end at its end."""
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
