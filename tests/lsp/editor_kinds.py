"""The kinds of clients that features are tested with, and a desk's file that they have open."""

import asyncio

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import client_capabilities
from raw_client import SECONDS

DESK = '''\
"""Scanners of a desk, 🎯 and ─ in its comments."""
import pandas as pd
import numpy as np

ATR_MULT = 0.75  # ─ two scanners read this 🎯
UNUSED = np.nan


# ─── 🎯 gaps ──────────────────────────


def true_range(df):
    return df["high"] - df["low"]


def scan_gap_up(df, min_gap=2.0):
    """Gaps up on a wide range."""
    wide = true_range(df) > ATR_MULT * df["atr"]
    return df[wide & (df["gap"] > min_gap)]


# ─── 🎯 fades ─────────────────────────


def scan_fade(df):
    """Fades, on the same multiple."""
    wide = true_range(df) > ATR_MULT * df["atr"]
    return df[wide & (df["gap"] < -1.5)]
'''

LINES = DESK.split("\n")

_SINCE_2022 = {
    "textDocument": {
        "diagnostic": {"dynamicRegistration": True, "relatedDocumentSupport": False},
        "inlayHint": {"resolveSupport": {"properties": ["tooltip", "textEdits", "label.tooltip"]}},
        "foldingRange": {
            "rangeLimit": 5000,
            "lineFoldingOnly": True,
            "foldingRangeKind": {"valueSet": ["comment", "imports", "region"]},
            "foldingRange": {"collapsedText": False},
        },
        "codeLens": {"dynamicRegistration": True, "resolveSupport": {"properties": ["command"]}},
    },
    "workspace": {
        "diagnostics": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
        "foldingRange": {"refreshSupport": True},
    },
    "general": {"positionEncodings": ["utf-16"]},
    "notebookDocument": {"synchronization": {"executionSummarySupport": True}},
}


def _merged(base, more):
    both = dict(base)
    for key, value in more.items():
        known = both.get(key)
        both[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return both


def _todays_vscode():
    """What Visual Studio Code announces today: as recorded in 2022, and what it learned since."""
    converter = default_converter()
    recorded = converter.unstructure(client_capabilities("visual-studio-code"))
    return converter.structure(_merged(recorded, _SINCE_2022), types.ClientCapabilities)


CLIENTS = {
    "vscode": _todays_vscode(),
    "vscode-2022": client_capabilities("visual-studio-code"),
    "neovim": client_capabilities("neovim@v0.11"),
    "emacs": client_capabilities("emacs"),
    "minimal": types.ClientCapabilities(),
}

VSCODES = {"vscode", "vscode-2022"}
PULLING = {"vscode", "neovim"}
RESOLVING = {*VSCODES, "neovim"}


def line_of(text):
    return next(number for number, line in enumerate(LINES) if text in line)


def position(line_text, text):
    line = line_of(line_text)
    return types.Position(line, LINES[line].index(text))


def units_of(kind):
    return {
        "neovim": lambda text: len(text.encode()),
        "emacs": len,
    }.get(kind, lambda text: len(text.encode("utf-16-le")) // 2)


def identifier(lsp):
    return types.TextDocumentIdentifier(lsp.uri)


async def findings_after(lsp, version, send):
    """The findings once `send` was called, as this kind of client gets them: asked for, or sent."""
    if lsp.kind not in PULLING:
        published = lsp.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        send()
        return await asyncio.wait_for(published, SECONDS)
    send()
    report = await lsp.text_document_diagnostic_async(types.DocumentDiagnosticParams(identifier(lsp)))
    return types.PublishDiagnosticsParams(lsp.uri, list(report.items), version)


async def change(lsp, version, *changes):
    """Send whole texts, or (range, text); gives the findings for what they leave."""
    events = [
        types.TextDocumentContentChangeWholeDocument(change)
        if isinstance(change, str)
        else types.TextDocumentContentChangePartial(range=change[0], text=change[1])
        for change in changes
    ]
    document = types.VersionedTextDocumentIdentifier(uri=lsp.uri, version=version)
    params = types.DidChangeTextDocumentParams(document, events)
    return await findings_after(lsp, version, lambda: lsp.text_document_did_change(params))
