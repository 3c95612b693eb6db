"""Undoing the Content-Encoding: what goes in comes out, damage is named, bombs stop at the ceiling."""

import gzip
import io

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.intake.decode import decoded_chunks
from audit.intake.errors import BodyTooLargeError, DecodeError

MIB = 1 << 20
COMPRESS = {
    "identity": lambda body: body,
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "zstd": lambda body: zstandard.ZstdCompressor().compress(body),
}


def decoded(wire: bytes, encoding: str, limit_bytes: int = 64 * MIB) -> bytes:
    return b"".join(decoded_chunks(io.BytesIO(wire), encoding, limit_bytes=limit_bytes))


@pytest.mark.parametrize("encoding", COMPRESS)
@settings(max_examples=40, deadline=None)
@given(body=st.binary(max_size=3000), repeats=st.integers(1, 200))
def test_a_body_comes_out_as_it_went_in(encoding, body, repeats):
    assert decoded(COMPRESS[encoding](body * repeats), encoding) == body * repeats


def test_no_encoding_is_identity_and_case_does_not_matter():
    assert decoded(b"abc", "") == b"abc"
    assert decoded(gzip.compress(b"abc"), " GZip ") == b"abc"


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_members_in_a_row_are_one_body(encoding):
    wire = b"".join(COMPRESS[encoding](part) for part in (b"one\n", b"", b"two\n" * 30_000))
    assert decoded(wire, encoding) == b"one\n" + b"two\n" * 30_000


def test_a_zstd_frame_that_is_to_be_skipped_is_skipped():
    skipped = b"\x50\x2a\x4d\x18" + (4).to_bytes(4, "little") + b"note"
    assert decoded(skipped + COMPRESS["zstd"](b"abc"), "zstd") == b"abc"


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_body_cut_short_anywhere_is_refused(encoding):
    wire = COMPRESS[encoding](bytes(range(256)) * 20)
    for length in range(len(wire)):
        with pytest.raises(DecodeError):
            decoded(wire[:length], encoding)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
@pytest.mark.parametrize("garbage", [b"x", b"\0" * 20, b"garbage after the end of the body"])
def test_something_after_the_end_is_refused(encoding, garbage):
    with pytest.raises(DecodeError):
        decoded(COMPRESS[encoding](b"abc") + garbage, encoding)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_changed_byte_never_passes_as_another_body(encoding):
    body = b"line of a log\n" * 50
    wire = (
        zstandard.ZstdCompressor(write_checksum=True).compress(body)
        if encoding == "zstd"
        else gzip.compress(body)
    )
    for place in range(len(wire)):
        changed = wire[:place] + bytes([wire[place] ^ 1]) + wire[place + 1 :]
        try:
            assert decoded(changed, encoding) == body  # a byte of the header that says nothing of the content
        except DecodeError:
            continue


def test_an_unknown_encoding_is_named_with_the_known_ones():
    with pytest.raises(DecodeError, match=r"'br' is not known; send one of identity, gzip, x-gzip, zstd"):
        decoded(b"abc", "br")


@pytest.mark.parametrize("encoding", COMPRESS)
def test_the_ceiling_is_on_what_comes_out(encoding):
    wire = COMPRESS[encoding](b"a" * 1000)
    assert len(decoded(wire, encoding, limit_bytes=1000)) == 1000
    with pytest.raises(BodyTooLargeError, match="more than 999 bytes"):
        decoded(wire, encoding, limit_bytes=999)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_bomb_stops_at_the_ceiling(encoding):
    wire = COMPRESS[encoding](bytes(300 * MIB))
    came_out = 0
    with pytest.raises(BodyTooLargeError):
        for chunk in decoded_chunks(io.BytesIO(wire), encoding, limit_bytes=MIB):
            came_out += len(chunk)
    assert came_out <= MIB
