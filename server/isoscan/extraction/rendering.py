"""Templates: the layout of a generated module, in jinja2, sandboxed, with undefined variables as errors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

PACKAGED = ("minimal", "standard", "enterprise")


class TemplateProblemError(Exception):
    """A template cannot be used; the text is one sentence with the way out."""


def render(template: str, variables: dict[str, object]) -> str:
    """Fill a packaged template (by name) or one from a file (by path ending in `.jinja`).

    Raises TemplateProblemError.
    """
    from jinja2 import TemplateError

    text, name = _read(template)
    try:
        return _environment().from_string(text).render(variables)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"{name}:{line}" if line else name
        raise TemplateProblemError(f"the template {where} cannot be filled: {error}") from error


def render_test(variables: dict[str, object]) -> str:
    """The test file that goes with the `enterprise` template."""
    return _environment().from_string(_packaged("enterprise_test")).render(variables)


def _environment() -> SandboxedEnvironment:
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FunctionLoader(lambda name: _packaged(name) if name in PACKAGED else None),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _packaged(name: str) -> str:
    from importlib import resources

    file = resources.files("isoscan.extraction") / "templates" / f"{name}.py.jinja"
    return file.read_text(encoding="utf-8")


def _read(template: str) -> tuple[str, str]:
    if template in PACKAGED:
        return _packaged(template), template
    path = Path(template)
    if path.suffix != ".jinja":
        raise TemplateProblemError(
            f"there is no template `{template}`; use `minimal`, `standard`, `enterprise` or the path of a "
            "`.jinja` file"
        )
    try:
        return path.read_text(encoding="utf-8"), path.as_posix()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise TemplateProblemError(f"the template {path.as_posix()} cannot be read ({reason})") from error
