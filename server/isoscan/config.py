"""Settings: one frozen record that the core is given, and the reading of it from tables and files.

Settings come from `[tool.isoscan]` in the nearest `pyproject.toml` that has such a table, or from an
editor. Bad settings never raise: each gives one sentence with the way out, and its default stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isoscan.ai_settings import AiSettings

SEVERITIES = ("error", "warning", "information", "hint")
DETECTORS = ("structural", "mask", "framework", "section", "table", "naming", "module", "semantic")
FOLDINGS = ("all", "scanners", "off")
SEMANTIC_TOKENS = ("auto", "on", "off")
TEMPLATE_SUFFIX = ".jinja"
AI = "ai"


@dataclass(frozen=True, slots=True)
class Config:
    """What the user can set; the defaults are what a user with no settings gets.

    `select` and `ignore` are rule codes or prefixes of them (`ISO2`); an empty `select` means every
    rule that is on by default. `severity` maps codes to severities. `valid_threshold` and
    `report_threshold` are probabilities: from the first on a boundary is `valid`, below the second
    it is not reported at all. `shared_globals` are further names (shell patterns) that count as
    infrastructure. `scanner_names` and `not_scanner_names` are shell patterns for names of defs and masks
    that are scanners, and of scanners that are none; `disabled_detectors` say nothing. `exclude` are patterns
    as in `.gitignore` for paths that a walk leaves out. `folding` says which folding ranges an editor gets.
    `code_lens`, `parameter_hints`, `shared_hints`, `highlights` and `navigation` switch what an editor shows
    or offers; so does `semantic_tokens`, where "auto" means: if the editor can lay the tokens of several
    servers on top of each other.
    `template` is how a scanner is written when extracted; `output_directory` is where to: absolute, or
    relative to the source file's folder, "" for that folder itself.
    `ai` is what is set for second opinions of a language model, None where nothing is (then none is asked).
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = field(default_factory=dict)
    valid_threshold: float = 0.75
    report_threshold: float = 0.5
    shared_globals: tuple[str, ...] = ()
    scanner_names: tuple[str, ...] = ()
    not_scanner_names: tuple[str, ...] = ()
    disabled_detectors: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    folding: str = "all"
    code_lens: bool = True
    parameter_hints: bool = True
    shared_hints: bool = True
    highlights: bool = True
    navigation: bool = True
    semantic_tokens: str = "auto"
    template: str = "standard"
    output_directory: str = ""
    ai: AiSettings | None = None


class BadSettingError(Exception):
    """What is expected instead, as the end of a sentence: "a number from 0 to 1"."""


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise BadSettingError('a list of strings such as ["one", "two"]')
    return tuple(value)


def rule_selector(code: str) -> str | None:
    """Turn what a user wrote for rules (`ISO201`, `iso2`, `ALL`) into a code prefix; None if it is none."""
    prefix = code.strip().upper()
    if prefix == "ALL":
        return "ISO"
    digits = prefix.removeprefix("ISO")
    is_prefix = prefix.startswith("ISO") and len(digits) <= 3 and (not digits or digits.isdecimal())
    return prefix if is_prefix else None


def _selectors(value: object) -> tuple[str, ...]:
    selectors = []
    for code in _strings(value):
        selector = rule_selector(code)
        if selector is None:
            raise BadSettingError(f'rule codes or their beginnings ("ISO201", "ISO2", "ALL"), not "{code}"')
        selectors.append(selector)
    return tuple(selectors)


