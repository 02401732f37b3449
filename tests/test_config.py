"""Settings: what a table gives, what a file gives, and the sentence for everything that is wrong."""

from __future__ import annotations

import pytest
from isoscan.config import Config, load_config, parse_config, rule_selector


def test_no_settings_are_the_defaults():
    assert parse_config({}) == (Config(), [])


def test_every_setting_can_be_set():
    config, problems = parse_config(
        {
            "select": ["iso2", "ALL"],
            "ignore": ["ISO201"],
            "severity": {"ISO301": "hint"},
            "valid-threshold": 1,
            "report-threshold": 0.25,
            "shared-globals": ["BROKER_*"],
            "exclude": ["old/"],
            "folding": "scanners",
            "template": "minimal",
            "output-directory": "out",
        }
    )
    assert problems == []
    assert config == Config(
        select=("ISO2", "ISO"),
        ignore=("ISO201",),
        severity={"ISO301": "hint"},
        valid_threshold=1.0,
        report_threshold=0.25,
        shared_globals=("BROKER_*",),
        exclude=("old/",),
        folding="scanners",
        template="minimal",
        output_directory="out",
    )


def test_editors_may_write_camel_case():
    config, problems = parse_config({"validThreshold": 0.9, "sharedGlobals": ["X"]})
    assert (config.valid_threshold, config.shared_globals, problems) == (0.9, ("X",), [])


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"valid-treshold": 0.9}, "unknown setting `valid-treshold`; did you mean `valid-threshold`?"),
        ({"zzz": 1}, "unknown setting `zzz`; known ones are `select`"),
        ({"select": "ISO201"}, '`select` must be a list of strings such as ["one", "two"]'),
        ({"select": ["E501"]}, 'not "E501"'),
        ({"ignore": [201]}, "`ignore` must be a list of strings"),
        ({"valid-threshold": "high"}, "`valid-threshold` must be a number from 0 to 1"),
        ({"valid-threshold": True}, "`valid-threshold` must be a number from 0 to 1"),
        ({"report-threshold": 1.5}, "`report-threshold` must be a number from 0 to 1"),
        ({"report-threshold": float("nan")}, "`report-threshold` must be a number from 0 to 1"),
        ({"report-threshold": 0.9}, "`report-threshold` (0.9) must not be above `valid-threshold` (0.75)"),
        ({"severity": {"ISO201": "fatal"}}, "`severity` must be a table of rule codes"),
        ({"severity": "error"}, "`severity` must be a table such as"),
        ({"folding": "most"}, '`folding` must be one of "all", "scanners", "off"'),
        ({"codeLens": "yes"}, "`codeLens` must be true or false"),
        ({"shared-hints": 1}, "`shared-hints` must be true or false"),
        ({"semanticTokens": True}, '`semanticTokens` must be one of "auto", "on", "off"'),
        ({"folding": ["all"]}, '`folding` must be one of "all", "scanners", "off"'),
        ({"output-directory": ""}, "`output-directory` must be a string that is not empty"),
        ({"template": 3}, "`template` must be a string that is not empty"),
    ],
)
def test_a_bad_setting_gives_one_sentence_and_keeps_its_default(table, sentence):
    config, problems = parse_config(table)
    assert config == Config()
    assert len(problems) == 1
    assert sentence in problems[0]
    assert "\n" not in problems[0]


def test_a_bad_setting_does_not_disturb_the_others():
    config, problems = parse_config({"folding": 1, "ignore": ["ISO3"]})
    assert config.ignore == ("ISO3",)
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("written", "prefix"),
    [
        ("ISO201", "ISO201"),
        ("iso2", "ISO2"),
        (" all ", "ISO"),
        ("ISO", "ISO"),
        ("E501", None),
        ("ISO2011", None),
        ("201", None),
        ("", None),
    ],
)
def test_rule_selectors(written, prefix):
    assert rule_selector(written) == prefix


def test_settings_come_from_the_nearest_file_that_has_some(tmp_path):
    inner = tmp_path / "desk" / "scans"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.isoscan]\nignore = ["ISO301"]\n')
    (tmp_path / "desk" / "pyproject.toml").write_text('[tool.ruff]\nselect = ["E"]\n')
    source = inner / "gaps.py"
    source.write_text("")
    assert load_config(source) == (Config(ignore=("ISO301",)), [])
    assert load_config(inner) == (Config(ignore=("ISO301",)), [])


