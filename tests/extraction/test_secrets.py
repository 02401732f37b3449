from __future__ import annotations

import pytest
from generated import extracted, generated, run

KEY = "q7Kd93mXp02LzRt8vB5nYw1c"


def source_with(definition: str, use: str = "KEY") -> str:
    return f"""
import os
import pandas as pd

{definition}


# isoscan: scanner scan_it
def scan_it(df):
    df["source"] = {use}
    return df[(df["close"] > 5) & (df["volume"] > 1000)]
"""


@pytest.mark.parametrize(
    ("definition", "use", "secret", "variable"),
    [
        (f'API_KEY = "{KEY}"', "API_KEY", KEY, "API_KEY"),
        ('TOKEN = "abc12345xyz"', "TOKEN", "abc12345xyz", "TOKEN"),
        ('DB_PASSWORD = "hunter22"', "DB_PASSWORD", "hunter22", "DB_PASSWORD"),
        ('client_secret = "s3cr3t-value"', "client_secret", "s3cr3t-value", "CLIENT_SECRET"),
        ('CONFIG = {"apiKey": "letmein99", "x": 1}', 'CONFIG["apiKey"]', "letmein99", "API_KEY"),
        (f'KNOB = "{KEY}"', "KNOB", KEY, "API_KEY"),
        ('NAME = "AKIAABCDEFGHIJKLMNOP"', "NAME", "AKIAABCDEFGHIJKLMNOP", "API_KEY"),
        (f'URL = "https://x.example/q?apiKey={KEY}&n=5"', "URL", KEY, "API_KEY"),
        (f'N = 5\nURL = f"https://x.example/q?n={{N}}&token={KEY}"', "URL", KEY, "TOKEN"),
        ('URL = "https://me:pa55word@x.example/"', "URL", "pa55word", "PASSWORD"),
        (f'HEADERS = {{"Authorization": "Bearer {KEY}"}}', "HEADERS", KEY, "API_TOKEN"),
        (f'KEY = os.environ.get("DATA_KEY", "{KEY}")', "KEY", KEY, "DATA_KEY"),
        (f'KEY = os.getenv("DATA_KEY", "{KEY}")', "KEY", KEY, "DATA_KEY"),
    ],
)
@pytest.mark.parametrize("template", ["minimal", "standard"])
def test_a_hard_coded_key_is_read_from_the_environment(
    definition: str, use: str, secret: str, variable: str, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = generated(source_with(definition, use), "scan_it", template)
    assert secret not in text
    assert variable in text
    monkeypatch.setenv(variable, "from-outside")
    module = run(text)
    original = run(source_with(definition, use).replace(secret, "from-outside"), "original")
    name = use.partition("[")[0]
    assert getattr(module, name) == getattr(original, name) or isinstance(getattr(module, name), dict)
    assert "from-outside" in str(getattr(module, name))


def test_the_reader_is_told_which_variable_to_set() -> None:
    extraction = extracted(source_with(f'API_KEY = "{KEY}"', "API_KEY"), "scan_it")
    assert extraction.remarks == ("set `API_KEY` in the environment: the key in the source was not copied",)
    assert extraction.remarks[0] in extraction.text


def test_a_key_is_not_copied_in_comments_and_docstrings_either() -> None:
    source = f'''
# key: {KEY}
API_KEY = "{KEY}"  # {KEY} is mine


# isoscan: scanner scan_it
def scan_it(df):
    """Uses {KEY}."""
    return df[(df["close"] > 5) & (df["volume"] > 1000) & bool(API_KEY)]
'''
    text = generated(source, "scan_it")
    assert KEY not in text
    assert "# <removed> is mine" in text
    assert '"""Uses <removed>."""' in text


def test_two_keys_of_one_name_are_two_variables() -> None:
    definition = 'A = {"token": "abc12345xyz"}\nB = {"token": "zyx54321cba"}'
    text = generated(source_with(definition, 'A["token"] + B["token"]'), "scan_it")
    assert 'os.environ.get("TOKEN", "")' in text
    assert 'os.environ.get("TOKEN_2", "")' in text


@pytest.mark.parametrize(
    "definition",
    [
        'KEY = "close"',
        'SORT_KEY = "volume"',
        'COLUMN = "lc_frontside_d3_extended_1_min_price"',
        'TOKEN = "BTC"',
        'API_KEY = ""',
        'API_KEY_FILE = "~/.keys"',
        'TITLE = "HighOverEma9DividedByAtr14"',
        'SYMBOLS = "AAPL,MSFT,NVDA,GOOGL,AMZN,META"',
        'LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"',
        'PATTERN = "https://x.example/{symbol}?apiKey={key}"',
    ],
)
def test_what_is_no_secret_stays(definition: str) -> None:
    name = definition.partition(" ")[0]
    assert definition in generated(source_with(definition, name), "scan_it")


def test_a_key_that_the_slice_does_not_need_leaves_no_trace() -> None:
    source = f'API_KEY = "{KEY}"\n' + source_with("FLOOR = 3", "FLOOR")
    extraction = extracted(source, "scan_it")
    assert "environ" not in extraction.text
    assert extraction.remarks == ()
