"""A document under edits, held against one that is opened with the text as it is: they must not differ.

Edits are what people and editors do: characters typed one by one, lines and blocks pasted, moved, doubled and
deleted, quotes and brackets opened and closed, indentation changed, line ends mixed, several changes
in one notification, the whole text replaced, and everything undone.
"""

from __future__ import annotations

import random
import sysconfig
from functools import partial
from json import dumps, loads
from pathlib import Path

from isoscan.config import Config
from isoscan.lsp.capabilities import Client
from isoscan.lsp.documents import Document
from isoscan.lsp.features.document_symbol import document_symbol
from isoscan.lsp.features.folding_range import folding_range
from isoscan.lsp.findings import FindingsText
from isoscan.lsp.folds import FoldsText
from isoscan.lsp.outline import OutlineText
from isoscan.rules.diagnostic import told
from isoscan.source.spans import Span

HERE = Path(__file__).parent
EVERYTHING = Config(select=("ISO",))
CLIENT = Client(
    shows_related_places=True, keeps_diagnostic_data=True, shows_symbol_tree=True, shows_collapsed_text=True
)

CHARACTERS = [
    *list("()[]{}'\"#:,.=+&|\\@ \tabdfx1"),
    *("é", "🚀", "─", "\n", "\r\n", "\r", "\f", '"""', "'''", "f'"),
]
LINES = [
    "df",
    "x = 1",
    "x = (",
    "if x:",
    "try:",
    "else:",
    "@cached",
    "import pandas as pd",
    "from numpy import *",
    "ATR_MULT = 0.9",
    "ATR_MULT = 1e2",
    "    ATR_MULT = 2",
    "    global ATR_MULT",
    "P = {'a': 1, 'b': 2}",
    "P['a'] = 2",
    "P.update(a=3)",
    "    return df[df['close'] > P['a']]",
    "    return df",
    "    yield df",
    "    df['gap'] = (df['open'] > df['close'] * 1.02) & (df['volume'] > ATR_MULT)",
    "def scan_new(df, days=20):\n    return df[(df['close'] > 5) & (df['volume'] > ATR_MULT)]",
    "df = scan_new(df)",
    "scan_new(df)",
    "class Desk:\n    LIMIT = 3\n    def scan(self, df):\n        return df[df['rsi'] > self.LIMIT]",
    "for n in range(3):",
    "    hits = []",
    "SCANS = [{'name': 'gap', 'condition': 'open > close'},\n    {'name': 'dip', 'condition': 'rsi < 30'}]",
    "# isoscan: shared",
    "# isoscan: not-a-scanner",
    "# isoscan: scanner mine",
    "# isoscan: ignore[ISO201]",
    "# isoscan: ignore-file",
    "# isoscan: begin one",
    "# isoscan: end",
    "# ===== Scan 1 =====",
    "# %% cell",
]


def texts() -> list[str]:
    """The fixtures, and stretches of the standard library; short, so that there is time for many edits."""
    fixtures = sorted((HERE.parent / "data").rglob("*.py")) + sorted(
        (HERE.parents[1] / "examples").glob("*.py")
    )
    library = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))[::9]
    found = []
    for path in [*fixtures, *library]:
        lines = path.read_bytes().decode("utf-8", "replace").splitlines(keepends=True)
        found += ["".join(lines[start : start + 60]) for start in range(0, min(len(lines), 240), 60)]
    return found


def edit(chance: random.Random, text: str) -> list[dict[str, object]]:
    """The changes of one notification, as a client would send them for a text."""
    if chance.random() < 0.01:
        return [{"text": text.replace("df", chance.choice(["df", "frame"]))}]
    changes = []
    for _ in range(chance.choice([1, 1, 1, 1, 2, 4])):
        change = _change(chance, text)
        changes.append(change)
        if len(changes) == 1 and chance.random() < 0.6:
            break
    return changes


def _change(chance: random.Random, text: str) -> dict[str, object]:
    count = text.count("\n") + 1
    line = chance.randrange(count)
    below = min(count - 1, line + chance.choice([1, 1, 2, 5, 12]))
    kind = chance.random()
    if kind < 0.4:
        column = chance.randrange(40)
        return _replacing((line, column), (line, column), chance.choice(CHARACTERS))
    if kind < 0.6:
        return _replacing((line, 0), (line, 0), chance.choice(LINES) + chance.choice(["\n", "\n", "\r\n"]))
    if kind < 0.7:
        return _replacing((line, 0), (below, 0), "")
    if kind < 0.8:
        lines = text.split("\n")[line:below]
        target = chance.randrange(count)
        return _replacing((target, 0), (target, 0), "".join(f"{one}\n" for one in lines))
    if kind < 0.9:
        column = chance.randrange(30)
        return _replacing(
            (line, column), (line, column + chance.randrange(4)), chance.choice(["", "", "x", "df"])
        )
    return _replacing((line, 0), (line, chance.choice([0, 1, 4])), chance.choice(["", "    ", "\t"]))


