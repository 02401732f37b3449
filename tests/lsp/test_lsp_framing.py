from hypothesis import given
from hypothesis import strategies as st
from isoscan.lsp.framing import FrameReader, framed


def test_bodies_come_back_however_the_bytes_are_cut():
    bodies = [b"{}", b'{"text": "\xf0\x9f\x8e\xaf"}', b"", b"[1]"]
    stream = b"".join(map(framed, bodies))
    for size in (1, 2, 3, 7, len(stream)):
        reader = FrameReader()
        pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
        assert [body for piece in pieces for body in reader.feed(piece)] == bodies


@given(st.lists(st.binary(max_size=40), max_size=8), st.data())
def test_any_bodies_survive_any_cut(bodies, data):
    stream = b"".join(map(framed, bodies))
    cut = data.draw(st.integers(0, len(stream)))
    reader = FrameReader()
    assert reader.feed(stream[:cut]) + reader.feed(stream[cut:]) == bodies


def test_other_headers_and_spellings_are_read_over():
    data = b"content-type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:2\r\n\r\n{}"
    assert FrameReader().feed(data) == [b"{}"]


def test_a_header_without_a_length_is_dropped_and_reading_goes_on():
    data = b"Content-Length: many\r\n\r\n" + framed(b"{}")
    assert FrameReader().feed(data) == [b"{}"]


def test_endless_noise_is_not_kept():
    reader = FrameReader()
    for _ in range(50):
        assert reader.feed(b"x" * 10_000) == []
    assert len(reader._pending) < 100_000
