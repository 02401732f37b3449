import json
from dataclasses import replace

import pytest
from hand_made import URI, document, span_of
from isoscan.lsp.capabilities import Client
from isoscan.lsp.features.publish_diagnostics import publish_diagnostics, to_wire
from isoscan.rules.diagnostic import Diagnostic, Edit, Fix, Related

FILE = "'🎯─'; ATR_MULT = 0.75\n\ndef scan_gap(df):\n    return ATR_MULT\n"

FINDING = Diagnostic(
    code="ISO201",
    name="shared-parameter",
    severity="warning",
    subject="ATR_MULT",
    message="changing `ATR_MULT` for `scan_gap` also changes `scan_fade`",
    span=span_of(FILE, "ATR_MULT"),
    scanners=("scan_gap", "scan_fade"),
    related=(Related(span_of(FILE, "ATR_MULT", 1), "read by scanner `scan_gap`"),),
    tags=("unnecessary",),
    fixes=(Fix("Rename", "safe", (Edit(span_of(FILE, "ATR_MULT"), "GAP_ATR_MULT"),)),),
)

EVERYTHING = Client(
    shows_related_places=True,
    links_codes=True,
    keeps_diagnostic_data=True,
    diagnostic_tags=frozenset({1, 2}),
)


def published(client, finding=FINDING, encoding="utf-16"):
    opened = document(FILE, encoding)
    return json.loads(publish_diagnostics(opened, json.dumps(to_wire(finding, opened, client))))


def test_a_client_that_can_show_everything_gets_everything():
    answer = published(replace(EVERYTHING, links_codes=False))
    assert (answer["uri"], answer["version"]) == (URI, 1)
    [finding] = answer["diagnostics"]
    assert (finding["code"], finding["source"], finding["severity"]) == ("ISO201", "isoscan", 2)
    assert finding["message"] == FINDING.message
    assert finding["range"] == {"start": {"line": 0, "character": 7}, "end": {"line": 0, "character": 15}}
    [place] = finding["relatedInformation"]
    assert place["message"] == "read by scanner `scan_gap`"
    assert place["location"]["uri"] == URI
    assert place["location"]["range"]["start"] == {"line": 3, "character": 11}
    assert finding["tags"] == [1]
    assert finding["data"]["subject"] == "ATR_MULT"
    assert finding["data"]["scanners"] == ["scan_gap", "scan_fade"]


def test_a_minimal_client_gets_the_plain_form_with_the_places_in_the_message():
    [finding] = published(Client())["diagnostics"]
    assert set(finding) == {"range", "severity", "code", "source", "message"}
    assert finding["message"] == f"{FINDING.message}\nline 4: read by scanner `scan_gap`"


def test_the_rules_page_is_linked():
    [finding] = published(Client(links_codes=True))["diagnostics"]
    assert finding["codeDescription"]["href"].startswith("https://")


def test_the_page_of_a_rule_on_generated_files_is_linked():
    [finding] = published(Client(links_codes=True), FINDING._replace(code="ISO501"))["diagnostics"]
    assert finding["codeDescription"]["href"].endswith("/ISO501.md")


@pytest.mark.parametrize(("encoding", "character"), [("utf-8", 11), ("utf-16", 7), ("utf-32", 6)])
def test_columns_are_in_the_clients_units(encoding, character):
    [finding] = published(Client(), encoding=encoding)["diagnostics"]
    assert finding["range"]["start"]["character"] == character


def test_only_tags_that_the_client_knows():
    for tags, expected in (({1}, [1]), ({2}, None), (set(), None)):
        [finding] = published(Client(diagnostic_tags=frozenset(tags)))["diagnostics"]
        assert finding.get("tags") == expected


def test_what_hundreds_read_shows_the_first_places():
    places = tuple(Related(FINDING.span, f"read by scanner `scan_{number}`") for number in range(330))
    [finding] = published(EVERYTHING, FINDING._replace(related=places))["diagnostics"]
    assert len(finding["relatedInformation"]) == 50
    assert finding["relatedInformation"][-1]["message"] == "read by scanner `scan_49`, and 280 more places"


def test_no_findings_clear_what_was_there():
    answer = json.loads(publish_diagnostics(document(FILE), ""))
    assert answer == {"uri": URI, "version": 1, "diagnostics": []}
