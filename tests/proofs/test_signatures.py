"""DSSE envelopes and SSH signatures, cross-checked with stock tools where they are installed."""

import base64
import json
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st

from audit.proofs import sshsig
from audit.proofs.canonical import canonical_bytes
from audit.proofs.dsse import (
    PAYLOAD_TYPE,
    Statement,
    open_envelope,
    pre_authentication_encoding,
    sha256_hex,
    sign_envelope,
)
from audit.proofs.errors import ProofError, SignatureError
from audit.proofs.note_keys import NoteSigner

KEY = NoteSigner.generate("example.com/reports")
OTHER = NoteSigner.generate("example.com/other")
STATEMENT = Statement({"a": sha256_hex(b"a"), "b": sha256_hex(b"b")}, "https://example.com/kind", {"x": 1})
MESSAGE = b"0  a\n"
NAMESPACE = "chokepoint-report"


def flip(data, position):
    changed = bytearray(data)
    changed[position // 8 % len(changed)] ^= 1 << position % 8
    return bytes(changed)


def test_pae_example_of_the_specification():
    assert pre_authentication_encoding("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_an_envelope_opens_with_the_key_that_signed():
    envelope = sign_envelope(STATEMENT.to_bytes(), [OTHER, KEY])
    payload, key = open_envelope(envelope, [KEY.verifier])
    assert key == KEY.verifier
    assert Statement.from_bytes(payload) == STATEMENT


def test_unknown_or_wrong_keys_are_refused():
    envelope = sign_envelope(STATEMENT.to_bytes(), [KEY])
    with pytest.raises(SignatureError, match="no trusted report key"):
        open_envelope(envelope, [OTHER.verifier])
    fields = json.loads(envelope)
    fields["signatures"][0]["sig"] = base64.b64encode(OTHER.sign(b"x")).decode()
    with pytest.raises(SignatureError, match="does not verify"):
        open_envelope(canonical_bytes(fields), [KEY.verifier])


def test_a_key_signs_an_envelope_once():
    envelope = sign_envelope(STATEMENT.to_bytes(), [KEY, KEY])
    with pytest.raises(SignatureError, match="signed twice by"):
        open_envelope(envelope, [KEY.verifier])


def test_a_signature_is_for_one_payload_type():
    envelope = sign_envelope(b"{}", [KEY], "text/plain")
    with pytest.raises(SignatureError, match="text/plain"):
        open_envelope(envelope, [KEY.verifier])
    fields = json.loads(envelope) | {"payloadType": PAYLOAD_TYPE}
    with pytest.raises(SignatureError, match="does not verify"):
        open_envelope(canonical_bytes(fields), [KEY.verifier])


@given(st.integers(min_value=0))
def test_every_bit_of_an_envelope_counts(position):
    envelope = flip(sign_envelope(STATEMENT.to_bytes(), [KEY]), position)
    with pytest.raises(ProofError):
        open_envelope(envelope, [KEY.verifier])


def bent(**changes):
    return canonical_bytes(json.loads(STATEMENT.to_bytes()) | changes)


@pytest.mark.parametrize(
    "payload",
    [
        b"[]",
        b"{}",
        bent(_type="https://in-toto.io/Statement/v0.1"),
        bent(more=1),
        bent(subject={}),
        bent(subject=[1]),
        bent(subject=[{"name": "a"}]),
        bent(subject=[{"name": "a", "digest": {"sha1": "0"}}]),
        bent(subject=[{"name": "a", "digest": {"sha256": "0", "sha1": "0"}}]),
        bent(subject=[{"name": "a", "digest": {"sha256": "0"}, "uri": "x"}]),
        bent(subject=[{"name": n, "digest": {"sha256": "0"}} for n in "ba"]),
        bent(subject=[{"name": n, "digest": {"sha256": "0"}} for n in "aa"]),
        bent(predicate=[]),
    ],
    ids=range(13),
)
def test_malformed_statements_are_refused(payload):
    with pytest.raises(ProofError):
        Statement.from_bytes(payload)


def test_mistakes_in_a_statement_are_named():
    twice = [{"name": "a", "digest": {"sha256": "0"}}] * 2
    with pytest.raises(SignatureError, match="names a twice"):
        Statement.from_bytes(bent(subject=twice))
    with pytest.raises(SignatureError, match="not an in-toto Statement v1"):
        Statement.from_bytes(bent(_type="https://in-toto.io/Statement/v0.1"))


def test_an_ssh_signature_names_its_key():
    armour = sshsig.sign(MESSAGE, KEY, NAMESPACE)
    assert max(map(len, armour.splitlines())) == 70
    assert sshsig.verify(MESSAGE, armour.encode(), NAMESPACE) == KEY.verifier.public_key


def test_an_ssh_signature_is_for_one_message_and_namespace():
    armour = sshsig.sign(MESSAGE, KEY, NAMESPACE).encode()
    with pytest.raises(SignatureError, match="does not verify"):
        sshsig.verify(MESSAGE + b"x", armour, NAMESPACE)
    with pytest.raises(SignatureError, match="for 'chokepoint-report' instead of 'file'"):
        sshsig.verify(MESSAGE, armour, "file")


@given(st.integers(min_value=0))
def test_every_bit_of_an_ssh_signature_counts(position):
    armour = flip(sshsig.sign(MESSAGE, KEY, NAMESPACE).encode(), position)
    with pytest.raises(ProofError):
        sshsig.verify(MESSAGE, armour, NAMESPACE)


@given(st.binary(max_size=200))
def test_any_other_blob_in_ssh_armour_is_refused(blob):
    text = base64.b64encode(b"SSHSIG\x00\x00\x00\x01" + blob).decode()
    armour = f"-----BEGIN SSH SIGNATURE-----\n{text}\n-----END SSH SIGNATURE-----\n"
    with pytest.raises(SignatureError):
        sshsig.verify(MESSAGE, armour.encode(), NAMESPACE)


@pytest.mark.parametrize(
    "change", [lambda a: a + "\n", lambda a: "\n" + a, lambda a: a.replace("\n", "\r\n")], ids="abc"
)
def test_armour_written_otherwise_is_refused(change):
    armour = change(sshsig.sign(MESSAGE, KEY, NAMESPACE)).encode()
    with pytest.raises(SignatureError):
        sshsig.verify(MESSAGE, armour, NAMESPACE)


def test_mistakes_in_an_ssh_signature_are_named():
    begin, end = "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n"
    for blob, message in ((b"SSHSIG\0\0\0\2", "version 1"), (b"SSHSIG\0\0\0\1\0\0\0\5ab", "cut short")):
        armour = f"{begin}{base64.b64encode(blob).decode()}\n{end}"
        with pytest.raises(SignatureError, match=message):
            sshsig.verify(MESSAGE, armour.encode(), NAMESPACE)
    with pytest.raises(SignatureError, match="too long"):
        sshsig.verify(MESSAGE, b"x" * 5000, NAMESPACE)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_ssh_keygen_verifies_ours_and_we_verify_its(tmp_path):
    message = tmp_path / "SHA256SUMS"
    message.write_bytes(MESSAGE)
    signers = tmp_path / "allowed_signers"
    signers.write_text(sshsig.allowed_signers_line(KEY.name, KEY.verifier.public_key, NAMESPACE))
    ours = tmp_path / "ours.sig"
    ours.write_text(sshsig.sign(MESSAGE, KEY, NAMESPACE))
    command = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", KEY.name, "-n", NAMESPACE, "-s", ours]
    assert subprocess.run(command, input=MESSAGE, capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=b"altered", capture_output=True, check=False).returncode != 0

    key_file = tmp_path / "key"
    key_file.write_bytes(
        KEY.private_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
        )
    )
    key_file.chmod(0o600)
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-f", key_file, "-n", NAMESPACE, message]
    subprocess.run(sign, check=True, capture_output=True)
    theirs = (tmp_path / "SHA256SUMS.sig").read_bytes()
    assert sshsig.verify(MESSAGE, theirs, NAMESPACE) == KEY.verifier.public_key
