"""Settings of switches: stated by who may, with a source, from and until a day, known from the day they were stated."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from audit.ledger.models import OutboxEntry
from compliance import pipeline
from compliance.jobs.models import Job
from compliance.lawbook.errors import NotAllowed, StatementRefused
from compliance.lawbook.models import SwitchStatement
from compliance.lawbook.questions import law

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

RETURNS = date(2026, 11, 10)
SOURCE = "Federal Register of 2026-10-30, read by the legal department"


def state(by, **changes) -> SwitchStatement:
    stated = {
        "switch": "affiliates_rule",
        "value": "stayed",
        "applies_from": RETURNS,
        "applies_until": None,
        "source": SOURCE,
    }
    return pipeline.state_switch(**stated | changes, by=by)


def used(as_of: date, known_on: date | None = None):
    (found,) = [one for one in law().on(as_of, known_on).settings_used if one.switch == "affiliates_rule"]
    return found


def test_what_nobody_stated_is_the_default(cast):
    assert used(RETURNS).is_default
    assert law().settings == ()


def test_a_statement_holds_on_its_days_once_it_was_made(cast):
    state(cast.approver, applies_until=RETURNS + timedelta(days=365))
    today = datetime.now(UTC).date()
    assert used(RETURNS - timedelta(days=1)).is_default
    found = used(RETURNS)
    assert (found.value, found.is_default, found.stated_by, found.source) == (
        "stayed",
        False,
        cast.approver.username,
        SOURCE,
    )
    assert not used(RETURNS + timedelta(days=364), today).is_default
    assert used(RETURNS + timedelta(days=365)).is_default
    assert used(RETURNS, today - timedelta(days=1)).is_default


def test_of_two_the_later_counts_and_the_earlier_where_it_does_not_reach(cast):
    state(cast.approver)
    state(cast.administrator, value="in_force", applies_from=RETURNS + timedelta(days=100))
    assert used(RETURNS).value == "stayed"
    assert used(RETURNS + timedelta(days=100)).value == "in_force"


def test_everybody_is_screened_again_and_the_ledger_has_it(cast):
    statement = state(cast.administrator, applies_from=None)
    assert list(Job.objects.values_list("kind", "subject")) == [("rescreen", statement.reference)]
    row = OutboxEntry.objects.get(kind="switch.stated")
    leaf = json.loads(bytes(row.leaf))
    assert leaf["log"].split("/")[1] == "operator"
    assert (leaf["actor"], leaf["object"]) == (cast.administrator.username, statement.reference)
    assert leaf["body"] == {
        "switch": "affiliates_rule",
        "value": "stayed",
        "applies_from": None,
        "applies_until": None,
        "source": SOURCE,
    }


def test_only_who_may_states(cast):
    for person in (cast.officer, cast.auditor, cast.key.user):
        with pytest.raises(NotAllowed, match="settings of switches"):
            state(person)
    assert not SwitchStatement.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"switch": "affiliates"}, "there is no switch 'affiliates': there are affiliates_rule"),
        ({"value": "gone"}, "one of returned_unless_extended, in_force, stayed"),
        ({"source": "  "}, "where it was looked up"),
        ({"source": "x" * 1001}, "1000 characters"),
        ({"applies_until": RETURNS}, "holds on some day"),
        ({"applies_until": RETURNS - timedelta(days=1)}, "before it begins"),
    ],
)
def test_what_cannot_be_stated(cast, changes, message):
    with pytest.raises(StatementRefused, match=message):
        state(cast.approver, **changes)
    assert not SwitchStatement.objects.exists()
    assert not OutboxEntry.objects.filter(kind="switch.stated").exists()


def test_the_database_keeps_every_statement_as_it_was_made(cast):
    statement = state(cast.approver)
    for attempt in (
        lambda: SwitchStatement.objects.update(value="in_force"),
        lambda: SwitchStatement.objects.all().delete(),
    ):
        with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
            attempt()
    statement.pk, statement.reference = None, "stated_2"
    statement.applies_until = statement.applies_from
    with pytest.raises(IntegrityError, match="holds_on_some_day"), transaction.atomic():
        statement.save(force_insert=True)
