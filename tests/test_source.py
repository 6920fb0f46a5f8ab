"""Decoding and positions (law 1): what a byte order mark, line ends and encodings do to offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.errors import UnreadableError
from claimlint.source import LineIndex, Position, decode


@pytest.mark.parametrize(
    ("data", "text", "encoding", "bom"),
    [
        (b"caf\xc3\xa9", "café", "utf-8", False),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café", "utf-8", True),
        ("café\U0001f600".encode("utf-16"), "café\U0001f600", "utf-16-le", True),
        (b"\xfe\xff\x00c", "c", "utf-16-be", True),
        (b"it\x92s caf\xe9", "it’s café", "cp1252", False),
        (b'<meta charset="iso-8859-2">\xb3', '<meta charset="iso-8859-2">ł', "iso8859-2", False),
        (
            b'<?xml version="1.0" encoding="windows-1250"?>\x9c',
            '<?xml version="1.0" encoding="windows-1250"?>ś',
            "cp1250",
            False,
        ),
        (b'<meta charset="no-such-thing">\xe9', '<meta charset="no-such-thing">é', "cp1252", False),
        (b"", "", "utf-8", False),
        (b"a\r\nb", "a\r\nb", "utf-8", False),
    ],
)
def test_decoding_follows_the_order_of_the_contract(data: bytes, text: str, encoding: str, bom: bool) -> None:
    source = decode(data, "page.html")
    assert (source.text, source.encoding, source.bom) == (text, encoding, bom)


@pytest.mark.parametrize("data", [b"GIF89a\x00\x01", b"\x1a\x00", b"\xef\xbb\xbf\xff", b"abc\x81def", b"ok\x00"])
def test_what_is_no_text_is_refused_with_its_path_and_what_to_do(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"^img\.html: .*(save it as UTF-8|leave it out)"):
        decode(data, "img.html")


def test_lines_end_at_lf_crlf_and_cr_only() -> None:
    lines = LineIndex("a\r\nb\rc\nd\x0be\u2028f")
    assert [lines.position(offset) for offset in (0, 1, 3, 5, 7, 11)] == [
        Position(0, 1, 1),
        Position(1, 1, 2),
        Position(3, 2, 1),
        Position(5, 3, 1),
        Position(7, 4, 1),
        Position(11, 4, 5),
    ]
    assert [lines.line(number) for number in range(1, 5)] == ["a", "b", "c", "d\x0be\u2028f"]


@given(st.text(st.sampled_from("ab\r\n\t\U0001f600 ")))
def test_every_offset_lies_on_the_line_and_column_given(text: str) -> None:
    lines = LineIndex(text)
    for offset in range(len(text) + 1):
        place = lines.position(offset)
        assert lines.start_of(place.line) + place.column - 1 == offset
        if place.column - 1 < len(lines.line(place.line)):
            assert lines.line(place.line)[place.column - 1] == text[offset]
