"""Any order, splitting and repetition of batches gives tables equal to the direct sum."""

import itertools
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.intake.models import LogBatch
from audit.intake.normalise import normalise
from compliance.providers.enrol import state_facility
from compliance.usage.account import account
from compliance.usage.models import AccountedBatch, UsageHour
from compliance.usage.segment_rows import read_rows
from tests.compliance.usage.chips import make_chip
from tests.pushes import HOUR, MONDAY, event, job, job_table, ndjson, push

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

PROPERTY = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TENANTS = ("tn-1", "tn-2")
Direct = Counter[tuple[str, str, int]]


def count_directly(direct: Direct, tenant: str, chip: str, span: tuple[int, int], accelerators: int) -> None:
    """Add a span second by hour to what is expected, without any of the code under test."""
    started_at, ended_at = span
    for hour in range(started_at // HOUR * HOUR, ended_at, HOUR):
        seconds = min(hour + HOUR, ended_at) - max(hour, started_at)
        direct[tenant, chip, hour] += seconds * accelerators


def in_the_tables() -> Direct:
    rows = UsageHour.objects.exclude(accelerator_seconds=0)
    return Counter(
        {
            (tenant, chip, hour): total
            for tenant, chip, hour, total in rows.values_list(
                "tenant__account", "chip", "hour", "accelerator_seconds"
            )
        }
    )


def take_in(batch: LogBatch) -> None:
    """Normalise and account one batch, as the pipeline does."""
    normalised = normalise(batch)
    if normalised.records_accepted:
        with transaction.atomic():
            account(batch, read_rows(normalised.segment_sha256))


def push_all(
    provider: str, items: list, order: list[int], cuts: list[int], write: Callable[[list], bytes]
) -> None:
    """Push `items` in `order`, cut into batches at `cuts`, every batch twice and every third item once more alone."""
    shuffled = [items[index] for index in order]
    edges = [0, *sorted(cut % (len(items) + 1) for cut in cuts), len(items)]
    parts = [shuffled[begins:ends] for begins, ends in itertools.pairwise(edges) if begins < ends]
    for part in [*parts, *([item] for item in shuffled[::3])]:
        batch, _ = push(provider, write(part))
        take_in(batch)
        take_in(batch)


class UndoneError(Exception):
    """Rolls an example back."""


@st.composite
def jobs(draw):
    """Rows of a table of jobs, and what they add up to."""
    rows, direct = [], Counter()
    for number in range(draw(st.integers(1, 8))):
        tenant, count = draw(st.sampled_from(TENANTS)), draw(st.integers(0, 512))
        started_at = MONDAY + draw(st.integers(0, 3 * HOUR))
        seconds = draw(st.integers(1, 3 * HOUR))
        model, chip = draw(
            st.sampled_from([("example-x1", "example-x1"), ("", "unknown"), ("what", "unknown")])
        )
        rows.append(job(f"j{number}", tenant, started_at, seconds, count, model))
        count_directly(direct, tenant, chip, (started_at, started_at + seconds), count)
    return rows, +direct


@st.composite
def lives(draw):
    """Starts, changes, heartbeats and stops of some machines, and what they add up to."""
    events, direct = [], Counter()
    for machine in range(draw(st.integers(1, 3))):
        tenant, count, now = TENANTS[machine % 2], draw(st.integers(1, 8)), MONDAY

        def tell(kind, at, chip, tenant=tenant, machine=machine, count=count):
            accelerator = {"model": chip, "count": count}
            uid = f"e{machine}-{len(events)}"
            events.append(event(uid, kind, at, tenant, resource=f"vm-{machine}", accelerator=accelerator))

        for _ in range(draw(st.integers(1, 2))):
            now += draw(st.integers(1, 2 * HOUR))
            begun, chip = now, "example-x1"
            tell("start", now, chip)
            for kind in draw(st.lists(st.sampled_from(["heartbeat", "change"]), max_size=2)):
                now += draw(st.integers(1, 2 * HOUR))
                if kind == "change":
                    count_directly(direct, tenant, chip, (begun, now), count)
                    begun, chip = now, "example-x2"
                tell(kind, now, chip)
            if draw(st.booleans()):
                now += draw(st.integers(1, 2 * HOUR))
                tell("stop", now, chip)
                count_directly(direct, tenant, chip, (begun, now), count)
            else:  # left open: surely used to the last sign of life, and the machine is not heard of again
                count_directly(direct, tenant, chip, (begun, now), count)
                break
    return events, +direct


@pytest.fixture
def chips(cast):
    make_chip("example-x1")
    make_chip("example-x2")


def whatever_the_order(cast, data, pushed, write) -> None:
    items, direct = pushed
    order = data.draw(st.permutations(range(len(items))))
    cuts = data.draw(st.lists(st.integers(0, 100), max_size=3))
    with pytest.raises(UndoneError), transaction.atomic():
        push_all(cast.provider.key, items, order, cuts, write)
        assert in_the_tables() == direct
        assert sum(AccountedBatch.objects.values_list("accelerator_seconds", flat=True)) == direct.total()
        raise UndoneError


@PROPERTY
@given(data=st.data(), pushed=jobs())
def test_jobs_add_up_to_the_direct_sum(cast, chips, data, pushed):
    whatever_the_order(cast, data, pushed, job_table)


@PROPERTY
@given(data=st.data(), pushed=lives())
def test_sessions_add_up_to_the_direct_sum(cast, chips, data, pushed):
    whatever_the_order(cast, data, pushed, ndjson)


@pytest.mark.parametrize("batches", [[[0, 1]], [[0], [1]], [[1], [0]]])
def test_a_chip_that_a_facility_is_assumed_to_have_stays_with_the_session(cast, chips, batches):
    provider = cast.provider
    state_facility(provider=provider, key="bragi", by="sam", assumed_chip="example-x1", assumption="said so")
    lived = [
        event("e1", "start", MONDAY, "tn-1", resource="vm-1", facility="bragi", accelerator={"count": 8}),
        event("e2", "stop", MONDAY + HOUR, "tn-1", resource="vm-1"),
    ]
    for batch in batches:
        take_in(push(provider.key, ndjson([lived[place] for place in batch]))[0])
    assert in_the_tables() == {("tn-1", "example-x1", MONDAY): 8 * HOUR}
