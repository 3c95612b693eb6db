"""DSSE envelopes (secure-systems-lab/dsse v1.0.2) around in-toto Statements (in-toto attestation v1).

The signature covers the pre-authentication encoding of payload type and payload, so neither can be taken
for the other. Envelope and payload are canonical JSON (RFC 8785) here: one statement, one sequence of bytes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.proofs import base64_text, ed25519, shape
from audit.proofs.canonical import canonical_bytes, parse_canonical
from audit.proofs.errors import SignatureError
from audit.proofs.note_keys import NoteSigner, NoteVerifier

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
_ENVELOPE_FIELDS = {"payload", "payloadType", "signatures"}
_SIGNATURE_FIELDS = {"keyid", "sig"}


@dataclass(frozen=True)
class Statement:
    """What is claimed (`predicate_type`, `predicate`) about which files (`subjects`: name to SHA-256 in
    hex).
    """

    subjects: Mapping[str, str]
    predicate_type: str
    predicate: Mapping[str, object]

    def to_bytes(self) -> bytes:
        """The in-toto Statement v1 as canonical JSON, subjects sorted by name."""
        return canonical_bytes(
            {
                "_type": STATEMENT_TYPE,
                "subject": [
                    {"name": name, "digest": {"sha256": digest}}
                    for name, digest in sorted(self.subjects.items())
                ],
                "predicateType": self.predicate_type,
                "predicate": self.predicate,
            }
        )

    @classmethod
    def from_bytes(cls, payload: bytes) -> "Statement":
        """Read `to_bytes`; raises CanonicalError or ShapeError."""
        fields = shape.as_object(parse_canonical(payload), "the statement")
        shape.require_exactly(fields, {"_type", "subject", "predicateType", "predicate"}, "the statement")
        if fields["_type"] != STATEMENT_TYPE:
            raise SignatureError("the statement is not an in-toto Statement v1")
        subjects: dict[str, str] = {}
        for item in shape.as_list(fields["subject"], "the statement's subjects"):
            subject = shape.as_object(item, "a subject of the statement")
            name = shape.text(subject, "name", "a subject of the statement")
            digest = shape.as_object(subject.get("digest"), f"the digest of {name} in the statement")
            if name in subjects:
                raise SignatureError(f"the statement names {name} twice")
            subjects[name] = shape.text(digest, "sha256", f"the digest of {name} in the statement")
        predicate = shape.as_object(fields["predicate"], "the statement's predicate")
        statement = cls(subjects, shape.text(fields, "predicateType", "the statement"), predicate)
        if statement.to_bytes() != payload:
            raise SignatureError("the statement's subjects are not sorted, or say more than a SHA-256 each")
        return statement


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def key_hint(key: NoteVerifier) -> str:
    """The `keyid` written beside a signature: the note key's name and ID."""
    return f"{key.name}+{key.key_id.hex()}"


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """PAE of DSSE: what is signed."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def sign_envelope(payload: bytes, signers: Sequence[NoteSigner], payload_type: str = PAYLOAD_TYPE) -> bytes:
    """The envelope of `payload` with a signature of each signer, as canonical JSON."""
    signed = pre_authentication_encoding(payload_type, payload)
    return canonical_bytes(
        {
            "payload": base64_text.encode(payload),
            "payloadType": payload_type,
            "signatures": [
                {"keyid": key_hint(signer.verifier), "sig": base64_text.encode(signer.sign(signed))}
                for signer in signers
            ],
        }
    )


def read_envelope(envelope: bytes) -> tuple[bytes, str, list[tuple[str, bytes]]]:
    """Payload, payload type and (keyid, signature) pairs, verifying nothing. Raises a ProofError."""
    fields = shape.as_object(parse_canonical(envelope), "the envelope")
    shape.require_exactly(fields, _ENVELOPE_FIELDS, "the envelope")
    payload = base64_text.decode(shape.text(fields, "payload", "the envelope"), "the payload", SignatureError)
    signatures: list[tuple[str, bytes]] = []
    for item in shape.as_list(fields["signatures"], "the envelope's signatures"):
        entry = shape.as_object(item, "a signature of the envelope")
        shape.require_exactly(entry, _SIGNATURE_FIELDS, "a signature of the envelope")
        hint = shape.text(entry, "keyid", "a signature of the envelope")
        if any(hint == earlier for earlier, _ in signatures):
            raise SignatureError(f"the envelope is signed twice by {hint}")
        encoded = shape.text(entry, "sig", "a signature of the envelope")
        signatures.append((hint, base64_text.decode(encoded, f"the signature of {hint}", SignatureError)))
    return payload, shape.text(fields, "payloadType", "the envelope"), signatures


def open_envelope(envelope: bytes, keys: Sequence[NoteVerifier]) -> tuple[bytes, NoteVerifier]:
    """The payload of an in-toto envelope and the key of `keys` that signed it.

    Raises SignatureError when a known key's signature is wrong, or no known key has signed.
    """
    payload, payload_type, signatures = read_envelope(envelope)
    if payload_type != PAYLOAD_TYPE:
        raise SignatureError(f"the envelope holds {payload_type} instead of {PAYLOAD_TYPE}")
    signed = pre_authentication_encoding(payload_type, payload)
    signed_by: list[NoteVerifier] = []
    for hint, signature in signatures:
        key = next((k for k in keys if key_hint(k) == hint), None)
        if key is None:
            continue
        if not ed25519.is_signature(key.public_key, signature, signed):
            raise SignatureError(f"the signature of {hint} on the statement does not verify")
        signed_by.append(key)
    if not signed_by:
        raise SignatureError("no trusted report key has signed the statement")
    return payload, signed_by[0]
