"""The members of a report bundle: their names, and the small files among them.

    report.json           the report, canonical JSON
    report.pdf            the same, to read
    statement.dsse.json   signed: these are the digests of report and annexes
    report.tlog-proof     the `report.issued` leaf, which holds the statement's digest, is in the log
    log/checkpoint        the log's signed head at the end of the range
    log/range.json        where the range starts and ends, and the tree's frontier at its start
    log/entries           every leaf of the range (tlog-tiles entry bundle encoding)
    annexes/...           usage by tenant, chip, facility and hour, one file a batch
    VERIFY.md             how to verify
    SHA256SUMS            digest of every file above, `sha256sum -c` reads it
    SHA256SUMS.sig        SSHSIG over SHA256SUMS, `ssh-keygen -Y verify` reads it

Nothing else may be in a bundle; above all no keys and no policy: trust comes from elsewhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audit.proofs import base64_text, shape
from audit.proofs.canonical import canonical_bytes, parse_canonical
from audit.proofs.dsse import Statement, sha256_hex
from audit.proofs.errors import BundleError
from audit.proofs.merkle import Frontier

REPORT = "report.json"
PDF = "report.pdf"
STATEMENT = "statement.dsse.json"
PROOF = "report.tlog-proof"
CHECKPOINT = "log/checkpoint"
RANGE = "log/range.json"
ENTRIES = "log/entries"
INSTRUCTIONS = "VERIFY.md"
MANIFEST = "SHA256SUMS"
MANIFEST_SIGNATURE = "SHA256SUMS.sig"
ANNEX_FOLDER = "annexes/"
FIXED = frozenset(
    {REPORT, PDF, STATEMENT, PROOF, CHECKPOINT, RANGE, ENTRIES, INSTRUCTIONS, MANIFEST, MANIFEST_SIGNATURE}
)

MANIFEST_NAMESPACE = "chokepoint-report"
PREDICATE_TYPE = "https://chokepoint.example/period-report/v1"
_MANIFEST_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True)
class LogRange:
    """The leaves [size_from, size_until) of a log, by the frontier of the tree at size_from."""

    start: Frontier
    size_until: int

    def to_bytes(self) -> bytes:
        """The content of log/range.json."""
        frontier = [base64_text.encode(digest) for digest in self.start.hashes]
        return canonical_bytes(
            {"v": 1, "size_from": self.start.size, "size_until": self.size_until, "frontier": frontier}
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "LogRange":
        """Read log/range.json; raises a ProofError."""
        fields = shape.as_object(parse_canonical(data), RANGE)
        shape.require_exactly(fields, {"v", "size_from", "size_until", "frontier"}, RANGE)
        shape.require_version_1(fields, RANGE)
        hashes = [
            base64_text.decode(
                shape.as_text(item, f"a frontier hash of {RANGE}"), "a frontier hash", BundleError
            )
            for item in shape.as_list(fields["frontier"], f"the frontier of {RANGE}")
        ]
        start = Frontier(shape.integer(fields, "size_from", RANGE), hashes)
        return cls(start, shape.integer(fields, "size_until", RANGE))


def manifest_of(members: Mapping[str, bytes]) -> bytes:
    """SHA256SUMS over these members, in the form of coreutils sha256sum, sorted by name."""
    return "".join(f"{sha256_hex(members[name])}  {name}\n" for name in sorted(members)).encode("ascii")


def require_manifest(members: Mapping[str, bytes]) -> int:
    """How many files SHA256SUMS covers: all others than itself and its signature, else BundleError."""
    covered = {
        name: content for name, content in members.items() if name not in (MANIFEST, MANIFEST_SIGNATURE)
    }
    listed: dict[str, str] = {}
    for line in members[MANIFEST].decode("ascii", "replace").splitlines():
        match = _MANIFEST_LINE.fullmatch(line)
        if match is None:
            raise BundleError(f"{MANIFEST} has a line that is not '<sha256>  <name>'")
        listed[match[2]] = match[1]
    for name, content in sorted(covered.items()):
        if name not in listed:
            raise BundleError(f"{name} is not listed in {MANIFEST}")
        if listed[name] != sha256_hex(content):
            raise BundleError(f"{name} was altered: its SHA-256 is not the one in {MANIFEST}")
    for name in sorted(listed.keys() - covered.keys()):
        raise BundleError(f"{name} is listed in {MANIFEST} but missing from the bundle")
    if members[MANIFEST] != manifest_of(covered):
        raise BundleError(f"{MANIFEST} is not in canonical form: sorted by name, one line a file")
    return len(covered)


def require_members(members: Mapping[str, bytes]) -> None:
    """Raise BundleError unless every fixed member is there and every other is an annex."""
    for name in sorted(FIXED - members.keys()):
        raise BundleError(f"{name} is missing from the bundle")
    for name in sorted(members.keys() - FIXED):
        if not name.startswith(ANNEX_FOLDER):
            raise BundleError(f"{name} does not belong in a bundle (trust anchors are never taken from one)")


def annexes_of(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The annexes among the members, by full name."""
    return {name: content for name, content in members.items() if name.startswith(ANNEX_FOLDER)}


NAMED_SUBJECTS = (REPORT, PDF)


def statement_of(report: Mapping[str, object], members: Mapping[str, bytes]) -> Statement:
    """The statement that belongs to a report: digests of report, PDF and annexes, and what the report is."""
    subjects = {name: sha256_hex(members[name]) for name in (*NAMED_SUBJECTS, *annexes_of(members))}
    predicate = {name: report[name] for name in ("reference", "provider", "period", "issued_at", "ledger")}
    return Statement(subjects, PREDICATE_TYPE, predicate)
