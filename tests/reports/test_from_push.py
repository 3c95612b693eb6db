"""The whole path in one process: pushed logs, flags, a decision of two persons, a report that verifies."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from audit.evidence.store import read_evidence
from audit.proofs.archive import read_archive
from audit.proofs.verify import verify_bundle
from audit.reports.models import IssuedReport
from audit.reports.policy import trust_policy
from compliance.casework.answer import approve
from compliance.casework.propose import propose
from compliance.pipeline import request_report
from compliance.registry.load import load_registry
from compliance.screening.models import Flag
from compliance.usage.models import UsageHour
from compliance.usage.questions import accelerator_seconds_of
from tests.pushes import push, work_off

pytestmark = [pytest.mark.engines, pytest.mark.django_db]
LOGS = Path(settings.BASE_DIR) / "fixtures" / "access-logs"


@pytest.fixture
def pushed(cast):
    """The invented logs of one provider, worked off to the last flag."""
    load_registry(folder=Path(settings.BASE_DIR) / "fixtures" / "registry", by="setup")
    for name in ("fjordlys-events.ndjson", "fjordlys-bragi-sacct.txt"):
        push(cast.provider.key, (LOGS / name).read_bytes())
    work_off()
    return cast


def issued(cast) -> tuple[dict, IssuedReport]:
    hours = (
        UsageHour.objects.filter(tenant__provider=cast.provider)
        .order_by("hour")
        .values_list("hour", flat=True)
    )
    first, last = (datetime.fromtimestamp(hour, UTC) for hour in (hours.first(), hours.last()))
    reference = request_report(
        provider="fjordlys",
        period_from=first,
        period_until=last + timedelta(hours=1),
        by=cast.officer.username,
    )
    work_off()
    report = IssuedReport.objects.get(reference=reference)
    bundle = read_evidence(report.bundle_sha256)
    assert verify_bundle(bundle, trust_policy()).is_authenticated
    return json.loads(read_archive(bundle)["report.json"]), report


def test_the_report_sums_what_was_pushed_and_lists_what_was_flagged_and_decided(pushed):
    flag = Flag.objects.filter(tenant__provider=pushed.provider).order_by("-severity", "id").first()
    decision = propose(
        flag=flag,
        disposition="true_match",
        measure="request_information",
        reason="The tenant said nothing of a model of this size.",
        by=pushed.officer,
    )
    approve(decision=decision, reason="I read the log lines and agree.", by=pushed.approver)
    document, report = issued(pushed)
    assert document["totals"]["accelerator_seconds"] == accelerator_seconds_of("fjordlys") > 0
    assert {row["reference"] for row in document["flags"]} == set(
        Flag.objects.filter(tenant__provider=pushed.provider).values_list("reference", flat=True)
    )
    (row,) = document["decisions"]
    assert (row["reference"], row["flags"], row["status"]) == (
        decision.reference,
        [flag.reference],
        "approved",
    )
    assert (row["proposer"], row["answerer"]) == (pushed.officer.username, pushed.approver.username)
    assert "model of this size" not in json.dumps(document)
    assert report.requested_by == pushed.officer.username
    assert {row["slug"] for row in document["chips"]} | {"unknown"} >= {
        row["chip"] for row in document["usage"]
    }


def test_the_working_tables_say_of_each_flag_what_the_report_says(pushed):
    document, _ = issued(pushed)
    for row in document["flags"]:
        flag = Flag.objects.get(reference=row["reference"])
        assert (row["rule"], row["status"], row["clause"], row["finding_sha256"]) == (
            flag.rule,
            flag.status,
            flag.clause,
            flag.finding_sha256,
        )
