from __future__ import annotations

import ast
import sysconfig
import tokenize
from bisect import bisect_right
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from isoscan.source.chunks import Chunk, chunk_starts, split_chunks
from isoscan.source.lines import file_lines, split_lines
from isoscan.source.spans import Span
from isoscan.source.text import Splice, TextBuffer

TRIPLE = '"""'

# In a case, a line `---` stands where a chunk starts; the text is the case without these lines.
CASES = {
    "statements": "import a\n---\nx = 1; y = 2\n---\nz = 3",
    "lines above belong to what follows": "# head\n\nx = 1\n---\n\n# ═══ 🚀 Strategy ═══\n\ny = 2\n",
    "lines after the last statement": "x = 1\n---\n\n# the end\n",
    "only comments": "# a\n\n   # b\n",
    "blank line with spaces": "x = 1\n---\n   \t\ny = 2\n",
    "indented comments stay": "def f():\n    x\n\n    # inside\n---\n# outside\ny = 2\n",
    "indented comment at the top": "   # a\n# b\nx = 1\n---\ny = 2\n",
    "clauses": "if a:\n    b\n# why\nelif c:\n    d\n\nelse:\n    e\n---\ntry: a\nexcept* E: b\nfinally: c\n",
    "clause keywords as prefixes": "x = 1\n---\nelse_x = 2\n---\nexcepted = 3\n---\nfinally_ = 4\n",
    "decorators": "@a\n@b(\n    1,\n)\n# why\n\ndef f(): a\n---\n@c\nclass C: b\n---\n@d\nasync def g(): c\n",
    "decorator without a def": "@a\n---\nx = 1\n---\ny = 2\n",
    "else is no new statement": "@a\nelse: b\n---\nc\n",
    "decorator after a def": "def f(): pass\n---\n@a\ndef g(): pass\n",
    "brackets": "x = (\n1,\n[2,\n{3}])\n---\ny = foo(a)[\n0]\n---\nz = 1\n",
    "closing brackets": "x = 1)]}\n---\ny = 2\n",
    "continuation": "x = 1 + \\\n2\n---\nif x: \\\nreturn_ = 3\n---\ny = 4\n",
    "no continuation in a comment": "x = 1  # a \\\n---\ny = 2\n",
    "continuation ended by a blank line": "x = 1 + \\\n\n---\ny = 2\n",
    "backslash inside a line": "x = 1 \\ 2\n---\ny = 2\n",
    "triple quotes": f"x = {TRIPLE}\ny = '''\n\\{TRIPLE}\n{TRIPLE}\n---\nz = ''''a'\nb'''\n---\nw = 1\n",
    "empty strings": "x = ''; y = \"\"\n---\nz = '' \"\" ''''''\n---\nw = 1\n",
    "quotes in quotes": "x = 'a\"'\n---\ny = \"it's\"\n---\nz = '(' \"[\" '{'\n---\nw = 1\n",
    "string over lines": "x = 'a\\\nb'\n---\ny = 'a\\\\'\n---\nz = 1\n",
    "raw": "x = r'\\'' + R\"\\\"\"\n---\ny = rb'\\\\'\n---\nz = 1\n",
    "prefixes": "x = b'(' + u'[' + Rb'{'\n---\ny = F'{{' + fR'{a}' + rF'{b}'\n---\nz = 1\n",
    "words before quotes": "x = a if'{'else'}'\n---\ny = 1 or'{'\n---\nz = self'{'\n---\nw = 1\n",
    "comment with quotes": "x = 1  # don't (\n---\ny = 2  # {TRIPLE}\n---\nz = 3\n",
    "f-strings": "x = f'{a}{b[\"c\"]}{{'\n---\ny = f'{a:{b}}' f'{a!r:>{w}.{p}}'\n---\nz = 1\n",
    "f-strings of PEP 701": 'x = f"{d["a"]}"\n---\ny = f"{f"{f"{1}"}"}"\n---\nz = f"{x:{f"{y}"}}"\n---\nw\n',
    "f-string field over lines": 'x = f"{\na  # }\n:>10}"\n---\ny = 1\n',
    "f-string of many lines": f"x = f{TRIPLE}\n{{a(\n'b')}}\n# c\n{{{{\n{TRIPLE}\n---\ny = 1\n",
    "f-string with lambda, dict, walrus": "x = f'{(lambda: 1)()} { {1: 2} } {(n := 3)}'\n---\ny = 1\n",
    "f-string specification": "x = f'{t:%H:%M}' f'{a:{b:{c}}}'\n---\ny = f'{a:}}}'\n---\nz = 1\n",
    "f-string named character": "x = f'\\N{BULLET}' rf'\\N{a}'\n---\ny = f'\\{a}'\n---\nz = 1\n",
    "f-string escapes": "x = f'\\'{a}\\\\'\n---\ny = rf'\\'{a}'\n---\nz = f'\\\n{a}'\n---\nw = 1\n",
    "t-strings": "x = t'{a['b']}' Tr'{c}'\n---\ny = 1\n",
    "form feed": "x = 1\n---\n\f\n# a\n\fy = 2\n---\n  \fz = 3\n",
    "form feed before an indent": "if a:\n\f    b\n---\nc\n",
    "byte order mark": "\ufeffx = 1\n---\ny = 2\n",
    "byte order mark before a comment": "\ufeff# a\nx = 1\n---\ny = 2\n",
    "other separators end no line": "x = 1\u2028y = 2\x0bz\x85\x1cw\n---\ny = 2\n",
    "carriage returns": "x = (\r1)\r---\r# c\ry = '''\r'''\r---\rz = 1 + \\\r2\r",
    "both": "x = (\r\n1)\r\n---\r\ny = 'a\\\r\nb'\r\n---\r\nz = 1 + \\\r\n2\r\n---\r\nw = f'\\\r\n'\r\n",
    # Broken code.
    "indented first line": "    x = 1\n---\ny = 2\n",
    "clause first": "else:\n    x\n---\ny = 2\n",
    "unclosed bracket": "x = foo(1,\n---\ndef f():\n    pass\n---\ny = 2\n",
    "ornaments after an unclosed bracket": "x = [\n1\n---\n\n# about f\n@a\n@b(1)\n# more\ndef f(): pass\n",
    "decorators over lines stay behind": "x = [\n@a(\n  1)\n---\ndef f(): pass\n",
    "matrix product": "x = (a\n@ b\n@ c)\n---\ny = 1\n",
    "decorator is not for an import": "x = [\n@a\n---\nimport b\n",
    "unclosed decorator": "@a(\ndef f(): pass\n---\ny = 1\n",
    "unclosed bracket in a body": "def f():\n    x = [1,\n    y = 2\n---\ndef g():\n    pass\n",
    "unclosed bracket in a try": "try:\n    x = foo(\nexcept E:\n    pass\n---\ny = 1\n",
    "unclosed bracket in an if": "if a:\n    x = foo(\nelse:\n    pass\n---\ny = 1\n",
    "no keyword": "x = [\nfrom_, define, class_, async_,\nif_,\nelse_]\n---\ny = 1\n",
    "expression keywords": "x = [a\nfor a in b\nif c\nelse d\nand e or f, (yield\nfrom g), not h]\n---\ny\n",
    "from import": "x = [\n---\nfrom a.b import c\n---\ny = 1\n",
    "main block": "x = foo(\n---\nif __name__ == '__main__':\n    pass\n",
    "async": "x = [a\nasync for a in b]\n---\nx = [\n---\nasync def f(): a(\n---\nasync with a: pass\n",
    "unclosed string": "x = 'a (\n---\ny = \"b [\n---\nz = 1\n",
    "unclosed string in brackets": "x = foo('a, 1)\n---\ndef f(): pass\n",
    "unclosed triple quotes": f"x = {TRIPLE}\ndef f(): pass\ny = 1\n{TRIPLE}\n---\nz = 1\n",
    "unclosed field": 'x = f"{a"\n---\ny = 1\n',
    "unclosed field in triple quotes": f"x = f{TRIPLE}{{a\n---\ndef f(): pass\n",
    "unclosed specification": 'x = f"{a:>"\n---\ny = f"{a:\n---\nz = 1\n',
    "stray brace": 'x = f"}"\n---\ny = 1\n',
}  # fmt: skip


