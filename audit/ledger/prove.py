"""Proofs out of the database: that a leaf is in a log, that one head extends another, that a range is complete."""

from dataclasses import dataclass

from audit.ledger.models import Entry, SignedCheckpoint
from audit.proofs.merkle import Frontier
from audit.proofs.merkle_proofs import consistency_proof, inclusion_proof, leaf_source
from audit.proofs.tlog_proof import TlogProof


def newest_checkpoint(log: str) -> SignedCheckpoint | None:
    """Return the newest signed head of `log`, None before the first."""
    return SignedCheckpoint.objects.filter(log=log).order_by("-size").first()


def leaf_hashes(log: str, until: int) -> list[bytes]:
    """Return the stored hashes of the first `until` leaves."""
    rows = Entry.objects.filter(log=log, index__lt=until).order_by("index")
    return [bytes(digest) for digest in rows.values_list("leaf_hash", flat=True)]


def proof_of(reference: str) -> TlogProof | None:
    """Return the proof that the entry with this reference is in its log; None while no signed head covers it.

    Its extra line carries the leaf, so that whoever holds the proof can check it without asking us for anything.
    """
    entry = Entry.objects.filter(reference=reference).first()
    if entry is None:
        return None
    checkpoint = newest_checkpoint(entry.log)
    if checkpoint is None or checkpoint.size <= entry.index:
        return None
    source = leaf_source(leaf_hashes(entry.log, checkpoint.size))
    path = inclusion_proof(source, entry.index, checkpoint.size)
    return TlogProof(
        index=entry.index, hashes=tuple(path), checkpoint_note=checkpoint.note, extra=bytes(entry.leaf)
    )


def consistency_of(log: str, old_size: int, new_size: int) -> list[bytes]:
    """Return the RFC 6962 proof that the tree of `new_size` leaves extends the one of `old_size`."""
    return consistency_proof(leaf_source(leaf_hashes(log, new_size)), old_size, new_size)


@dataclass(frozen=True)
class Range:
    """Every leaf from `start.size` up to `checkpoint.size`, with the right edge of the tree before them."""

    start: Frontier
    leaves: list[bytes]
    checkpoint: SignedCheckpoint


def complete_range(log: str, *, size_from: int, checkpoint: SignedCheckpoint) -> Range:
    """Return the leaves of [size_from, checkpoint.size) and the frontier at `size_from`.

    Together they give the head's root.
    """
    start = Frontier()
    for digest in leaf_hashes(log, size_from):
        start.append(digest)
    rows = Entry.objects.filter(log=log, index__gte=size_from, index__lt=checkpoint.size).order_by("index")
    return Range(
        start=start,
        leaves=[bytes(leaf) for leaf in rows.values_list("leaf", flat=True)],
        checkpoint=checkpoint,
    )
