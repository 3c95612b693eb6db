"""Content-addressed files: written once, named by the SHA-256 of their plaintext, encrypted at rest, never changed."""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from audit.evidence.errors import EvidenceChanged, EvidenceMissing, EvidenceTooLarge
from audit.evidence.sealed_file import read_sealed, write_sealed


@dataclass(frozen=True)
class Kept:
    """A file that is safe on disk: its name and its size in plaintext."""

    sha256: str
    size_bytes: int


def evidence_path(sha256: str) -> Path:
    """Return where the file with this SHA-256 lies, whether or not it is there."""
    return Path(settings.EVIDENCE_DIR) / sha256[:2] / sha256


def sync_folder(folder: Path) -> None:
    """Put a folder's own entries on the disk: a new name survives a power cut only then."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make `folder`.

    Each new folder's own entry is synced too, or a power cut could lose the folder with the file in it.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def keep_evidence(
    pieces: Iterable[bytes], *, limit_bytes: int, accept: Callable[[Kept], None] | None = None
) -> Kept:
    """Write `pieces` once, encrypted, and return only when bytes and name are on the disk (fsync of file and folder).

    accept: asked once all bytes are in the draft, before the file gets its name; whatever it raises is raised here.

    Raises EvidenceTooLarge as soon as more than `limit_bytes` came. Whatever is raised, nothing is left behind.
    """
    digest, size_bytes = hashlib.sha256(), 0

    def measured() -> Iterator[bytes]:
        nonlocal size_bytes
        for piece in pieces:
            size_bytes += len(piece)
            if size_bytes > limit_bytes:
                raise EvidenceTooLarge(
                    f"The body is larger than {limit_bytes} bytes; send it in smaller parts."
                )
            digest.update(piece)
            yield piece

    arriving = Path(settings.EVIDENCE_DIR) / "arriving"
    make_folder(arriving)
    draft = arriving / secrets.token_hex(16)
    try:
        with draft.open("xb") as target:
            draft.chmod(0o600)
            write_sealed(measured(), target, settings.MASTER_KEY)
            target.flush()
            os.fsync(target.fileno())
        kept = Kept(sha256=digest.hexdigest(), size_bytes=size_bytes)
        if accept is not None:
            accept(kept)
        final = evidence_path(kept.sha256)
        make_folder(final.parent)
        draft.replace(final)
        sync_folder(final.parent)
    finally:
        draft.unlink(missing_ok=True)
    return kept


def open_evidence(sha256: str) -> Iterator[bytes]:
    """Yield the plaintext of a kept file in chunks, and check at the end that it still has its SHA-256.

    Raises EvidenceMissing when it is not there, EvidenceChanged when it is not what was kept.
    """
    try:
        source = evidence_path(sha256).open("rb")
    except FileNotFoundError as error:
        raise EvidenceMissing(
            f"Evidence file {sha256} is missing; restore it from the copy of the evidence folder."
        ) from error
    digest = hashlib.sha256()
    with source:
        for chunk in read_sealed(source, settings.MASTER_KEY):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != sha256:
        raise EvidenceChanged(
            f"Evidence file {sha256} holds other bytes than it is named for; restore it from the copy."
        )


def read_evidence(sha256: str) -> bytes:
    """Return the whole plaintext of a kept file; raises as `open_evidence` does."""
    return b"".join(open_evidence(sha256))


def sweep_drafts(*, older_than_seconds: int) -> int:
    """Remove drafts that a killed process left behind and return how many; younger ones may still be written."""
    arriving = Path(settings.EVIDENCE_DIR) / "arriving"
    limit = time.time() - older_than_seconds
    stale = [draft for draft in arriving.glob("*") if draft.stat().st_mtime < limit]
    for draft in stale:
        draft.unlink(missing_ok=True)
    return len(stale)
