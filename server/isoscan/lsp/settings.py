"""Which settings hold for a document: `pyproject.toml` found upward from it, then the editor's on top.

The editor's come as `initializationOptions` (at their top, or under `settings`), by
`workspace/didChangeConfiguration` (under `isoscan`), or as the answer to `workspace/configuration`, for each
folder of the workspace. Files are read when a document is opened or saved and when the client says that they
changed, never on a keystroke.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from isoscan.config import AI, Config, load_config, parse_config
from isoscan.lsp.uris import document_key, path_of

_LOG_LEVELS = ("error", "warning", "info", "debug")
# Options that concern the session, not the analysis.
_PROTOCOL_OPTIONS = frozenset({"boundariesChanged", "logLevel", "settings"})


class Settings:
    """The settings of all documents, with the problems nobody has been told of yet."""

    def __init__(self) -> None:
        self._editor: Mapping[str, Any] = {}
        # By the keys of folders, which end in a slash.
        self._in_folders: dict[str, Mapping[str, Any]] = {}
        self._configs: dict[str, Config] = {}
        self._told: set[str] = set()

    def take_initialization_options(self, options: Mapping[str, Any]) -> list[str]:
        """Take the editor's settings at the start; gives a sentence per unusable one."""
        nested = options.get("settings")
        settings = dict(nested) if isinstance(nested, Mapping) else {}
        settings.update((key, value) for key, value in options.items() if key != "settings")
        return self.take_editor_settings(settings)

    def take_editor_settings(self, settings: object) -> list[str]:
        """Take the editor's settings; gives a sentence per unusable one that was not told before.

        A null value means that the user has not set it.
        """
        return self.take_answers(settings, {})

    def take_answers(self, settings: object, in_folders: Mapping[str, object]) -> list[str]:
        """Take the editor's settings and, by address, those of folders; gives sentences likewise."""
        chosen = _chosen(settings)
        self._set_log_level(chosen.get("logLevel"))
        self._editor = _set_by_user(chosen)
        self._in_folders = {
            document_key(uri).rstrip("/") + "/": _set_by_user(_chosen(own))
            for uri, own in in_folders.items()
            if isinstance(own, Mapping)
        }
        self._configs.clear()
        problems = [
            problem
            for each in (self._editor, *self._in_folders.values())
            for problem in parse_config(each)[1]
        ]
        return self._untold(f"Editor settings: {problem}" for problem in dict.fromkeys(problems))

    @property
    def from_editor(self) -> tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]:
        """What `take_answers` took: the editor's settings, and those of folders."""
        return self._editor, self._in_folders

    def _set_log_level(self, level: object) -> None:
        """How much of the server's doings the log tells; the usual, if the editor does not say."""
        chosen = str(level).upper() if level in _LOG_LEVELS else "WARNING"
        logging.getLogger("isoscan").setLevel(chosen)

    def config_of(self, uri: str) -> Config:
        """The settings that hold for a document."""
        config = self._configs.get(document_key(uri))
        return config if config is not None else self._load(uri)[0]

    def reload(self, uri: str) -> list[str]:
        """Read a document's settings anew; gives a sentence per problem that was not told before."""
        return self._untold(self._load(uri)[1])

    def forget(self, uri: str) -> None:
        """The document was closed."""
        self._configs.pop(document_key(uri), None)

    def forget_files(self) -> None:
        """Some settings file changed: read them anew when next asked."""
        self._configs.clear()
        self._told.clear()

    def _load(self, uri: str) -> tuple[Config, list[str]]:
        path = path_of(uri)
        config, problems = load_config(path.parent) if path else (Config(), [])
        config = _with_settings(config, self._editor_settings_of(uri))
        self._configs[document_key(uri)] = config
        return config, problems

    def _editor_settings_of(self, uri: str) -> Mapping[str, Any]:
        """What the editor says for a document: the settings of the innermost folder that has any."""
        key = document_key(uri)
        around = [folder for folder in self._in_folders if key.startswith(folder)]
        return self._in_folders[max(around, key=len)] if around else self._editor

    def _untold(self, problems: Iterable[str]) -> list[str]:
        fresh = [problem for problem in problems if problem not in self._told]
        self._told.update(fresh)
        return fresh


def _chosen(settings: object) -> Mapping[str, Any]:
    """The settings as an object of their own, whether they come as such or under `isoscan`."""
    if not isinstance(settings, Mapping):
        return {}
    nested = settings.get("isoscan")
    return nested if isinstance(nested, Mapping) else settings


def _set_by_user(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in settings.items() if value is not None and key not in _PROTOCOL_OPTIONS
    }


def _with_settings(config: Config, settings: Mapping[str, Any]) -> Config:
    for key, value in settings.items():
        if key == AI:
            from isoscan.ai_settings import parse_ai_settings

            config = replace(config, ai=parse_ai_settings(value, config.ai)[0])
            continue
        single, problems = parse_config({key: value})
        if not problems:
            name = _field(key)
            config = replace(config, **{name: getattr(single, name)})
    return config


def _field(key: str) -> str:
    """The record's spelling of a setting: `validThreshold` and `valid-threshold` are `valid_threshold`."""
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key)
    return snake.replace("-", "_")


def has_own_output_directory(config: Config) -> bool:
    """Whether the user chose a folder for extracted scanners."""
    return config.output_directory != Config().output_directory


def folder_for_extraction(config: Config, source: Path) -> Path:
    """Where a scanner's file goes: the folder the user chose, else the source file's own."""
    if has_own_output_directory(config):
        return source.parent / config.output_directory
    return source.parent
