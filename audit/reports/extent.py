"""Which leaves a report rests on: every leaf from the first it needs to the signed head, proved to be all of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from audit.ledger.keys import log_key
from audit.ledger.models import Entry
from audit.ledger.prove import complete_range, leaf_hashes
from audit.proofs.canonical import parse_leaf
from audit.proofs.checkpoint import open_checkpoint
from audit.proofs.entries import (
    CLOCK_ALLOWANCE_SECONDS,
    DECISION_PREFIX,
    FLAG_LAPSED,
    FLAG_RAISED,
    FLAG_RENEWED,
)
from audit.proofs.errors import ProofError
from audit.proofs.merkle import Frontier, leaf_hash, verify_range
from audit.proofs.note_keys import NoteSigner
from audit.proofs.report import instant
from audit.reports.errors import LedgerChangedError
from audit.reports.position import Position


@dataclass(frozen=True)
class Leaf:
    """A sealed leaf at its index. `fields` is the parsed leaf: columns of the database are never believed."""

    index: int
    fields: dict[str, object]

    @property
    def kind(self) -> str:
        """Event kind, `noun.past_tense`."""
        return str(self.fields["type"])

    @property
    def subject(self) -> str:
        """Reference of what the leaf is about."""
        return str(self.fields["object"])

    @property
    def at(self) -> str:
        """When it was recorded, UTC text."""
        return str(self.fields["at"])

    @property
    def body(self) -> dict[str, object]:
        """What happened."""
        body = self.fields["body"]
        if not isinstance(body, dict):
            raise LedgerChangedError(f"Entry {self.index} has no body; it was not written by this ledger.")
        return body


@dataclass(frozen=True)
class Extent:
    """The leaves [start.size, size_until) of a log, and the root they give together with `start`."""

    start: Frontier
    leaves: tuple[Leaf, ...]
    size_until: int
    root: bytes


def read_extent(position: Position, period_from: datetime) -> Extent:
    """Return the leaves for a period that begins at `period_from`.

    They begin with the last leaf recorded more than `CLOCK_ALLOWANCE_SECONDS` before the period, where there is one: a
    batch accounted since may hold use within the period, and a reader sees by the leaf's time that nothing recorded
    since was skipped. They begin earlier where a flag, or a decision on one, still stood then.

    Raises LedgerChangedError, naming the entry where it can, unless the leaves give the root that was signed.
    """
    log, size = position.log, position.checkpoint.size
    needed_from = period_from - timedelta(seconds=CLOCK_ALLOWANCE_SECONDS)
    opening = _first_since(log, needed_from, size)
    size_from = max(min([opening, *_standing(log, opening)]) - 1, 0)
    found = complete_range(log, size_from=size_from, checkpoint=position.checkpoint)
    root = _require_signed(position, size_from, found.start, found.leaves)
    leaves = tuple(
        Leaf(index, _parsed(log, index, leaf)) for index, leaf in enumerate(found.leaves, size_from)
    )
    if size_from and instant(leaves[0].fields, "at", f"entry {size_from}") >= needed_from:
        raise LedgerChangedError(
            f"Entry {size_from} of {log} was changed: its columns say other than its leaf. Run manage.py verify_ledger."
        )
    return Extent(start=found.start, leaves=leaves, size_until=size, root=root)


def _first_since(log: str, since: datetime, size: int) -> int:
    """Return the index of the first leaf recorded at or after `since`; `size` where there is none."""
    rows = Entry.objects.filter(log=log, index__lt=size, recorded_at__gte=since).order_by("index")
    first = rows.values_list("index", flat=True).first()
    return size if first is None else first


def _standing(log: str, opening: int) -> list[int]:
    """Return where the flags that had not lapsed before `opening`, and the decisions on them, were last spoken of."""
    last_said: dict[str, int] = {}
    decided: dict[str, tuple[int, bytes]] = {}
    rows = Entry.objects.filter(log=log, index__lt=opening).order_by("index")
    for index, kind, subject in rows.filter(kind__startswith="flag.").values_list("index", "kind", "subject"):
        if kind in (FLAG_RAISED, FLAG_RENEWED):
            last_said[subject] = index
        elif kind == FLAG_LAPSED:
            last_said.pop(subject, None)
    for index, subject, leaf in rows.filter(kind__startswith=DECISION_PREFIX).values_list(
        "index", "subject", "leaf"
    ):
        decided[subject] = (index, bytes(leaf))
    on_standing = [
        index
        for index, leaf in decided.values()
        if last_said.keys() & flags_decided(Leaf(index, _parsed(log, index, leaf)))
    ]
    return [*last_said.values(), *on_standing]


def flags_decided(leaf: Leaf) -> set[str]:
    """Return the references of the flags that a `decision.*` leaf is about."""
    flags = leaf.body.get("flags")
    return {str(flag) for flag in flags} if isinstance(flags, list) else set()


def _parsed(log: str, index: int, leaf: bytes) -> dict[str, object]:
    try:
        return parse_leaf(leaf)
    except ProofError as error:
        raise LedgerChangedError(f"Entry {index} of {log} is not a leaf of this ledger: {error}") from error


def _require_signed(position: Position, size_from: int, start: Frontier, leaves: list[bytes]) -> bytes:
    """Return the root of the signed head, after the leaves have given it."""
    log, size = position.log, position.checkpoint.size
    if len(leaves) != size - size_from or start.size != size_from:
        raise LedgerChangedError(
            f"{log} was signed at {size} entries, but some are missing. Run manage.py verify_ledger."
        )
    stored = leaf_hashes(log, size)[size_from:]
    for index, (leaf, digest) in enumerate(zip(leaves, stored, strict=True), size_from):
        if leaf_hash(leaf) != digest:
            raise LedgerChangedError(
                f"Entry {index} of {log} was changed: its leaf does not have the hash recorded with it. "
                "Run manage.py verify_ledger."
            )
    try:
        signed = open_checkpoint(position.checkpoint.note, [NoteSigner(log, log_key(log)).verifier])
        if signed.origin != log or signed.size != size:
            raise LedgerChangedError(
                f"The signed head of {log} at {size} is of another log or size: it was exchanged."
            )
        verify_range(start, leaves, size, signed.root)
    except ProofError as error:
        raise LedgerChangedError(
            f"The entries of {log} up to {size} do not give the head that was signed ({error}): an entry was changed. "
            "Run manage.py verify_ledger."
        ) from error
    return signed.root
