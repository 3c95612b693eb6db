"""Imported texts of regulations beside the rule sets that encode them; asking changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from compliance.lawbook.models import RegulationIssue, RegulationNotice, RegulationText
from rules.clocks import Reading
from rules.law import Law
from rules.regulation_text import Place, Unit, clause_text, places_named
from rules.ruleset import RuleSet, TextReference


@dataclass(frozen=True, slots=True)
class TextBeside:
    """The imported text of one unit that a set encodes.

    issue: the newest imported within the days on which this version is the one in force; None where there is none.
    text: None where the issue does not hold the unit either. notices: of changes of the unit within those days that
    nobody has looked at.
    """

    reference: TextReference
    issue: RegulationIssue | None
    text: RegulationText | None
    notices: tuple[RegulationNotice, ...]

    def words_of(self, clause: str) -> str | None:
        """The paragraph that a clause of this unit designates; None where it is not surely found."""
        return clause_text(unit_of(self.text), clause) if self.text else None


def text_beside(rule_set: RuleSet, law: Law) -> tuple[TextBeside, ...]:
    """The text of each unit that a set says it encodes, in the set's order; empty for a set that names none."""
    until = _first_day_without(rule_set, law)
    return tuple(_beside(reference, rule_set.effective_from, until) for reference in rule_set.texts)


def words_beside(citation: str, texts: Iterable[TextBeside]) -> tuple[tuple[Place, str | None], ...]:
    """The places a citation names, each with its words; None where no text beside it surely has them."""
    by_unit = {one.reference.unit: one for one in texts}
    return tuple(
        (place, by_unit[place.unit_id].words_of(place.clause) if place.unit_id in by_unit else None)
        for place in places_named(citation)
    )


def open_notices() -> QuerySet[RegulationNotice]:
    """Notices that nobody has looked at, newest issue first."""
    notices = RegulationNotice.objects.filter(seen_at=None).select_related("earlier", "later")
    return notices.order_by("-later__issue_date", "later__part", "unit")


def sets_citing(part: int, unit: str, law: Law, *, on: date) -> tuple[RuleSet, ...]:
    """The sets in force on a day that say they encode a unit of a part; one version of each, ordered by id."""
    in_force = law.on(on).under(Reading.CONSERVATIVE)
    return tuple(one for one in in_force if TextReference(part, unit) in one.texts)


def issue_before(part: int, day: date) -> RegulationIssue | None:
    """The newest imported issue of a part that is older than a day."""
    return RegulationIssue.objects.filter(part=part, issue_date__lt=day).order_by("-issue_date").first()


def unit_of(text: RegulationText) -> Unit:
    """A stored text as the unit it was read as."""
    return Unit(part=str(text.issue.part), unit_id=text.unit, heading=text.heading, text=text.text)


def units_of(issue: RegulationIssue) -> tuple[Unit, ...]:
    """The units of an issue, in the order of its file."""
    return tuple(unit_of(text) for text in issue.texts.select_related("issue").order_by("id"))


def _first_day_without(rule_set: RuleSet, law: Law) -> date | None:
    """The first day on which this version is not the one in force any more, or None."""
    ends = [one.effective_from for one in law.rule_sets if one.id == rule_set.id]
    later = [day for day in (*ends, rule_set.effective_until) if day and day > rule_set.effective_from]
    return min(later, default=None)


def _beside(reference: TextReference, begins: date, until: date | None) -> TextBeside:
    issues = RegulationIssue.objects.filter(part=reference.part, issue_date__gte=begins)
    notices = open_notices().filter(
        later__part=reference.part, unit=reference.unit, later__issue_date__gt=begins
    )
    if until:
        issues, notices = issues.filter(issue_date__lt=until), notices.filter(later__issue_date__lt=until)
    issue = issues.order_by("-issue_date").first()
    text = issue.texts.select_related("issue").filter(unit=reference.unit).first() if issue else None
    return TextBeside(reference, issue, text, tuple(notices))
