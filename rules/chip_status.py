"""What 3A090 says of a chip: .a, .b, neither, or undetermined, by the shipped rule set of the day.

The answer is a proposal from published figures; the maker's own classification outranks it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.errors import RuleSetNotFound
from rules.evaluate import evaluate
from rules.facts import FactValue, Subject
from rules.findings import Finding, FindingStatus
from rules.library import in_force_on
from rules.performance import Mode, performance_density, total_processing_performance

RULE_SET_ID = "us/3a090"
NEITHER_IS_NOT_FREE = (
    "Outside 3A090.a and 3A090.b is not free of control: 3A991.p (8 TOPS or more), 4A994.l, end uses, end "
    "users and letters to single companies remain."
)
RULE_A, RULE_B = "3a090.a", "3a090.b"


class ChipStatus(StrEnum):
    """Undetermined is no clearance: the chip needs the missing figures or the maker's word."""

    A = "3A090.a"
    B = "3A090.b"
    NEITHER = "not_3A090"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class ChipProposal:
    """A proposed status with what decided it.

    clause, limb_id: of the limb met, or of the note that excludes the chip; limb_id None where none
    decided. tpp (TOPS x bit), performance_density (TOPS x bit / mm2): None where unknown (or, density,
    undefined). missing_facts: what would decide, where undetermined. findings: of both rules, .a first.
    """

    status: ChipStatus
    clause: str
    limb_id: str | None
    explanation: str
    tpp: Decimal | None
    performance_density: Decimal | None
    missing_facts: tuple[str, ...]
    rule_set_reference: str
    rule_set_sha256: str
    findings: tuple[Finding, ...]


def chip_facts(
    modes: Iterable[Mode],
    applicable_die_area_mm2: Decimal | None,
    *,
    marketed_for_datacenter: bool | None,
) -> dict[str, FactValue | None]:
    """The catalogue's chip facts from a registry row.

    applicable_die_area_mm2: None is unknown; 0 says that all logic dies are planar, so density limbs cannot
    be met.
    """
    tpp = total_processing_performance(modes)
    return {
        "tpp": tpp,
        "performance_density": performance_density(tpp, applicable_die_area_mm2),
        "applicable_die_area_mm2": applicable_die_area_mm2,
        "marketed_for_datacenter": marketed_for_datacenter,
    }


def propose(
    modes: Iterable[Mode],
    applicable_die_area_mm2: Decimal | None,
    *,
    marketed_for_datacenter: bool | None,
    on: date,
) -> ChipProposal:
    """The status of a chip under the 3A090 set in force on a day.

    .a is tried before .b, because .b.2 has no upper bound and holds for many .a chips too. Raises
    RuleSetNotFound for a day before the first shipped version.
    """
    rule_set = next((found for found in in_force_on(on) if found.id == RULE_SET_ID), None)
    if rule_set is None:
        raise RuleSetNotFound(f"no version of {RULE_SET_ID} is shipped that was in force on {on}")
    facts = chip_facts(modes, applicable_die_area_mm2, marketed_for_datacenter=marketed_for_datacenter)
    findings = tuple(evaluate([rule_set], Subject.CHIP, facts))
    by_rule = {finding.rule_id: finding for finding in findings}
    status, decisive = _decide(by_rule[RULE_A], by_rule[RULE_B])
    tpp, density = facts["tpp"], facts["performance_density"]
    return ChipProposal(
        status=status,
        clause=decisive.clause,
        limb_id=decisive.limb_id,
        explanation=_explanation(status, decisive),
        tpp=tpp if isinstance(tpp, Decimal) else None,
        performance_density=density if isinstance(density, Decimal) else None,
        missing_facts=decisive.missing_facts,
        rule_set_reference=rule_set.reference,
        rule_set_sha256=rule_set.sha256,
        findings=findings,
    )


def _decide(a: Finding, b: Finding) -> tuple[ChipStatus, Finding]:
    """.a before .b: while .a is open, a chip that meets .b may still be .a."""
    for finding, met in ((a, ChipStatus.A), (b, ChipStatus.B)):
        if finding.status is FindingStatus.MET:
            return met, finding
        if finding.status is FindingStatus.UNDETERMINED:
            return ChipStatus.UNDETERMINED, finding
    return ChipStatus.NEITHER, b if a.limb_id is None else a


def _explanation(status: ChipStatus, decisive: Finding) -> str:
    if status is not ChipStatus.NEITHER:
        return decisive.explanation
    why = decisive.explanation if decisive.limb_id else "No limb of 3A090.a or 3A090.b is met."
    return f"{why} {NEITHER_IS_NOT_FREE}"
