"""A worker that is killed while it works, and a broker that forgets everything: the totals equal the direct sum."""

import random
from collections import Counter

import pytest

from tests.journeys.trace import direct_sum, rows_of_trace
from tests.pushes import job_table

pytestmark = [pytest.mark.engines, pytest.mark.journey]

BATCHES = 200
TOTALS = (
    "SELECT t.account, u.hour, SUM(u.accelerator_seconds) FROM usage_usagehour u "
    "JOIN tenants_tenant t ON t.id = u.tenant_id JOIN providers_provider p ON p.id = t.provider_id "
    "WHERE p.key = ? GROUP BY t.account, u.hour"
)
CLAIMED = "SELECT COUNT(*) FROM jobs_job WHERE claimed_by <> ''"
ACCOUNTED = (
    "SELECT COUNT(*) FROM usage_accountedbatch a "
    "JOIN intake_logbatch b ON b.reference = a.batch WHERE b.provider = ?"
)


def test_two_hundred_batches_shuffled_and_pushed_twice_while_the_worker_is_killed(service):
    rows = rows_of_trace()
    bodies = [job_table(rows[start::BATCHES]) for start in range(BATCHES)]
    order = [*bodies, *bodies]
    cut_off = 0
    random.Random(20260601).shuffle(order)  # noqa: S311  no secret
    for number, body in enumerate(order):
        service.push("philly", body)
        if number in {90, 210, 399}:
            service.wait("work to be in progress", lambda: service.ask(CLAIMED) > [(0,)])
            service.kill_worker()
            cut_off += service.ask(CLAIMED)[0][0]
            if number > 90:
                service.empty_broker()
            service.start_worker()
    service.wait("all work to be done", service.is_idle, limit_seconds=100)

    assert service.ask(ACCOUNTED, "philly") == [(BATCHES,)]
    assert cut_off, "every kill came between two jobs, so it showed nothing"
    found = Counter(
        {(tenant, hour): int(total) for tenant, hour, total in service.ask(TOTALS, "philly") if total}
    )
    assert found == direct_sum(rows)
    states = service.ask(
        "SELECT COUNT(*), COUNT(DISTINCT body_sha256) FROM intake_logbatch WHERE provider = ?", "philly"
    )
    assert states == [(BATCHES, BATCHES)]
    kinds = Counter(
        kind
        for table in ("ledger_entry", "ledger_outboxentry")
        for (kind,) in service.ask(f"SELECT kind FROM {table} WHERE log LIKE ?", "%/philly/%")  # noqa: S608
    )
    assert {kinds[f"batch.{step}"] for step in ("received", "normalised", "accounted")} == {BATCHES}
    flags = service.ask(
        "SELECT COUNT(*), COUNT(DISTINCT tenant_id || f.rule) FROM screening_flag f "
        "JOIN tenants_tenant t ON t.id = f.tenant_id JOIN providers_provider p ON p.id = t.provider_id WHERE p.key = ?",
        "philly",
    )
    assert flags[0][0] == flags[0][1] == kinds["flag.raised"] > 0
