"""One request, one report: killed anywhere, run again, run twice."""

from datetime import UTC, datetime, timedelta

import pytest

from audit.evidence.store import read_evidence
from audit.ledger.models import Entry, OutboxEntry
from audit.proofs.verify import verify_bundle
from audit.reports import issue as issuing
from audit.reports.errors import NotSealedError, RenderingError
from audit.reports.models import IssuedReport, ReportRequest
from audit.reports.policy import trust_policy
from compliance.jobs.models import Job
from compliance.pipeline import make_report, ring
from tests.reports.story import Story

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


class KilledError(Exception):
    """What a `kill -9` looks like from inside a test."""


def issued_leaves(reference: str) -> int:
    tables = (OutboxEntry, Entry)
    return sum(table.objects.filter(kind="report.issued", subject=reference).count() for table in tables)


def verified(reference: str) -> bool:
    bundle = read_evidence(IssuedReport.objects.get(reference=reference).bundle_sha256)
    return verify_bundle(bundle, trust_policy()).is_authenticated


def test_asking_leaves_a_row_a_leaf_and_a_job_but_no_report(story):
    reference = story.ask()
    assert ReportRequest.objects.get().reference == reference
    assert OutboxEntry.objects.filter(kind="report.requested", subject=reference).count() == 1
    assert Job.objects.get(kind="report").subject == reference
    assert not IssuedReport.objects.exists()


def test_an_empty_period_is_issued_and_verifies(quiet):
    assert verified(quiet.report().reference)


def test_the_bell_issues_it(story):
    reference = story.ask()
    ring("report", reference)
    job = Job.objects.get(kind="report")
    assert (job.failure, job.done) == ("", job.wanted)
    assert verified(reference)


def test_a_report_that_is_refused_leaves_its_line_in_the_job(story):
    from compliance.usage.models import UsageHour

    UsageHour.objects.filter(tenant__account="cumulus").update(accelerator_seconds=61)
    ring("report", story.ask())
    job = Job.objects.get(kind="report")
    assert job.done < job.wanted
    assert "the usage table holds 61" in job.failure


def test_run_twice_it_is_issued_once(story):
    reference = story.ask()
    first, second = make_report(reference), make_report(reference)
    assert first == second
    assert issued_leaves(reference) == 1


def test_a_second_draft_of_the_same_request_is_not_issued_beside_the_first(story, monkeypatch):
    reference = story.ask()
    first = make_report(reference)
    monkeypatch.setattr("compliance.pipeline.resume", lambda request: None)
    assert make_report(reference) == first
    assert issued_leaves(reference) == 1


def test_two_requests_are_two_reports(story):
    assert story.report() != story.report()


@pytest.mark.parametrize("step", ["render", "build_statement", "_record", "seal", "_bundle", "_store"])
def test_killed_at_any_step_and_run_again_it_is_issued_once(story, monkeypatch, step):
    reference = story.ask()

    def killed(*_arguments, **_options):
        raise KilledError

    with monkeypatch.context() as at:
        at.setattr(issuing, step, killed)
        with pytest.raises(KilledError):
            make_report(reference)
        assert not IssuedReport.objects.exists()
    _life_goes_on(story)
    issued = make_report(reference)
    assert issued.reference == reference
    assert issued_leaves(reference) == 1
    assert verified(reference)


def _life_goes_on(story: Story) -> None:
    story.account({("acme-research", "nvidia-l4", "oslo-1"): {story_hour(): 5}})
    story.flag("cumulus")


def story_hour() -> int:
    from tests.reports.story import HOUR

    return HOUR


def test_a_pdf_that_cannot_be_made_records_nothing(story, monkeypatch):
    def fails(_report_json):
        raise RenderingError("The PDF could not be made: no ink")

    monkeypatch.setattr(issuing, "render", fails)
    reference = story.ask()
    with pytest.raises(RenderingError):
        make_report(reference)
    assert issued_leaves(reference) == 0


def test_an_entry_that_committed_long_after_its_time_calls_for_another_draft(story, monkeypatch):
    """A verifier would refuse the report without it, so the first draft is never recorded."""
    reference = story.ask()

    def issued_after_a_late_commit(draft):
        story.at = datetime.now(UTC) - timedelta(minutes=40)
        story.flag("cumulus")
        return issuing.issue(draft)

    with monkeypatch.context() as at, pytest.raises(NotSealedError, match="1 entries recorded before"):
        at.setattr("compliance.pipeline.issue", issued_after_a_late_commit)
        make_report(reference)
    assert issued_leaves(reference) == 0
    assert make_report(reference).summary["flags"] == 3
    assert verified(reference)


def test_entries_of_a_clock_that_is_ahead_do_not_keep_a_report_from_being_issued(story):
    story.at = datetime.now(UTC) + timedelta(minutes=2)
    story.flag("cumulus")
    story.at = None
    issued = story.report()
    assert issued.summary["flags"] == 3
    assert verified(issued.reference)
