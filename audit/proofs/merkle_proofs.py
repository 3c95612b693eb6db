"""Making the inclusion and consistency proofs of RFC 6962 section 2.1.

The tree's nodes come from a `NodeSource`: a function giving the hash of the perfect subtree at (level,
index), level 0 being leaf hashes. So a proof from stored tiles (`tiles.tile_source`) costs O(log n), and
the same code serves leaf hashes in memory (`leaf_source`) and the range of a report (`frontier_source`).
"""

from collections.abc import Callable, Sequence

from audit.proofs.errors import MerkleError
from audit.proofs.merkle import EMPTY_ROOT, Frontier, node_hash, require_size

NodeSource = Callable[[int, int], bytes]


def leaf_source(leaf_hashes: Sequence[bytes]) -> NodeSource:
    """A NodeSource over all leaf hashes of a tree held in memory."""

    def node_at(level: int, index: int) -> bytes:
        if level == 0:
            return leaf_hashes[index]
        row = list(leaf_hashes[index << level : (index + 1) << level])
        while len(row) > 1:
            row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
        return row[0]

    return node_at


def frontier_source(start: Frontier, leaf_hashes: Sequence[bytes]) -> NodeSource:
    """A NodeSource for proofs about leaves from `start.size` on, given that frontier and the later leaf
    hashes.

    Enough because a node wholly left of the range that such a proof needs is always one of the frontier.
    """
    known: dict[tuple[int, int], bytes] = {}
    position = 0
    levels = [level for level in range(start.size.bit_length() - 1, -1, -1) if start.size >> level & 1]
    for level, digest in zip(levels, start.hashes, strict=True):
        known[level, position >> level] = digest
        position += 1 << level

    def node_at(level: int, index: int) -> bytes:
        digest = known.get((level, index))
        if digest is None and level == 0:
            if index < start.size:
                raise MerkleError(f"leaf {index} lies before the range, which starts at {start.size}")
            digest = leaf_hashes[index - start.size]
        elif digest is None:
            digest = node_hash(node_at(level - 1, 2 * index), node_at(level - 1, 2 * index + 1))
        known[level, index] = digest
        return digest

    return node_at


def root_from(source: NodeSource, size: int) -> bytes:
    """The root of the first `size` leaves, from a NodeSource."""
    require_size(size)
    return _range_hash(source, 0, size) if size else EMPTY_ROOT


def inclusion_proof(source: NodeSource, index: int, size: int) -> list[bytes]:
    """PATH(index, D[0:size]) of RFC 6962 2.1.1: sibling hashes from the leaf up."""
    require_size(size)
    if not 0 <= index < size:
        raise MerkleError(f"a tree of {size} leaves has no leaf {index}")
    proof: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_range_hash(source, middle, high))
            high = middle
        else:
            proof.append(_range_hash(source, low, middle))
            low = middle
    return proof[::-1]


def consistency_proof(source: NodeSource, old_size: int, new_size: int) -> list[bytes]:
    """PROOF(old_size, D[0:new_size]) of RFC 6962 2.1.2. Empty for equal sizes; an empty old tree has none."""
    require_size(new_size)
    if not 0 < old_size <= new_size:
        raise MerkleError(f"there is no consistency proof from size {old_size} to {new_size}")
    proof: list[bytes] = []
    low, high = 0, new_size
    while high != old_size:
        middle = low + _split(high - low)
        if old_size <= middle:
            proof.append(_range_hash(source, middle, high))
            high = middle
        else:
            proof.append(_range_hash(source, low, middle))
            low = middle
    if low:  # the old root itself is known to the verifier, an inner part of it is not
        proof.append(_range_hash(source, low, high))
    return proof[::-1]


def _range_hash(source: NodeSource, low: int, high: int) -> bytes:
    """MTH(D[low:high]) for the ranges RFC 6962 meets: `low` is a multiple of the range's largest power of
    two.
    """
    width = high - low
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return source(level, low >> level)
    middle = low + _split(width)
    return node_hash(_range_hash(source, low, middle), _range_hash(source, middle, high))


def _split(width: int) -> int:
    """The largest power of two smaller than `width`."""
    return 1 << ((width - 1).bit_length() - 1)
