"""Sealing: waiting leaves get their index, then the tree's head is signed.

Two steps that each survive being cut off. 1: one transaction moves leaves from the outbox to the entries and
commits. 2: the signer signs a head over committed entries. Killed in between, the next turn signs.
"""

from datetime import UTC, datetime

from django.db import transaction

from audit.ledger.errors import HistoryChanged
from audit.ledger.models import Entry, Head, OutboxEntry, SignedCheckpoint
from audit.ledger.signer import Growth, sign_head
from audit.proofs.merkle import Frontier, leaf_hash

LEAVES_PER_TURN = 1024


def logs_to_seal() -> list[str]:
    """Return the logs that have leaves waiting, or entries no checkpoint covers yet."""
    waiting = set(OutboxEntry.objects.values_list("log", flat=True).distinct())
    for head in Head.objects.all():
        newest = SignedCheckpoint.objects.filter(log=head.log).order_by("-size").first()
        if newest is None or newest.size < head.size:
            waiting.add(head.log)
    return sorted(waiting)


def seal_all() -> int:
    """Seal every log until nothing waits; return how many leaves were given an index.

    A log that tells another history does not keep the others from being sealed: HistoryChanged is raised at the
    end, for all of them.
    """
    sealed, changed = 0, []
    for log in logs_to_seal():
        try:
            sealed += seal(log)
        except HistoryChanged as error:
            changed.append(str(error))
    if changed:
        raise HistoryChanged(" ".join(changed))
    return sealed


def seal(log: str) -> int:
    """Give every waiting leaf of `log` its index and sign the head; return how many leaves were given one.

    Safe to run twice and at the same time: the head's row is the lock, the signer has its own.
    """
    sealed = 0
    while moved := _give_indexes(log):
        sealed += moved
    _sign(log)
    return sealed


@transaction.atomic
def _give_indexes(log: str) -> int:
    Head.objects.get_or_create(log=log)
    head = Head.objects.select_for_update().get(log=log)
    waiting = list(OutboxEntry.objects.filter(log=log).order_by("id")[:LEAVES_PER_TURN])
    if not waiting:
        return 0
    frontier = Frontier(head.size, [bytes.fromhex(digest) for digest in head.frontier])
    entries = []
    for row in waiting:
        leaf = bytes(row.leaf)
        digest = leaf_hash(leaf)
        entries.append(
            Entry(
                log=log,
                index=frontier.size,
                reference=row.reference,
                kind=row.kind,
                subject=row.subject,
                leaf=leaf,
                leaf_hash=digest,
                recorded_at=row.recorded_at,
            )
        )
        frontier.append(digest)
    Entry.objects.bulk_create(entries)
    OutboxEntry.objects.filter(id__in=[row.pk for row in waiting]).delete()
    head.size, head.frontier = frontier.size, [digest.hex() for digest in frontier.hashes]
    head.save()
    return len(entries)


def _sign(log: str) -> None:
    """Sign the head of the committed entries, unless that was done."""
    head = Head.objects.filter(log=log).first()
    if head is None or SignedCheckpoint.objects.filter(log=log, size=head.size).exists():
        return
    checkpoint, note = sign_head(log, lambda signed_size: _growth_since(log, signed_size))
    SignedCheckpoint.objects.get_or_create(
        log=log,
        size=checkpoint.size,
        defaults={"root_hash": checkpoint.root, "note": note, "signed_at": datetime.now(UTC)},
    )


def _growth_since(log: str, signed_size: int) -> Growth:
    """Return what the entries of `log` hold beyond what the signer remembers having signed."""
    head = Head.objects.get(log=log)
    if signed_size > head.size:
        raise HistoryChanged(
            f"The log {log} was signed at {signed_size} leaves, but the database holds only {head.size}: "
            "it was rolled back. Restore the newer database."
        )
    newest = SignedCheckpoint.objects.filter(log=log).order_by("-size").first()
    if newest is not None and newest.size > signed_size:
        raise HistoryChanged(
            f"The log {log} has a signed head at {newest.size} leaves, but its signer remembers only {signed_size}: "
            "the signer's memory was lost or is older than the database. Restore the newer memory."
        )
    new_entries = Entry.objects.filter(log=log, index__gte=signed_size, index__lt=head.size).order_by("index")
    frontier = Frontier(head.size, [bytes.fromhex(digest) for digest in head.frontier])
    return Growth(
        new_leaf_hashes=[leaf_hash(bytes(leaf)) for leaf in new_entries.values_list("leaf", flat=True)],
        offered_root=frontier.root(),
    )