def test_relative_paths_are_relative_to_the_file_that_names_them(tmp_path):
    (tmp_path / "scans").mkdir()
    (tmp_path / "pyproject.toml").write_text(
        '[tool.isoscan]\noutput-directory = "out"\ntemplate = "desk.jinja"\n'
    )
    config, problems = load_config(tmp_path / "scans")
    assert problems == []
    assert config == Config(output_directory=str(tmp_path / "out"), template=str(tmp_path / "desk.jinja"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[tool.isoscan\n", "is not valid TOML"),
        (b'[tool.isoscan]\nselect = ["ISO2"\n', "is not valid TOML"),
        ("[tool.isoscan]\n# caf\xe9".encode("latin-1"), "is not UTF-8 text"),
        (b"# tool.isoscan\n[tool]\nisoscan = 3\n", "`tool.isoscan` must be a table"),
        (b"# tool.isoscan\ntool = 3\n", "`tool.isoscan` must be a table"),
        (b"[tool.isoscan]\nfolding = 1979-05-27\n", "`folding` must be one of"),
        (b"[tool.isoscan]\nx = " + b"[" * 5000 + b"]" * 5000, "is not valid TOML"),
    ],
)
def test_a_broken_file_gives_one_sentence_that_names_it(tmp_path, content, sentence):
    file = tmp_path / "pyproject.toml"
    file.write_bytes(content)
    config, problems = load_config(tmp_path)
    assert config == Config()
    assert len(problems) == 1
    assert problems[0].startswith(f"{file}: ")
    assert sentence in problems[0]


def test_a_folder_in_place_of_the_file_is_said(tmp_path):
    (tmp_path / "pyproject.toml").mkdir()
    config, problems = load_config(tmp_path)
    assert config == Config()
    assert problems == [
        f"{tmp_path / 'pyproject.toml'}: cannot be read (Is a directory); the default settings are used"
    ]


def test_a_byte_order_mark_is_no_problem(tmp_path):
    (tmp_path / "pyproject.toml").write_bytes(b'\xef\xbb\xbf[tool.isoscan]\nignore = ["ISO3"]\n')
    assert load_config(tmp_path) == (Config(ignore=("ISO3",)), [])


def test_a_path_that_does_not_exist_has_the_settings_of_its_place(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.isoscan]\nignore = ["ISO3"]\n')
    assert load_config(tmp_path / "no" / "such.py") == (Config(ignore=("ISO3",)), [])


AI_TABLE = {
    "enabled": True,
    "base-url": "http://localhost:11434/v1/",
    "model": "qwen2.5-coder",
    "api-key-variable": "DESK_KEY",
    "timeout": 20,
    "retries": 1,
    "requests-per-day": 7,
    "spend-per-day": 0.5,
    "input-price": 1,
    "output-price": 2,
    "max-answer-tokens": 500,
    "answer-format": "json",
    "proxy": "http://proxy:3128",
    "ca-bundle": "desk.pem",
    "send-comments": False,
    "send-strings": False,
    "chunk-lines": 80,
    "overlap-lines": 8,
    "accuracy": 0.8,
    "cache-hours": 48,
    "cache-megabytes": 1,
}


def test_without_a_table_for_models_there_are_no_settings_for_them():
    assert parse_config({})[0].ai is None
    assert parse_config({"ai": {}})[0].ai is None


def test_every_setting_for_models_can_be_set():
    config, problems = parse_config({"ai": AI_TABLE})
    assert problems == []
    assert config.ai is not None
    for name, value in AI_TABLE.items():
        expected = value.rstrip("/") if isinstance(value, str) else value
        assert getattr(config.ai, name.replace("-", "_")) == expected, name
    assert not parse_config({"ai": {"model": "small"}})[0].ai.enabled


@pytest.mark.parametrize(
    "name", ["api-key", "apiKey", "api_key", "openai-api-key", "token", "Authorization", "key"]
)
def test_a_key_in_the_settings_is_refused_and_not_repeated(name):
    key = "sk-" + "a1b2c3d4" * 4
    config, problems = parse_config({"ai": {"enabled": True, name: key}})
    assert config.ai is not None
    assert len(problems) == 1
    assert "is not read: a key in a settings file is no secret" in problems[0]
    assert key not in problems[0] + repr(config)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"enabled": "yes"}, "`ai.enabled` must be true or false"),
        ({"base-url": "localhost"}, "`ai.base-url` must be an address"),
        ({"base-url": "ftp://host/v1"}, "`ai.base-url` must be an address"),
        ({"baseUrl": "https://me:pass@host/v1"}, "without user, password or query"),
        ({"base-url": "https://host/v1?key=1"}, "without user, password or query"),
        ({"proxy": "http://me:pass@host:1"}, "without user, password or query"),
        ({"api-key-variable": "sk-" + "a1b2c3d4" * 4}, "must be the name of an environment variable"),
        ({"api-key-variable": "openai_key"}, "must be the name of an environment variable"),
        ({"timeout": 0}, "`ai.timeout` must be a number from 1 to 3600"),
        ({"timeout": float("nan")}, "`ai.timeout` must be a number"),
        ({"retries": 1.5}, "`ai.retries` must be a whole number from 0 to 10"),
        ({"answer-format": "xml"}, '`ai.answer-format` must be one of "auto"'),
        ({"accuracy": 1}, "`ai.accuracy` must be a number from 0.5 to 0.99"),
        ({"modle": "x"}, "unknown setting `ai.modle`; did you mean `ai.model`?"),
        ({"zzz": "x"}, "unknown setting `ai.zzz`; known ones are `enabled`"),
    ],
)
def test_a_bad_setting_for_models_gives_one_sentence(table, sentence):
    config, problems = parse_config({"ai": table})
    assert config == Config()
    assert len(problems) == 1
    assert sentence in problems[0]
    assert not any(
        isinstance(value, str) and "sk-" in value and value in problems[0] for value in table.values()
    )


def test_the_bundle_of_certificates_is_relative_to_the_settings_file(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.isoscan.ai]\nca-bundle = "certs/desk.pem"\n')
    config, problems = load_config(tmp_path)
    assert problems == []
    assert config.ai.ca_bundle == str(tmp_path / "certs" / "desk.pem")