def _replacing(start: tuple[int, int], end: tuple[int, int], text: str) -> dict[str, object]:
    places = [{"line": line, "character": character} for line, character in (start, end)]
    return {"range": {"start": places[0], "end": places[1]}, "text": text}


class Edited:
    """A document that is edited, with its findings as they go to the client."""

    def __init__(self, text: str) -> None:
        self.document = Document("file:///desk.py", 0, text, "utf-16")
        self.findings = FindingsText(self.document, CLIENT)
        self._before: list[str] = []

    def step(self, chance: random.Random) -> None:
        """One notification: an edit, or the text as it was some edits ago."""
        if self._before and chance.random() < 0.08:
            changes: list[dict[str, object]] = [{"text": self._before[chance.randrange(len(self._before))]}]
        else:
            changes = edit(chance, self.document.text)
        self._before = [*self._before[-5:], self.document.text]
        self.document.change((self.document.version or 0) + 1, changes)  # type: ignore[arg-type]

    def difference(self) -> str:
        """What differs from a document that is opened with this text, in words; "" if nothing does."""
        anew = Edited(self.document.text)
        mine = {**self._belief(), "folds": self._folds(), "outline": self._outline()}
        theirs = {**anew._belief(), "folds": anew._folds_at_once(), "outline": anew._outline_at_once()}
        different = [what for what in mine if mine[what] != theirs[what]]
        return ", ".join(different) and f"{', '.join(different)} differ: " + _first_difference(
            mine[different[0]], theirs[different[0]]
        )

    def _folds(self) -> str:
        analysis = self.document.analysis(EVERYTHING)
        if analysis is None:
            return ""
        make = partial(FoldsText, self.document, analysis, EVERYTHING, CLIENT)
        answer = self.document.kept("folds", analysis, make).answer()
        return dumps(answer, separators=(",", ":")) if isinstance(answer, list) else str(answer)

    def _folds_at_once(self) -> str:
        analysis = self.document.analysis(EVERYTHING)
        if analysis is None:
            return ""
        answer = folding_range(self.document, analysis, EVERYTHING, CLIENT)
        return "None" if answer is None else dumps(answer, separators=(",", ":"))

    def _outline(self) -> object:
        analysis = self.document.analysis(EVERYTHING)
        if analysis is None:
            return ""
        make = partial(OutlineText, self.document, analysis, CLIENT)
        answer = self.document.kept("outline", analysis, make).answer()
        return loads(answer) if isinstance(answer, str) else answer

    def _outline_at_once(self) -> object:
        analysis = self.document.analysis(EVERYTHING)
        return "" if analysis is None else document_symbol(self.document, analysis, CLIENT)

    def _belief(self) -> dict[str, object]:
        analysis = self.document.analysis(EVERYTHING)
        if analysis is None:
            return {"analysis": self.document.problem}
        line = self.document.file_line
        parts = [analysis.module.parts[index] for index in analysis.module.parts.order]
        return {
            "chunks": [(line(part.index), part.chunk) for part in parts],
            "facts": [part.facts for part in parts],
            "scanners": [in_file_lines(scanner, self.document) for scanner in analysis.scanners],
            "shared globals": [in_file_lines(one, self.document) for one in analysis.shared_globals],
            "diagnostics": [
                in_file_lines(finding._replace(fixes=analysis.fixes_of(finding)), self.document)
                for finding in analysis.diagnostics
            ],
            "problems": analysis.problems,
            "answer": self.findings.items(analysis),
        }


_LINES = {"start_line", "end_line", "definition_line"}


def in_file_lines(record: object, document: Document) -> object:
    """A record of the core with its core lines as lines of the file."""
    if isinstance(record, Span):
        line, column, end_line, end_column = record
        return Span(document.file_line(line), column, document.file_line(end_line), end_column)
    if not isinstance(record, tuple):
        return record
    fields = getattr(record, "_fields", None)
    if fields is None:
        return tuple(in_file_lines(part, document) for part in record)
    values = []
    for field, value in zip(fields, record, strict=True):
        if field in _LINES:
            values.append(document.file_line(value))
        elif field == "message":
            values.append(told(value, document.line_name))
        else:
            values.append(in_file_lines(value, document))
    # As text: 1, 1.0 and True are equal, and not the same.
    return (
        type(record).__name__,
        *[repr(value) if isinstance(value, (int, float)) else value for value in values],
    )


def _first_difference(mine: object, theirs: object, path: str = "") -> str:
    if isinstance(mine, (list, tuple)) and isinstance(theirs, (list, tuple)) and len(mine) == len(theirs):
        for place, (one, other) in enumerate(zip(mine, theirs, strict=True)):
            if one != other:
                return _first_difference(one, other, f"{path}[{place}]")
    return f"{path}: edited {str(mine)[:600]!r}, anew {str(theirs)[:600]!r}"
