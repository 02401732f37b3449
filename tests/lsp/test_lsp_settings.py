"""Settings over the wire: from the editor, from `pyproject.toml`, malformed ones, and changes of both."""

import pytest

TEXT = "def scan_gap(df):\n    x = df['gap'] > 2  # 🎯\n    return x\n"


@pytest.fixture
def project(tmp_path):
    """A folder inside a folder with settings."""
    folder = tmp_path / "🎯 desk" / "scans"
    folder.mkdir(parents=True)
    return folder


def write_settings(project, text):
    (project.parent / "pyproject.toml").write_text(text, encoding="utf-8")


def folds(client, uri):
    return client.result("textDocument/foldingRange", {"textDocument": {"uri": uri}})


def opened(client, project):
    uri = (project / "gap.py").as_uri()
    client.open(uri, TEXT)
    client.diagnostics(uri)
    return uri


def test_defaults(client, project):
    client.initialize()
    assert folds(client, opened(client, project)) is not None


@pytest.mark.parametrize("options", [{"folding": "off"}, {"settings": {"folding": "off"}}])
def test_the_editors_settings_come_with_initialize(client, project, options):
    client.initialize(options=options)
    assert folds(client, opened(client, project)) is None
    assert client.received_so_far("window/showMessage") == []


def test_a_settings_file_is_found_upward(client, project):
    write_settings(project, '[tool.isoscan]\nfolding = "off"\n')
    client.initialize()
    assert folds(client, opened(client, project)) is None


def test_the_editor_overrules_the_file_setting_by_setting(client, project):
    write_settings(project, '[tool.isoscan]\nfolding = "off"\nvalid-threshold = 0.9\n')
    client.initialize(options={"folding": "all", "reportThreshold": 0.25, "template": None})
    uri = opened(client, project)
    assert folds(client, uri) is not None
    settings = client.state(uri)["settings"]
    assert (settings["valid_threshold"], settings["report_threshold"]) == (0.9, 0.25)
    assert settings["template"] == "standard"


@pytest.mark.parametrize(
    "text",
    [
        "[tool.isoscan\n",
        "[tool.isoscan]\nfolding = 3\nselect = 'x'\n",
        "[tool]\nisoscan = 3\n# tool.isoscan\n",
    ],
)
def test_a_malformed_file_is_one_message_and_the_defaults_hold(client, project, text):
    write_settings(project, text)
    client.initialize()
    uri = opened(client, project)
    assert folds(client, uri) is not None
    client.open((project / "fade.py").as_uri(), TEXT)
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    client.state(uri)
    [message] = client.received_so_far("window/showMessage")
    assert message["type"] == 2
    assert "pyproject.toml" in message["message"]


def test_malformed_editor_settings_are_one_message(client, project):
    client.initialize(options={"foldin": "off", "validThreshold": 7})
    uri = opened(client, project)
    assert client.state(uri)["settings"]["valid_threshold"] == 0.75
    [message] = client.received_so_far("window/showMessage")
    assert message["type"] == 2
    assert "`folding`" in message["message"]
    assert "`validThreshold`" in message["message"]


@pytest.mark.parametrize("options", [None, [], 3, "folding", {"settings": 3}])
def test_odd_options_are_no_settings(client, project, options):
    client.initialize(options=options)
    assert folds(client, opened(client, project)) is not None
    assert client.received_so_far("window/showMessage") == []


def test_pushed_settings_hold_from_then_on(client, project):
    client.initialize()
    uri = opened(client, project)
    client.notify("workspace/didChangeConfiguration", {"settings": {"isoscan": {"folding": "off"}}})
    assert client.diagnostics(uri)["version"] == 1
    assert folds(client, uri) is None
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    assert folds(client, uri) is not None


def test_settings_are_asked_for_where_the_client_answers(client, project):
    client.initialize({"workspace": {"configuration": True}})
    answer_settings(client, {"folding": "off"})
    uri = opened(client, project)
    assert folds(client, uri) is None
    client.notify("workspace/didChangeConfiguration", {"settings": {}})
    answer_settings(client, {"folding": "all"})
    assert folds(client, uri) is not None


def answer_settings(client, settings):
    asked = client.receive(lambda message: message.get("method") == "workspace/configuration")
    assert asked["params"]["items"] == [{"section": "isoscan"}]
    client.send({"jsonrpc": "2.0", "id": asked["id"], "result": [settings]})