def chunks_of(case: str) -> tuple[str, list[str]]:
    """The case's text, and the chunks its marks ask for."""
    chunks = [""]
    for line in file_lines(case):
        if line.rstrip("\r\n") == "---":
            chunks.append("")
        else:
            chunks[-1] += line
    return "".join(chunks), chunks


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_chunks_start_at_the_marks(case: str):
    text, expected = chunks_of(case)
    chunks = split_chunks(text)
    assert [chunk.text for chunk in chunks] == expected
    assert [chunk.line_count for chunk in chunks] == [len(file_lines(chunk)) for chunk in expected]


def test_an_empty_text_has_no_chunk():
    assert split_chunks("") == ()


def test_a_text_without_a_statement_is_one_chunk():
    assert split_chunks("\n \n# a") == (Chunk("\n \n# a", 3),)


@pytest.mark.parametrize("count", [1, 100_000])
@pytest.mark.parametrize("bracket", ["()", "[]", "{}"])
def test_nested_brackets(bracket: str, count: int):
    text = "x = " + bracket[0] * count + "\n1" + bracket[1] * count + "\n"
    assert [chunk.text for chunk in split_chunks(text + "y = 1\n")] == [text, "y = 1\n"]


@pytest.mark.parametrize(
    "line",
    [
        "x = '" + "a" * 1_000_000 + "'",
        "x = '" + "\\n" * 500_000 + "'",
        "x = [" + "'a', " * 200_000 + "]",
        "x = " + "f(a)[b] + " * 100_000 + "c",
        "x = " + "({[" * 100_000 + "]})" * 100_000,
        "x = '''" + "\"'" * 200_000 + " '''",
        "x = " + 'f"{' * 20_000 + "a" + '}"' * 20_000,
        "x = f'" + "{a:{b}}" * 50_000 + "'",
        "x = 1 # " + "'" * 1_000_000,
        "x" * 1_000_000,
        "x = 1" + " \\ " * 100_000,
    ],
    ids=lambda line: line[:10],
)
def test_a_huge_line_is_one_statement(line: str):
    chunks = split_chunks(line + "\ny = 1\n")
    assert [chunk.text for chunk in chunks] == [line + "\n", "y = 1\n"]


