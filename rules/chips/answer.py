"""The answer for a chip under one reading of the clocks: which entry, by which limb, or what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.chips.law import CONTROL_ENTRY, ChipLaw, ChipStages
from rules.clocks import Reading
from rules.facts import FactValue
from rules.findings import Finding, FindingStatus
from rules.ruleset import Effect

NEITHER_IS_NOT_FREE = (
    "Outside 3A090 is not free of control: 3A991.p, 4A994.l, end uses (15 CFR 744.23), end users and letters to "
    "single companies remain."
)


class ChipStatus(StrEnum):
    """Undetermined is no clearance: the chip needs the missing figures or the maker's word. C is memory only."""

    A = "3A090.a"
    B = "3A090.b"
    C = "3A090.c"
    NEITHER = "not_3A090"
    UNDETERMINED = "undetermined"


ENTRIES = (ChipStatus.A, ChipStatus.B, ChipStatus.C)
"""In the order in which they are tried: .b.2 has no upper bound and holds for many .a chips too."""


@dataclass(frozen=True, slots=True)
class ChipAnswer:
    """The status with what decided it.

    limb: the paragraph met, such as 3A090.a.1; None where none is. limb_id: its id, or that of the note that
    excludes the chip, in the rule set. also: other entries that describe the chip. missing_facts: what would
    decide, where undetermined. findings: of every rule that applies under this reading.
    """

    reading: Reading
    status: ChipStatus
    limb: str | None
    limb_id: str | None
    clause: str
    explanation: str
    also: tuple[str, ...]
    missing_facts: tuple[str, ...]
    rule_set_reference: str | None
    rule_set_sha256: str | None
    findings: tuple[Finding, ...]

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values, without the findings."""
        return {
            "status": str(self.status),
            "limb": self.limb,
            "clause": self.clause,
            "explanation": self.explanation,
            "also": list(self.also),
            "missing_facts": list(self.missing_facts),
            "rule_set_reference": self.rule_set_reference,
            "rule_set_sha256": self.rule_set_sha256,
        }


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether the item is one that a licence exception can cover; destination and parties are not looked at."""

    exception: str
    status: FindingStatus
    clause: str
    explanation: str
    missing_facts: tuple[str, ...]

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "exception": self.exception,
            "status": str(self.status),
            "clause": self.clause,
            "explanation": self.explanation,
            "missing_facts": list(self.missing_facts),
        }


def chip_answer(
    reading: Reading, stages: ChipStages, law: ChipLaw, facts: Mapping[str, FactValue | None]
) -> ChipAnswer:
    """The answer under one reading: the parameters first, then what depends on the entry they give."""
    first = stages.findings(law.parameters[reading], facts)
    status, decisive, missing = _decide(first)
    second = stages.findings(law.consequences[reading], {**facts, CONTROL_ENTRY: control_entry_of(status)})
    met_in_3a090 = decisive if status in ENTRIES else None
    return ChipAnswer(
        reading=reading,
        status=status,
        limb=met_in_3a090.clause if met_in_3a090 else None,
        limb_id=decisive.limb_id if decisive else None,
        clause=decisive.clause if decisive else "3A090",
        explanation=_explanation(status, decisive),
        also=_other_entries((*first, *second)),
        missing_facts=missing,
        rule_set_reference=decisive.rule_set_reference if decisive else None,
        rule_set_sha256=decisive.rule_set_sha256 if decisive else None,
        findings=(*first, *second),
    )


def eligibilities(answer: ChipAnswer) -> tuple[Eligibility, ...]:
    """What exceptions could cover, from an answer's findings, sorted by name."""
    found = [
        Eligibility(
            exception=str(one.outcome),
            status=one.status,
            clause=one.clause,
            explanation=one.explanation,
            missing_facts=_without_control_entry(one.missing_facts, answer.missing_facts),
        )
        for one in answer.findings
        if one.effect is Effect.ELIGIBILITY
    ]
    return tuple(sorted(found, key=lambda one: one.exception))


def control_entry_of(status: ChipStatus) -> str | None:
    """The fact `control_entry` of a status; None, unknown, while it is undetermined."""
    match status:
        case ChipStatus.UNDETERMINED:
            return None
        case ChipStatus.NEITHER:
            return "none"
        case _:
            return str(status)


def _decide(findings: Sequence[Finding]) -> tuple[ChipStatus, Finding | None, tuple[str, ...]]:
    """.a before .b before .c: while an earlier one is open, a chip that meets a later may still be the earlier."""
    classified = sorted(
        (one for one in findings if one.effect is Effect.CLASSIFICATION),
        key=lambda one: (one.outcome or "", one.rule_id),
    )
    for entry in ENTRIES:
        for_entry = [one for one in classified if one.outcome == entry]
        met = next((one for one in for_entry if one.status is FindingStatus.MET), None)
        if met is not None:
            return entry, met, ()
        if any(one.status is FindingStatus.UNDETERMINED for one in for_entry):
            open_ones = [one for one in classified if one.status is FindingStatus.UNDETERMINED]
            missing = {name for one in open_ones for name in one.missing_facts}
            return ChipStatus.UNDETERMINED, open_ones[0], tuple(sorted(missing))
    excluded = next((one for one in classified if one.limb_id is not None and one.outcome != "3A090.c"), None)
    unmet = next((one for one in classified), None)
    if unmet is None:
        return ChipStatus.UNDETERMINED, None, ()
    return ChipStatus.NEITHER, excluded or unmet, ()


def _other_entries(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Every entry met but those of 3A090, of which the first met is the status: a letter's own name among them."""
    met = {
        str(one.outcome)
        for one in findings
        if one.effect is Effect.CLASSIFICATION
        and one.status is FindingStatus.MET
        and one.outcome not in ENTRIES
    }
    return tuple(sorted(met))


def _explanation(status: ChipStatus, decisive: Finding | None) -> str:
    if decisive is None:
        return "No text of ECCN 3A090 applies under this reading."
    if status is not ChipStatus.NEITHER:
        return decisive.explanation
    why = decisive.explanation if decisive.limb_id else "No limb of 3A090 is met."
    return f"{why} {NEITHER_IS_NOT_FREE}"


def _without_control_entry(missing: tuple[str, ...], instead: tuple[str, ...]) -> tuple[str, ...]:
    """What 3A090 says of the chip is no fact that anybody can go and find: name what it waits for."""
    if CONTROL_ENTRY not in missing:
        return missing
    return tuple(sorted({*missing, *instead} - {CONTROL_ENTRY}))