def answer_folders(client, general, by_folder):
    asked = client.receive(lambda message: message.get("method") == "workspace/configuration")
    scopes = [item.get("scopeUri") for item in asked["params"]["items"]]
    answers = [general if scope is None else by_folder.get(scope) for scope in scopes]
    client.send({"jsonrpc": "2.0", "id": asked["id"], "result": answers})
    return scopes


def test_each_folder_of_the_workspace_has_settings_of_its_own(client, tmp_path):
    outer, inner, other = (tmp_path / "🎯 desk", tmp_path / "🎯 desk" / "live", tmp_path / "🎯 desks")
    for folder in (inner, other):
        folder.mkdir(parents=True)
    folders = [{"uri": folder.as_uri(), "name": folder.name} for folder in (outer, inner)]
    capabilities = {"workspace": {"configuration": True, "workspaceFolders": True}}
    announced = client.initialize(capabilities, workspaceFolders=folders)["capabilities"]
    assert announced["workspace"]["workspaceFolders"] == {"supported": True, "changeNotifications": True}
    settings = {outer.as_uri(): {"folding": "off"}, inner.as_uri(): {"folding": "all"}}
    assert answer_folders(client, {"folding": "off"}, settings) == [None, outer.as_uri(), inner.as_uri()]
    assert folds(client, opened(client, outer)) is None
    assert folds(client, opened(client, inner)) is not None
    assert folds(client, opened(client, other)) is None
    event = {"added": [{"uri": other.as_uri(), "name": "desks"}], "removed": folders[1:]}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    settings[other.as_uri()] = {"folding": "all"}
    assert answer_folders(client, {"folding": "off"}, settings) == [None, outer.as_uri(), other.as_uri()]
    assert folds(client, (inner / "gap.py").as_uri()) is None
    assert folds(client, (other / "gap.py").as_uri()) is not None


def test_a_folder_without_settings_has_the_general_ones(client, project):
    folders = [{"uri": project.as_uri(), "name": "desk"}, {"name": "none"}, 3]
    client.initialize({"workspace": {"configuration": True}}, workspaceFolders=folders)
    assert answer_folders(client, {"folding": "off"}, {}) == [None, project.as_uri()]
    assert folds(client, opened(client, project)) is None


@pytest.mark.parametrize(
    "answer", [{"result": None}, {"result": [None]}, {"error": {"code": 1, "message": "no"}}]
)
def test_a_client_that_has_no_settings_to_give_does_no_harm(client, project, answer):
    client.initialize({"workspace": {"configuration": True}}, options={"folding": "off"})
    asked = client.receive(lambda message: message.get("method") == "workspace/configuration")
    client.send({"jsonrpc": "2.0", "id": asked["id"], **answer})
    assert folds(client, opened(client, project)) is None


def test_a_changed_settings_file_is_read_anew(client, project):
    client.initialize({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}})
    asked = client.receive(lambda message: message.get("method") == "client/registerCapability")
    [registration] = asked["params"]["registrations"]
    assert registration["method"] == "workspace/didChangeWatchedFiles"
    assert registration["registerOptions"]["watchers"] == [{"globPattern": "**/pyproject.toml"}]
    client.send({"jsonrpc": "2.0", "id": asked["id"], "result": None})
    uri = opened(client, project)
    assert folds(client, uri) is not None
    write_settings(project, '[tool.isoscan]\nfolding = "off"\n')
    changed = {"uri": (project.parent / "pyproject.toml").as_uri(), "type": 1}
    client.notify("workspace/didChangeWatchedFiles", {"changes": [changed]})
    assert client.diagnostics(uri)["version"] == 1
    assert folds(client, uri) is None


def test_nothing_is_registered_with_a_client_that_cannot_take_it(client, project):
    client.initialize()
    client.state(opened(client, project))
    assert client.received_so_far("client/registerCapability") == []
    assert client.received_so_far("workspace/configuration") == []


def test_saving_reads_the_settings_file_anew_without_a_watcher(client, project):
    client.initialize()
    uri = opened(client, project)
    write_settings(project, '[tool.isoscan]\nfolding = "off"\n')
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert folds(client, uri) is None
