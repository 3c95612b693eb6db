"""Screening: facts, flags and their changes; the same facts under the same rules change nothing."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.ledger.models import OutboxEntry
from compliance.screening import screen as screening
from compliance.screening.facts import gather_facts
from compliance.screening.models import Flag, Screening
from compliance.screening.needs import need_screening, tenants_to_screen
from compliance.screening.rates import rates
from compliance.screening.screen import screen
from compliance.tenants.models import Tenant
from compliance.usage.models import ResourceSession, UsageHour
from tests.compliance.usage.chips import make_chip
from tests.pushes import HOUR, MONDAY, event, ndjson, push, work_off

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

TODAY = date(2026, 7, 1)
DAY = 24 * HOUR


@pytest.fixture
def tenant(cast) -> Tenant:
    make_chip()
    return Tenant.objects.create(provider=cast.provider, account="tn-1")


def use(
    tenant: Tenant, accelerators: int, hours: int, chip: str = "example-x1", begins: int = MONDAY
) -> None:
    UsageHour.objects.bulk_create(
        UsageHour(tenant=tenant, chip=chip, hour=begins + n * HOUR, accelerator_seconds=accelerators * HOUR)
        for n in range(hours)
    )


def about_compute() -> dict[str, str]:
    flags = Flag.objects.filter(rule__startswith="large_compute.")
    return {flag.rule.removeprefix("large_compute."): flag.status for flag in flags}


def leaves(kind: str) -> list[dict]:
    return [json.loads(bytes(row.leaf)) for row in OutboxEntry.objects.filter(kind=kind).order_by("id")]


def test_nobody_to_screen_is_no_work():
    assert screen([], as_of_on=TODAY).tenants == 0
    assert not Screening.objects.exists()


def test_a_tenant_that_used_nothing_raises_nothing_about_compute(tenant):
    screen([tenant], as_of_on=TODAY)
    assert about_compute() == {}
    facts = gather_facts([tenant])[tenant.pk]
    assert facts["operations_upper_365d"] == 0
    assert facts["peak_concurrent_accelerators"] == 0
    assert facts["unknown_accelerator_seconds"] == 0


def test_operations_are_seconds_times_rate_and_nothing_is_rounded(tenant):
    use(tenant, 100, 3)
    rate = rates()["example-x1"]
    facts = gather_facts([tenant])[tenant.pk]
    assert facts["operations_expected_30d"] == Decimal(300 * HOUR * rate.expected_operations)
    assert facts["operations_lower_30d"] == Decimal(300 * HOUR * rate.lower_operations)
    assert facts["operations_upper_lifetime"] == Decimal(300 * HOUR * rate.upper_operations)
    assert facts["accelerator_hours_30d"] == 300
    assert facts["peak_concurrent_accelerators"] == 100
    assert facts["peak_concurrent_tpp"] == 100 * rate.tpp


def test_use_spread_over_more_than_the_window_is_not_added(tenant):
    use(tenant, 10, 1)
    use(tenant, 10, 1, begins=MONDAY + 40 * DAY)
    facts = gather_facts([tenant])[tenant.pk]
    assert (facts["accelerator_hours_30d"], facts["accelerator_hours_90d"]) == (10, 20)


def test_an_unknown_chip_counts_no_operations_and_is_said(tenant):
    use(tenant, 10, 1, chip="unknown")
    facts = gather_facts([tenant])[tenant.pk]
    assert facts["operations_upper_30d"] == 0
    assert facts["unknown_accelerator_seconds"] == 10 * HOUR
    screen([tenant], as_of_on=TODAY)
    assert about_compute() == {"unknown_accelerators": "met"}


def test_an_open_session_may_have_gone_on_until_the_providers_last_log(cast, tenant):
    """Surely to its last evidence, possibly to now: the upper bound alone grows."""
    made = {"resource": "vm-1", "accelerator": {"model": "example-x1", "count": 8}}
    events = [
        event("e1", "start", MONDAY, "tn-1", **made),
        event("e2", "heartbeat", MONDAY + HOUR, "tn-1", resource="vm-1"),
        event("e3", "access.read", MONDAY + 3 * HOUR, "tn-2"),
    ]
    push(cast.provider.key, ndjson(events))
    work_off()
    assert ResourceSession.objects.get().ended_at is None
    rate, facts = rates()["example-x1"], gather_facts([tenant])[tenant.pk]
    assert facts["operations_expected_30d"] == 8 * HOUR * rate.expected_operations
    assert facts["operations_upper_30d"] == 8 * 3 * HOUR * rate.upper_operations


def open_session(tenant: Tenant, chip: str, accelerators: int | None, last_evidence_at: int) -> None:
    ResourceSession.objects.create(
        provider=tenant.provider.key,
        resource_uid=f"vm-{chip}",
        tenant=tenant,
        chip=chip,
        accelerator_count=accelerators,
        started_at=last_evidence_at,
        last_evidence_at=last_evidence_at,
        state="open",
    )


def heard_of(provider: str, at: int) -> None:
    """Let the provider's logs reach to `at`."""
    push(provider, ndjson([event("e-last", "access.read", at, "tn-2")]))
    work_off()


