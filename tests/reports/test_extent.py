"""Where a report's range begins: not before what it needs, never after."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from audit.ledger.models import Entry
from audit.ledger.seal import seal_all
from audit.proofs.entries import CLOCK_ALLOWANCE_SECONDS
from audit.reports.errors import LedgerChangedError
from audit.reports.extent import Extent, read_extent
from audit.reports.models import ReportRequest
from audit.reports.position import take_position
from compliance.providers.enrol import enrol_provider
from tests.append_only_guards import guards_lowered
from tests.reports.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
NOW = datetime.now(UTC)
NEEDED_FROM = NOW - timedelta(minutes=3)
PERIOD_FROM = NEEDED_FROM + timedelta(seconds=CLOCK_ALLOWANCE_SECONDS)
"""It begins in a day or so: leaves of now may hold use within it, those of five minutes ago may not."""


@pytest.fixture
def past(db, bells) -> Story:
    """A provider whose leaves so far are from more than a day before the period."""
    provider = enrol_provider(key="bragi", name="Bragi Compute AS", by="setup")
    return Story(provider, at=NOW - timedelta(minutes=5))


def told(story: Story, count: int) -> None:
    for number in range(count):
        story.tell("batch.received", f"batch-{number}", {})


def extent_of(story: Story) -> Extent:
    """The extent after two more leaves, of now: another batch and the request itself."""
    story.at = None
    told(story, 1)
    request = ReportRequest.objects.get(reference=story.ask(NEEDED_FROM, NOW))
    seal_all()
    extent = read_extent(take_position(request), PERIOD_FROM)
    assert [leaf.index for leaf in extent.leaves] == list(range(extent.start.size, extent.size_until))
    return extent


def test_a_log_younger_than_the_period_is_taken_whole(past):
    assert extent_of(past).start.size == 0


def test_earlier_leaves_stay_out_but_for_the_last_which_shows_that_none_was_skipped(past):
    told(past, 5)
    extent = extent_of(past)
    assert (extent.start.size, extent.size_until) == (4, 7)
    assert extent.leaves[0].at < NEEDED_FROM.isoformat() < extent.leaves[1].at


def test_a_flag_that_had_lapsed_before_is_not_waited_for(past):
    flag = past.flag("acme")
    past.flag("acme", reference=flag, kind="flag.lapsed", status="lapsed")
    told(past, 4)
    assert extent_of(past).start.size == 5


def test_a_flag_that_still_stood_is_taken_in_where_it_was_last_spoken_of(past):
    told(past, 2)
    flag = past.flag("acme")
    told(past, 1)
    past.flag("acme", reference=flag, kind="flag.renewed")
    told(past, 4)
    assert extent_of(past).start.size == 3  # one before the update, index 4


def test_a_decision_on_a_flag_that_still_stood_is_taken_in(past):
    told(past, 2)
    first = past.flag("acme")
    past.decide(first, "acme")
    told(past, 2)
    past.flag("acme", reference=first, kind="flag.renewed")
    told(past, 2)
    assert extent_of(past).start.size == 2  # one before the decision, index 3


def test_times_changed_in_the_columns_do_not_shorten_the_range(past):
    told(past, 3)
    past.at = None
    told(past, 3)
    seal_all()
    with guards_lowered(connection):
        Entry.objects.filter(index__in=[3, 4]).update(recorded_at=NOW - timedelta(minutes=5))
    with pytest.raises(LedgerChangedError, match="columns say other than its leaf"):
        extent_of(past)
