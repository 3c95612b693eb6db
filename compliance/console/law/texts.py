"""Imported texts of regulations as pages show them: beside their encoding, and what changed between issues."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from compliance.lawbook.models import RegulationIssue, RegulationNotice, RegulationText
from compliance.lawbook.texts import TextBeside, open_notices, sets_citing, words_beside
from rules.law import Law
from rules.ruleset import Rule, RuleSet

_LINES_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Words:
    """What a place of a regulation says in the imported text; text None: not surely found there."""

    place: str
    text: str | None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A change that nobody has looked at, the sets that encode the unit, and the lines that differ."""

    notice: RegulationNotice
    sets: tuple[RuleSet, ...]
    lines: tuple[tuple[str, str], ...]


def words_of_rule(rule: Rule, texts: Sequence[TextBeside]) -> list[Words]:
    """Return the words of each place that the rule's clauses name, each once; empty where nothing was imported."""
    if not any(one.text for one in texts):
        return []
    found: dict[str, str | None] = {}
    for citation in (rule.clause, *(limb.clause for limb in (*rule.limbs, *rule.unless))):
        for place, text in words_beside(citation, texts):
            found.setdefault(f"{place.unit_id}{place.clause}", text)
    return [Words(place, text) for place, text in found.items()]


def notice_rows(law: Law) -> list[NoticeRow]:
    """Return every open notice, those first that a rule set rests on."""
    rows = [
        NoticeRow(
            notice=notice,
            sets=sets_citing(notice.later.part, notice.unit, law, on=notice.later.issue_date),
            lines=_difference(notice),
        )
        for notice in open_notices()[:200]
    ]
    return sorted(rows, key=lambda row: not row.sets)


def issues() -> Sequence[RegulationIssue]:
    """Return the imported issues, newest first."""
    return list(RegulationIssue.objects.order_by("-issue_date", "part")[:200])


def _difference(notice: RegulationNotice) -> tuple[tuple[str, str], ...]:
    """The paragraphs that differ: ("gone" or "new", text)."""
    earlier, later = (_paragraphs(issue, notice.unit) for issue in (notice.earlier, notice.later))
    kinds = {"- ": "gone", "+ ": "new"}
    lines = [(kinds[line[:2]], line[2:]) for line in difflib.ndiff(earlier, later) if line[:2] in kinds]
    return tuple(lines[:_LINES_SHOWN])


def _paragraphs(issue: RegulationIssue, unit: str) -> list[str]:
    text = RegulationText.objects.filter(issue=issue, unit=unit).first()
    return text.text.split("\n") if text else []
