"""Every feature over the real transport, with what VS Code, Neovim, Emacs and a minimal client announce.

A reply that breaks what the client announced fails the test, and so does a message nobody expected.
"""

import ast
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from editor_kinds import (
    DESK,
    LINES,
    PULLING,
    RESOLVING,
    VSCODES,
    change,
    identifier,
    line_of,
    position,
    units_of,
)
from lsprotocol import types

pytestmark = [
    pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning"),
    pytest.mark.asyncio(loop_scope="module"),
]


async def test_initialize_fits_the_client(lsp, kind):
    capabilities = lsp.answer.capabilities
    assert capabilities.position_encoding == {"neovim": "utf-8", "emacs": "utf-32"}.get(kind, "utf-16")
    assert (capabilities.diagnostic_provider is not None) is (kind in PULLING)
    if kind == "minimal":
        assert capabilities.code_action_provider is True
    else:
        assert capabilities.code_action_provider.resolve_provider is (kind in RESOLVING)


async def test_findings_are_published_with_version_and_places(lsp, kind):
    assert lsp.first.version == 1
    found = {finding.code: finding for finding in lsp.first.diagnostics}
    finding = found["ISO201"]
    assert finding.range.start == types.Position(line_of("ATR_MULT ="), 0)
    assert finding.source == "isoscan"
    assert (finding.related_information is not None) is (kind in RESOLVING)
    assert (finding.code_description is not None) is (kind in VSCODES)
    assert (finding.data is not None) is (kind in RESOLVING)
    if kind in ("emacs", "minimal"):
        assert "line " in finding.message


async def test_folds(lsp, kind):
    folds = await lsp.text_document_folding_range_async(types.FoldingRangeParams(identifier(lsp)))
    starts = [fold.start_line for fold in folds]
    assert starts == sorted(set(starts))
    found = {fold.start_line: fold for fold in folds}
    assert found[line_of("def scan_gap_up")].end_line == line_of('["gap"] > min_gap')
    assert found[line_of("def true_range")].end_line == line_of('df["high"] - df["low"]')
    assert found[line_of("import pandas")].kind == types.FoldingRangeKind.Imports
    assert found[line_of("gaps ───")].kind == types.FoldingRangeKind.Region
    assert (found[line_of("def scan_fade")].collapsed_text is not None) is (kind == "neovim")


async def test_symbols(lsp, kind):
    symbols = await lsp.text_document_document_symbol_async(types.DocumentSymbolParams(identifier(lsp)))
    names = [symbol.name for symbol in symbols]
    if kind == "minimal":
        assert all(isinstance(symbol, types.SymbolInformation) for symbol in symbols)
        assert ("min_gap", "scan_gap_up") in {(symbol.name, symbol.container_name) for symbol in symbols}
    else:
        assert names == ["true_range", "scan_gap_up", "scan_fade"]
        gap = symbols[1]
        assert gap.detail.startswith("scanner")
        assert "min_gap" in [child.name for child in gap.children]
        assert gap.selection_range.start == types.Position(line_of("def scan_gap_up"), 4)


async def hover(lsp, place):
    answer = await lsp.text_document_hover_async(types.HoverParams(identifier(lsp), place))
    if answer is None:
        return None
    return answer.contents if isinstance(answer.contents, str) else answer.contents.value


async def test_hover_on_a_scanner_and_on_its_parameters(lsp, kind):
    code = "{}" if kind == "minimal" else "`{}`"
    scanner = await hover(lsp, position("def scan_gap_up", "scan_gap_up"))
    assert f"Scanner {code.format('scan_gap_up')}" in scanner
    assert "min_gap" in scanner
    assert ("**" in scanner) is (kind != "minimal")
    read = await hover(lsp, position('["gap"] > min_gap', "min_gap"))
    assert "scan_gap_up.min_gap" in read
    assert "default argument" in read
    shared = await hover(lsp, position("wide = true_range", "ATR_MULT"))
    assert "scan_gap_up.ATR_MULT" in shared
    assert f"Also read by {code.format('scan_fade')}" in shared
    defined = await hover(lsp, types.Position(line_of("ATR_MULT ="), 2))
    assert "scan_gap_up.ATR_MULT" in defined
    assert "scan_fade.ATR_MULT" in defined
    assert await hover(lsp, types.Position(line_of("return df[wide"), 4)) is None


async def test_an_edit_in_the_clients_encoding_moves_everything(lsp, kind):
    units = units_of(kind)
    line = LINES[line_of("ATR_MULT =")]
    end = types.Position(line_of("ATR_MULT ="), units(line))
    second = await change(lsp, 2, (types.Range(end, end), "\n'🎯─'; FADE = 1"))
    assert second.version == 2
    place = types.Position(line_of("def scan_gap_up") + 1, 4)
    assert "scan_gap_up" in await hover(lsp, place)


