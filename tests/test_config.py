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
