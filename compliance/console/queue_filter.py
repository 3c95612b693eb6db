"""What the address of the queue asks for, and how many flags there are of each kind under it."""

from dataclasses import dataclass, fields, replace
from typing import Self

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from compliance.console.certainty import CERTAINTY
from compliance.console.desks import Desk, has_new_facts_since_decision
from compliance.screening.models import Flag

LONGEST_FILTER_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the address of a queue asks for; an empty field asks for everything. `severity` is 0 for every severity."""

    desk: Desk = Desk.OPEN
    status: str = ""
    severity: int = 0
    provider: str = ""
    rule: str = ""
    text: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Read a query string; a value that is not one of those there are asks for everything."""
        desk, status, severity = (query.get(name, "") for name in ("desk", "status", "severity"))
        return cls(
            desk=Desk(desk) if desk in Desk.values else Desk.OPEN,
            status=status if status in Flag.Status.values else "",
            severity=int(severity) if severity in map(str, Flag.Severity.values) else 0,
            provider=_plain(query.get("provider", "")),
            rule=_plain(query.get("rule", "")),
            text=_plain(query.get("text", "")),
        )

    def query_string(self, **changes: object) -> str:
        """Return this filter, with `changes`, as a query string without empty parts."""
        changed = replace(self, **changes)  # type: ignore[arg-type]  # names are those of the fields
        query = QueryDict(mutable=True)
        for field in fields(changed):
            value = getattr(changed, field.name)
            if value != field.default:
                query[field.name] = str(value)
        return query.urlencode()

    def select(self) -> QuerySet[Flag]:
        """Return the flags asked for, in the order of the queue: severest first, then newest."""
        flags = Flag.objects.filter(self._without_desk_and_severity()).filter(self.desk.condition())
        if self.severity:
            flags = flags.filter(severity=self.severity)
        return flags.order_by("-severity", CERTAINTY, "-raised_at", "-id")

    def _without_desk_and_severity(self) -> Q:
        asked = Q()
        if self.status:
            asked &= Q(status=self.status)
        if self.provider:
            asked &= Q(tenant__provider__key=self.provider)
        if self.rule:
            asked &= Q(rule=self.rule)
        if self.text:
            asked &= (
                Q(title__icontains=self.text)
                | Q(tenant__account__icontains=self.text)
                | Q(reference__icontains=self.text)
                | Q(rule__icontains=self.text)
            )
        return asked

    def count_by_desk(self) -> dict[Desk, int]:
        """Return how many flags each desk would show under the other filters; one query."""
        flags = Flag.objects.filter(self._without_desk_and_severity())
        if self.severity:
            flags = flags.filter(severity=self.severity)
        counts = {desk: Count("pk", filter=desk.condition()) for desk in Desk}
        found = flags.aggregate(**{desk.value: count for desk, count in counts.items()})
        return {desk: found[desk.value] for desk in Desk}

    def count_with_new_facts(self) -> int:
        """Return how many decided flags have new facts since, under the filters but the tray's; one query."""
        flags = Flag.objects.filter(self._without_desk_and_severity()).filter(has_new_facts_since_decision())
        if self.severity:
            flags = flags.filter(severity=self.severity)
        return flags.count()

    def count_by_severity(self) -> dict[int, int]:
        """Return how many flags there are of each severity under the other filters, severest first; one query."""
        flags = Flag.objects.filter(self._without_desk_and_severity()).filter(self.desk.condition())
        found = dict(flags.values_list("severity").annotate(how_many=Count("pk")).order_by())
        return {severity: found.get(severity, 0) for severity in sorted(Flag.Severity.values, reverse=True)}


def _plain(value: str) -> str:
    """A NUL would be an error in PostgreSQL, not an empty result."""
    return value.replace("\x00", "").strip()[:LONGEST_FILTER_CHARACTERS]
