"""Tiled logs (c2sp.org/tlog-tiles): where a log's hashes and entries lie as files, and how they are encoded.

A tile is up to 256 hashes of one level (level l holds the roots of perfect subtrees of 256^l leaves); an
entry bundle is up to 256 leaves, each behind its length as a big-endian uint16.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from audit.proofs.errors import MerkleError
from audit.proofs.merkle import HASH_SIZE_BYTES, node_hash
from audit.proofs.merkle_proofs import NodeSource, leaf_source

TILE_WIDTH = 256
TILE_HEIGHT = 8  # binary levels in one tile: 2^8 = 256
ENTRY_MAX_BYTES = 65_535
_LENGTH_SIZE_BYTES = 2


@dataclass(frozen=True)
class Tile:
    """The `index`-th tile of a level; `width` hashes wide, 256 when full."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Where the hashes lie, such as `tile/0/x001/x234/067` or `tile/0/000.p/5`."""
        return f"tile/{self.level}/{_numbered_path(self.index, self.width)}"

    @property
    def entries_path(self) -> str:
        """Where the entries under a level 0 tile lie. MerkleError for another level."""
        if self.level:
            raise MerkleError("only tiles of level 0 have entries")
        return f"tile/entries/{_numbered_path(self.index, self.width)}"


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree of `size` leaves, level by level; at most one partial tile at each level's end."""
    level, width = 0, size
    while width:
        full, rest = divmod(width, TILE_WIDTH)
        yield from (Tile(level, index) for index in range(full))
        if rest:
            yield Tile(level, full, rest)
        level, width = level + 1, full


def tile_hashes(source: NodeSource, tile: Tile) -> bytes:
    """The bytes of a tile: its hashes, one after another."""
    first = tile.index * TILE_WIDTH
    return b"".join(source(tile.level * TILE_HEIGHT, first + i) for i in range(tile.width))


def tile_source(read_tile: Callable[[int, int], bytes]) -> NodeSource:
    """A NodeSource over stored tiles: `read_tile(level, index)` gives the widest stored form of that tile.

    With it a proof of a log of n leaves reads O(log n / 8) tiles. Raises MerkleError when a tile is too
    narrow.
    """

    def node_at(level: int, index: int) -> bytes:
        tile_level, height = divmod(level, TILE_HEIGHT)
        first = index << height
        hashes = split_hashes(read_tile(tile_level, first // TILE_WIDTH))
        start = first % TILE_WIDTH
        row = hashes[start : start + (1 << height)]
        if len(row) != 1 << height:
            raise MerkleError(f"tile {tile_level}/{first // TILE_WIDTH} does not reach the node asked for")
        while len(row) > 1:
            row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
        return row[0]

    return node_at


def split_hashes(data: bytes) -> list[bytes]:
    """The hashes of a tile; MerkleError unless it is 1 to 256 whole hashes."""
    count, rest = divmod(len(data), HASH_SIZE_BYTES)
    if rest or not 1 <= count <= TILE_WIDTH:
        raise MerkleError(f"a tile of {len(data)} bytes is not 1 to {TILE_WIDTH} hashes")
    return [data[i : i + HASH_SIZE_BYTES] for i in range(0, len(data), HASH_SIZE_BYTES)]


def encode_entries(entries: Iterable[bytes]) -> bytes:
    """Entries one after another, each behind its length. MerkleError for one longer than 65,535 bytes."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > ENTRY_MAX_BYTES:
            raise MerkleError(f"an entry may have {ENTRY_MAX_BYTES} bytes, this one has {len(entry)}")
        parts += (len(entry).to_bytes(_LENGTH_SIZE_BYTES, "big"), entry)
    return b"".join(parts)


def decode_entries(data: bytes) -> list[bytes]:
    """The entries of `encode_entries`; MerkleError when the last one is cut short."""
    entries: list[bytes] = []
    position = 0
    while position < len(data):
        start = position + _LENGTH_SIZE_BYTES
        position = start + int.from_bytes(data[position:start], "big")
        if start > len(data) or position > len(data):
            raise MerkleError(f"entry {len(entries)} of the bundle is cut short")
        entries.append(data[start:position])
    return entries


def subtree_root(hashes: bytes) -> bytes:
    """The root of a full tile: the hash that stands for it one level up."""
    row = split_hashes(hashes)
    if len(row) != TILE_WIDTH:
        raise MerkleError("only a full tile is hashed into the level above")
    return leaf_source(row)(TILE_HEIGHT, 0)


def _numbered_path(index: int, width: int) -> str:
    if index < 0 or not 1 <= width <= TILE_WIDTH:
        raise MerkleError(f"there is no tile {index} of width {width}")
    last = f"{index % 1000:03d}"
    index //= 1000
    path = last
    while index:
        path = f"x{index % 1000:03d}/{path}"
        index //= 1000
    return path if width == TILE_WIDTH else f"{path}.p/{width}"
