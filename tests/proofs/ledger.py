"""An invented log of one provider, grown leaf by leaf, and a report bundle drawn from it. Keys are made
fresh.
"""

import hashlib
from dataclasses import dataclass, field

from audit.proofs.annex import Annex, Cell
from audit.proofs.bundle import assemble, build_statement, issued_body, report_bytes
from audit.proofs.canonical import leaf_bytes
from audit.proofs.checkpoint import Checkpoint, sign_checkpoint
from audit.proofs.merkle import Frontier, leaf_hash
from audit.proofs.note_keys import NoteSigner

ORIGIN = "ledger.example/operator/2026"
PROVIDER = "PRV-1"
HOUR = 1_767_225_600  # 2026-01-01T00:00:00Z
PDF = b"%PDF-1.7 a rendering stands here\n"
LOG_KEY = NoteSigner.generate(ORIGIN)
REPORT_KEY = NoteSigner.generate("ledger.example/reports")
POLICY = f"# trust\nlog {LOG_KEY.vkey}\nreport {REPORT_KEY.vkey}\nquorum none\n"


@dataclass
class Ledger:
    leaves: list[bytes] = field(default_factory=list)
    frontier: Frontier = field(default_factory=Frontier)
    last_before_period: int = -1  # index of the last leaf recorded long before the period of the report

    def append(self, kind: str, reference: str, *, at: str = "", **body: object) -> int:
        index = len(self.leaves)
        day = "2025-12-30" if index <= self.last_before_period else "2026-02-01"
        leaf = leaf_bytes(
            {
                "v": 1,
                "type": kind,
                "id": f"01900000-0000-7000-8000-{index:012d}",
                "at": at or f"{day}T00:00:{index % 60:02d}.{index:06d}Z",
                "log": ORIGIN,
                "actor": "system",
                "object": reference,
                "body": body,
            }
        )
        self.append_bytes(leaf)
        return index

    def append_bytes(self, leaf: bytes) -> None:
        self.leaves.append(leaf)
        self.frontier.append(leaf_hash(leaf))

    def checkpoint(self) -> str:
        head = Checkpoint(ORIGIN, self.frontier.size, self.frontier.root())
        return sign_checkpoint(head, LOG_KEY)


def annex_file(annex: Annex) -> tuple[str, bytes]:
    return f"annexes/{annex.batch}.json", annex.to_bytes()


ANNEXES = (
    Annex(
        "BAT-1",
        (
            Cell("TEN-1", "h100", "fra-1", HOUR, 7200),
            Cell("TEN-2", "h100", "fra-1", HOUR + 3600, 3600),
            Cell("TEN-1", "h100", "fra-1", HOUR - 3600, 999),  # the hour before the period
        ),
    ),
    Annex("BAT-2", (Cell("TEN-1", "h100", "fra-1", HOUR, -200), Cell("TEN-1", None, "fra-1", HOUR, 60))),
)
USAGE = [
    {"tenant": "TEN-1", "chip": "h100", "facility": "fra-1", "accelerator_seconds": 7000},
    {"tenant": "TEN-1", "chip": None, "facility": "fra-1", "accelerator_seconds": 60},
    {"tenant": "TEN-2", "chip": "h100", "facility": "fra-1", "accelerator_seconds": 3600},
]


@dataclass
class Story:
    """Everything a bundle is assembled from. A test bends a part of it and assembles again."""

    ledger: Ledger
    document: dict[str, object]
    annexes: dict[str, bytes]
    start_size: int
    pdf: bytes = PDF
    signer: NoteSigner = REPORT_KEY
    statement: bytes | None = None  # an envelope to use instead of the one that belongs to the report
    issued_reference: str | None = None  # likewise what the report.issued leaf is about

    def start(self) -> Frontier:
        frontier = Frontier()
        for leaf in self.ledger.leaves[: self.start_size]:
            frontier.append(leaf_hash(leaf))
        return frontier

    def bundle(self) -> bytes:
        report_json = report_bytes(self.document)
        statement = self.statement or build_statement(report_json, self.pdf, self.annexes, self.signer)
        reference = self.issued_reference or str(self.document["reference"])
        index = self.ledger.append("report.issued", reference, **issued_body(PROVIDER, statement))
        self.ledger.append("report.read", reference, provider=PROVIDER)
        return assemble(
            report_json=report_json,
            report_pdf=self.pdf,
            annexes=self.annexes,
            statement=statement,
            start=self.start(),
            leaves=self.ledger.leaves[self.start_size :],
            checkpoint=self.ledger.checkpoint(),
            issued_index=index,
            signer=self.signer,
            instructions="# How to verify\n",
        )


def told(start_size: int = 5) -> Story:
    """About thirty leaves: two batches, two flags (one updated), a decision, and things that are not of
    the report.
    """
    ledger = Ledger(last_before_period=start_size)
    for number in range(start_size + 3):
        ledger.append("session.opened", f"SES-{number}", provider=PROVIDER)
    for annex in ANNEXES:
        ledger.append("batch.accounted", annex.batch, provider=PROVIDER, usage_sha256=annex.sha256)
    flag = {"provider": PROVIDER, "tenant": "TEN-1", "rule": "compute-1e26", "status": "open"}
    ledger.append("flag.raised", "FLG-1", severity="low", **flag)
    ledger.append("flag.raised", "FLG-2", severity="high", **{**flag, "tenant": "TEN-2"})
    ledger.append("flag.renewed", "FLG-1", severity="high", **flag)
    ledger.append("decision.proposed", "DEC-1", provider=PROVIDER, flags=["FLG-1"])
    ledger.append("decision.approved", "DEC-1", provider=PROVIDER, flags=["FLG-1"], measure="report")
    other = hashlib.sha256(b"another provider's annex").hexdigest()
    ledger.append("batch.accounted", "BAT-9", provider="PRV-2", usage_sha256=other)
    ledger.append("flag.raised", "FLG-9", severity="low", **{**flag, "provider": "PRV-2"})
    for number in range(10):
        ledger.append("session.closed", f"SES-{number}", provider=PROVIDER)
    return Story(ledger, document(start_size, len(ledger.leaves)), dict(map(annex_file, ANNEXES)), start_size)


def document(size_from: int, size_until: int) -> dict[str, object]:
    flag = {"rule": "compute-1e26", "severity": "high", "status": "open"}
    return {
        "v": 1,
        "kind": "period-report",
        "reference": "RPT-1",
        "provider": PROVIDER,
        "period": {"from": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"},
        "issued_at": f"2026-02-01T00:00:{(size_until - 1) % 60:02d}Z",
        "as_of_law": "2026-02-01",
        "usage": [dict(row) for row in USAGE],
        "totals": {"accelerator_seconds": 10_660, "tenants": 2, "flags": 2, "decisions": 1},
        "flags": [
            {"reference": "FLG-1", "tenant": "TEN-1", **flag},
            {"reference": "FLG-2", "tenant": "TEN-2", **flag},
        ],
        "decisions": [
            {
                "reference": "DEC-1",
                "flags": ["FLG-1"],
                "status": "approved",
                "measure": "report",
                "share": 0.5,
            }
        ],
        "chips": [{"name": "h100"}],
        "rule_sets": [],
        "ledger": {"origin": ORIGIN, "size_from": size_from, "size_until": size_until},
    }
