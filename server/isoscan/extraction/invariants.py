"""What holds for every generated module, checked each time before it is given out.

It compiles; no name is undefined that was not undefined before; it does not import the file it comes from;
no comment of the slice is lost or doubled; it holds no other scanner than those it calls, and no secret.
"""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import PurePosixPath

from isoscan.extraction.draft import BUILTINS, Context, Draft, undefined_names
from isoscan.extraction.reads import runs_later
from isoscan.extraction.variables import ORIGIN
from isoscan.model.definitions import in_force_at
from isoscan.model.module import Module, StatementRef, build_module
from isoscan.source.literals import tokens_of

_BROKEN = "what it needs has a syntax error"
# Functions and classes of the templates.
_OWN_NAMES = frozenset(
    {"main", "run_scanner", "prepare", "scan_symbols", "Params", "ScanHit", "ScanFailure", "ScanReport"}
)
# Comments of the templates that a user may write, too.
_OWN_COMMENTS = frozenset({"# isoscan: not-a-scanner"})


def find_violation(context: Context, draft: Draft, text: str, source_path: str) -> str:
    """One sentence on the first invariant that `text` breaks, "" if it breaks none.

    Where the source itself has a syntax error, the sentence is about that.
    """
    problem = _broken_source(context, draft) or _first_violation(context, draft, text, source_path)
    error = _error_in("\n".join(context.layout.source.lines)) if problem else None
    if error is None or _is_newer(context, text, error) or problem.startswith(_BROKEN):
        return problem
    line = getattr(error, "lineno", None)
    place = f" at line {line}" if line else ""
    return f"the source has a syntax error{place} ({_reason(error)}); correct that first"


def _first_violation(context: Context, draft: Draft, text: str, source_path: str) -> str:
    error = _error_in(text)
    if error is not None and not _is_newer(context, text, error):
        return f"the generated module does not compile: {_reason(error)} (line {getattr(error, 'lineno', 0)})"
    module = build_module(text)
    return (
        _undefined(context, draft, module)
        or _too_early(module)
        or _self_import(context, module, source_path)
        or _comment_problem(draft, text)
        or _other_scanner(context, draft, module)
        or ("a key of the source could not be kept out of it" if context.secrets.leaked(text) else "")
    )


def _broken_source(context: Context, draft: Draft) -> str:
    kept = {StatementRef(piece.part, index) for piece, kept in draft.closure.kept.items() for index in kept}
    for moved in draft.moved:
        kept.update(StatementRef(moved.part, index) for index in context.layout.nested(moved))
    for ref in sorted(kept):
        if context.layout.statement(ref).broken or context.layout.statement(ref).kind == "error":
            line = context.layout.span(ref).line + 1
            return f"{_BROKEN} at line {line} of the source; correct that first"
    return ""


def _error_in(text: str) -> Exception | None:
    """What this interpreter says against a text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<generated>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return error
    return None


def syntax_error(text: str) -> str:
    """What this interpreter says against a text, "" if nothing."""
    error = _error_in(text)
    return _reason(error) if error is not None else ""


def _reason(error: Exception) -> str:
    return error.msg if isinstance(error, SyntaxError) else str(error)


def _is_newer(context: Context, text: str, error: Exception) -> bool:
    """Whether the source only uses syntax newer than this interpreter: tree-sitter has nothing against it."""
    if isinstance(error, IndentationError) or not isinstance(error, SyntaxError):
        return False
    if "Missing parentheses in call to" in error.msg:  # Python 2, which tree-sitter reads
        return False
    if _error_in("\n".join(context.layout.source.lines)) is None:
        return False
    sources = (context.layout.module, build_module(text))
    return not any(part.facts.errors for module in sources for part in module.parts)


def _undefined(context: Context, draft: Draft, module: Module) -> str:
    has_star = any(each.name == "*" for part in module.parts for each in part.facts.imports)
    missing = set(module.reads) - set(module.bindings) - BUILTINS
    before = undefined_names(draft.closure)
    original = context.layout.module
    before |= set(original.reads) - set(original.bindings)
    missing -= before
    if missing and not has_star:
        return f"the generated module would lack {', '.join(f'`{name}`' for name in sorted(missing))}"
    return ""


def _too_early(module: Module) -> str:
    """Whether module-level code reads a name before anything binds it."""
    for part in module.parts:
        for use in part.facts.names:
            if use.home != 0 or runs_later(part, use.scope) or use.access != "read" or use.name in BUILTINS:
                continue
            ref = StatementRef(part.index, use.statement)
            sites = in_force_at(module, use.name, ref)
            if sites and all((site.part, site.use.statement) > ref for site in sites):
                return f"the generated module would read `{use.name}` before it is defined"
    return ""


def _self_import(context: Context, module: Module, source_path: str) -> str:
    path = PurePosixPath(source_path.replace("\\", "/"))
    stem = path.stem
    own = context.layout.module.bindings
    defined = {
        name for name, sites in own.items() if any(site.use.binding not in ("import", "") for site in sites)
    }
    for part in module.parts:
        for each in part.facts.imports:
            last = each.module.split(".")[-1]
            if last != stem or (each.level == 0 and "." in each.module and not _matches(each.module, path)):
                continue
            if each.level == 0 and "." not in each.module and each.attribute not in defined | {"*"}:
                continue
            return f"it imports `{each.attribute or each.module}` from its own source file"
    return ""


def _matches(module: str, path: PurePosixPath) -> bool:
    parts = path.with_suffix("").parts
    wanted = tuple(module.split("."))
    return parts[-len(wanted) :] == wanted


def _own_texts(draft: Draft) -> list[str]:
    """The slice's texts without those that stand in the package's shared module."""
    texts = list(draft.slice_texts)
    for shared in draft.shared_texts:
        texts.remove(shared)
    return texts


def _comment_problem(draft: Draft, text: str) -> str:
    wanted = Counter(
        token.text.rstrip()
        for piece in _own_texts(draft)
        for token in tokens_of(piece)
        if token.kind == "comment"
    )
    found = Counter(token.text.rstrip() for token in tokens_of(text) if token.kind == "comment")
    for comment, count in sorted(wanted.items()):
        if ORIGIN.match(comment):
            continue  # a generated module's own, when that is extracted from
        if found[comment] < count:
            return f"the comment `{comment}` would be lost"
        if found[comment] > count + 2 * (comment in _OWN_COMMENTS):
            return f"the comment `{comment}` would be doubled"
    return ""


def _other_scanner(context: Context, draft: Draft, module: Module) -> str:
    boundary = draft.scanner.boundary
    units = {unit.qualified_name for unit in module.units}
    # The template has functions of its own, which may have the name of a scanner that was left out.
    brought = {
        context.layout.statement(StatementRef(piece.part, index)).name
        for piece, indices in draft.closure.kept.items()
        for index in indices
    }
    came_along = set(draft.closure.scanners)
    for scanner in context.analysis.scanners:
        other = scanner.boundary
        if other.namespace == boundary.namespace or other.kind not in ("function", "class", "method"):
            continue
        name = f"{other.container}.{other.name}" if other.container else other.name
        if other.name in _OWN_NAMES - brought:
            continue
        if name in units and other.namespace not in came_along and other.name != boundary.name:
            return f"it would still hold the scanner `{other.namespace}`"
    return ""
