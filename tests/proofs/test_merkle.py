"""The RFC 6962 tree: published vectors, the 8-leaf reference tree, and properties of every small tree."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.proofs.errors import MerkleError
from audit.proofs.merkle import (
    EMPTY_ROOT,
    Frontier,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
    verify_range,
)
from audit.proofs.merkle_proofs import (
    consistency_proof,
    frontier_source,
    inclusion_proof,
    leaf_source,
    root_from,
)
from tests.real_data import real_data

# Upstream compares roots of any length; here a root that is not 32 bytes is refused before it is compared.
STRICTER_THAN_UPSTREAM = "sizes-are-equal-one-and-proof-is-empty"
MAX_LEAVES = 70
LEAVES = [b"leaf %d" % number for number in range(MAX_LEAVES)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
SOURCE = leaf_source(HASHES)
ROOTS = [root_of(HASHES[:size]) for size in range(MAX_LEAVES + 1)]


def flipped(digest, bit):
    changed = bytearray(digest)
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    return bytes(changed)


def published(kind):
    return sorted(real_data(f"vectors/merkle/{kind}").rglob("*.json"))


def is_accepted(verify, *arguments):
    try:
        verify(*arguments)
    except MerkleError:
        return False
    return True


def test_published_inclusion_cases():
    paths = published("inclusion")
    assert len(paths) == 98
    for path in paths:
        case = json.loads(path.read_text())
        proof = [base64.b64decode(item) for item in case["proof"] or []]
        digest, root = base64.b64decode(case["leafHash"] or ""), base64.b64decode(case["root"] or "")
        accepted = is_accepted(verify_inclusion, digest, case["leafIdx"], case["treeSize"], proof, root)
        assert accepted is not case["wantErr"], path.name


def test_published_consistency_cases():
    paths = published("consistency")
    assert len(paths) == 98
    for path in paths:
        case = json.loads(path.read_text())
        proof = [base64.b64decode(item) for item in case["proof"] or []]
        roots = base64.b64decode(case["root1"] or ""), base64.b64decode(case["root2"] or "")
        accepted = is_accepted(verify_consistency, case["size1"], roots[0], case["size2"], roots[1], proof)
        expected = not case["wantErr"] and path.stem != STRICTER_THAN_UPSTREAM
        assert accepted is expected, path.name


def test_reference_tree():
    tree = json.loads(real_data("vectors/merkle/reference-tree.json").read_text())
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in tree["leaf_inputs_hex"]]
    source = leaf_source(hashes)
    assert root_of([]).hex() == tree["empty_root_hex"]
    assert [root_of(hashes[: n + 1]).hex() for n in range(8)] == tree["root_hashes_size1_to_8_hex"]
    for level, row in enumerate(tree["node_hashes_by_level_hex"]):
        assert [source(level, index).hex() for index in range(len(row))] == row


def test_every_proof_made_for_every_small_tree_verifies():
    for size in range(1, 33):
        for index in range(size):
            proof = inclusion_proof(SOURCE, index, size)
            verify_inclusion(HASHES[index], index, size, proof, ROOTS[size])
        for old_size in range(1, size + 1):
            proof = consistency_proof(SOURCE, old_size, size)
            verify_consistency(old_size, ROOTS[old_size], size, ROOTS[size], proof)
        assert root_from(SOURCE, size) == ROOTS[size]
    assert root_from(SOURCE, 0) == EMPTY_ROOT


@given(st.data())
def test_a_changed_inclusion_proof_is_refused(data):
    size = data.draw(st.integers(1, MAX_LEAVES))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(SOURCE, index, size)
    bit = data.draw(st.integers(0, 255))
    wrong = [
        (flipped(HASHES[index], bit), index, size, proof, ROOTS[size]),
        (HASHES[index], index, size, proof, flipped(ROOTS[size], bit)),
        (HASHES[index], index, size, [*proof, HASHES[0]], ROOTS[size]),
        (HASHES[index], index ^ 1, size, proof, ROOTS[size]) if size > 1 else None,
        (HASHES[index], index, size, proof[:-1], ROOTS[size]) if proof else None,
    ]
    wrong += [
        (HASHES[index], index, size, [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]], ROOTS[size])
        for at in range(len(proof))
    ]
    for arguments in filter(None, wrong):
        with pytest.raises(MerkleError):
            verify_inclusion(*arguments)


@given(st.data())
def test_a_changed_consistency_proof_is_refused(data):
    size = data.draw(st.integers(1, MAX_LEAVES))
    old = data.draw(st.integers(1, size))
    proof = consistency_proof(SOURCE, old, size)
    bit = data.draw(st.integers(0, 255))
    wrong = [
        (old, flipped(ROOTS[old], bit), size, ROOTS[size], proof),
        (old, ROOTS[old], size, flipped(ROOTS[size], bit), proof),
        (old, ROOTS[old], size, ROOTS[size], [*proof, HASHES[0]]),
    ]
    wrong += [(old, ROOTS[old], size, ROOTS[size], proof[:-1])] if proof else []
    wrong += [
        (old, ROOTS[old], size, ROOTS[size], [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]])
        for at in range(len(proof))
    ]
    for arguments in wrong:
        with pytest.raises(MerkleError):
            verify_consistency(*arguments)


@given(st.integers(0, MAX_LEAVES), st.integers(0, MAX_LEAVES))
def test_a_frontier_survives_storage_and_grows_to_the_same_root(first, second):
    low, high = sorted((first, second))
    grown = Frontier()
    for digest in HASHES[:low]:
        grown.append(digest)
    stored = Frontier(grown.size, list(grown.hashes))
    assert stored.root() == ROOTS[low]
    for digest in HASHES[low:high]:
        stored.append(digest)
    assert (stored.size, stored.root()) == (high, ROOTS[high])
    assert (grown.size, grown.root()) == (low, ROOTS[low])


@given(st.data())
def test_a_range_is_complete_or_refused(data):
    low = data.draw(st.integers(0, MAX_LEAVES - 2))
    high = data.draw(st.integers(low + 2, MAX_LEAVES))
    start = Frontier()
    for digest in HASHES[:low]:
        start.append(digest)
    leaves = LEAVES[low:high]
    verify_range(start, leaves, high, ROOTS[high])
    at = data.draw(st.integers(0, len(leaves) - 2))
    without = leaves[:at] + leaves[at + 1 :]
    swapped = [*leaves[:at], leaves[at + 1], leaves[at], *leaves[at + 2 :]]
    altered = [*leaves[:at], leaves[at] + b".", *leaves[at + 1 :]]
    for wrong in (without, swapped, altered, [*leaves, b"one more"], []):
        with pytest.raises(MerkleError):
            verify_range(start, wrong, high, ROOTS[high])
    with pytest.raises(MerkleError):
        verify_range(start, without, high - 1, ROOTS[high])
    for at, digest in enumerate(start.hashes):
        hashes = [*start.hashes[:at], flipped(digest, 7), *start.hashes[at + 1 :]]
        with pytest.raises(MerkleError):
            verify_range(Frontier(low, hashes), leaves, high, ROOTS[high])


@given(st.data())
def test_proofs_inside_a_range_need_only_its_frontier(data):
    low = data.draw(st.integers(0, MAX_LEAVES - 1))
    high = data.draw(st.integers(low + 1, MAX_LEAVES))
    index = data.draw(st.integers(low, high - 1))
    start = Frontier()
    for digest in HASHES[:low]:
        start.append(digest)
    source = frontier_source(start, HASHES[low:high])
    assert inclusion_proof(source, index, high) == inclusion_proof(SOURCE, index, high)


def test_a_proof_before_the_range_cannot_be_made():
    start = Frontier()
    for digest in HASHES[:4]:
        start.append(digest)
    with pytest.raises(MerkleError, match="before the range"):
        inclusion_proof(frontier_source(start, HASHES[4:8]), 1, 8)


WRONG = {
    "a frontier lacks a hash": lambda: Frontier(3, HASHES[:1]),
    "a frontier hash is short": lambda: Frontier(1, [b"short"]),
    "a size is negative": lambda: Frontier(-1, []),
    "a size is beyond 63 bits": lambda: Frontier(2**63, [HASHES[0]]),
    "a leaf hash is short": lambda: Frontier().append(b"short"),
    "no such leaf": lambda: inclusion_proof(SOURCE, 5, 5),
    "a leaf before the first": lambda: inclusion_proof(SOURCE, -1, 5),
    "from the empty tree": lambda: consistency_proof(SOURCE, 0, 5),
    "from a later tree": lambda: consistency_proof(SOURCE, 6, 5),
    "a root is short": lambda: verify_inclusion(HASHES[0], 0, 1, [], HASHES[0][:31]),
    "a proof hash is short": lambda: verify_inclusion(HASHES[0], 0, 2, [b"short"], ROOTS[2]),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_tree_or_no_proof_is_refused(case):
    with pytest.raises(MerkleError):
        WRONG[case]()


def test_what_is_wrong_with_a_proof_is_named():
    inclusion, consistency = inclusion_proof(SOURCE, 2, 7), consistency_proof(SOURCE, 3, 7)
    for proof, message in (([*inclusion, HASHES[0]], "too long"), (inclusion[:-1], "too short")):
        with pytest.raises(MerkleError, match=message):
            verify_inclusion(HASHES[2], 2, 7, proof, ROOTS[7])
    for proof, message in (([*consistency, HASHES[0]], "too long"), (consistency[:-1], "too short")):
        with pytest.raises(MerkleError, match=message):
            verify_consistency(3, ROOTS[3], 7, ROOTS[7], proof)
    with pytest.raises(MerkleError, match="should end at size 7 but its leaves end at 6"):
        verify_range(Frontier(), LEAVES[:6], 7, ROOTS[6])
