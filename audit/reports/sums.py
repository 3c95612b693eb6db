"""Usage of a period, added up from the documents that `batch.accounted` entries name by digest."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from audit.evidence.errors import EvidenceError
from audit.evidence.store import read_evidence
from audit.proofs.annex import Annex
from audit.proofs.entries import BATCH_ACCOUNTED, BODY_USAGE_SHA256
from audit.proofs.errors import ProofError
from audit.proofs.members import ANNEX_FOLDER
from audit.proofs.shape import sha256
from audit.reports.context import UsageKey
from audit.reports.errors import EvidenceLostError, SumsDifferError
from audit.reports.extent import Leaf

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WORDS = ("tenant", "chip", "facility")


@dataclass(frozen=True)
class Period:
    """Half-open, in Unix seconds; an hour belongs to it when its first second does."""

    from_seconds: int
    until_seconds: int


def period_of(period_from: datetime, period_until: datetime) -> Period:
    """Return the period between two instants; fractions of a second round up at both ends, as in the verifier."""
    first, until = (-((_EPOCH - at) // timedelta(seconds=1)) for at in (period_from, period_until))
    return Period(first, until)


@dataclass(frozen=True)
class Sums:
    """Accelerator-seconds by (tenant, chip, facility), without zeros, and what they were added up from, by batch."""

    usage: Mapping[UsageKey, int]
    read: Mapping[str, Annex]
    annexes: Mapping[str, bytes]


def add_up(leaves: Iterable[Leaf], period: Period) -> Sums:
    """Return the usage of `period` by the `batch.accounted` leaves among `leaves`.

    Raises EvidenceLostError, naming batch and file, when a document is missing, changed or not readable.
    """
    accounted = [leaf for leaf in leaves if leaf.kind == BATCH_ACCOUNTED]
    annexes = read_annexes(accounted)
    read = {leaf.subject: _cells(leaf, annexes[_name(leaf)]) for leaf in accounted}
    sums: Counter[UsageKey] = Counter()
    for annex in read.values():
        for tenant, chip, facility, hour, accelerator_seconds in annex.cells:
            if period.from_seconds <= hour < period.until_seconds:
                sums[tenant, chip, facility] += accelerator_seconds
    return Sums({key: seconds for key, seconds in sums.items() if seconds}, read, annexes)


def read_annexes(leaves: Iterable[Leaf]) -> dict[str, bytes]:
    """Return the usage documents that the `batch.accounted` leaves among `leaves` name, by their names in a bundle.

    Raises EvidenceLostError, naming batch and file, when one is missing or changed.
    """
    return {_name(leaf): _document(leaf) for leaf in leaves if leaf.kind == BATCH_ACCOUNTED}


def _name(leaf: Leaf) -> str:
    return f"{ANNEX_FOLDER}{leaf.subject}.json"


def _document(leaf: Leaf) -> bytes:
    try:
        return read_evidence(sha256(leaf.body, BODY_USAGE_SHA256, f"entry {leaf.index}"))
    except EvidenceError as error:
        raise EvidenceLostError(f"The usage of batch {leaf.subject} cannot be read: {error}") from error
    except ProofError as error:
        raise EvidenceLostError(f"The usage of batch {leaf.subject} is not named: {error}") from error


def _cells(leaf: Leaf, document: bytes) -> Annex:
    try:
        return Annex.from_bytes(document, _name(leaf))
    except ProofError as error:
        raise EvidenceLostError(
            f"The usage of batch {leaf.subject} is not a usage document: {error}"
        ) from error


def require_equal(
    recorded: Mapping[UsageKey, int], working: Mapping[UsageKey, int], chip_names: Mapping[str, str]
) -> None:
    """Raise SumsDifferError at the first key whose two numbers differ.

    recorded: by the ledger, sealed and waiting. working: by the usage tables at the same moment. chip_names: slug ->
    name.
    """
    for key in sorted(recorded.keys() | working.keys(), key=str):
        by_ledger, by_tables = recorded.get(key, 0), working.get(key, 0)
        if by_ledger != by_tables:
            tenant, chip, facility = (
                part or f"{word} not stated" for word, part in zip(_WORDS, key, strict=True)
            )
            raise SumsDifferError(
                f"Usage of {tenant}, chip {chip_names.get(chip, chip)}, {facility}: the usage table holds {by_tables} "
                f"accelerator-seconds, the ledger's entries sum to {by_ledger}. A row was changed; empty the usage "
                "tables and account the batches again."
            )
