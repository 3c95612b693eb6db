"""The Merkle tree of RFC 6962 section 2.1 (SHA-256): hashing, growing, and verifying proofs.

Verification follows RFC 9162 section 2.1. Verifiers return nothing or raise MerkleError, so that there is no
boolean to forget. Proofs are made in `merkle_proofs`.
"""

import hashlib
from collections.abc import Iterable, Sequence

from audit.proofs.errors import MerkleError

HASH_SIZE_BYTES = 32
SIZE_MAX = 2**63 - 1  # C2SP tlog-tiles and tlog-cosignature keep sizes and levels within 63 bits
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256(0x00 || leaf): the prefix keeps a leaf from passing as a node (RFC 6962 2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root of the tree over these leaf hashes, in order; SHA-256 of nothing for the empty tree."""
    frontier = Frontier()
    for digest in leaf_hashes:
        frontier.append(digest)
    return frontier.root()


class Frontier:
    """The roots of the perfect subtrees a tree of `size` leaves is made of, largest first: all it takes to
    append.

    One hash for each bit set in `size`, so at most 63 however long the log.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        require_size(size)
        if len(hashes) != size.bit_count():
            raise MerkleError(f"a frontier of {size} leaves has {size.bit_count()} hashes, not {len(hashes)}")
        for digest in hashes:
            require_hash(digest, "frontier hash")
        self._size = size
        self._hashes = list(hashes)

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The subtree roots, largest subtree first: what to store beside the size."""
        return tuple(self._hashes)

    def append(self, digest: bytes) -> None:
        """Add one leaf hash at the right end."""
        require_hash(digest, "leaf hash")
        carry = self._size
        while carry & 1:  # every trailing 1 bit is a finished subtree of the same height as what we carry
            digest = node_hash(self._hashes.pop(), digest)
            carry >>= 1
        self._hashes.append(digest)
        self._size += 1

    def root(self) -> bytes:
        """The root hash of the tree."""
        if not self._hashes:
            return EMPTY_ROOT
        digest = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            digest = node_hash(left, digest)
        return digest

    def copy(self) -> "Frontier":
        """An independent frontier of the same tree."""
        return Frontier(self._size, self._hashes)


def verify_range(start: Frontier, leaves: Iterable[bytes], size_until: int, root: bytes) -> None:
    """Show that `leaves` are all the leaves from `start.size` up to `size_until`, unchanged and in order.

    `root` is the (authenticated) root at `size_until`. An inclusion proof for each row can never show that
    nothing was left out; this does. Raises MerkleError.
    """
    require_hash(root, "root")
    grown = start.copy()
    for leaf in leaves:
        grown.append(leaf_hash(leaf))
    if grown.size != size_until:
        raise MerkleError(f"the range should end at size {size_until} but its leaves end at {grown.size}")
    if grown.root() != root:
        raise MerkleError(
            f"the leaves from {start.size} to {size_until} do not give the root of the checkpoint"
        )


def verify_inclusion(digest: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162 2.1.3.2: the leaf with this hash stands at `index` in the tree of `size` with this root."""
    require_hash(digest, "leaf hash")
    require_hash(root, "root")
    require_size(size)
    if not 0 <= index < size:
        raise MerkleError(f"a tree of {size} leaves has no leaf {index}")
    node, last = index, size - 1
    for sibling in proof:
        require_hash(sibling, "proof hash")
        if last == 0:
            raise MerkleError("the inclusion proof is too long")
        if node & 1 or node == last:
            digest = node_hash(sibling, digest)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise MerkleError("the inclusion proof is too short")
    if digest != root:
        raise MerkleError(f"the inclusion proof of leaf {index} leads to another root")


def verify_consistency(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """RFC 9162 2.1.4.2: the tree of `new_size` begins with the tree of `old_size`. From size 0 nothing
    follows.
    """
    require_hash(old_root, "old root")
    require_hash(new_root, "new root")
    require_size(new_size)
    if not 0 < old_size <= new_size:
        raise MerkleError(f"there is no consistency to prove from size {old_size} to {new_size}")
    for sibling in proof:
        require_hash(sibling, "proof hash")
    if old_size == new_size:
        if proof:
            raise MerkleError("a consistency proof between equal sizes must be empty")
        if old_root != new_root:
            raise MerkleError(f"two different roots are claimed for size {old_size}")
        return
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not path:
        raise MerkleError("the consistency proof is too short")
    _fold_consistency(path, old_size, old_root, new_size, new_root)


def _fold_consistency(
    path: list[bytes], old_size: int, old_root: bytes, new_size: int, new_root: bytes
) -> None:
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise MerkleError("the consistency proof is too long")
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise MerkleError("the consistency proof is too short")
    if old != old_root or new != new_root:
        raise MerkleError(f"the tree of {new_size} leaves does not begin with the tree of {old_size} leaves")


def require_hash(digest: bytes, what: str) -> None:
    """Raise MerkleError unless `digest` has 32 bytes."""
    # Stricter than upstream verifiers, which compare whatever lengths they are given.
    if len(digest) != HASH_SIZE_BYTES:
        raise MerkleError(f"a {what} must have {HASH_SIZE_BYTES} bytes, this one has {len(digest)}")


def require_size(size: int) -> None:
    """Raise MerkleError unless a tree may have `size` leaves."""
    if not 0 <= size <= SIZE_MAX:
        raise MerkleError(f"a tree size must lie between 0 and 2^63-1, not {size}")
