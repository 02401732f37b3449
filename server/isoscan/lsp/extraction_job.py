"""Extracting many scanners in a process of its own: the server goes on answering meanwhile.

Reads one JSON object from standard input and writes one line of JSON per scanner, in file order:
`{"namespace", "fileName", "text", "problem"}`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from isoscan.config import Config


def job(text: str, config: Config, module_name: str, shown: str) -> bytes:
    """What a child process needs to extract all scanners of a text; `shown` is its path for people."""
    order = {"text": text, "config": asdict(config), "moduleName": module_name, "shown": shown}
    return json.dumps(order).encode("ascii")


def command() -> list[str]:
    """How to start the child process: with this one's interpreter and search path."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from isoscan.lsp.extraction_job import main; main()"
    return [sys.executable, "-c", code]


def main() -> None:
    """Do the job on standard input."""
    from isoscan.analysis import analyse
    from isoscan.extraction import extract

    order: dict[str, Any] = json.load(sys.stdin.buffer)
    settings: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in order["config"].items()
    }
    config = Config(**settings)
    analysis = analyse(order["text"], config, None, order["moduleName"])
    _say({"scanners": len(analysis.scanners)})
    for scanner in analysis.scanners:
        namespace = scanner.boundary.namespace
        extraction = extract(analysis, namespace, order["shown"], config, config.template)
        _say(
            {
                "namespace": namespace,
                "fileName": extraction.file_name,
                "text": extraction.text,
                "problem": extraction.problem,
            }
        )


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
