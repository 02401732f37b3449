"""Every invariant is broken once, by a template that does what isoscan must not."""

from __future__ import annotations

from pathlib import Path

import pytest
from generated import extracted, generated

KEY = "q7Kd93mXp02LzRt8vB5nYw1c"
SOURCE = f'''
API_KEY = "{KEY}"
FLOOR = 5.0  # the floor


# isoscan: scanner scan_it
def scan_it(df):
    """Rows above the floor."""
    return df[(df["close"] > FLOOR) & (df["volume"] > 1000)]  # 📈 kept


# isoscan: scanner scan_other
def scan_other(df):
    return df[(df["close"] < 2) & (df["volume"] > 1000)]
'''
WHOLE = '{% include "minimal" %}\n'


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (WHOLE, ""),
        ("{{ code }}\ndef (", "the generated module does not compile: "),
        ("{{ code }}\n", "the generated module would lack `FLOOR`, `PARAMS`"),
        ("print(scan_it)\n" + WHOLE, "the generated module would read `scan_it` before it is defined"),
        (WHOLE + "from scans import scan_it\n", "it imports `scan_it` from its own source file"),
        (WHOLE + "from desk.scans import x\n", "it imports `x` from its own source file"),
        (WHOLE + "# 📈 kept\n", "the comment `# 📈 kept` would be doubled"),
        (WHOLE + "def scan_other(df):\n    return df\n", "it would still hold the scanner `scan_other`"),
        (WHOLE + f'KEY = "{KEY}"\n', "a key of the source could not be kept out of it"),
    ],
)
def test_a_module_that_breaks_an_invariant_is_not_given_out(
    template: str, expected: str, tmp_path: Path
) -> None:
    file = tmp_path / "own.jinja"
    file.write_text(template, encoding="utf-8")
    extraction = extracted(SOURCE, "scan_it", str(file))
    assert extraction.problem.startswith(expected)
    assert bool(extraction.problem) == bool(expected)
    assert bool(extraction.text) != bool(expected)


def test_a_lost_comment_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "own.jinja"
    file.write_text(
        '"""{{ docstring }}"""\n{{ imports }}\n@dataclass(frozen=True)\nclass Params:\n'
        "{% for field in fields %}\n    {{ field.name }}: {{ field.annotation }} = {{ field.default }}\n"
        '{% endfor %}\nPARAMS = Params()\n{{ parameters }}\n{{ code | replace("# 📈 kept", "") }}\n',
        encoding="utf-8",
    )
    assert extracted(SOURCE, "scan_it", str(file)).problem == "the comment `# 📈 kept` would be lost"


def test_a_third_party_module_of_the_files_own_name_is_not_the_file() -> None:
    source = """
    from scans import Strategy

    # isoscan: scanner Momentum
    class Momentum(Strategy):
        period = 14

        def next(self):
            if self.data.close[-1] > self.sma[-1] * 1.02:
                self.buy()
    """
    assert "from scans import Strategy" in generated(source, "Momentum")


def test_a_name_that_was_undefined_before_may_stay_so() -> None:
    source = """
    # isoscan: scanner scan_it
    def scan_it(df):
        return df[(df["close"] > LIMIT) & (df["volume"] > 1000)]
    """
    extraction = extracted(source, "scan_it")
    assert extraction.problem == ""
    assert extraction.remarks == ("nothing in the source defines `LIMIT`",)


def test_syntax_newer_than_the_interpreter_is_no_obstacle() -> None:
    source = '''
    type Rows = list[int]


    # isoscan: scanner scan_it
    def scan_it[T](df: T) -> Rows:
        """🎯 {braces}"""
        print(f"{df["close"]!r}")
        return df[(df["close"] > 5) & (df["volume"] > 1000)]
    '''
    text = generated(source, "scan_it")
    assert 'print(f"{df["close"]!r}")' in text
    assert "type Rows = list[int]" in text
    assert "def scan_it[T](df: T) -> Rows:" in text
