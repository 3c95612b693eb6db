"""Flags and decisions as the leaves leave them: the state at the head, with when and where each thing was said."""

from collections.abc import Iterable

from audit.proofs.entries import DECISION_PREFIX, FLAG_LAPSED, FLAG_RAISED, FLAG_RENEWED
from audit.reports.errors import LedgerChangedError
from audit.reports.extent import Leaf

_FLAG_WORDS = (
    "tenant",
    "rule",
    "rule_set",
    "status",
    "severity",
    "finding_sha256",
    "facts_sha256",
    "as_of_on",
)
_DECISION_WORDS = (
    "case",
    "tenant",
    "flags",
    "disposition",
    "measure",
    "proposer",
    "reason_sha256",
    "answerer",
    "answer_reason_sha256",
)
_PROPOSED, _APPROVED, _DECLINED = (
    f"{DECISION_PREFIX}{verb}" for verb in ("proposed", "approved", "declined")
)


def fold_flags(leaves: Iterable[Leaf]) -> list[dict[str, object]]:
    """Return each flag that was raised or renewed, by reference, as it stood last.

    raised_at is None where the flag was raised before the first of `leaves`; lapsed_at is None while it stands.
    rule_set_sha256: None where the leaf withholds it, as it does for a confidential letter.
    leaf: index of the entry that spoke last. A flag that only lapsed in `leaves` had no standing when they began.
    """
    rows: dict[str, dict[str, object]] = {}
    for leaf in leaves:
        if leaf.kind in (FLAG_RAISED, FLAG_RENEWED):
            row = rows.setdefault(leaf.subject, {"reference": leaf.subject, "raised_at": None})
            row.update(
                {word: _said(leaf, word) for word in _FLAG_WORDS}
                | {"rule_set_sha256": _said_or_withheld(leaf, "rule_set_sha256")}
                | {"clause": leaf.body.get("clause")}
            )
            row.update({"renewed_at": leaf.at, "lapsed_at": None, "leaf": leaf.index})
            if leaf.kind == FLAG_RAISED:
                row["raised_at"] = leaf.at
        elif leaf.kind == FLAG_LAPSED and leaf.subject in rows:
            rows[leaf.subject].update({"status": "lapsed", "lapsed_at": leaf.at, "leaf": leaf.index})
    return [rows[reference] for reference in sorted(rows)]


def _said(leaf: Leaf, word: str) -> object:
    if leaf.body.get(word) in (None, ""):
        raise LedgerChangedError(
            f"Entry {leaf.index} ({leaf.kind}) does not say its {word}; no report can be drawn from it."
        )
    return leaf.body[word]


def _said_or_withheld(leaf: Leaf, word: str) -> object:
    """As said, or None where the leaf says in so many words that it does not tell it."""
    return None if leaf.body.get(word, "") is None else _said(leaf, word)


def fold_decisions(leaves: Iterable[Leaf]) -> list[dict[str, object]]:
    """Return each decision by reference, as it stood last.

    status: the verb of its last leaf. proposed_at, answered_at: None where that leaf is not among `leaves`.
    """
    rows: dict[str, dict[str, object]] = {}
    for leaf in leaves:
        if not leaf.kind.startswith(DECISION_PREFIX):
            continue
        blank: dict[str, object] = {"reference": leaf.subject, "proposed_at": None, "answered_at": None}
        row = rows.setdefault(leaf.subject, blank)
        row.update({word: leaf.body[word] for word in _DECISION_WORDS if word in leaf.body})
        row.update({"status": leaf.kind.removeprefix(DECISION_PREFIX), "leaf": leaf.index})
        if leaf.kind == _PROPOSED:
            row["proposed_at"] = leaf.at
        elif leaf.kind in (_APPROVED, _DECLINED):
            row["answered_at"] = leaf.at
    return [rows[reference] for reference in sorted(rows)]
