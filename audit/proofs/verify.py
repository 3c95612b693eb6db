"""Verify a report bundle, offline, with nothing but the bundle and a trust policy obtained elsewhere.

The checks run in a fixed order, from the file inwards: archive, manifest, signatures, log, content. The first
that fails raises a ProofError of one line naming the member. Without a policy the same bundle is at best
"self-consistent, not authenticated": everything in it fits together, but anybody could have made it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from audit.proofs import content, members, sshsig, timeline
from audit.proofs.archive import read_archive
from audit.proofs.canonical import parse_leaf
from audit.proofs.checkpoint import Checkpoint, read_checkpoint
from audit.proofs.dsse import Statement, open_envelope, read_envelope, sha256_hex
from audit.proofs.entries import BODY_STATEMENT_SHA256, REPORT_ISSUED, Entry, bears_on_reports, read_entries
from audit.proofs.errors import BundleError, PolicyError, ProofError, SignatureError
from audit.proofs.members import LogRange
from audit.proofs.merkle import leaf_hash, verify_inclusion, verify_range
from audit.proofs.note_keys import NoteVerifier
from audit.proofs.policy import Policy
from audit.proofs.policy_file import parse_policy
from audit.proofs.report import Report, read_report
from audit.proofs.tiles import decode_entries
from audit.proofs.tlog_proof import TlogProof


@dataclass(frozen=True)
class Check:
    """A check that held: its short name, and a sentence saying what was compared with what."""

    name: str
    sentence: str


@dataclass(frozen=True)
class VerificationResult:
    """What was verified. `is_authenticated` is False when no trust policy was given."""

    checks: tuple[Check, ...]
    is_authenticated: bool
    report: Report
    checkpoint: Checkpoint

    @property
    def summary(self) -> str:
        """One closing line."""
        about = (
            f"report {self.report.reference} of provider {self.report.provider}, issued "
            f"{self.report.fields['issued_at']}, drawn from leaves "
            f"[{self.report.size_from}, {self.report.size_until}) of {self.checkpoint.origin}"
        )
        if self.is_authenticated:
            return f"VERIFIED: {about}"
        return f"SELF-CONSISTENT, NOT AUTHENTICATED (no trust policy was given): {about}"


def verify_bundle(
    bundle: bytes, policy_text: str | None, on_check: Callable[[Check], None] | None = None
) -> VerificationResult:
    """Run every check on the bytes of a bundle; `on_check` hears of each as it holds.

    Raises ProofError, and nothing else, whatever the bytes are.
    """
    policy = None if policy_text is None else parse_policy(policy_text)
    if policy is not None and not policy.reports:
        raise PolicyError("the trust policy names no report key; add a line 'report <vkey>'")
    verification = _Verification(bundle, policy)
    checks: list[Check] = []
    for check in verification.run():
        checks.append(check)
        if on_check is not None:
            on_check(check)
    return VerificationResult(tuple(checks), policy is not None, verification.report, verification.checkpoint)


class _Verification:
    """One run over one bundle; later checks read what earlier ones established."""

    report: Report
    checkpoint: Checkpoint

    def __init__(self, bundle: bytes, policy: Policy | None) -> None:
        self.bundle = bundle
        self.policy = policy

    def run(self) -> Iterator[Check]:
        yield Check("archive", self.open_archive())
        yield Check("manifest", self.check_manifest())
        yield Check("manifest signature", self.check_manifest_signature())
        yield Check("statement", self.check_statement())
        yield Check("checkpoint", self.check_checkpoint())
        yield Check("range", self.check_range())
        yield Check("leaves", self.check_leaves())
        yield Check("report leaf", self.check_report_leaf())
        yield from self.check_content()

    def open_archive(self) -> str:
        self.members = read_archive(self.bundle)
        members.require_members(self.members)
        return (
            f"{len(self.members)} members, {len(self.bundle)} bytes, none outside a member, none unexpected"
        )

    def check_manifest(self) -> str:
        count = members.require_manifest(self.members)
        return f"{members.MANIFEST} lists exactly the {count} other members, and every SHA-256 is right"

    def check_manifest_signature(self) -> str:
        armour = self.members[members.MANIFEST_SIGNATURE]
        with _about(members.MANIFEST_SIGNATURE):
            public_key = sshsig.verify(self.members[members.MANIFEST], armour, members.MANIFEST_NAMESPACE)
        if self.policy is None:
            self.report_keys = self._claimed_keys(public_key)
            return f"{members.MANIFEST} is signed by the key the bundle itself names (not authenticated)"
        self.report_keys = self.policy.reports
        for key in self.policy.reports:
            if key.public_key == public_key:
                return f"{members.MANIFEST} is signed by the report key {key.name} of the trust policy"
        raise SignatureError(f"{members.MANIFEST_SIGNATURE} is not by a report key of the trust policy")

    def check_statement(self) -> str:
        with _about(members.STATEMENT):
            payload, key = open_envelope(self.members[members.STATEMENT], self.report_keys)
            statement = Statement.from_bytes(payload)
        with _about(members.REPORT):
            self.report = read_report(self.members[members.REPORT])
        expected = members.statement_of(self.report.fields, self.members)
        for name in sorted(expected.subjects.keys() | statement.subjects.keys()):
            if statement.subjects.get(name) != expected.subjects.get(name):
                raise BundleError(f"{members.STATEMENT} does not state the SHA-256 of {name} in this bundle")
        if statement != expected:
            raise BundleError(f"{members.STATEMENT} is about another report than {members.REPORT}")
        self.statement_sha256 = sha256_hex(payload)
        return f"{key.name} signed the digests of {', '.join(members.NAMED_SUBJECTS)} and every annex"

    def check_checkpoint(self) -> str:
        note = self.members[members.CHECKPOINT]
        with _about(members.CHECKPOINT):
            self.checkpoint = (
                read_checkpoint(note) if self.policy is None else self.policy.open_checkpoint(note)
            )
        if self.checkpoint.origin != self.report.origin:
            raise BundleError(
                f"{members.CHECKPOINT} is of another log than 'ledger' of {members.REPORT} says"
            )
        head = f"{self.checkpoint.origin} at size {self.checkpoint.size}"
        if self.policy is None:
            return f"{head}: the signature cannot be checked without a trust policy (not authenticated)"
        return f"{head} is signed by the log's key; quorum of witnesses: {self.policy.quorum}"

    def check_range(self) -> str:
        with _about(members.RANGE):
            self.range = LogRange.from_bytes(self.members[members.RANGE])
        with _about(members.ENTRIES):
            self.leaves = decode_entries(self.members[members.ENTRIES])
        start, until = self.range.start.size, self.range.size_until
        if until != self.checkpoint.size:
            raise BundleError(f"{members.RANGE} ends at {until}, the checkpoint at {self.checkpoint.size}")
        if not start == self.report.size_from <= self.report.size_until <= until:
            raise BundleError(
                f"'ledger' of {members.REPORT} does not fit the range [{start}, {until}) of the bundle"
            )
        with _about(members.ENTRIES):
            verify_range(self.range.start, self.leaves, until, self.checkpoint.root)
        return f"leaves [{start}, {until}) give the checkpoint's root: none left out, altered or moved"

    def check_leaves(self) -> str:
        first = self.range.start.size
        parsed = []
        for index, leaf in enumerate(self.leaves, first):
            with _about(f"{members.ENTRIES}, leaf {index}"):
                parsed.append(parse_leaf(leaf))
        if not parsed:
            raise BundleError(f"{members.ENTRIES} holds no leaf, not even the report's own")
        with _about(members.ENTRIES):
            timeline.require_early_start(parsed[0], first, self.report.period_from_seconds)
            timeline.require_order(parsed, first)
            self.entries = read_entries(parsed, first, self.checkpoint.origin)
        read = sum(bears_on_reports(leaf["type"]) for leaf in parsed)
        begins = (
            f"the range begins with leaf {first}, of {parsed[0]['at']}"
            if first
            else "the range begins with the log"
        )
        return (
            f"all {len(parsed)} leaves are canonical JSON, none over an hour older than one before it; "
            f"{read} bear on reports; {begins}"
        )

    def check_report_leaf(self) -> str:
        with _about(members.PROOF):
            proof = TlogProof.from_text(self.members[members.PROOF])
            if proof.checkpoint_note.encode() != self.members[members.CHECKPOINT] or proof.extra is not None:
                raise BundleError(f"the proof must lead to {members.CHECKPOINT} and carry nothing else")
            entry = next((e for e in self.entries if e.index == proof.index), None)
            if entry is None or entry.kind != REPORT_ISSUED:
                raise BundleError(f"leaf {proof.index} is not a {REPORT_ISSUED} entry of the range")
            leaf = self.leaves[proof.index - self.range.start.size]
            root = self.checkpoint.root
            verify_inclusion(leaf_hash(leaf), proof.index, self.checkpoint.size, proof.hashes, root)
        self._require_issued(entry)
        self.issued_index = entry.index
        return f"leaf {entry.index} ({REPORT_ISSUED}) is in the log and states the SHA-256 of the statement"

    def check_content(self) -> Iterator[Check]:
        report = self.report
        of_provider = [e for e in self.entries if e.provider == report.provider]
        own = [e for e in of_provider if e.index < report.size_until]
        accounted, sentence = content.match_annexes(own, members.annexes_of(self.members))
        yield Check("annexes", sentence)
        yield Check("usage", content.check_usage(report, accounted))
        yield Check("totals", content.check_totals(report))
        yield Check("flags", content.check_flags(report, own))
        yield Check("decisions", content.check_decisions(report, own))
        yield Check("later entries", timeline.check_later(report, of_provider, self.issued_index))

    def _require_issued(self, entry: Entry) -> None:
        where = f"leaf {entry.index} ({REPORT_ISSUED})"
        if (entry.reference, entry.provider) != (self.report.reference, self.report.provider):
            raise BundleError(f"{where} is about another report than {members.REPORT}")
        if entry.body.get(BODY_STATEMENT_SHA256) != self.statement_sha256:
            raise BundleError(f"{where} does not state the SHA-256 of the statement in {members.STATEMENT}")
        if entry.index < self.report.size_until:
            raise BundleError(f"{where} stands within the range that {members.REPORT} says it was drawn from")
        # Leaves carry fractions of a second, the report need not: compare whole seconds.
        known = [e.at for e in self.entries if e.index < self.report.size_until]
        if self.report.issued_at > entry.at or any(
            at.replace(microsecond=0) > self.report.issued_at for at in known
        ):
            raise BundleError(
                f"'issued_at' of {members.REPORT} does not lie between its last entry and {where}"
            )

    def _claimed_keys(self, public_key: bytes) -> tuple[NoteVerifier, ...]:
        """Without a policy: the names the envelope gives to the key that signed the manifest."""
        with _about(members.STATEMENT):
            _, _, signatures = read_envelope(self.members[members.STATEMENT])
            return tuple(NoteVerifier(hint.rpartition("+")[0], public_key) for hint, _ in signatures)


@contextmanager
def _about(place: str) -> Iterator[None]:
    """Name the member in errors of modules that know only its bytes."""
    try:
        yield
    except ProofError as error:
        if place in str(error):
            raise
        raise type(error)(f"{place}: {error}") from None
