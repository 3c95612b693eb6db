"""C2SP signed note (c2sp.org/signed-note): text, a blank line, then one line for each signature.

    — <key name> base64(32-bit key ID || signature)

Signatures of unknown keys are ignored, as the specification demands, so that keys can rotate and witnesses
can add theirs; a known key whose signature is wrong refuses the whole note.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.proofs import base64_text
from audit.proofs.errors import KeyFormatError, NoteError
from audit.proofs.note_keys import NoteSigner, Verifier, require_key_name

NOTE_MAX_BYTES = 1_000_000
SIGNATURES_MAX = 100
_SIGNATURE_PREFIX = "\N{EM DASH} "


@dataclass(frozen=True)
class SignatureLine:
    """One signature line: who is said to have signed, and the bytes after the key ID."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_SIGNATURE_PREFIX}{self.name} {base64_text.encode(self.key_id + self.signature)}\n"


@dataclass(frozen=True)
class OpenedNote:
    """A note of which at least one known key's signature is valid: its text and those keys."""

    text: str
    signed_by: tuple[Verifier, ...]


def sign_note(text: str, signers: Sequence[NoteSigner]) -> str:
    """`text` (which must end in a newline) as a note signed by each signer, in order. Raises NoteError."""
    _require_note_text(text)
    if not signers:
        raise NoteError("a note needs at least one signature")
    lines = [SignatureLine(s.name, s.verifier.key_id, s.sign(text.encode())) for s in signers]
    return text + "\n" + "".join(map(str, lines))


def open_note(note: str | bytes, verifiers: Sequence[Verifier]) -> OpenedNote:
    """Read a note and verify it with the known keys.

    Raises NoteError when it is malformed, too large, signed wrongly by a known key, or by no known key at
    all.
    """
    text, lines = split_note(note)
    signed_by: list[Verifier] = []
    for line in lines:
        verifier = next((v for v in verifiers if (v.name, v.key_id) == (line.name, line.key_id)), None)
        if verifier is None or verifier in signed_by:
            continue
        if not verifier.is_valid(text, line.signature):
            raise NoteError(f"the signature of {line.name} does not verify")
        signed_by.append(verifier)
    if not signed_by:
        raise NoteError("no known key has signed the note")
    return OpenedNote(text, tuple(signed_by))


def split_note(note: str | bytes) -> tuple[str, list[SignatureLine]]:
    """The text and signature lines of a note, without verifying anything. Raises NoteError."""
    decoded = _decode(note)
    head, separator, tail = decoded.rpartition("\n\n")
    if not separator or not tail:
        raise NoteError("the note has no signature lines")
    if not tail.endswith("\n"):
        raise NoteError("the note does not end in a newline")
    rows = tail[:-1].split("\n")
    if len(rows) > SIGNATURES_MAX:
        raise NoteError(f"the note has {len(rows)} signatures; at most {SIGNATURES_MAX} are read")
    text = head + "\n"
    _require_note_text(text)
    return text, [_read_signature_line(row) for row in rows]


def _decode(note: str | bytes) -> str:
    try:
        size_bytes = len(note.encode()) if isinstance(note, str) else len(note)
        if size_bytes > NOTE_MAX_BYTES:
            raise NoteError(f"the note has {size_bytes} bytes; at most {NOTE_MAX_BYTES} are read")
        decoded = note if isinstance(note, str) else note.decode("utf-8")
    except UnicodeError:
        raise NoteError("the note is not valid UTF-8") from None
    if any(c < " " and c != "\n" for c in decoded):
        raise NoteError("the note contains a control character")
    return decoded


def _require_note_text(text: str) -> None:
    if not text.endswith("\n") or text == "\n":
        raise NoteError("the text of a note must be lines that end in a newline")
    if any(c < " " and c != "\n" for c in text):
        raise NoteError("the text of a note must not contain control characters")


def _read_signature_line(row: str) -> SignatureLine:
    name, space, encoded = row.removeprefix(_SIGNATURE_PREFIX).partition(" ")
    if not row.startswith(_SIGNATURE_PREFIX) or not space:
        raise NoteError("a signature line is not of the form '— name base64'")
    try:
        require_key_name(name)
    except KeyFormatError as error:
        raise NoteError(str(error)) from None
    data = base64_text.decode(encoded, f"the signature of {name}", NoteError)
    if len(data) < 5:
        raise NoteError(f"the signature of {name} is too short")
    return SignatureLine(name, data[:4], data[4:])