@pytest.mark.parametrize("until", [MONDAY, MONDAY - HOUR])
def test_an_open_session_adds_nothing_where_no_log_reaches_further(cast, tenant, until):
    open_session(tenant, "unknown", 8, MONDAY)
    open_session(tenant, "example-x1", 8, MONDAY)
    assert gather_facts([tenant])[tenant.pk]["unknown_accelerator_seconds"] == 0  # nothing was heard at all
    heard_of(cast.provider.key, until)
    facts = gather_facts([tenant])[tenant.pk]
    assert (facts["unknown_accelerator_seconds"], facts["operations_upper_30d"]) == (0, 0)


@pytest.mark.parametrize(("accelerators", "held"), [(8, 8), (None, 1)], ids=["eight", "not known how many"])
def test_an_open_session_of_an_unknown_chip_adds_its_seconds(cast, tenant, accelerators, held):
    open_session(tenant, "unknown", accelerators, MONDAY)
    heard_of(cast.provider.key, MONDAY + 90 * 60)
    facts = gather_facts([tenant])[tenant.pk]
    assert facts["unknown_accelerator_seconds"] == held * 90 * 60
    assert facts["operations_upper_30d"] == 0
    screen([tenant], as_of_on=TODAY)
    assert about_compute() == {"unknown_accelerators": "met"}


def test_an_open_session_of_a_known_chip_adds_to_the_upper_bound_only(cast, tenant):
    open_session(tenant, "example-x1", 8, MONDAY)
    heard_of(cast.provider.key, MONDAY + 90 * 60)
    facts = gather_facts([tenant])[tenant.pk]
    assert facts["operations_upper_30d"] == 8 * 90 * 60 * rates()["example-x1"].upper_operations
    assert (facts["operations_lower_30d"], facts["operations_expected_30d"]) == (0, 0)
    assert (facts["unknown_accelerator_seconds"], facts["accelerator_hours_30d"]) == (0, 0)


def test_the_same_facts_again_change_nothing(tenant):
    use(tenant, 100_000, 48)
    first = screen([tenant], as_of_on=TODAY)
    assert first.raised == Flag.objects.count() > 0
    before = (Screening.objects.count(), OutboxEntry.objects.count(), list(Flag.objects.values_list()))
    again = screen([tenant], as_of_on=TODAY)
    assert (again.unchanged, again.raised, again.renewed, again.lapsed) == (1, 0, 0, 0)
    assert (
        Screening.objects.count(),
        OutboxEntry.objects.count(),
        list(Flag.objects.values_list()),
    ) == before


