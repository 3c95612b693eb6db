"""What may take a licence's place: licence exceptions, behind the gate of 15 CFR 740.2.

Text that the authority does not enforce gives no comfort: under the enforced and the conservative reading its
exceptions are shown as not offered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.clocks import Reading
from rules.findings import ConditionReading, Finding, FindingStatus
from rules.law import LawOnDay
from rules.ruleset import Confidence, Effect, RuleSet

GATE_SET = "us/exceptions_gate"
ALL_CLOSED, OTHERS_CLOSED = "all_exceptions_closed", "other_exceptions_closed"
ONE_CLOSED = "exception_closed:"
"""Before the name of the one exception that a rule of the gate closes."""
_CLOSED_LIST = "closed_exceptions"
_NO_CLEARANCE = "eligible by scope only; every condition must be shown"


class ExceptionStatus(StrEnum):
    """not_available: its scope does not cover this. gated_out: closed before its scope is read. not_offered: its
    text is not enforced. not_examined: open, but its terms are not encoded here.
    """

    ELIGIBLE = "eligible"
    NOT_AVAILABLE = "not_available"
    GATED_OUT = "gated_out"
    NOT_OFFERED = "not_offered"
    UNDETERMINED = "undetermined"
    NOT_EXAMINED = "not_examined"


@dataclass(frozen=True, slots=True)
class ExceptionAnswer:
    """One exception. conditions: what must be shown besides, where it is eligible."""

    name: str
    status: ExceptionStatus
    clause: str
    explanation: str
    citation: str
    confidence: str
    conditions: tuple[ConditionReading, ...] = ()
    missing_facts: tuple[str, ...] = ()

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "name": self.name,
            "status": str(self.status),
            "clause": self.clause,
            "explanation": self.explanation,
            "citation": self.citation,
            "confidence": self.confidence,
            "conditions": [one.to_document() for one in self.conditions],
            "missing_facts": list(self.missing_facts),
        }


def exceptions_of(
    findings: Sequence[Finding], codified: Sequence[Finding], day: LawOnDay, reading: Reading
) -> tuple[ExceptionAnswer, ...]:
    """Every exception that is encoded, and those that the gate names.

    findings: of the reading; codified: of the codified reading, for exceptions whose text is not enforced.
    """
    gate = _Gate.among(findings)
    enforced = {one.reference for one in day.under(Reading.ENFORCED)}
    relied_on = [one for one in findings if one.effect is Effect.LICENCE_EXCEPTION]
    if reading is not Reading.CODIFIED:
        relied_on = [one for one in relied_on if one.rule_set_reference in enforced]
    found = [_answer_of(one, gate) for one in relied_on]
    if reading is not Reading.CODIFIED:
        found += [
            _not_offered(one)
            for one in codified
            if one.effect is Effect.LICENCE_EXCEPTION and one.rule_set_reference not in enforced
        ]
    gate_set = next((one for one in day.under(reading) if one.id == GATE_SET), None)
    return (*found, *_named_by_gate(gate, gate_set))


@dataclass(frozen=True, slots=True)
class _Gate:
    """What 740.2 closes: everything, everything but the exceptions that are encoded, or one by its name."""

    all_closed: Finding | None
    others_closed: Finding | None
    others_open: Finding | None
    by_name: Mapping[str, Finding]

    def closing(self, name: str) -> Finding | None:
        """What closes an exception whose own terms are not encoded, or leaves it open whether it is closed."""
        own = self.by_name.get(name)
        if own is not None and own.status is not FindingStatus.NOT_MET:
            return self.all_closed or self.others_closed or own
        return self.all_closed or self.others_closed or self.others_open

    @classmethod
    def among(cls, findings: Iterable[Finding]) -> "_Gate":
        found = list(findings)

        def first(outcome: str, status: FindingStatus) -> Finding | None:
            return next((one for one in found if one.outcome == outcome and one.status is status), None)

        return cls(
            all_closed=first(ALL_CLOSED, FindingStatus.MET),
            others_closed=first(OTHERS_CLOSED, FindingStatus.MET),
            others_open=first(OTHERS_CLOSED, FindingStatus.UNDETERMINED),
            by_name={
                one.outcome.removeprefix(ONE_CLOSED): one
                for one in found
                if one.outcome and one.outcome.startswith(ONE_CLOSED)
            },
        )


def _answer_of(finding: Finding, gate: _Gate) -> ExceptionAnswer:
    if gate.all_closed is not None:
        return _said_of(
            finding, ExceptionStatus.GATED_OUT, gate.all_closed.explanation, clause=gate.all_closed.clause
        )
    match finding.status:
        case FindingStatus.MET:
            return _said_of(finding, ExceptionStatus.ELIGIBLE, f"{finding.explanation} ({_NO_CLEARANCE}.)")
        case FindingStatus.UNDETERMINED:
            return _said_of(finding, ExceptionStatus.UNDETERMINED, finding.explanation)
        case _:
            is_gated = (finding.limb_id or "").startswith("gate")
            status = ExceptionStatus.GATED_OUT if is_gated else ExceptionStatus.NOT_AVAILABLE
            return _said_of(finding, status, finding.explanation)


def _said_of(
    finding: Finding, status: ExceptionStatus, explanation: str, *, clause: str | None = None
) -> ExceptionAnswer:
    return ExceptionAnswer(
        name=str(finding.outcome),
        status=status,
        clause=clause or finding.clause,
        explanation=explanation,
        citation=finding.citation,
        confidence=finding.confidence,
        conditions=finding.conditions if status is ExceptionStatus.ELIGIBLE else (),
        missing_facts=finding.missing_facts if status is ExceptionStatus.UNDETERMINED else (),
    )


def _not_offered(finding: Finding) -> ExceptionAnswer:
    text = (
        f"{finding.title}: its text stands in the Code, but belongs to a rule that is not enforced. It is not "
        "offered to get round a requirement that is. Ask counsel."
    )
    return _said_of(finding, ExceptionStatus.NOT_OFFERED, text)


def _named_by_gate(gate: _Gate, gate_set: RuleSet | None) -> list[ExceptionAnswer]:
    """The exceptions whose own terms are not encoded: closed by the gate, or left for a person to read."""
    if gate_set is None or _CLOSED_LIST not in gate_set.lists:
        return []
    named = gate_set.lists[_CLOSED_LIST]
    return [
        _named(name.partition(" ")[0], name.partition("(")[2].rstrip(")"), gate, gate_set, named.confidence)
        for name in named.codes
    ]


def _named(name: str, clause: str, gate: _Gate, gate_set: RuleSet, confidence: Confidence) -> ExceptionAnswer:
    closing = gate.closing(name)
    if closing is None:
        status = ExceptionStatus.NOT_EXAMINED
    elif closing.status is FindingStatus.MET:
        status = ExceptionStatus.GATED_OUT
    else:
        status = ExceptionStatus.UNDETERMINED
    return ExceptionAnswer(
        name=name,
        status=status,
        clause=clause,
        explanation=closing.explanation
        if closing
        else "Open; its own terms are not encoded here: read the section.",
        citation=closing.citation if closing else gate_set.citation,
        confidence=closing.confidence if closing else str(confidence),
        missing_facts=closing.missing_facts if closing else (),
    )
