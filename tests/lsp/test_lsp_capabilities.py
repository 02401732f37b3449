import json

import pytest
from isoscan.lsp.capabilities import Client, negotiated_encoding, resolve_client, server_capabilities
from pygls.protocol import default_converter
from pytest_lsp import client_capabilities


def announced(name):
    return default_converter().unstructure(client_capabilities(name))


def test_a_client_that_announces_nothing_gets_the_plain_form():
    assert resolve_client({}, {}) == Client()


@pytest.mark.parametrize(
    "nonsense", [{"textDocument": 3}, {"general": []}, {"textDocument": {"hover": None}}]
)
def test_nonsense_counts_as_not_announced(nonsense):
    assert resolve_client(nonsense, {}) == Client()


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (["utf-8", "utf-16"], "utf-8"),
        (["utf-32", "utf-8"], "utf-32"),
        (["ebcdic", "utf-16"], "utf-16"),
        (["ebcdic"], "utf-16"),
        ([], "utf-16"),
        (None, "utf-16"),
        ("utf-8", "utf-16"),
    ],
)
def test_the_clients_first_known_encoding_is_taken(offered, chosen):
    assert negotiated_encoding(offered) == chosen


def test_visual_studio_code():
    client = resolve_client(announced("visual-studio-code"), {})
    assert client.folds_whole_lines_only
    assert client.fold_limit == 5000
    assert client.shows_symbol_tree
    assert client.renders_markdown
    assert client.shows_disabled_actions
    assert client.resolves_edits
    assert client.creates_files
    assert client.takes_versioned_edits
    assert not client.shows_collapsed_text
    assert not client.wants_boundaries_changed


def test_neovim_creates_files_though_it_does_not_speak_of_document_changes():
    client = resolve_client(announced("neovim"), {})
    assert client.creates_files
    assert not client.takes_versioned_edits
    assert client.shows_collapsed_text
    assert not client.shows_disabled_actions


def test_eglot_takes_document_changes_but_no_new_files():
    client = resolve_client(announced("emacs"), {})
    assert client.takes_versioned_edits
    assert not client.creates_files
    assert not client.resolves_edits


def test_the_boundaries_notification_is_opt_in():
    assert resolve_client({}, {"boundariesChanged": True}).wants_boundaries_changed
    assert not resolve_client({}, {"boundariesChanged": "yes"}).wants_boundaries_changed


def test_what_is_announced_fits_the_client_and_is_plain_json():
    plain = server_capabilities(Client())
    assert plain["codeActionProvider"] is True
    full = server_capabilities(Client(encoding="utf-8", takes_code_actions=True, resolves_edits=True))
    assert full["positionEncoding"] == "utf-8"
    assert full["codeActionProvider"]["resolveProvider"] is True
    assert json.loads(json.dumps(full)) == full
