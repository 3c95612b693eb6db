"""The working behind a classification: every limb and carve-out of the rules about chips, with what it came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.facts import FactValue, Subject, value_text
from rules.findings import FindingStatus
from rules.ruleset import RuleSet
from rules.three_valued import Undetermined


@dataclass(frozen=True, slots=True)
class LimbReading:
    """One limb. is_carve_out: a note that leads out. values: of the facts it names, as text; None is unknown."""

    rule_set_reference: str
    rule_id: str
    limb_id: str
    clause: str
    expression: str
    is_carve_out: bool
    status: FindingStatus
    values: Mapping[str, str | None]

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "rule_set_reference": self.rule_set_reference,
            "rule_id": self.rule_id,
            "limb_id": self.limb_id,
            "clause": self.clause,
            "expression": self.expression,
            "is_carve_out": self.is_carve_out,
            "status": str(self.status),
            "values": dict(self.values),
        }


def limb_working(
    rule_sets: Iterable[RuleSet], subject: Subject, facts: Mapping[str, FactValue | None]
) -> tuple[LimbReading, ...]:
    """Every limb of every rule about this kind of subject, in the order of the sets, each asked for itself."""
    found = []
    for rule_set in rule_sets:
        for rule in rule_set.rules:
            if subject not in rule.subjects:
                continue
            limbs = [(limb, False) for limb in rule.limbs] + [(limb, True) for limb in rule.unless]
            for limb, is_carve_out in limbs:
                outcome = limb.when.evaluate(facts)
                if isinstance(outcome, Undetermined):
                    status = FindingStatus.UNDETERMINED
                else:
                    status = FindingStatus.MET if outcome else FindingStatus.NOT_MET
                found.append(
                    LimbReading(
                        rule_set_reference=rule_set.reference,
                        rule_id=rule.id,
                        limb_id=limb.id,
                        clause=limb.clause,
                        expression=limb.when.source,
                        is_carve_out=is_carve_out,
                        status=status,
                        values={name: _text(facts.get(name)) for name in limb.when.facts},
                    )
                )
    return tuple(found)


def _text(value: FactValue | None) -> str | None:
    return None if value is None else value_text(value)
