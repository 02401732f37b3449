"""A check of files as it is ordered: all that its result depends on, ready for another process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from isoscan.lsp.capabilities import Client


class CheckOrder(NamedTuple):
    """Which files are checked, and how.

    `folders` are absolute paths; `open` are the keys of documents that are not read from disk; `known` has,
    by key, the signatures of files whose findings the server still has. `settings` are the editor's,
    `in_folders` those of folders by address.
    """

    folders: tuple[str, ...]
    open: tuple[str, ...]
    known: Mapping[str, str]
    settings: Mapping[str, Any]
    in_folders: Mapping[str, Mapping[str, Any]]
    client: Client

    @classmethod
    def of_json(cls, data: str | bytes) -> CheckOrder:
        """The order that `to_json` wrote down."""
        fields: dict[str, Any] = json.loads(data)
        client: dict[str, Any] = {
            name: frozenset(value) if isinstance(value, list) else value
            for name, value in fields["client"].items()
        }
        return cls(**{**fields, "client": Client(**client)})

    def to_json(self) -> bytes:
        """The order as a line of ASCII."""
        fields = {**self._asdict(), "client": asdict(self.client)}
        return json.dumps(fields, default=list).encode("ascii") + b"\n"