def statement_lines(chunks: tuple[Chunk, ...]) -> list[int]:
    """The first line of each chunk that is neither blank nor a comment."""
    found, first_line = [], 0
    for chunk in chunks:
        heads = [line.lstrip(" \t\f\ufeff")[:1] for line in file_lines(chunk.text)]
        found += [first_line + n for n, head in enumerate(heads) if head not in ("", "\r", "\n", "#")][:1]
        first_line += chunk.line_count
    return found


def statement_lines_of_ast(text: str) -> list[int]:
    """The first lines of top-level statements, but of one that starts where another ends."""
    found, end = [], -1
    for statement in ast.parse(text).body:
        decorators = getattr(statement, "decorator_list", [])
        first = min(node.lineno for node in [statement, *decorators]) - 1
        if first > end:
            found.append(first)
        end = max(end, (statement.end_lineno or 0) - 1)
    return found


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_chunks_of_the_standard_library_are_the_statements_python_sees():
    read, differing = 0, []
    for path in Path(sysconfig.get_path("stdlib")).rglob("*.py"):
        if "site-packages" in path.parts:
            continue
        try:
            with tokenize.open(path) as opened:
                text = opened.read()
            expected = statement_lines_of_ast(text)
        except (SyntaxError, UnicodeDecodeError, ValueError):
            continue
        read += 1
        if statement_lines(split_chunks(text)) != expected:
            differing.append(str(path))
    assert read > 500
    assert differing == []


layout = ["\n", "\n", "\r\n", "\r", "\f", "\ufeff", "\u2028", " ", "    ", "\t", "\\\n", "\\", "#", "# 🚀\n"]
signs = ["(", ")", "[", "]", "{", "}", "{{", "}}", ":", "=", ",", "1", "x", "\0", "\ud800"]
quotes = ["'", '"', "'''", '"""', "f'", 'f"', "f'''", 'f"""', 'rf"""', "t'"]
words = [
    "def f():",
    "class C:",
    "async ",
    "else:",
    "elif",
    "except:",
    "finally:",
    "import b",
    "if x",
    "return",
]
statements = ["\n@a\n", "\n@a(", "\ndef f():\n    pass\n", "\nx = 1\n", "\nfrom a import b\n", "\n# a\n"]
pieces = st.sampled_from(layout + signs + quotes + words + statements)
texts = st.lists(pieces, max_size=40).map("".join) | st.text(max_size=60)


@settings(max_examples=1000)
@given(texts)
@example("x = (\n# a\n@b\n'''\n@c'''\ndef f(): pass\n")
@example("x = f'''{\n@b}'''\n@c\ndef f(): pass\n")
@example("x = (\n@b\\\ndef f(): pass\ndef g(): pass\n")
def test_chunks_depend_on_their_own_lines_alone(text: str):
    lines = file_lines(text)
    chunks = split_chunks(text)
    assert "".join(chunk.text for chunk in chunks) == text
    assert sum(chunk.line_count for chunk in chunks) == len(lines)
    starts = list(chunk_starts(lines))
    assert sorted(set(starts)) == starts
    for number, start in enumerate(starts):
        assert list(chunk_starts(lines, start)) == starts[number + 1 :]
        head = lines[start].lstrip("\ufeff \t\f")
        assert (
            head[:1] in ("", "\r", "\n")
            or lines[start][0] not in " \t"
            or "\f" in lines[start]
            or head.isspace()
        )


@given(texts)
def test_both_views_of_a_text_have_the_same_chunks(text: str):
    file_view, editor_view = file_lines(text), split_lines(text)
    phantom = [start for start in chunk_starts(editor_view) if start == len(file_view)]
    assert len(phantom) <= 1
    assert [start for start in chunk_starts(editor_view) if start not in phantom] == list(
        chunk_starts(file_view)
    )


def rescanned(lines: list[str], old_starts: list[int], splice: Splice) -> list[int]:
    """All starts, with only the chunks around an edit scanned anew."""
    restart = max(bisect_right(old_starts, splice.first) - 2, 0)
    shift = splice.added - splice.removed
    old = [start + shift for start in old_starts if start >= splice.first + splice.removed]
    starts = old_starts[: restart + 1]
    for start in chunk_starts(lines, starts[-1]):
        if start in old:
            return starts + old[old.index(start) :]
        starts.append(start)
    return starts


@settings(max_examples=1000)
@given(texts, texts, st.tuples(*[st.integers(0, 30)] * 4))
def test_an_edit_needs_a_scan_of_the_chunks_around_it_only(
    text: str, new: str, place: tuple[int, int, int, int]
):
    buffer = TextBuffer(text)
    old_starts = [0, *chunk_starts(buffer.lines)]
    splice = buffer.replace(Span(*place), new)
    assert rescanned(list(buffer.lines), old_starts, splice) == [0, *chunk_starts(buffer.lines)]