def test_more_use_renews_the_flag_and_raises_no_second(tenant):
    use(tenant, 1_000_000, 48)
    screen([tenant], as_of_on=TODAY)
    before = Flag.objects.get(rule="large_compute.expected_1e25")
    use(tenant, 1_000_000, 48, begins=MONDAY + 2 * DAY)
    screen([tenant], as_of_on=TODAY)
    after = Flag.objects.get(rule="large_compute.expected_1e25")
    assert (after.pk, after.raised_at, after.reference) == (before.pk, before.raised_at, before.reference)
    assert after.finding_sha256 != before.finding_sha256
    assert after.screening != before.screening
    assert len(leaves("flag.raised")) == Flag.objects.count()
    assert "large_compute.expected_1e25" in {leaf["body"]["rule"] for leaf in leaves("flag.renewed")}


def test_what_is_no_longer_met_lapses_once_and_can_come_back(tenant):
    use(tenant, 1_000_000, 48)
    screen([tenant], as_of_on=TODAY)
    UsageHour.objects.all().delete()
    assert screen([tenant], as_of_on=TODAY).lapsed > 0
    assert set(about_compute().values()) == {"lapsed"}
    assert screen([tenant], as_of_on=TODAY).lapsed == 0
    use(tenant, 1_000_000, 48)
    assert screen([tenant], as_of_on=TODAY).raised == 0
    assert "met" in about_compute().values()


def test_under_the_law_of_a_day_before_any_rule_set_everything_lapses(tenant):
    use(tenant, 1_000_000, 48)
    screen([tenant], as_of_on=TODAY)
    screen([tenant], as_of_on=date(2000, 1, 1))
    assert set(Flag.objects.values_list("status", flat=True)) == {"lapsed"}


def test_a_screening_keeps_its_facts_and_rule_sets(tenant):
    use(tenant, 100, 3)
    screen([tenant], as_of_on=TODAY)
    stored = Screening.objects.get()
    assert stored.as_of_on == TODAY
    assert stored.rule_sets
    assert "operations_expected_30d" in json.loads(stored.facts)
    assert datetime.now(UTC) >= stored.screened_at


def test_a_ledger_that_cannot_be_written_leaves_no_flag(tenant, monkeypatch):
    def full(**_more):
        raise OSError("no space left on device")

    use(tenant, 1_000_000, 48)
    with monkeypatch.context() as patch:
        patch.setattr(screening, "record", full)
        with pytest.raises(OSError, match="no space left"):
            screen([tenant], as_of_on=TODAY)
    assert not Flag.objects.exists()
    assert not Screening.objects.exists()
    screen([tenant], as_of_on=TODAY)
    assert Flag.objects.exists()


def test_the_number_of_questions_does_not_grow_with_the_history(tenant):
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            screen([tenant], as_of_on=TODAY)
        return len(captured)

    use(tenant, 1, 1)
    questions()
    before = questions()
    for day in range(2, 20):
        screen([tenant], as_of_on=date(2026, 7, day))
        use(tenant, 1, 1, begins=MONDAY + day * DAY)
        screen([tenant], as_of_on=TODAY)
    assert Screening.objects.count() > 18
    assert questions() == before


def test_of_many_screenings_the_newest_is_compared_with(tenant):
    for accelerators in (1, 2):
        UsageHour.objects.all().delete()
        use(tenant, accelerators, 1)
        screen([tenant], as_of_on=TODAY)
    UsageHour.objects.all().delete()
    use(tenant, 1, 1)
    assert screen([tenant], as_of_on=TODAY).unchanged == 0
    assert Screening.objects.count() == 3


def test_needs_are_answered_by_what_was_wanted_when_the_work_began(cast, tenant):
    assert not tenants_to_screen(cast.provider.key, limit=10)
    need_screening([tenant.pk, tenant.pk])
    waiting = tenants_to_screen(cast.provider.key, limit=10)
    assert [each.pk for each in waiting.tenants] == [tenant.pk]
    need_screening([tenant.pk])
    waiting.answer()
    assert waiting.remaining() == 1
    tenants_to_screen(cast.provider.key, limit=10).answer()
    assert not tenants_to_screen(cast.provider.key, limit=10)


def test_needs_of_another_provider_are_left_alone(cast, tenant):
    need_screening([tenant.pk])
    assert not tenants_to_screen(cast.outside_provider.key, limit=10)