async def actions(lsp, line, only=None):
    place = types.Position(line, 6)
    return await lsp.text_document_code_action_async(
        types.CodeActionParams(
            identifier(lsp), types.Range(place, place), types.CodeActionContext(diagnostics=[], only=only)
        )
    )


def path_of(uri):
    return unquote(urlsplit(uri).path)


async def test_extraction_into_a_new_file(lsp, kind, tmp_path):
    line = line_of("def scan_gap_up")
    offered = [action for action in await actions(lsp, line) if "Extract" in action.title]
    assert len(offered) == 1
    target = tmp_path / "scan_gap_up.py"
    await carry_out(lsp, kind, offered[0])
    text = target.read_text(encoding="utf-8")
    assert "def scan_gap_up" in text
    assert "def true_range" in text
    assert "scan_fade" not in text
    compile(text, str(target), "exec")
    # Once more: what is there stays, and the next name is taken.
    target.write_text("mine\n", encoding="utf-8")
    [again] = [action for action in await actions(lsp, line) if "Extract" in action.title]
    await carry_out(lsp, kind, again)
    assert target.read_text(encoding="utf-8") == "mine\n"
    assert (tmp_path / "scan_gap_up_2.py").read_text(encoding="utf-8") == text
    assert await actions(lsp, line_of("return df[wide"), only=["refactor"]) is None


async def carry_out(lsp, kind, action):
    """Do with an action what this kind of client does."""
    if kind in RESOLVING:
        assert action.edit is None
        action = await lsp.code_action_resolve_async(action)
        create, edit = action.edit.document_changes
        assert (create.kind, create.options.overwrite, create.options.ignore_if_exists) == (
            "create",
            False,
            False,
        )
        assert edit.text_document.uri == create.uri
        assert edit.text_document.version is None
        [insertion] = edit.edits
        assert insertion.range == types.Range(types.Position(0, 0), types.Position(0, 0))
        with Path(path_of(create.uri)).open("x", encoding="utf-8", newline="") as stream:
            stream.write(insertion.new_text)
        return
    if kind != "minimal":
        # lsprotocol takes an action with a command for a command, and the command for its name.
        action = types.Command(**ast.literal_eval(action.command))
    answer = await lsp.workspace_execute_command_async(
        types.ExecuteCommandParams(action.command, action.arguments)
    )
    lsp.expected_messages += 1
    assert path_of(answer["uri"]) in lsp.messages[-1].message


async def test_an_action_of_an_older_text_is_refused(lsp, kind):
    [action] = [
        action for action in await actions(lsp, line_of("def scan_fade")) if "Extract" in action.title
    ]
    await change(lsp, 2, DESK + "\n")
    with pytest.raises(Exception, match="changed meanwhile, try again"):
        await carry_out(lsp, kind, action)


async def test_a_quick_fix_takes_its_finding_away(lsp, kind):
    if kind == "minimal":
        pytest.skip("knows no code actions with edits")
    text = f"{DESK}\n'🎯'; x = len([])  # isoscan: ignore[ISO203]\n"
    published = await change(lsp, 2, text)
    [finding] = [finding for finding in published.diagnostics if finding.code == "ISO001"]
    offered = await lsp.text_document_code_action_async(
        types.CodeActionParams(
            identifier(lsp),
            finding.range,
            types.CodeActionContext([finding], only=[types.CodeActionKind.QuickFix]),
        )
    )
    [fix] = [action for action in offered if action.diagnostics[0].code == "ISO001"]
    assert fix.kind == types.CodeActionKind.QuickFix
    if kind == "neovim":
        [edits] = fix.edit.changes.values()
    else:
        [document] = fix.edit.document_changes
        assert document.text_document == types.OptionalVersionedTextDocumentIdentifier(lsp.uri, 2)
        edits = document.edits
    after = await change(lsp, 3, *((edit.range, edit.new_text) for edit in edits))
    assert "ISO001" not in [finding.code for finding in after.diagnostics]
    assert len(after.diagnostics) == len(lsp.first.diagnostics)


async def test_boundaries(lsp, kind):
    answer = await lsp.protocol.send_request_async("isoscan/boundaries", {"textDocument": {"uri": lsp.uri}})
    assert answer.version == 1
    assert [scanner.name for scanner in answer.scanners] == ["scan_gap_up", "scan_fade"]
    gap = answer.scanners[0]
    assert (gap.kind, gap.namespace, gap.status) == ("function", "scan_gap_up", "valid")
    assert gap.range.start.line == gap.headerRange.start.line == line_of("def scan_gap_up")
    assert gap.range.end.line == line_of('["gap"] > min_gap')
    assert gap.headerRange.end.character == len("def scan_gap_up(df, min_gap=2.0):")
    assert 0.75 <= gap.confidence <= 1
    assert 0 <= gap.isolationScore < 1


