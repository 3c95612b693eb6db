"""Files encrypted at rest: what was written comes back, and no other byte string passes for it."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.evidence import sealed_file
from audit.evidence.errors import EvidenceChanged
from audit.evidence.sealed_file import read_sealed, write_sealed

KEY = bytes(range(32))
SMALL_CHUNK_BYTES = 64
HEADER_BYTES = 4 + 16
SEALED_CHUNK_BYTES = SMALL_CHUNK_BYTES + 16


@pytest.fixture(autouse=True, scope="module")
def small_chunks():
    """Chunks of 64 bytes, so that a small body has many and every boundary is met."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed_file, "CHUNK_BYTES", SMALL_CHUNK_BYTES)
        yield


def sealed(body: bytes, key: bytes = KEY, pieces: int = 1) -> bytes:
    target = io.BytesIO()
    step = max(1, -(-len(body) // pieces))
    write_sealed((body[start : start + step] for start in range(0, len(body), step)), target, key)
    return target.getvalue()


def opened(file: bytes, key: bytes = KEY) -> bytes:
    return b"".join(read_sealed(io.BytesIO(file), key))


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 127, 128, 129, 1000])
def test_what_was_written_comes_back(size):
    body = bytes(index % 251 for index in range(size))
    assert opened(sealed(body)) == body


@settings(max_examples=50)
@given(st.binary(max_size=400), st.integers(1, 12))
def test_how_the_body_arrives_in_pieces_does_not_matter(body, pieces):
    assert opened(sealed(body, pieces=pieces)) == body


def test_the_same_body_twice_is_two_different_files():
    assert sealed(b"the same body") != sealed(b"the same body")


def test_nothing_of_the_body_can_be_read_in_the_file():
    assert b"alice@example.com" not in sealed(b"alice@example.com" * 20)


def test_another_key_opens_nothing():
    with pytest.raises(EvidenceChanged, match="CHOKEPOINT_MASTER_KEY"):
        opened(sealed(b"body"), key=bytes(32))


@settings(max_examples=200)
@given(st.data())
def test_any_flipped_bit_is_refused(data):
    file = bytearray(sealed(bytes(200)))
    place = data.draw(st.integers(0, len(file) - 1))
    file[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(EvidenceChanged):
        opened(bytes(file))


@pytest.mark.parametrize("body_size", [0, 10, 64, 200])
def test_a_file_cut_off_anywhere_is_refused(body_size):
    file = sealed(bytes(body_size))
    for length in range(len(file)):
        with pytest.raises(EvidenceChanged):
            opened(file[:length])


@settings(max_examples=50)
@given(st.binary(min_size=1, max_size=200))
def test_anything_added_at_the_end_is_refused(more):
    with pytest.raises(EvidenceChanged):
        opened(sealed(bytes(130)) + more)


def test_swapped_repeated_and_dropped_chunks_are_refused():
    file = sealed(bytes(range(192)))
    header, chunks = (
        file[:HEADER_BYTES],
        [
            file[start : start + SEALED_CHUNK_BYTES]
            for start in range(HEADER_BYTES, len(file), SEALED_CHUNK_BYTES)
        ],
    )
    assert len(chunks) == 3
    assert opened(header + b"".join(chunks)) == bytes(range(192))
    for order in [(1, 0, 2), (0, 2, 1), (0, 0, 1, 2), (0, 2), (1, 2), (0, 1), (2,), ()]:
        with pytest.raises(EvidenceChanged):
            opened(header + b"".join(chunks[index] for index in order))


def test_chunks_of_another_file_under_the_same_key_are_refused():
    one, other = sealed(bytes(128)), sealed(bytes(128))
    with pytest.raises(EvidenceChanged):
        opened(one[: HEADER_BYTES + SEALED_CHUNK_BYTES] + other[HEADER_BYTES + SEALED_CHUNK_BYTES :])
