from __future__ import annotations

import codecs
import encodings
import io
import pkgutil
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isoscan.source.decoding import Decoded, decode, encode

PYTHON_ENCODINGS = sorted(module.name for module in pkgutil.iter_modules(encodings.__path__))


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        ("x = '🚀'\r\n".encode(), "x = '🚀'\r\n", "utf-8"),
        ("# coding: latin-1\nx = 'ü'\n".encode("latin-1"), "# coding: latin-1\nx = 'ü'\n", "iso8859-1"),
        ("# vim: set fileencoding=cp1252 :\n# €".encode("cp1252"), None, "cp1252"),
        ("#!/usr/bin/python\r# -*- coding: koi8-r -*-\rж".encode("koi8-r"), None, "koi8-r"),
        ("\f\n  # coding=utf-8-unix\nü".encode(), None, "utf-8"),
        ("# coding: latin-1-dos\nü".encode("latin-1"), None, "iso8859-1"),
        ("# coding: big5\n'功'".encode("big5"), None, "big5"),
        ("x = 1\n# coding: latin-1\n# ü".encode(), None, "utf-8"),
        ("\n\n# coding: latin-1\n# ü".encode(), None, "utf-8"),
        ("x = 'coding: latin-1'  # ü".encode(), None, "utf-8"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, text: str | None, encoding: str):
    decoded = decode(data)
    assert decoded == Decoded(data.decode(encoding) if text is None else text, encoding, False, "")
    assert encode(decoded.text, decoded).data == data


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_marks(mark: bytes, encoding: str):
    data = mark + "# coding: utf-8\nx = '─🚀'\r\n".encode(encoding)
    decoded = decode(data)
    assert decoded == Decoded("# coding: utf-8\nx = '─🚀'\r\n", encoding, True, "")
    assert encode(decoded.text, decoded).data == data


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            b"a\n# coding\nb = '\xe4'\n",
            "is not UTF-8 in line 3 (byte 0xe4): save it as UTF-8, "
            "or name its encoding in the first line, as in `# coding: cp1252`",
        ),
        (
            b"# coding: ascii\r\rb = '\xe4'\n",
            "is not ascii, as its encoding comment says, in line 3 (byte 0xe4): "
            "correct the comment, or save the file as UTF-8 and remove the comment",
        ),
        (
            b"\n# coding: klingon\n",
            "names 'klingon' in line 2, which is no encoding Python can read source code in: "
            "correct the name, or save the file as UTF-8 and remove the comment",
        ),
        (
            b"# coding: utf-16\n",
            "names 'utf-16' in line 1, which is no encoding Python can read source code in: "
            "correct the name, or save the file as UTF-8 and remove the comment",
        ),
        (
            codecs.BOM_UTF8 + b"# coding: latin-1\n",
            "names the encoding 'latin-1' in line 1 but starts with the byte order mark of UTF-8: "
            "remove one of the two",
        ),
        (
            b"x = 1\ny = \0\n",
            "is not a text file (line 2 has a null byte): exclude it, or save it as UTF-8",
        ),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\xff",
            "is not a text file (line 3 has a null byte): exclude it, or save it as UTF-8",
        ),
        (
            codecs.BOM_UTF16_LE + b"a\0\n\0b",
            "is not utf-16-le, as its byte order mark says, in line 2 (byte 0x62): save it as UTF-8",
        ),
    ],
)
def test_problems_say_where_and_what_to_do(data: bytes, problem: str):
    assert decode(data).problem == problem


def test_what_can_be_read_is_kept_in_spite_of_a_problem():
    assert decode(b"a = '\xe4'\nb = 1\n").text == "a = '\ufffd'\nb = 1\n"
    assert decode(b"# coding: klingon\na = 1\n").text == "# coding: klingon\na = 1\n"


def test_a_text_its_encoding_cannot_hold():
    decoded = decode(b"# coding: latin-1\na = 1\n")
    encoded = encode(decoded.text + "b = '🚀'\n", decoded)
    assert encoded.data == b""
    assert encoded.problem == (
        r"cannot be written as iso8859-1, which has no way to write '\U0001f680' in line 3: "
        "save the file as UTF-8 first, without an encoding comment"
    )


@pytest.mark.filterwarnings("ignore:invalid escape sequence:DeprecationWarning")
@pytest.mark.parametrize("name", PYTHON_ENCODINGS)
@pytest.mark.parametrize("body", [b"x = 1\n", bytes(range(1, 256)), b"\xff\xfe\0\xd8\xdc\n"])
def test_any_encoding_python_has_is_no_trouble(name: str, body: bytes):
    decoded = decode(b"# coding: " + name.encode() + b"\n" + body)
    encode(decoded.text + "🚀\ud800", decoded)


contents = st.lists(
    st.sampled_from(
        [b"# coding: ", b"# coding=", b"latin-1", b"utf-8", b"x", b"\n", b"\r", b"#", b" ", b"\f", b"\xe4"]
    )
    | st.binary(max_size=4),
    max_size=8,
).map(b"".join)


@given(st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE]), contents)
def test_any_bytes_decode_and_come_back(mark: bytes, content: bytes):
    data = mark + content
    decoded = decode(data)
    if not decoded.problem:
        assert encode(decoded.text, decoded).data == data


@given(st.sampled_from([b"", codecs.BOM_UTF8]), contents)
def test_encodings_are_those_python_detects(mark: bytes, content: bytes):
    content = content.replace(b"\r", b"\n")
    decoded = decode(mark + content)
    try:
        detected, _ = tokenize.detect_encoding(io.BytesIO(mark + content).readline)
    except SyntaxError:
        # The library's reader wants UTF-8 in the first two lines whatever they declare; Python does not.
        head = b"\n".join(content.split(b"\n")[:2])
        assert decoded.problem or head.decode("utf-8", "replace").encode() != head
    else:
        names = codecs.lookup(decoded.encoding).name, codecs.lookup(detected.removesuffix("-sig")).name
        assert names[0] == names[1] or decoded.problem
