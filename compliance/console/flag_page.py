"""What the page of one flag shows, gathered from the questions of every room."""

from dataclasses import dataclass

from audit.evidence.errors import EvidenceError
from compliance.accounts.models import User
from compliance.casework.errors import PolicyError
from compliance.casework.models import Case, Decision
from compliance.casework.policies import check_can_answer, check_can_propose
from compliance.console.charts import UseChart, read_use_chart, window_days_of
from compliance.console.queue import neighbours
from compliance.console.queue_filter import QueueFilter
from compliance.console.rule_texts import (
    MissingFact,
    RuleText,
    ShownValue,
    is_about_use,
    missing_facts_of,
    rule_text_of,
    values_of,
)
from compliance.console.timeline import Step, steps_of
from compliance.screening.evidence import EvidenceLine, lines_behind
from compliance.screening.models import Flag

LINES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class FlagPage:
    """Everything on the page of one flag.

    pending: the decision that waits for a second person. why_not_propose, why_not_answer: why this reader may not take
    that step, as a sentence; empty where they may. evidence_error: why the log lines cannot be read; else empty.
    """

    flag: Flag
    rule: RuleText | None
    values: list[ShownValue]
    is_about_use: bool
    missing_facts: list[MissingFact]
    chart: UseChart
    lines: list[EvidenceLine]
    evidence_error: str
    steps: list[Step]
    pending: Decision | None
    last_answered: Decision | None
    why_not_propose: str
    why_not_answer: str
    previous: str | None
    next: str | None

    @property
    def is_renewed_since_answer(self) -> bool:
        """Say whether the rules spoke again, on other facts, after the last answer."""
        answered = self.last_answered
        return bool(answered and answered.answered_at and self.flag.renewed_at > answered.answered_at)


def read_flag_page(flag: Flag, queue_filter: QueueFilter, user: User) -> FlagPage:
    """Gather the page of `flag` for `user`, who came from the queue of `queue_filter`, in a fixed number of queries."""
    cases = list(
        Case.objects.filter(flags=flag)
        .select_related("opened_by")
        .prefetch_related("decisions__proposed_by", "decisions__answered_by")
        .order_by("id")
    )
    decisions = [decision for case in cases for decision in case.decisions.all()]
    pending = next((one for one in decisions if one.answer == Decision.Answer.PENDING), None)
    previous, following = neighbours(queue_filter, flag)
    rule = rule_text_of(flag)
    lines, evidence_error = _lines_behind(flag)
    return FlagPage(
        flag=flag,
        rule=rule,
        values=values_of(flag, rule),
        is_about_use=is_about_use(flag),
        missing_facts=missing_facts_of(flag),
        chart=read_use_chart(flag.tenant, window_days_of(flag.said.finding.get("limb_id"))),
        lines=lines,
        evidence_error=evidence_error,
        steps=steps_of(flag, cases),
        pending=pending,
        last_answered=max(
            (one for one in decisions if one.answered_at), key=lambda one: one.pk, default=None
        ),
        why_not_propose=_why_not_propose(user, pending),
        why_not_answer=_why_not_answer(user, pending),
        previous=previous,
        next=following,
    )


def _lines_behind(flag: Flag) -> tuple[list[EvidenceLine], str]:
    """The lines, or why they cannot be read: missing or changed evidence must be seen on the page, not hide it."""
    try:
        return lines_behind(flag, limit=LINES_SHOWN), ""
    except EvidenceError as error:
        return [], str(error)


def _why_not_propose(user: User, pending: Decision | None) -> str:
    try:
        check_can_propose(user, pending)
    except PolicyError as error:
        return str(error)
    return ""


def _why_not_answer(user: User, pending: Decision | None) -> str:
    if pending is None:
        return ""
    try:
        check_can_answer(user, pending)
    except PolicyError as error:
        return str(error)
    return ""
