"""The settings of every file that a command reads, with what the command line says laid over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from isoscan.cli.messages import close_matches
from isoscan.config import Config, find_settings_file, read_settings_file, rule_selector

# Editors want to see where a scanner begins; on the command line that would be a finding per scanner.
EDITOR_ONLY = "ISO100"


@dataclass(slots=True, repr=False, eq=False)
class Settings:
    """Reads each settings file once; `select` and `ignore` are rule code prefixes from the command line.

    `problems` gathers a sentence for everything that is wrong in the files read so far.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)
    _file_of_folder: dict[Path, Path | None] = field(default_factory=dict)
    _config_of_file: dict[Path | None, Config] = field(default_factory=dict)

    def of_folder(self, folder: Path) -> Config:
        """Give the settings that hold in a folder."""
        file = self._settings_file(folder)
        if file not in self._config_of_file:
            config, problems = read_settings_file(file) if file else (Config(), [])
            self.problems.extend(problems)
            self._config_of_file[file] = self._overruled(config)
        return self._config_of_file[file]

    def excludes_of(self, folder: Path) -> tuple[Path, Sequence[str]]:
        """Give the patterns that a walk of `folder` leaves out, and the folder they are relative to."""
        file = self._settings_file(folder)
        return (file.parent if file else folder), self.of_folder(folder).exclude

    def files(self) -> tuple[Path, ...]:
        """Give the settings files read so far."""
        return tuple(file for file in self._config_of_file if file)

    def _settings_file(self, folder: Path) -> Path | None:
        if folder not in self._file_of_folder:
            self._file_of_folder[folder] = find_settings_file(folder)
        return self._file_of_folder[folder]

    def _overruled(self, config: Config) -> Config:
        select = self.select or config.select
        ignore = (*config.ignore, *self.ignore)
        if not any(EDITOR_ONLY.startswith(prefix) for prefix in select):
            ignore = (*ignore, EDITOR_ONLY)
        return replace(config, select=select, ignore=ignore)


def parse_selectors(option: str, text: str | None) -> tuple[tuple[str, ...], str]:
    """Read the value of `--select` or `--ignore`: rule code prefixes, and a sentence if one is unknown."""
    if text is None:
        return (), ""
    from isoscan.rules.registry import ALL_RULES

    code_of_name = {rule.name: rule.code for rule in ALL_RULES}
    selectors = []
    for word in filter(None, (part.strip() for part in text.split(","))):
        selector = code_of_name.get(word.casefold()) or rule_selector(word)
        if selector is None or not any(rule.code.startswith(selector) for rule in ALL_RULES):
            known = [*code_of_name, *code_of_name.values()]
            return (), (
                f"{option}: there is no rule `{word}`{close_matches(word, known)} "
                "(`isoscan rule` lists them all)"
            )
        selectors.append(selector)
    if not selectors:
        return (), f"{option} needs at least one rule code such as ISO201"
    return tuple(selectors), ""
