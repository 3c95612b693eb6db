"""One of each thing that a page of the console can show, and the addresses of all pages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.urls import reverse

from audit.evidence.store import keep_evidence
from audit.intake.models import LogBatch, NormalisedBatch, QuarantinedLine
from audit.references import new_reference
from audit.reports.models import IssuedReport
from compliance.accounts.roles import Act
from compliance.casework.models import Decision
from compliance.casework.propose import propose
from compliance.console.law.directives import beginning
from compliance.lawbook.write_directive import write_directive
from compliance.pipeline import request_replay
from compliance.registry.models import Chip, MakerLetter
from compliance.registry.record_maker_letter import record_maker_letter
from compliance.replays.ask import Trial
from compliance.replays.models import Replay
from compliance.replays.run import run_replay
from tests.cast import Cast
from tests.compliance.casework.flags import make_flag, make_tenant
from tests.compliance.lawbook.letters import published as published_directive

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
BUNDLE = b"PK invented bundle"


@dataclass(frozen=True)
class Page:
    """An address, how it is asked for, and the act it needs. empty_form: the status of a post without fields."""

    name: str
    address: str
    method: str
    act: Act
    empty_form: int = 422


def make_batch(
    provider: str, *, unknown_event_names: dict[str, int] | None = None, **counts: int
) -> LogBatch:
    """Make a batch that was read; with `lines_quarantined`, its lines too."""
    batch = LogBatch.objects.create(
        provider=provider,
        body_sha256=new_reference("x").ljust(64, "0"),
        body_size_bytes=4096,
        received_at=NOON,
        received_by="cpk_test",
    )
    figures = {
        "records_accepted": 10,
        "records_duplicate": 0,
        "records_conflicting": 0,
        "lines_quarantined": 0,
    }
    NormalisedBatch.objects.create(
        batch=batch,
        format="job-table",
        mapper_version=1,
        decoded_size_bytes=9000,
        normalised_at=NOON,
        unknown_event_names=unknown_event_names or {},
        **(figures | counts),
    )
    for number in range(counts.get("lines_quarantined", 0)):
        QuarantinedLine.objects.create(
            batch=batch,
            line_number=number + 1,
            byte_offset=0,
            byte_length=9,
            reason="no <b>instant</b> in it",
        )
    return batch


def make_report(provider: str) -> IssuedReport:
    """Make an issued report whose bundle lies in evidence."""
    kept = keep_evidence([BUNDLE], limit_bytes=1000)
    return IssuedReport.objects.create(
        reference=new_reference("report"),
        provider=provider,
        period_from=NOON,
        period_until=NOON,
        requested_by="ingrid.solheim",
        issued_at=NOON,
        bundle_sha256=kept.sha256,
        bundle_size_bytes=kept.size_bytes,
        log="log.test.invalid/fjordlys/2026",
        leaf_index=3,
    )


def make_pending_decision(cast: Cast) -> Decision:
    """Make a flag and a decision that the officer proposed on it."""
    flag = make_flag(make_tenant(cast.provider))
    return propose(flag=flag, disposition="true_match", measure="report", reason="Seen.", by=cast.officer)


def every_page(cast: Cast) -> list[Page]:
    """Return every page of the console that needs somebody to be logged in, each with an object that exists."""
    decision = make_pending_decision(cast)
    flag = decision.case.flags.get()
    batch, report = make_batch(cast.provider.key), make_report(cast.provider.key)
    rows = [
        ("queue", [], "get", Act.READ_CASEWORK),
        ("flag", [flag.reference], "get", Act.READ_CASEWORK),
        ("propose", [flag.reference], "post", Act.PROPOSE),
        ("answer", [flag.reference, decision.reference], "post", Act.APPROVE),
        ("tenant", [flag.tenant.reference], "get", Act.READ_CASEWORK),
        ("batches", [], "get", Act.READ_INTAKE),
        ("batch", [batch.reference], "get", Act.READ_INTAKE),
        ("reports", [], "get", Act.READ_REPORTS),
        ("request-report", [], "post", Act.REQUEST_REPORT),
        ("report-bundle", [report.reference], "get", Act.READ_REPORTS),
        ("ledger", [], "get", Act.READ_LEDGER),
        *law_pages(cast),
    ]
    return [
        Page(name, reverse(f"console:{name}", args=args), method, act, *more)
        for name, args, method, act, *more in rows
    ]


def make_chip(slug: str = "test-h20", **figures: object) -> Chip:
    """Make a chip of the registry: like an H20 where nothing else is said."""
    said = {
        "vendor": "NVIDIA",
        "name": "H20 of a test",
        "fp8_tops": Decimal(296),
        "fp16_tops": Decimal(148),
        "fp32_tops": Decimal(44),
        "die_area_mm2": Decimal(814),
        "has_non_planar_die": True,
        "memory_bandwidth_gbs": Decimal(4000),
        "interconnect_gbs": Decimal(900),
        "marketed_for_datacenter": True,
        "designer_hq": "US",
        "source": "a data sheet",
        "confidence": "high",
    }
    return Chip.objects.create(slug=slug, **(said | figures))


def make_replay(cast: Cast, trial: Trial, **more: object) -> Replay:
    """Make a replay that is finished."""
    reference = request_replay(trial=trial, by=cast.officer, **({"as_of": date(2026, 7, 1)} | more))
    while not run_replay(reference, show=lambda _done, _total: None):
        pass
    return Replay.objects.get(reference=reference)


def make_letter(chip: Chip, cast: Cast, **said: object) -> MakerLetter:
    """Put a letter about `chip` on record."""
    fields = {
        "stated_entry": "3A090.b",
        "content": b"We classify this circuit as 3A090.b.",
        "file_name": "letter.txt",
        "letter_on": date(2026, 3, 1),
        "signer": "Very Private, trade counsel",
        "source": "by post",
    }
    return record_maker_letter(chip=chip, by=cast.approver, **(fields | said))


def law_pages(cast: Cast) -> list[tuple]:
    """Return the pages about law, each with an object that exists."""
    draft = write_directive(title="A letter", content=beginning(), by=cast.officer)
    chip = make_chip()
    replay = make_replay(cast, Trial(rule_set="us/3a090@2023-11-17"))
    return [
        ("chips", [], "get", Act.READ_LAW),
        ("chip", [chip.slug], "get", Act.READ_LAW),
        ("record-letter", [chip.slug], "post", Act.STATE_LAW),
        ("letter-file", [make_letter(chip, cast).reference], "get", Act.READ_LAW),
        ("rule-sets", [], "get", Act.READ_LAW),
        ("rule-set", ["us/3a090@2023-11-17"], "get", Act.READ_LAW),
        ("compare-sets", ["us/3a090@2023-11-17"], "get", Act.READ_LAW),
        ("end-directive", [published_directive(cast).rule_set], "post", Act.WRITE_DIRECTIVES),
        ("directives", [], "get", Act.READ_DIRECTIVES),
        ("new-directive", [], "get", Act.WRITE_DIRECTIVES),
        ("write-directive", [], "post", Act.WRITE_DIRECTIVES),
        ("check-directive", [], "post", Act.WRITE_DIRECTIVES, 200),
        ("directive", [draft.reference], "get", Act.READ_DIRECTIVES),
        ("change-directive", [draft.reference], "post", Act.WRITE_DIRECTIVES),
        ("answer-directive", [draft.reference], "post", Act.PUBLISH_DIRECTIVES),
        ("licence-answers", [], "get", Act.READ_LAW),
        ("access-answers", [], "get", Act.READ_LAW),
        ("replays", [], "get", Act.REPLAY),
        ("ask-replay", [], "post", Act.REPLAY),
        ("replay", [replay.reference], "get", Act.REPLAY),
        ("replay-csv", [replay.reference], "get", Act.REPLAY),
        ("replay-json", [replay.reference], "get", Act.REPLAY),
        ("texts", [], "get", Act.READ_LAW),
        ("see-notice", [], "post", Act.STATE_LAW),
        ("switches", [], "get", Act.READ_LAW),
        ("state-switch", [], "post", Act.STATE_LAW),
    ]
