"""Whether the user agreed that code of a workspace is sent to an address: once, to exactly that.

Consent is the user's and lies with the user, not in the workspace: settings that come with somebody's
repository can ask for it and never give it. Whatever changes where code goes, or what of it, asks anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from isoscan.ai_settings import AiSettings
from isoscan.opinion.folders import read_object, state_folder, write_whole

_MARKERS = (".git", ".hg", "pyproject.toml")


def workspace_of(source: Path) -> Path:
    """The project that a file belongs to: the nearest folder with a repository or settings, else its own."""
    folder = source.absolute().parent
    return next(
        (each for each in (folder, *folder.parents) if any((each / one).exists() for one in _MARKERS)), folder
    )


def terms_of(settings: AiSettings) -> dict[str, Any]:
    """What the user agrees to: where code goes and on which way, with which key, and what is left out."""
    return {
        "base_url": settings.base_url,
        "proxy": settings.proxy,
        "ca_bundle": settings.ca_bundle,
        "api_key_variable": settings.api_key_variable,
        "send_comments": settings.send_comments,
        "send_strings": settings.send_strings,
    }


def has_consent(workspace: Path, settings: AiSettings, folder: Path | None = None) -> bool:
    """Whether the user agreed to the terms that hold, for this workspace."""
    return read_object(_path(folder)).get(str(workspace)) == terms_of(settings)


def give_consent(workspace: Path, settings: AiSettings, folder: Path | None = None) -> bool:
    """Note that the user agrees; gives whether that could be written down."""
    return _write({**read_object(_path(folder)), str(workspace): terms_of(settings)}, folder)


def withdraw_consent(workspace: Path, folder: Path | None = None) -> bool:
    """Note that the user no longer agrees; gives whether that could be written down."""
    return _write(
        {key: terms for key, terms in read_object(_path(folder)).items() if key != str(workspace)}, folder
    )


def _path(folder: Path | None) -> Path:
    return (folder or state_folder()) / "consent.json"


def _write(kept: dict[str, Any], folder: Path | None) -> bool:
    return write_whole(_path(folder), json.dumps(kept, indent=1, sort_keys=True) + "\n")
