"""How an application is looked at, where a licence is asked for: the review policies and their checklists."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.catalogue.end_uses import ASKED_OF_PEOPLE
from rules.clocks import Reading
from rules.findings import Finding, FindingStatus
from rules.law import LawOnDay
from rules.ruleset import REVIEW_POLICIES, Effect


@dataclass(frozen=True, slots=True)
class PolicyAnswer:
    """One review policy that holds, or is open. otherwise: the policy that takes its place where its checklist
    fails.
    """

    policy: str
    finding: Finding
    otherwise: str | None

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "policy": self.policy,
            "status": str(self.finding.status),
            "rule_id": self.finding.rule_id,
            "clause": self.finding.clause,
            "explanation": self.finding.explanation,
            "citation": self.finding.citation,
            "confidence": self.finding.confidence,
            "conditions": [one.to_document() for one in self.finding.conditions],
            "otherwise": self.otherwise,
            "missing_facts": list(self.finding.missing_facts),
        }


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """How an application is looked at. governing: the strictest policy that holds; None where none is encoded, or
    where an open one could take its place. conditions_open: lines of its checklist that nobody has shown yet; the
    policy is its own only once there are none.
    """

    governing: str | None
    sentence: str
    policies: tuple[PolicyAnswer, ...]
    conditions_open: int = 0

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "policy": self.governing,
            "conditions_open": self.conditions_open,
            "sentence": self.sentence,
            "policies": [one.to_document() for one in self.policies],
        }


def review_of(findings: Sequence[Finding], day: LawOnDay, reading: Reading) -> ReviewAnswer:
    """The review policies that hold or are open; one that stands instead of another takes its place."""
    relied_on = day.under(Reading.CODIFIED if reading is Reading.CODIFIED else Reading.ENFORCED)
    references = {one.reference for one in relied_on}
    policies = [
        one for one in findings if one.effect is Effect.REVIEW_POLICY and one.rule_set_reference in references
    ]
    met = [one for one in policies if one.status is FindingStatus.MET]
    replaced = {rule_id: one for one in met for rule_id in one.instead_of}
    holding = [one for one in met if one.rule_id not in replaced]
    open_ones = [one for one in policies if _leaves_open(one)]
    by_rule = {one.rule_id: one for one in met}
    answers = tuple(
        PolicyAnswer(str(one.outcome), one, _otherwise(one, by_rule)) for one in (*holding, *open_ones)
    )
    return _review(answers, holding, open_ones)


def _review(
    answers: tuple[PolicyAnswer, ...], holding: Sequence[Finding], open_ones: Sequence[Finding]
) -> ReviewAnswer:
    strictest = min((str(one.outcome) for one in holding), key=REVIEW_POLICIES.index, default=None)
    if open_ones:
        missing = sorted({name for one in open_ones for name in one.missing_facts})
        possible = sorted({one.policy for one in answers}, key=REVIEW_POLICIES.index)
        return ReviewAnswer(
            None, f"Undetermined among {', '.join(possible)}: {', '.join(missing)} would decide.", answers
        )
    if strictest is None:
        return ReviewAnswer(None, "No review policy for this case is encoded here: read the clause.", answers)
    governing = next(one for one in answers if one.policy == strictest)
    open_conditions = sum(one.is_shown is None for one in governing.finding.conditions)
    return ReviewAnswer(strictest, _review_sentence(governing, open_conditions), answers, open_conditions)


def _leaves_open(finding: Finding) -> bool:
    """Whether a policy is undetermined for want of a fact that could be looked up, not of one only asking can show."""
    return finding.status is FindingStatus.UNDETERMINED and (
        finding.raises_when_unknown or ASKED_OF_PEOPLE.isdisjoint(finding.missing_facts)
    )


def _review_sentence(governing: PolicyAnswer, open_conditions: int) -> str:
    words = governing.policy.replace("_", " ")
    if not open_conditions:
        return f"{words.capitalize()}. {governing.finding.explanation}"
    otherwise = f"; otherwise {governing.otherwise.replace('_', ' ')}" if governing.otherwise else ""
    return (
        f"{words.capitalize()}, if all of its checklist is shown ({open_conditions} of "
        f"{len(governing.finding.conditions)} lines are open){otherwise}. {governing.finding.explanation}"
    )


def _otherwise(finding: Finding, met: dict[str, Finding]) -> str | None:
    return next((str(met[rule_id].outcome) for rule_id in finding.instead_of if rule_id in met), None)
