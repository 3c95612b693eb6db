"""Ed25519: Wycheproof, and the CCTV corner cases with the behaviour of this verifier pinned."""

import json

import pytest

from audit.proofs import ed25519
from audit.proofs.errors import KeyFormatError
from tests.real_data import real_data


def is_accepted(public_key, signature, message):
    try:
        ed25519.require_safe_public_key(public_key)
    except KeyFormatError:
        return False
    return ed25519.is_signature(public_key, signature, message)


def test_wycheproof():
    cases = json.loads(real_data("vectors/wycheproof/ed25519_test.json").read_text())
    count = 0
    for group in cases["testGroups"]:
        public_key = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            signature, message = bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
            assert is_accepted(public_key, signature, message) is (case["result"] == "valid"), case["tcId"]
            count += 1
    assert count == 151


def test_cctv_corner_cases():
    """Keys of low order or not canonical are refused; else the cofactorless equation with canonical R
    decides.

    That is the strictest reading of RFC 8032, so whatever is accepted here every other verifier accepts.
    """
    cases = json.loads(real_data("vectors/cctv/ed25519/ed25519vectors.json").read_text())
    assert len(cases) == 914
    for case in cases:
        flags = set(case["flags"] or [])
        refused = flags & {"low_order_A", "non_canonical_A", "non_canonical_R", "low_order_residue"}
        signature = bytes.fromhex(case["sig"])
        accepted = is_accepted(bytes.fromhex(case["key"]), signature, case["msg"].encode())
        assert accepted is (not refused), case["number"]


@pytest.mark.parametrize(
    "public_key",
    [
        b"",
        b"a" * 31,
        b"a" * 33,
        bytes(32),
        b"\x01" + bytes(31),
        b"\x01" + bytes(30) + b"\x80",
        b"\xec" + b"\xff" * 30 + b"\x7f",
        b"\xed" + b"\xff" * 30 + b"\x7f",
        b"\xff" * 32,
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
    ],
)
def test_unsafe_keys_are_refused(public_key):
    with pytest.raises(KeyFormatError):
        ed25519.require_safe_public_key(public_key)


def test_a_key_that_is_no_point_verifies_nothing():
    not_a_point = b"\x02" + bytes(31)
    ed25519.require_safe_public_key(not_a_point)
    assert not ed25519.is_signature(not_a_point, bytes(64), b"message")


def test_a_seed_has_32_bytes():
    with pytest.raises(KeyFormatError):
        ed25519.private_key_from_seed(b"short")
