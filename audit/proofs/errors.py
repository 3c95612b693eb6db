"""The one family of errors this package raises.

A verifier reads what an attacker wrote. So whatever it is given it ends in one of two ways: it returns, or it
raises a `ProofError` whose message is one printable line that may be shown on a terminal as it is.
"""

MESSAGE_MAX_CHARS = 400


def printable(text: str) -> str:
    """`text` on one line without control, bidi or unassigned characters, cut to 400 characters.

    Messages quote names and values from untrusted files; a newline or a right-to-left override in them
    must not be able to write a second line or to reorder the first.
    """
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return shown if len(shown) <= MESSAGE_MAX_CHARS else shown[: MESSAGE_MAX_CHARS - 1] + "…"


class ProofError(Exception):
    """Something does not prove what it claims, or cannot be read. The message is one printable line."""

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))


class CanonicalError(ProofError):
    """Bytes are not canonical JSON, or a value has no canonical form."""


class ShapeError(ProofError):
    """A JSON document lacks a field, or has one of the wrong kind."""


class MerkleError(ProofError):
    """A Merkle proof, frontier or tile is malformed or leads to another root."""


class KeyFormatError(ProofError):
    """A key string is malformed, of an unknown type, or not a safe Ed25519 key."""


class NoteError(ProofError):
    """A signed note or checkpoint is malformed, or carries no valid signature of a known key."""


class SignatureError(ProofError):
    """A signature over a statement or manifest is malformed, of an unknown key, or wrong."""


class PolicyError(ProofError):
    """A trust policy cannot be read, or does not allow what is asked."""


class ReceiptError(ProofError):
    """A proof does not carry the receipt of a received body, or is about another body."""


class ArchiveError(ProofError):
    """A bundle file is not the archive it should be, byte for byte."""


class BundleError(ProofError):
    """The members of a bundle do not belong together."""


class ContentError(ProofError):
    """A report says something that its ledger entries and annexes do not."""
