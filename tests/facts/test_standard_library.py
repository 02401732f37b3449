"""The whole standard library, file by file, against CPython's own `symtable` and `ast`: no exceptions."""

import sys
import sysconfig
import tokenize
import warnings
from pathlib import Path

import pytest
from isoscan.facts.collect import collect_facts
from scope_oracle import scope_differences
from syntax_oracle import syntax_differences

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
GROUPS = 16
# From Python 3.12 on, symtable shows most comprehensions as part of the scope around them.
COMPREHENSIONS_ARE_SCOPES = sys.version_info < (3, 12)


def library_files():
    return [path for path in sorted(LIBRARY.rglob("*.py")) if "site-packages" not in path.parts]


def text_of(path):
    """The file's text; None if this interpreter does not take it for Python."""
    try:
        with tokenize.open(path) as file:
            text = file.read()
        compile(text, str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return text


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.filterwarnings("ignore")
def test_facts_agree_with_symtable_and_ast(group):
    differences = {}
    read = 0
    for path in library_files()[group::GROUPS]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = text_of(path)
        if text is None:
            continue
        read += 1
        facts = collect_facts(text)
        found = syntax_differences(text, facts)
        if COMPREHENSIONS_ARE_SCOPES:
            found += scope_differences(text, facts)
        if found:
            differences[path.relative_to(LIBRARY).as_posix()] = found[:5]
    assert differences == {}
    assert read > 50


@pytest.mark.skipif(not COMPREHENSIONS_ARE_SCOPES, reason="symtable hides comprehensions")
def test_the_scope_oracle_notices_a_difference():
    facts = collect_facts("def f():\n    return x\n")
    assert scope_differences("def f():\n    return y\n", facts)
    assert scope_differences("def f():\n    x = 1\n    return x\n", facts)
    assert scope_differences("def f():\n    global x\n    return x\n", facts)
    assert not scope_differences("def f():\n    return x\n", facts)


@pytest.mark.parametrize(
    "changed",
    [
        "a = f(1, b['k']) > 2\n", "a = f(2, b['k']) < 3\n", "a = f(1, b['j'])\n",
        "a = g(1, b['j']) < 3\n", "a = (1, b['j']) < 3\n", "a = f(1, b.j) < 3\n", "a += f(1, b['j']) < 3\n",
    ],
)  # fmt: skip
def test_the_syntax_oracle_notices_a_difference(changed):
    text = "a = f(1, b['j']) < 3\n"
    assert syntax_differences(changed, collect_facts(text))
    assert not syntax_differences(text, collect_facts(text))
