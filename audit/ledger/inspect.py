"""Inspection of the whole ledger.

Every tree is derived again from the entries alone and held against every signed head.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from audit.ledger.errors import HistoryChanged
from audit.ledger.keys import log_key
from audit.ledger.models import Entry, Head, SignedCheckpoint
from audit.ledger.record import written
from audit.ledger.signer import remembered_head, remembered_logs
from audit.proofs.canonical import parse_leaf
from audit.proofs.checkpoint import open_checkpoint
from audit.proofs.entries import LATE_ALLOWANCE_SECONDS
from audit.proofs.errors import ProofError
from audit.proofs.merkle import Frontier, leaf_hash
from audit.proofs.note_keys import NoteSigner

_LATE = timedelta(seconds=LATE_ALLOWANCE_SECONDS)
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Inspected:
    """One log that holds: how many leaves, how many signed heads."""

    log: str
    size: int
    checkpoints: int


def inspect_ledger() -> Iterator[Inspected]:
    """Yield each log that holds; raises HistoryChanged, naming log and entry, at the first that does not."""
    heads, entries = (
        Head.objects.values_list("log", flat=True),
        Entry.objects.values_list("log", flat=True).distinct(),
    )
    for log in sorted(
        {*heads, *entries, *remembered_logs()}
    ):  # the signer knows logs that a database may have lost
        yield inspect_log(log)


def inspect_log(log: str) -> Inspected:
    """Derive the tree of `log` from its leaves and check each leaf, every signed head and the signer's memory."""
    checkpoints = {row.size: row for row in SignedCheckpoint.objects.filter(log=log)}
    remembered = remembered_head(log)
    tree, verified, newest = Frontier(), 0, _BEFORE_ALL
    for entry in Entry.objects.filter(log=log).order_by("index").iterator(chunk_size=2000):
        _check_entry(log, tree.size, entry)
        _check_time(entry, newest)
        newest = max(newest, entry.recorded_at)
        tree.append(bytes(entry.leaf_hash))
        checkpoint = checkpoints.pop(tree.size, None)
        if checkpoint is not None:
            _check_head(log, checkpoint, tree)
            verified += 1
        if tree.size == remembered.size and tree.root() != remembered.root():
            raise HistoryChanged(
                f"The entries of {log} up to {tree.size} are not those its signer remembers: an entry was changed."
            )
    if checkpoints:
        raise HistoryChanged(
            f"The log {log} has a signed head at {max(checkpoints)} leaves but only {tree.size} entries: "
            "entries are missing."
        )
    if remembered.size > tree.size:
        raise HistoryChanged(
            f"The log {log} was signed at {remembered.size} leaves but holds only {tree.size}: entries are missing."
        )
    return Inspected(log=log, size=tree.size, checkpoints=verified)


def _check_entry(log: str, expected_index: int, entry: Entry) -> None:
    index, leaf = entry.index, bytes(entry.leaf)
    if index != expected_index:
        raise HistoryChanged(f"The log {log} has no entry {expected_index}: it goes on at {index}.")
    if leaf_hash(leaf) != bytes(entry.leaf_hash):
        raise HistoryChanged(
            f"Entry {index} of {log} was changed: its leaf does not have the hash recorded with it."
        )
    try:
        parsed = parse_leaf(leaf)
    except ProofError as error:
        raise HistoryChanged(f"Entry {index} of {log} is not a canonical leaf: {error}") from error
    said = {name: parsed.get(name) for name in ("id", "type", "object", "at", "log")}
    columns = {
        "id": entry.reference,
        "type": entry.kind,
        "object": entry.subject,
        "at": written(entry.recorded_at),
        "log": log,
    }
    if said != columns:
        raise HistoryChanged(f"Entry {index} of {log} was changed: its columns say other than its leaf.")


def _check_time(entry: Entry, newest: datetime) -> None:
    """Refuse an old time in a new place: a verifier takes times for the edge of what a report must hold."""
    if newest - entry.recorded_at > _LATE:
        raise HistoryChanged(
            f"Entry {entry.index} of {entry.log} says {written(entry.recorded_at)}, more than an hour before an entry "
            f"that stands before it ({written(newest)}): its time was chosen, or the clock was set back."
        )


def _check_head(log: str, checkpoint: SignedCheckpoint, tree: Frontier) -> None:
    try:
        signed = open_checkpoint(checkpoint.note, [NoteSigner(log, log_key(log)).verifier])
    except ProofError as error:
        raise HistoryChanged(
            f"The signed head of {log} at {checkpoint.size} does not verify: {error}"
        ) from error
    if (
        signed.size != checkpoint.size
        or signed.root != tree.root()
        or bytes(checkpoint.root_hash) != tree.root()
    ):
        raise HistoryChanged(
            f"The entries of {log} up to {checkpoint.size} do not give the head that was signed: an entry was changed."
        )
