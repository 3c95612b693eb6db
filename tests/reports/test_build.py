"""A report says what the sealed entries say, to the second; whatever does not fit stops it in one line."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from audit.evidence.store import evidence_path, read_evidence
from audit.ledger.models import Entry, OutboxEntry, SignedCheckpoint
from audit.ledger.seal import seal_all
from audit.proofs.archive import read_archive
from audit.proofs.merkle import leaf_hash
from audit.proofs.verify import verify_bundle
from audit.reports.build import Draft, build
from audit.reports.errors import (
    EvidenceLostError,
    LedgerChangedError,
    NotSealedError,
    PeriodError,
    ReportError,
    SumsDifferError,
)
from audit.reports.extent import Leaf
from audit.reports.folds import fold_flags
from audit.reports.models import IssuedReport, ReportRequest
from audit.reports.policy import trust_policy
from audit.reports.position import take_position
from compliance.pipeline import make_report
from compliance.screening.report_context import gather_context
from compliance.usage.models import UsageHour
from tests.append_only_guards import guards_lowered
from tests.reports.story import HOUR, PERIOD_FROM, PERIOD_UNTIL, Story

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def drafted(story: Story, period_from=PERIOD_FROM, period_until=PERIOD_UNTIL) -> Draft:
    request = ReportRequest.objects.get(reference=story.ask(period_from, period_until))
    seal_all()
    context = gather_context(story.provider.key, period_from, period_until)
    return build(request, position=take_position(request), context=context)


def document(story: Story, period_from=PERIOD_FROM, period_until=PERIOD_UNTIL) -> dict:
    return json.loads(drafted(story, period_from, period_until).report_json)


def usage_of(report: dict, story: Story) -> dict[tuple[str, str | None, str | None], int]:
    accounts = {tenant.reference: account for account, tenant in story.tenants.items()}
    return {
        (accounts[row["tenant"]], row["chip"], row["facility"]): row["accelerator_seconds"]
        for row in report["usage"]
    }


# --- quiet ------------------------------------------------------------------------------------------------------------


def test_a_period_in_which_nothing_happened_is_reported_as_such(quiet):
    report = document(quiet)
    assert report["usage"] == report["flags"] == report["decisions"] == report["chips"] == []
    assert report["totals"] == {
        "accelerator_seconds": 0,
        "tenants": 0,
        "flags": 0,
        "decisions": 0,
        "by_tenant": [],
        "by_chip": [],
        "by_facility": [],
    }


def test_use_outside_the_period_is_not_in_it(story):
    earlier = document(story, PERIOD_FROM - timedelta(hours=1), PERIOD_FROM)
    assert usage_of(earlier, story) == {("borealis", "nvidia-l4", "oslo-1"): 999_999}
    later = document(story, PERIOD_UNTIL, PERIOD_UNTIL + timedelta(days=1))
    assert later["usage"] == []


def test_another_providers_use_and_flags_stay_out(story, cast):
    other = Story(cast.outside_provider)
    other.account({("elsewhere", "nvidia-l4", "x"): {HOUR: 77}})
    other.flag("elsewhere")
    report = document(story)
    assert all(account in story.tenants for account, _, _ in usage_of(report, story))
    assert len(report["flags"]) == 2


# --- what it says -----------------------------------------------------------------------------------------------------


def test_use_is_the_sum_of_the_batches_within_the_period(story):
    assert usage_of(document(story), story) == {
        ("acme-research", "nvidia-h100-sxm5-80gb", "oslo-1"): 7200 + 28_800 - 200,
        ("acme-research", "nvidia-a100-sxm4-80gb", "oslo-2"): 14_400,
        ("borealis", "nvidia-l4", "oslo-1"): 3600,
        ("cumulus", "unknown", None): 60,
    }


def test_totals_follow_and_name_whom_they_are_about(story):
    totals = document(story)["totals"]
    assert (
        totals["accelerator_seconds"]
        == sum(row["accelerator_seconds"] for row in totals["by_chip"])
        == 53_860
    )
    assert {row["account"]: row["accelerator_seconds"] for row in totals["by_tenant"]} == {
        "acme-research": 50_200,
        "borealis": 3600,
        "cumulus": 60,
    }
    assumed = [row for row in totals["by_facility"] if row["assumed_chip"]]
    assert [(row["key"], row["country"], row["accelerator_seconds"]) for row in assumed] == [
        ("oslo-2", "NO", 14_400)
    ]
    assert "nobody has counted" in assumed[0]["assumption"]


def test_operations_and_h100_hours_are_those_of_the_period(story):
    tenants = {row["account"]: row for row in document(story)["totals"]["by_tenant"]}
    # 35,800 s of H100 (989.5 TFLOPS BF16, 1,979 FP8) and 14,400 s of A100 (312 TFLOPS BF16).
    usual = 35_800 * 9_895 * 10**11 + 14_400 * 312 * 10**12
    operations = tenants["acme-research"]["operations"]
    assert operations["expected"] == str(usual * 4 // 10)
    assert operations["lower"] == str(usual * 2 // 10)
    assert int(operations["upper"]) == 35_800 * 1_979 * 10**12 + 14_400 * 312 * 10**12
    # A100: 4,992 / 15,832 by TPP, 312 / 989.5 by dense BF16: alike here, never assumed to be.
    assert set(tenants["acme-research"]["h100_hours"]) == {"tpp", "dense_bf16"}
    assert tenants["acme-research"]["h100_hours"]["tpp"] == "11.2"
    assert tenants["cumulus"]["accelerator_seconds_without_rate"] == 60
    assert tenants["cumulus"]["operations"] == {"lower": "0", "expected": "0", "upper": "0"}


def test_flags_stand_as_the_last_entry_left_them(story):
    flags = {row["tenant"]: row for row in document(story)["flags"]}
    acme, borealis = (flags[story.tenants[account].reference] for account in ("acme-research", "borealis"))
    assert (acme["status"], acme["severity"], acme["lapsed_at"]) == ("met", "medium", None)
    assert acme["raised_at"] < acme["renewed_at"]
    assert (borealis["status"], borealis["lapsed_at"] is None) == ("lapsed", False)


def test_decisions_name_both_persons_and_no_reason(story):
    approved, proposed = sorted(document(story)["decisions"], key=lambda row: row["status"])
    assert (approved["status"], approved["proposer"], approved["answerer"]) == (
        "approved",
        "ingrid.solheim",
        "tomas.reyes",
    )
    assert approved["proposed_at"] <= approved["answered_at"]
    assert (proposed["status"], proposed["answered_at"], proposed["answerer"]) == ("proposed", None, None)
    assert "reason" not in approved


def test_every_annex_of_the_range_is_in_the_draft(story):
    assert len(drafted(story).annexes) == 2


def test_what_is_recorded_after_the_request_neither_stops_nor_enters_it(story):
    request = ReportRequest.objects.get(reference=story.ask())
    seal_all()
    story.account({("acme-research", "nvidia-h100-sxm5-80gb", "oslo-1"): {HOUR: 1}})
    context = gather_context(story.provider.key, PERIOD_FROM, PERIOD_UNTIL)
    draft = build(request, position=take_position(request), context=context)
    sums = usage_of(json.loads(draft.report_json), story)
    assert sums[("acme-research", "nvidia-h100-sxm5-80gb", "oslo-1")] == 35_800


def test_use_that_a_clock_ahead_of_ours_stated_before_the_period_is_in_it(quiet):
    """Recorded before the period began, and stands within it: the range goes back far enough to hold it."""
    h100 = ("acme-research", "nvidia-h100-sxm5-80gb", "oslo-1")
    hour = (int(datetime.now(UTC).timestamp()) // 3600 + 1) * 3600
    quiet.account({h100: {hour: 7200}})
    quiet.account({h100: {hour - 7200: 999}})
    seal_all()
    period_from = datetime.now(UTC)
    quiet.account({h100: {hour: 1}})
    issued = quiet.report(period_from, period_from + timedelta(days=1))
    assert issued.summary["accelerator_seconds"] == 7201
    assert verify_bundle(read_evidence(issued.bundle_sha256), trust_policy()).is_authenticated


# --- what stops it ----------------------------------------------------------------------------------------------------


def refusal(story: Story, kind: type[ReportError]) -> str:
    """The one line with which a report is refused; nothing may have been issued or recorded as issued."""
    with pytest.raises(kind) as refused:
        story.report()
    assert not IssuedReport.objects.exists()
    assert not OutboxEntry.objects.filter(kind="report.issued").exists()
    assert not Entry.objects.filter(kind="report.issued").exists()
    line = str(refused.value)
    assert "\n" not in line
    return line


def test_nothing_sealed_yet(story):
    request = ReportRequest.objects.get(reference=story.ask())
    with pytest.raises(NotSealedError, match="Nothing is sealed yet"):
        take_position(request)


def test_leaves_that_wait_from_before_the_request(story):
    seal_all()
    story.flag("cumulus")
    request = ReportRequest.objects.get(reference=story.ask())
    with pytest.raises(NotSealedError, match=r"1 entries recorded before .* not sealed"):
        take_position(request)


def test_leaves_that_waited_for_long_though_they_came_after_the_request(story):
    request = ReportRequest.objects.get(reference=story.ask())
    seal_all()
    request.requested_at -= timedelta(hours=2)
    story.at = datetime.now(UTC) - timedelta(minutes=25)
    story.flag("cumulus")
    assert len(take_position(request).later_leaves) == 1
    story.at -= timedelta(minutes=10)
    story.flag("cumulus")
    with pytest.raises(NotSealedError, match=r"1 entries recorded before .* not sealed"):
        take_position(request)


def test_a_changed_usage_row_is_named_with_both_numbers(story):
    row = UsageHour.objects.get(tenant__account="acme-research", facility="oslo-2")
    UsageHour.objects.filter(pk=row.pk).update(accelerator_seconds=14_401)
    line = refusal(story, SumsDifferError)
    tenant = story.tenants["acme-research"].reference
    for part in (tenant, "A100 SXM4 80GB", "oslo-2", "14401", "14400"):
        assert part in line


def test_a_removed_and_an_invented_usage_row(story):
    UsageHour.objects.filter(tenant__account="borealis").delete()
    assert "holds 0" in refusal(story, SumsDifferError)
    UsageHour.objects.create(
        tenant=story.tenant("borealis"),
        chip="nvidia-l4",
        facility="oslo-1",
        hour=HOUR,
        accelerator_seconds=3600,
    )
    UsageHour.objects.create(
        tenant=story.tenant("borealis"), chip="nvidia-l4", facility="oslo-9", hour=HOUR, accelerator_seconds=5
    )
    assert "sum to 0" in refusal(story, SumsDifferError)


def test_a_missing_evidence_file(story):
    seal_all()
    annex = Entry.objects.filter(kind="batch.accounted").first()
    evidence_path(json.loads(bytes(annex.leaf))["body"]["usage_sha256"]).unlink()
    line = refusal(story, EvidenceLostError)
    assert annex.subject in line
    assert "missing" in line


@pytest.mark.parametrize("position", [2, 30, -1])
def test_a_changed_evidence_file(story, position):
    seal_all()
    annex = Entry.objects.filter(kind="batch.accounted").first()
    path = evidence_path(json.loads(bytes(annex.leaf))["body"]["usage_sha256"])
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)
    assert annex.subject in refusal(story, EvidenceLostError)


def test_a_changed_entry_is_named(story):
    seal_all()
    entry = Entry.objects.filter(kind="flag.raised").first()
    softened = bytes(entry.leaf).replace(b'"severity":"critical"', b'"severity":"low"')
    assert softened != bytes(entry.leaf)
    with guards_lowered(connection):
        Entry.objects.filter(pk=entry.pk).update(leaf=softened)
    assert f"Entry {entry.index} of" in refusal(story, LedgerChangedError)


def test_an_entry_changed_with_its_hash(story):
    seal_all()
    entry = Entry.objects.filter(kind="flag.raised").first()
    softened = bytes(entry.leaf).replace(b'"severity":"critical"', b'"severity":"low"')
    with guards_lowered(connection):
        Entry.objects.filter(pk=entry.pk).update(leaf=softened, leaf_hash=leaf_hash(softened))
    position = take_position(ReportRequest.objects.get(reference=story.ask()))
    request = ReportRequest.objects.get()
    context = gather_context(story.provider.key, PERIOD_FROM, PERIOD_UNTIL)
    with pytest.raises(LedgerChangedError, match="do not give the head that was signed"):
        build(request, position=position, context=context)


def test_a_removed_entry(story):
    seal_all()
    with guards_lowered(connection):
        Entry.objects.get(kind="decision.approved").delete()
    request = ReportRequest.objects.get(reference=story.ask())
    context = gather_context(story.provider.key, PERIOD_FROM, PERIOD_UNTIL)
    with pytest.raises(LedgerChangedError, match="some are missing"):
        build(request, position=take_position(request), context=context)


def test_a_checkpoint_signed_by_somebody_else(story):
    seal_all()
    request = ReportRequest.objects.get(reference=story.ask())
    seal_all()
    position = take_position(request)
    name = position.log
    position.checkpoint.note = position.checkpoint.note.replace(name, name.replace("fjordlys", "fjordlyz"))
    context = gather_context(story.provider.key, PERIOD_FROM, PERIOD_UNTIL)
    with pytest.raises(LedgerChangedError):
        build(request, position=position, context=context)


def test_a_flag_entry_that_leaves_something_out(story):
    with transaction.atomic():
        story.tell("flag.raised", "flag_x", {"tenant": "tenant_x", "rule": "r"})
    assert "(flag.raised) does not say its rule_set" in refusal(story, LedgerChangedError)


def test_a_flag_entry_that_withholds_the_digest_of_its_rule_set(story):
    body = {
        "tenant": story.tenant("tn-1").reference,
        "rule": "dir_x.1",
        "rule_set": "dir_x",
        "rule_set_sha256": None,
        "status": "met",
        "severity": "high",
        "clause": "",
        "finding_sha256": "0" * 64,
        "facts_sha256": "1" * 64,
        "as_of_on": "2026-11-22",
    }
    leaf = Leaf(7, {"type": "flag.raised", "object": "flag_x", "at": "2026-11-22T00:00:00Z", "body": body})
    (row,) = fold_flags([leaf])
    assert (row["rule"], row["rule_set"], row["rule_set_sha256"]) == ("dir_x.1", "dir_x", None)
    del body["rule_set_sha256"]
    with pytest.raises(LedgerChangedError, match="does not say its rule_set_sha256"):
        fold_flags([leaf])


def test_periods_that_cannot_be(story):
    with pytest.raises(PeriodError, match="empty"):
        story.ask(PERIOD_FROM, PERIOD_FROM)
    with pytest.raises(PeriodError, match="not come yet"):
        story.ask(PERIOD_FROM + timedelta(days=36_500), PERIOD_UNTIL + timedelta(days=36_500))
    assert not ReportRequest.objects.exists()


def test_a_period_that_needs_last_years_log_too(story):
    now = story.provider.enrolled_at
    story.at = now - timedelta(days=366)
    story.flag("acme-research")
    story.at = None
    seal_all()
    assert SignedCheckpoint.objects.filter(log__startswith=f"{settings.LOG_DOMAIN}/fjordlys/").count() == 2
    with pytest.raises(PeriodError, match=f"fjordlys/{now.year - 1}"):
        story.report(now - timedelta(days=370), now)


def test_use_of_the_first_day_of_a_year_in_last_years_log(quiet):
    """A clock that was ahead on the last evening; the new year's log cannot prove it, and says so."""
    new_year = datetime(datetime.now(UTC).year, 1, 1, tzinfo=UTC)
    h100 = ("acme-research", "nvidia-h100-sxm5-80gb", "oslo-1")
    quiet.at = new_year - timedelta(minutes=5)
    quiet.account({h100: {int(new_year.timestamp()): 3600}})
    quiet.at = None
    seal_all()
    with pytest.raises(PeriodError, match="Ask for a period that begins a day later"):
        quiet.report(new_year, new_year + timedelta(days=31))
    later = quiet.report(new_year + timedelta(hours=1), new_year + timedelta(days=31))
    assert later.summary["accelerator_seconds"] == 0


def test_a_report_is_drawn_from_the_bundle_it_comes_in(story):
    issued = make_report(story.ask())
    report = json.loads(read_archive(read_evidence(issued.bundle_sha256))["report.json"])
    assert report["ledger"]["origin"] == issued.log
    assert report["ledger"]["size_until"] <= issued.leaf_index
    assert issued.summary == {name: report["totals"][name] for name in issued.summary}
