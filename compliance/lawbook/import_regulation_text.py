"""A part of the regulations, as published for one day, is put beside the rule sets that encode it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from audit.ledger.origins import OPERATOR
from audit.ledger.record import record
from compliance.lawbook.errors import ImportRefused
from compliance.lawbook.models import RegulationIssue, RegulationNotice, RegulationText
from compliance.lawbook.texts import issue_before, units_of
from rules.errors import RegulationTextError
from rules.regulation_text import Unit, compare, read_units

_ROWS_AT_ONCE = 500
_NAMED = 5
_LONGEST_UNIT_CHARACTERS = 120
_Change = RegulationNotice.Change


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. is_new: False where the same text of that day was there already, and nothing was done.

    units: how many the part has. compared_with: the newest issue of the part before this one; None where there is
    none, and then there are no notices.
    """

    issue: RegulationIssue
    is_new: bool
    units: int
    compared_with: RegulationIssue | None
    notices: tuple[RegulationNotice, ...]


def import_regulation_text(*, xml: bytes, part: int, issue_date: date, by: str) -> Imported:
    """Keep the units of `part` (of title 15) as of `issue_date`, from the XML of the eCFR versioner.

    Each unit that differs from the issue before gets a notice. Importing the same text again does nothing. Records
    `regulation_text.imported` in the operator's log. Raises ImportRefused: a file that cannot be read as that part, a
    day that has not come, another text for a day that has one.
    """
    if issue_date > datetime.now(UTC).date():
        raise ImportRefused(
            f"The issue date {issue_date} has not come yet; give the day the text was published for."
        )
    try:
        units = read_units(xml, part=str(part))
    except RegulationTextError as error:
        raise ImportRefused(str(error)) from error
    longest = max(units, key=lambda unit: len(unit.unit_id)).unit_id
    if len(longest) > _LONGEST_UNIT_CHARACTERS:
        raise ImportRefused(
            f"The file names a unit {longest[:40]!r}...; no section or entry has so long a name."
        )
    with transaction.atomic():
        there = RegulationIssue.objects.filter(part=part, issue_date=issue_date).first()
        if there is not None:
            _require_same(there, units)
            return Imported(there, False, len(units), None, ())
        issue = _keep(xml, units, part, issue_date, by)
        earlier = issue_before(part, issue_date)
        notices = _notices(earlier, issue, units) if earlier else []
        _record(issue, len(units), earlier, notices, by)
    return Imported(issue, True, len(units), earlier, tuple(notices))


def _require_same(issue: RegulationIssue, units: tuple[Unit, ...]) -> None:
    kept = dict(issue.texts.values_list("unit", "sha256"))
    given = {unit.unit_id: unit.sha256 for unit in units}
    other = sorted(name for name in kept.keys() | given.keys() if kept.get(name) != given.get(name))
    if other:
        raise ImportRefused(
            f"{issue} was imported on {issue.imported_at:%Y-%m-%d} with another text ({_listed(other)}); the text of a "
            f"day is kept once. Is {issue.issue_date} the day of this file?"
        )


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _keep(xml: bytes, units: tuple[Unit, ...], part: int, issue_date: date, by: str) -> RegulationIssue:
    issue = RegulationIssue.objects.create(
        part=part,
        issue_date=issue_date,
        sha256=hashlib.sha256(xml).hexdigest(),
        imported_at=datetime.now(UTC),
        imported_by=by,
    )
    RegulationText.objects.bulk_create(
        [
            RegulationText(
                issue=issue, unit=unit.unit_id, heading=unit.heading, text=unit.text, sha256=unit.sha256
            )
            for unit in units
        ],
        batch_size=_ROWS_AT_ONCE,
    )
    return issue


def _notices(
    earlier: RegulationIssue, later: RegulationIssue, units: tuple[Unit, ...]
) -> list[RegulationNotice]:
    found = compare(units_of(earlier), units)
    changes = [
        *((change.after.unit_id, _Change.CHANGED) for change in found.changed),
        *((unit.unit_id, _Change.ADDED) for unit in found.added),
        *((unit.unit_id, _Change.REMOVED) for unit in found.removed),
    ]
    return RegulationNotice.objects.bulk_create(
        [
            RegulationNotice(earlier=earlier, later=later, unit=unit, change=change)
            for unit, change in changes
        ],
        batch_size=_ROWS_AT_ONCE,
    )


def _record(
    issue: RegulationIssue,
    units: int,
    earlier: RegulationIssue | None,
    notices: list[RegulationNotice],
    by: str,
) -> None:
    body = {
        "part": issue.part,
        "issue_date": issue.issue_date.isoformat(),
        "sha256": issue.sha256,
        "units": units,
        "compared_with": earlier.issue_date.isoformat() if earlier else None,
        "notices": len(notices),
    }
    record(
        entity=OPERATOR,
        kind="regulation_text.imported",
        by=by,
        subject=f"title-15/part-{issue.part}/{issue.issue_date}",
        body=body,
    )