def _probability(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise BadSettingError("a number from 0 to 1")
    return float(value)


def _detectors(value: object) -> tuple[str, ...]:
    names = _strings(value)
    if any(name not in DETECTORS for name in names):
        raise BadSettingError("a list of " + ", ".join(f'"{detector}"' for detector in DETECTORS))
    return names


def _text(value: object) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise BadSettingError("a string that is not empty")
    return value


def one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    """What reads a setting that is one of some words."""

    def read(value: object) -> str:
        if value not in choices:
            raise BadSettingError("one of " + ", ".join(f'"{choice}"' for choice in choices))
        return str(value)

    return read


def switch(value: object) -> bool:
    """Read a setting that is on or off; raises BadSettingError."""
    if not isinstance(value, bool):
        raise BadSettingError("true or false")
    return value


def _severities(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise BadSettingError('a table such as {ISO201 = "error"}')
    severities = {}
    for code, severity in value.items():
        selector = rule_selector(str(code))
        if selector is None or severity not in SEVERITIES:
            raise BadSettingError(
                "a table of rule codes with " + ", ".join(f'"{known}"' for known in SEVERITIES)
            )
        severities[selector] = str(severity)
    return severities


_READERS: dict[str, Callable[[object], object]] = {
    "select": _selectors,
    "ignore": _selectors,
    "severity": _severities,
    "valid-threshold": _probability,
    "report-threshold": _probability,
    "shared-globals": _strings,
    "scanner-names": _strings,
    "not-scanner-names": _strings,
    "disabled-detectors": _detectors,
    "exclude": _strings,
    "folding": one_of(FOLDINGS),
    "code-lens": switch,
    "parameter-hints": switch,
    "shared-hints": switch,
    "highlights": switch,
    "navigation": switch,
    "semantic-tokens": one_of(SEMANTIC_TOKENS),
    "template": _text,
    "output-directory": _text,
}


def kebab(key: str) -> str:
    """Spell `validThreshold`, as editors write it, the way `pyproject.toml` does: `valid-threshold`."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in key)


def parse_config(table: Mapping[str, Any]) -> tuple[Config, list[str]]:
    """Read settings from a table; its keys are in kebab case, or in camel case as editors have them.

    Gives the settings and one sentence per setting that could not be used; those keep their defaults.
    """
    settings: dict[str, Any] = {}
    problems = []
    for key, value in table.items():
        name = kebab(str(key))
        if name == AI:
            from isoscan.ai_settings import parse_ai_settings

            settings[AI], found = parse_ai_settings(value)
            problems += found
            continue
        reader = _READERS.get(name)
        if reader is None:
            problems.append(unknown_setting(str(key), name, _READERS))
            continue
        try:
            settings[name.replace("-", "_")] = reader(value)
        except BadSettingError as expected:
            problems.append(f"`{key}` must be {expected}; the default is used")
    config = Config(**settings)
    if config.report_threshold > config.valid_threshold:
        problems.append(
            f"`report-threshold` ({config.report_threshold:g}) must not be above `valid-threshold` "
            f"({config.valid_threshold:g}); the defaults of both are used"
        )
        config = replace(
            config, report_threshold=Config().report_threshold, valid_threshold=Config().valid_threshold
        )
    return config, problems


def unknown_setting(key: str, name: str, known: Collection[str], within: str = "") -> str:
    """The sentence on a key that is no setting; `name` is its kebab case, `within` its table (`ai.`)."""
    from difflib import get_close_matches

    matches = get_close_matches(name.replace("_", "-"), known, n=1)
    if matches:
        return f"unknown setting `{within}{key}`; did you mean `{within}{matches[0]}`?"
    return f"unknown setting `{within}{key}`; known ones are {', '.join(f'`{each}`' for each in known)}"


def find_settings_file(path: Path) -> Path | None:
    """Find the nearest `pyproject.toml` for a file or folder that sets something for isoscan.

    One that cannot be read, or is not TOML, counts too as soon as it speaks of `tool.isoscan`.
    """
    folder = path.absolute()
    candidates = (folder, *folder.parents)
    return next(
        (candidate / "pyproject.toml" for candidate in candidates if _concerns_isoscan(candidate)), None
    )


def _concerns_isoscan(folder: Path) -> bool:
    file = folder / "pyproject.toml"
    try:
        return b"tool.isoscan" in file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def load_config(path: Path) -> tuple[Config, list[str]]:
    """Read the settings that hold for a file or folder; see `find_settings_file` for where from.

    Gives the settings and one sentence, beginning with the file's path, per problem. Never raises;
    nothing is cached.
    """
    file = find_settings_file(path)
    return read_settings_file(file) if file else (Config(), [])


def read_settings_file(file: Path) -> tuple[Config, list[str]]:
    """Read `[tool.isoscan]` of a `pyproject.toml`: settings and problems as for `load_config`.

    A relative `output-directory`, or path of a template or of `ai.ca-bundle`, is made absolute: relative
    to that file.
    """
    table, problem = _read_table(file)
    if problem:
        return Config(), [f"{file}: {problem}"]
    config, problems = parse_config(table)
    if config.output_directory:
        config = replace(config, output_directory=str(file.parent / config.output_directory))
    if config.template.endswith(TEMPLATE_SUFFIX):
        config = replace(config, template=str(file.parent / config.template))
    if config.ai is not None and config.ai.ca_bundle:
        config = replace(config, ai=replace(config.ai, ca_bundle=str(file.parent / config.ai.ca_bundle)))
    return config, [f"{file}: {problem}" for problem in problems]


def _read_table(file: Path) -> tuple[Mapping[str, Any], str]:
    """Give the `[tool.isoscan]` table of a TOML file, and a sentence if there is none to be had."""
    import tomllib

    try:
        document = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        return {}, f"cannot be read ({error.strerror or error}); the default settings are used"
    except UnicodeDecodeError:
        return {}, "is not UTF-8 text, as TOML must be; the default settings are used"
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, f"is not valid TOML ({error}); the default settings are used"
    tool = document.get("tool", {})
    table = tool.get("isoscan", {}) if isinstance(tool, Mapping) else tool
    if not isinstance(table, Mapping):
        return {}, "`tool.isoscan` must be a table; write [tool.isoscan]; the default settings are used"
    return table, ""
