from hand_made import URI, analysis, document, parameter, scanner, span_of
from isoscan.lsp.capabilities import Client
from isoscan.lsp.features.document_symbol import document_symbol

TREE = Client(shows_symbol_tree=True)

FILE = """\
MIN_GAP = 0.75

# the gap
def scan_gap(df):
    '🎯─'; x = df['gap'] > MIN_GAP
    return x

class Desk:
    def enrich(self, df):
        df['wide 🎯'] = (
            df['range'] > 2.5
        )
        return df
"""


def symbols(text, *scanners, client=TREE, encoding="utf-16"):
    return document_symbol(document(text, encoding), analysis(text, *scanners), client)


def outline(nodes):
    return [
        (node["name"], outline(node["children"])) if "children" in node else node["name"] for node in nodes
    ]


def gap():
    reads = (span_of(FILE, "MIN_GAP", 1),)
    shared = parameter("scan_gap", "MIN_GAP", 0.75, span_of(FILE, "MIN_GAP"), reads=reads)
    far = parameter("scan_gap", "FAR", 1, span_of(FILE, "MIN_GAP"))
    return scanner(FILE, "scan_gap", first=2, last=5, parameters=(shared, far))


def wide():
    literal = span_of(FILE, "2.5")
    value = parameter("wide 🎯", "range_min", 2.5, literal, origin="inline")
    return scanner(FILE, "wide 🎯", "mask", last=11, parameters=(value,), container="Desk.enrich")


def test_scanners_stand_among_functions_and_classes_with_their_parameters():
    assert outline(symbols(FILE, gap(), wide())) == [
        ("scan_gap", ["MIN_GAP"]),
        ("Desk", [("enrich", [("wide 🎯", ["range_min"])])]),
    ]


def test_without_scanners_the_outline_is_that_of_the_code():
    assert outline(symbols(FILE)) == ["scan_gap", ("Desk", ["enrich"])]
    assert symbols("") == []


def test_children_lie_inside_their_parents_and_names_inside_their_ranges():
    def check(nodes, start, end):
        for node in nodes:
            low, high = (place(node["range"][key]) for key in ("start", "end"))
            assert start <= low <= high <= end
            assert low <= place(node["selectionRange"]["start"])
            assert place(node["selectionRange"]["end"]) <= high
            assert node["name"].strip()
            check(node.get("children", []), low, high)

    crossing = scanner(FILE, "MIN_GAP", "section", first=0, last=4, namespace="crossing")
    elsewhere = scanner(FILE, "Desk", "table", first=4, last=4, line=4, name_span=span_of(FILE, "Desk"))
    nameless = scanner(FILE, " ", "section", first=6, last=6, line=6, name_span=span_of(FILE, "x = "))
    check(symbols(FILE, gap(), wide(), crossing, elsewhere, nameless), (0, 0), (99, 0))


def place(position):
    return position["line"], position["character"]


def test_a_scanner_says_that_it_is_one():
    [node, _] = symbols(FILE, gap())
    assert node["detail"] == "scanner, 2 parameters"
    assert node["range"]["start"] == {"line": 2, "character": 0}
    assert node["children"][0]["detail"] == "0.75"
    [node, _] = symbols(FILE, scanner(FILE, "scan_gap", last=5, status="needs_review"))
    assert node["detail"] == "scanner, 0 parameters, uncertain"


def test_columns_are_in_the_clients_units():
    for encoding, character in (("utf-8", 31), ("utf-16", 27), ("utf-32", 26)):
        [node, _] = symbols(FILE, gap(), encoding=encoding)
        assert node["children"][0]["range"]["start"] == {"line": 4, "character": character}


def test_a_client_without_trees_gets_a_flat_list():
    flat = symbols(FILE, gap(), wide(), client=Client())
    assert [(item["name"], item.get("containerName")) for item in flat] == [
        ("scan_gap", None),
        ("MIN_GAP", "scan_gap"),
        ("Desk", None),
        ("enrich", "Desk"),
        ("wide 🎯", "Desk.enrich"),
        ("range_min", "Desk.enrich.wide 🎯"),
    ]
    assert all(item["location"]["uri"] == URI and "children" not in item for item in flat)


def test_code_nested_deeper_than_python_recurses():
    text = "".join(f"{' ' * depth}def f{depth}():\n" for depth in range(1500)) + " " * 1500 + "pass\n"
    node = symbols(text)[0]
    while "children" in node:
        [node] = node["children"]
    assert node["name"] == "f1499"
