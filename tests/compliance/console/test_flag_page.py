"""The page of one flag."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from audit.evidence.errors import EvidenceMissing
from compliance.casework.propose import propose
from compliance.console.flag_page import read_flag_page
from compliance.console.queue_filter import QueueFilter
from compliance.console.rule_texts import rule_text_of
from compliance.providers.models import Facility
from compliance.registry.models import Chip
from compliance.screening.evidence import EvidenceLine
from compliance.screening.models import Flag
from compliance.usage.models import UsageHour
from rules.library import all_sets
from tests.compliance.casework.flags import RAISED_AT, make_flag, make_tenant
from tests.compliance.casework.leaves import recorded
from tests.compliance.console.objects import make_batch

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

HOUR = 3600
FIRST_HOUR = 1_790_000_000 // 86_400 * 86_400


def open_page(browser, flag: Flag, query: str = "") -> str:
    response = browser.get(reverse("console:flag", args=[flag.reference]) + query)
    assert response.status_code == 200
    return response.content.decode()


def use(flag: Flag, days: int, chip: str = "invented-chip") -> None:
    UsageHour.objects.bulk_create(
        UsageHour(
            tenant=flag.tenant, chip=chip, hour=FIRST_HOUR + day * 24 * HOUR, accelerator_seconds=8 * HOUR
        )
        for day in range(days)
    )


def line_of(batch: str, **changed: object) -> EvidenceLine:
    said = {
        "batch": batch,
        "body_sha256": "a" * 64,
        "line_number": 1207,
        "byte_offset": 90_000,
        "byte_length": 410,
        "occurred_at": RAISED_AT,
        "event_name": "job.completed",
        "resource_uid": "job-77",
        "instance_type": None,
        "accelerators": "8.000000",
        "accelerator_seconds": 5400,
    }
    return EvidenceLine(**(said | changed))


def test_it_says_why_in_a_sentence_with_clause_and_values(officer, flag):
    page = open_page(officer, flag)
    assert "Operations in the last 90 days are expected at 2.1e25, more than 1e25." in page
    assert "EU AI Act, Art. 51(2); 90 days" in page
    assert "operations_expected_90d" in page
    assert ">2.1e25<" in page
    assert "software, not legal advice" in page


def test_a_flag_without_use_and_lines_says_so(officer, flag):
    page = open_page(officer, flag)
    assert "No use has been counted for this tenant." in page
    assert "No accepted log line names this tenant." in page
    assert "charts.js" not in page


def test_a_file_of_another_digest_is_pointed_out(officer, flag):
    assert "differs from the one that raised the flag" in open_page(officer, flag)
    shipped = next(one for one in all_sets() if one.reference == flag.rule_set)
    Flag.objects.update(rule_set_sha256=shipped.sha256)
    assert "differs from the one that raised the flag" not in open_page(officer, flag)


def test_a_rule_set_that_is_no_longer_shipped(cast, officer):
    flag = make_flag(make_tenant(cast.provider), rule_set_reference="us/gone@2020-01-01")
    assert rule_text_of(flag) is None
    assert "does not ship that rule set any more" in open_page(officer, flag)


def test_the_limb_that_decided_and_its_values_come_first(cast):
    values = [
        {"fact": name, "value": "1", "shown": "1", "unit": "", "meaning": name}
        for name in ("operations_expected_30d", "operations_expected_90d")
    ]
    flag = make_flag(make_tenant(cast.provider), values=values)
    page = read_flag_page(flag, QueueFilter(), cast.officer)
    assert page.rule.limb.id == "window_90d"
    assert [(value.fact, value.is_decisive) for value in page.values] == [
        ("operations_expected_90d", True),
        ("operations_expected_30d", False),
    ]


def test_missing_facts_are_named_with_what_to_do(cast, officer):
    flag = make_flag(
        make_tenant(cast.provider),
        status=Flag.Status.UNDETERMINED,
        missing_facts=["headquarters_country", "of_another_version"],
    )
    page = open_page(officer, flag)
    assert "country in which the tenant has its headquarters" in page
    assert "Ask the tenant where its headquarters are" in page
    assert "not in this version&#x27;s catalogue" in page


def test_the_lines_behind_it_lead_to_their_batch(officer, flag, monkeypatch):
    batch = make_batch(flag.tenant.provider.key)
    lines = [line_of(batch.reference), line_of(batch.reference, resource_uid=None, accelerator_seconds=None)]
    monkeypatch.setattr("compliance.console.flag_page.lines_behind", lambda flag, limit: lines[:limit])
    page = open_page(officer, flag)
    assert reverse("console:batch", args=[batch.reference]) in page
    assert "line 1,207" in page
    assert "bytes 90000 to 90410" in page
    assert ">1.50<" in page


def test_lost_evidence_is_said_and_hides_nothing_else(officer, flag, monkeypatch):
    def lost(flag, limit):
        raise EvidenceMissing("Segment 00ff is not there.")

    monkeypatch.setattr("compliance.console.flag_page.lines_behind", lost)
    page = open_page(officer, flag)
    assert "The evidence cannot be read. Segment 00ff is not there." in page
    assert "Propose for approval" in page


def test_the_chart_and_its_table_come_from_the_hours(officer, flag):
    Chip.objects.create(
        slug="invented-chip", vendor="x", name="x", bf16_tops=1000, source="invented", confidence="high"
    )
    use(flag, days=3)
    page = open_page(officer, flag)
    document = json.loads(re.search(r'id="use-data" type="application/json">(.+?)</script>', page)[1])
    assert document["chips"] == [{"name": "invented-chip", "hours": [8.0, 8.0, 8.0]}]
    daily = 8 * HOUR * 1000 * 10**12 * 0.4
    assert document["operations"]["expected"] == pytest.approx([daily, 2 * daily, 3 * daily])
    assert document["window_days"] == 90
    assert "24.0 accelerator-hours in all" in page
    assert "charts.js" in page


def test_an_assumed_chip_is_said_where_its_numbers_are(cast, officer, flag):
    said = {"assumed_chip": "invented-chip", "assumption": "Chosen by the operator; the log names no model."}
    for key in ("used", "unused"):
        Facility.objects.create(provider=cast.provider, key=key, name=f"The {key} hall", **said)
    use(flag, days=1)
    assert "Assumption:" not in open_page(officer, flag)
    UsageHour.objects.update(facility="used")
    page = open_page(officer, flag)
    assert "of The used hall do not name are counted as invented-chip. Chosen by the operator" in page
    assert "The unused hall" not in page


def test_hostile_texts_stay_texts_in_page_and_chart(cast, officer):
    flag = make_flag(
        make_tenant(cast.provider, "</script><script>alert(1)</script>"),
        title="<img src=x onerror=alert(2)>",
        explanation="<b onclick=alert(3)>",
    )
    use(flag, days=1, chip="</script><script>alert(4)")
    page = open_page(officer, flag)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b onclick" not in page
    assert "\\u003C/script\\u003E\\u003Cscript\\u003Ealert(4)" in page


def test_neighbours_keep_the_filters(cast, officer, flag):
    other = make_flag(make_tenant(cast.provider), raised_at=RAISED_AT - timedelta(days=1))
    make_flag(make_tenant(cast.provider), severity=5)
    page = open_page(officer, flag, "?severity=3")
    assert f"{reverse('console:flag', args=[other.reference])}?severity=3" in page
    assert 'data-go="previous"' not in page


@pytest.mark.parametrize("size", [1, 30])
def test_queries_do_not_grow_with_what_is_shown(
    cast, officer, flag, size, monkeypatch, django_assert_max_num_queries
):
    use(flag, days=size)
    for number in range(size):
        make_flag(make_tenant(cast.provider), raised_at=RAISED_AT - timedelta(days=number))
    batch = make_batch(cast.provider.key)
    monkeypatch.setattr(
        "compliance.console.flag_page.lines_behind", lambda flag, limit: [line_of(batch.reference)] * size
    )
    propose(flag=flag, disposition="true_match", measure="report", reason="Seen.", by=cast.officer)
    with django_assert_max_num_queries(13):
        open_page(officer, flag)


@pytest.mark.parametrize("role", ["officer", "approver", "auditor"])
def test_an_auditors_reading_is_recorded_and_nobody_elses(cast, browser_of, flag, role):
    open_page(browser_of(cast.persons[role]), flag)
    kinds = [leaf["type"] for leaf in recorded()]
    assert kinds == (["flag.read"] if role == "auditor" else [])