async def test_lenses_and_hints(lsp, kind):
    lenses = await lsp.text_document_code_lens_async(types.CodeLensParams(identifier(lsp)))
    if kind in RESOLVING:
        assert all(lens.command is None for lens in lenses)
        lenses = [await lsp.code_lens_resolve_async(lens) for lens in lenses]
    header = line_of("def scan_gap_up")
    titles = [lens.command.title for lens in lenses if lens.range.start.line == header]
    assert titles == ["2 parameters", "isolation 0.88", "Extract", "Verify"]
    everything = types.Range(types.Position(0, 0), types.Position(len(LINES), 0))
    hints = await lsp.text_document_inlay_hint_async(types.InlayHintParams(identifier(lsp), everything))
    place = position('return df[wide & (df["gap"] < -1.5)]', "-1.5")
    [named] = [hint for hint in hints if hint.position.line == place.line]
    assert (named.position, named.label) == (place, "scan_fade.gap_max:")
    assert len(named.label) <= 25
    if kind in PULLING:
        resolved = await lsp.inlay_hint_resolve_async(named)
        assert "Parameter" in resolved.tooltip.value
    else:
        assert named.data is None


async def test_places_of_a_parameter(lsp, kind):
    place = position("wide = true_range", "ATR_MULT")
    params = types.DocumentHighlightParams(identifier(lsp), place)
    highlights = await lsp.text_document_document_highlight_async(params)
    starts = [highlight.range.start for highlight in highlights]
    assert starts[0] == types.Position(line_of("ATR_MULT ="), 0)
    assert starts[1] == place
    assert len(starts) == 3
    [target] = await lsp.text_document_definition_async(types.DefinitionParams(identifier(lsp), place))
    if kind == "minimal":
        assert target.range.start == starts[0]
    else:
        assert target.target_selection_range.start == starts[0]
    context = types.ReferenceContext(include_declaration=True)
    references = types.ReferenceParams(context, identifier(lsp), place)
    found = await lsp.text_document_references_async(references)
    assert [location.range.start for location in found] == starts


async def test_a_rename_in_the_clients_encoding(lsp, kind):
    units = units_of(kind)
    after = await change(lsp, 2, DESK.replace("    wide =", "    '🎯─'; wide ="))
    place = types.Position(line_of("wide = true_range"), units("    '🎯─'; wide = true_range(df) > AT"))
    if kind in RESOLVING:
        prepared = await lsp.text_document_prepare_rename_async(
            types.PrepareRenameParams(identifier(lsp), place)
        )
        assert prepared.placeholder == "ATR_MULT"
    edit = await lsp.text_document_rename_async(types.RenameParams(identifier(lsp), place, "STRETCH"))
    if kind in ("minimal", "neovim"):
        [edits] = edit.changes.values()
    else:
        [document] = edit.document_changes
        assert document.text_document.version == 2
        edits = document.edits
    renamed = await change(lsp, 3, *((edit.range, edit.new_text) for edit in edits))
    assert len(renamed.diagnostics) == len(after.diagnostics)
    assert "STRETCH" in next(found.message for found in renamed.diagnostics if found.code == "ISO201")


async def test_selections_symbols_and_tokens(lsp, kind):
    place = position("wide = true_range", "ATR_MULT")
    params = types.SelectionRangeParams(identifier(lsp), [place])
    [selection] = await lsp.text_document_selection_range_async(params)
    assert selection.range.start == place
    assert selection.parent is not None
    symbols = await lsp.workspace_symbol_async(types.WorkspaceSymbolParams("scan_fade"))
    assert ("scan_fade", lsp.uri) in [(symbol.name, symbol.location.uri) for symbol in symbols]
    tokens = await lsp.text_document_semantic_tokens_full_async(types.SemanticTokensParams(identifier(lsp)))
    assert (tokens is not None) is (kind == "neovim")


async def test_only_what_the_client_can_do_is_announced(lsp, kind):
    announced = lsp.answer.capabilities
    assert announced.code_lens_provider.resolve_provider is (kind in RESOLVING)
    assert announced.inlay_hint_provider.resolve_provider is (kind in PULLING)
    assert (announced.rename_provider is True) is (kind in ("emacs", "minimal"))
    assert announced.workspace_symbol_provider is True
