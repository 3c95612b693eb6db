"""tlog-tiles: the paths of the specification, and a log written by another implementation, byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.proofs.errors import MerkleError
from audit.proofs.merkle import leaf_hash, root_of, verify_inclusion
from audit.proofs.merkle_proofs import inclusion_proof, leaf_source
from audit.proofs.tiles import (
    Tile,
    decode_entries,
    encode_entries,
    split_hashes,
    subtree_root,
    tile_hashes,
    tile_source,
    tiles_of,
)
from tests.real_data import real_data


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 0, 5), "tile/0/000.p/5"),
        (Tile(1, 1_234_067), "tile/1/x001/x234/067"),
        (Tile(2, 1000, 255), "tile/2/x001/000.p/255"),
    ],
)
def test_paths_of_the_specification(tile, path):
    assert tile.path == path


def test_the_tiles_of_70000_leaves_are_those_the_specification_counts():
    tiles = list(tiles_of(70_000))
    assert [t for t in tiles if t.width < 256] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert len(tiles) == 273 + 1 + 1 + 1 + 1
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


def test_a_log_written_by_tessera_byte_for_byte():
    log = real_data("vectors/tessera/log")
    entries = decode_entries((log / Tile(0, 0, 15).entries_path).read_bytes())
    hashes = [leaf_hash(entry) for entry in entries]
    for size in range(1, 16):
        (tile,) = tiles_of(size)
        assert encode_entries(entries[:size]) == (log / tile.entries_path).read_bytes()
        assert tile_hashes(leaf_source(hashes), tile) == (log / tile.path).read_bytes()


def test_proofs_from_stored_tiles():
    hashes = [leaf_hash(b"%d" % number) for number in range(700)]
    source = leaf_source(hashes)
    stored = {(t.level, t.index): tile_hashes(source, t) for t in tiles_of(len(hashes))}
    reads: list[tuple[int, int]] = []

    def read_tile(level, index):
        reads.append((level, index))
        return stored[level, index]

    for index in (0, 255, 256, 512, 699):
        proof = inclusion_proof(tile_source(read_tile), index, 700)
        assert proof == inclusion_proof(source, index, 700)
        verify_inclusion(hashes[index], index, 700, proof, root_of(hashes))
    assert len(reads) < 5 * 20
    assert subtree_root(stored[0, 1]) == split_hashes(stored[1, 0])[1]


def test_a_tile_too_narrow_for_the_proof_is_refused():
    source = tile_source(lambda _level, _index: leaf_hash(b"x"))
    with pytest.raises(MerkleError, match="does not reach"):
        inclusion_proof(source, 0, 3)


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_entries_read_back_and_a_cut_bundle_does_not(entries):
    data = encode_entries(entries)
    assert decode_entries(data) == entries
    starts = {0}
    for entry in entries:
        starts.add(max(starts) + 2 + len(entry))
    for length in set(range(len(data))) - starts:
        with pytest.raises(MerkleError, match="cut short"):
            decode_entries(data[:length])


def test_limits():
    assert decode_entries(encode_entries([b"a" * 65_535])) == [b"a" * 65_535]
    with pytest.raises(MerkleError, match="65535"):
        encode_entries([b"a" * 65_536])
    for data in (b"", b"a" * 31, b"a" * 32 * 257):
        with pytest.raises(MerkleError):
            split_hashes(data)
    with pytest.raises(MerkleError):
        subtree_root(b"a" * 32)
    with pytest.raises(MerkleError):
        Tile(1, 0).entries_path  # noqa: B018
    with pytest.raises(MerkleError):
        Tile(0, -1).path  # noqa: B018
