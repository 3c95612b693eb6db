"""The content checks: that a report says what its ledger entries and annexes say, no more and no less.

The other checks prove that nobody altered the files. These prove that the issuer drew the report from
them: each takes the report and the entries [report.size_from, report.size_until) of the report's provider,
returns a sentence saying what it found equal, and raises ContentError otherwise. What no entry states is
not checked: `NOT_DERIVED`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from audit.proofs import shape
from audit.proofs.annex import Annex
from audit.proofs.dsse import sha256_hex
from audit.proofs.entries import (
    BATCH_ACCOUNTED,
    BODY_FLAGS,
    BODY_RULE,
    BODY_SEVERITY,
    BODY_STATUS,
    BODY_TENANT,
    BODY_USAGE_SHA256,
    DECISION_PREFIX,
    FLAG_LAPSED,
    FLAG_RAISED,
    FLAG_RENEWED,
    Entry,
)
from audit.proofs.errors import ContentError
from audit.proofs.report import Report, UsageKey

NOT_DERIVED = (
    "as_of_law",
    "chips",
    "rule_sets",
    "fields of flags and decisions that no entry states",
    "the rendering in report.pdf",
)
_FLAG_FIELDS = (BODY_TENANT, BODY_RULE, BODY_SEVERITY)


def match_annexes(
    entries: Sequence[Entry], annexes: Mapping[str, bytes]
) -> tuple[list[tuple[Entry, Annex]], str]:
    """Each `batch.accounted` entry with the annex whose digest it states; every annex must be stated by
    one.
    """
    by_digest: dict[str, str] = {}
    for name, content in annexes.items():
        digest = sha256_hex(content)
        if digest in by_digest:
            raise ContentError(f"{name} is the same file as {by_digest[digest]}")
        by_digest[digest] = name
    read = {digest: Annex.from_bytes(annexes[name], name) for digest, name in by_digest.items()}
    accounted: list[tuple[Entry, Annex]] = []
    for entry in entries:
        if entry.kind != BATCH_ACCOUNTED:
            continue
        digest = shape.sha256(entry.body, BODY_USAGE_SHA256, f"the body of leaf {entry.index}")
        annex = read.get(digest)
        if annex is None:
            raise ContentError(
                f"the annex of batch {entry.reference} (leaf {entry.index}) was left out of the bundle"
            )
        if annex.batch != entry.reference:
            raise ContentError(
                f"{by_digest[digest]} is of batch {annex.batch}, its leaf of {entry.reference}"
            )
        accounted.append((entry, annex))
    stated = {shape.text(entry.body, BODY_USAGE_SHA256, "a leaf") for entry, _ in accounted}
    for digest in read.keys() - stated:
        raise ContentError(f"{by_digest[digest]} was added: no ledger entry in the range states its digest")
    return (
        accounted,
        f"{len(annexes)} annexes are those of the {len(accounted)} batches accounted in the range",
    )


def check_usage(report: Report, accounted: Sequence[tuple[Entry, Annex]]) -> str:
    """`usage` of the report is the exact sum of the annexes' cells whose hour begins within the period."""
    sums: Counter[UsageKey] = Counter()
    cells = 0
    for _, annex in accounted:
        for tenant, chip, facility, hour, seconds in annex.cells:
            if report.period_from_seconds <= hour < report.period_until_seconds:
                sums[tenant, chip, facility] += seconds
                cells += 1
    for key in sorted(sums.keys() | report.usage.keys(), key=str):
        stated, summed = report.usage.get(key, 0), sums[key]
        if stated != summed or (key in report.usage and key not in sums):
            names = " / ".join(str(part) for part in key)
            raise ContentError(
                f"report.json states {stated} accelerator-seconds for {names}, the annexes sum to {summed}"
            )
    return f"{len(report.usage)} usage rows equal the sum of {cells} hourly cells within the period"


def check_totals(report: Report) -> str:
    """`totals` that follow from the rows do; others are named in the sentence, not passed over."""
    totals = shape.as_object(report.fields["totals"], "'totals' of report.json")
    derived = {
        "accelerator_seconds": sum(report.usage.values()),
        "tenants": len({tenant for tenant, _, _ in report.usage}),
        "flags": len(report.flags),
        "decisions": len(report.decisions),
    }
    for name, value in derived.items():
        if name in totals and shape.integer(totals, name, "'totals' of report.json") != value:
            raise ContentError(f"report.json states a total of {totals[name]} {name}, its rows give {value}")
    others = sorted(totals.keys() - derived.keys())
    stated = [name for name in derived if name in totals]
    note = f"; not derived here: {', '.join(others)}" if others else ""
    return f"totals follow from the rows ({', '.join(stated) or 'none stated'}){note}"


def check_flags(report: Report, entries: Sequence[Entry]) -> str:
    """`flags` of the report are those of the entries, and say of each what its last entry says; `status` may be
    that of an entry that let it lapse.
    """
    latest = {e.reference: e for e in entries if e.kind in (FLAG_RAISED, FLAG_RENEWED)}
    standing = {e.reference: e for e in entries if e.kind in (FLAG_RAISED, FLAG_RENEWED, FLAG_LAPSED)}
    _require_same_references("flag", report.flags, latest)
    for reference, entry in latest.items():
        what, row = f"flag {reference}", report.flags[reference]
        for name in {*_FLAG_FIELDS, *(row.keys() & entry.body.keys())} - {BODY_STATUS}:
            _require_same_field(what, name, row, entry)
        _require_same_field(what, BODY_STATUS, row, standing[reference])
    held = f"{len(latest)} flags of the leaves before {report.size_until}"
    return f"{held} are in the report, none left out, none added"


def check_decisions(report: Report, entries: Sequence[Entry]) -> str:
    """`decisions` of the report are those of the entries, and say of each what its last entry says; a stated `status`
    is the verb of that entry.
    """
    latest = {e.reference: e for e in entries if e.kind.startswith(DECISION_PREFIX)}
    _require_same_references("decision", report.decisions, latest)
    for reference, entry in latest.items():
        row = report.decisions[reference]
        for name in {BODY_FLAGS, *(row.keys() & entry.body.keys())}:
            _require_same_field(f"decision {reference}", name, row, entry)
        verb = entry.kind.removeprefix(DECISION_PREFIX)
        if row.get("status", verb) != verb:
            raise ContentError(
                f"report.json calls decision {reference} {row['status']}, leaf {entry.index} {verb}"
            )
    held = f"{len(latest)} decisions of the leaves before {report.size_until}"
    return f"{held} are in the report, none left out, none added"


def _require_same_references(what: str, rows: Mapping[str, object], latest: Mapping[str, Entry]) -> None:
    for reference in sorted(latest.keys() - rows.keys()):
        raise ContentError(f"{what} {reference} (leaf {latest[reference].index}) was left out of report.json")
    for reference in sorted(rows.keys() - latest.keys()):
        raise ContentError(f"{what} {reference} of report.json is in no ledger entry of the range")


def _require_same_field(what: str, name: str, row: Mapping[str, object], entry: Entry) -> None:
    stated, recorded = row.get(name), entry.body.get(name)
    if stated != recorded:
        raise ContentError(
            f"report.json gives {what} the {name} {stated}, leaf {entry.index} says {recorded}"
        )
