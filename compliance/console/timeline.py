"""What happened to a flag, in order, each step as a sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from compliance.casework.models import Case, Decision
from compliance.screening.models import Flag


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened.

    tone: picks its mark: machine, person, good or bad. reason: in a person's words. salt: what goes before the reason
    in the digest that the ledger holds, so that a reader can check it.
    """

    at: datetime
    sentence: str
    tone: str
    reason: str = ""
    reference: str = ""
    salt: str = ""


def steps_of(flag: Flag, cases: Iterable[Case]) -> list[Step]:
    """Return the steps of `flag` and its `cases`, oldest first; decisions and persons must be loaded with the cases."""
    steps = [Step(flag.raised_at, "The machine raised this flag.", "machine")]
    if flag.renewed_at != flag.raised_at:
        said = flag.get_status_display().lower()
        steps.append(
            Step(
                flag.renewed_at,
                f"The rules spoke again: {said}.",
                "machine",
                reference=flag.screening.reference,
            )
        )
    for case in cases:
        steps.append(
            Step(case.opened_at, f"{case.opened_by} opened a case.", "person", reference=case.reference)
        )
        for decision in case.decisions.all():
            steps.extend(_steps_of_decision(decision))
        if case.closed_at:
            steps.append(Step(case.closed_at, "The case was closed.", "good", reference=case.reference))
    return sorted(steps, key=lambda step: step.at)


def _steps_of_decision(decision: Decision) -> Iterator[Step]:
    content = f"{decision.get_disposition_display().lower()}, {decision.get_measure_display().lower()}"
    yield Step(
        decision.proposed_at,
        f"{decision.proposed_by} proposed: {content}.",
        "person",
        decision.reason,
        decision.reference,
        decision.reason_salt,
    )
    if decision.answered_at:
        is_approved = decision.answer == Decision.Answer.APPROVED
        yield Step(
            decision.answered_at,
            f"{decision.answered_by} {'approved' if is_approved else 'declined'}: {content}.",
            "good" if is_approved else "bad",
            decision.answer_reason,
            decision.reference,
            decision.answer_salt,
        )
