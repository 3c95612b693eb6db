"""A report bundle: it verifies; any changed byte is refused; what an issuer or attacker might try is
refused.
"""

import base64
import json
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from audit.proofs import bundle as bundle_module
from audit.proofs import members as parts
from audit.proofs import sshsig
from audit.proofs.archive import read_archive, write_archive
from audit.proofs.dsse import sign_envelope
from audit.proofs.errors import (
    ArchiveError,
    BundleError,
    NoteError,
    PolicyError,
    ProofError,
    SignatureError,
)
from audit.proofs.members import LogRange
from audit.proofs.merkle import leaf_hash
from audit.proofs.merkle_proofs import frontier_source, inclusion_proof
from audit.proofs.note_keys import NoteSigner
from audit.proofs.tiles import decode_entries, encode_entries
from audit.proofs.tlog_proof import TlogProof
from audit.proofs.verify import verify_bundle
from tests.proofs.ledger import LOG_KEY, ORIGIN, POLICY, REPORT_KEY, told

BUNDLE = told().bundle()
MEMBERS = read_archive(BUNDLE)
CHECKS = [
    "archive",
    "manifest",
    "manifest signature",
    "statement",
    "checkpoint",
    "range",
    "leaves",
    "report leaf",
    "annexes",
    "usage",
    "totals",
    "flags",
    "decisions",
    "later entries",
]


def resealed(members, signer=REPORT_KEY):
    """What an attacker holding the report key could do: change members, then list and sign them anew."""
    files = {n: c for n, c in members.items() if n not in (parts.MANIFEST, parts.MANIFEST_SIGNATURE)}
    manifest = parts.manifest_of(files)
    armour = sshsig.sign(manifest, signer, parts.MANIFEST_NAMESPACE).encode()
    return write_archive({**files, parts.MANIFEST: manifest, parts.MANIFEST_SIGNATURE: armour})


def refusal(data, policy=POLICY):
    with pytest.raises(ProofError) as caught:
        verify_bundle(data, policy)
    message = str(caught.value)
    assert message.isprintable()
    assert message
    return message


def test_an_honest_bundle_verifies():
    heard = []
    result = verify_bundle(BUNDLE, POLICY, heard.append)
    assert [check.name for check in result.checks] == CHECKS
    assert tuple(heard) == result.checks
    assert result.is_authenticated
    assert result.summary.startswith("VERIFIED: report RPT-1 of provider PRV-1")


@pytest.mark.parametrize("start_size", [0, 1, 7, 8, 13])
def test_the_range_may_start_anywhere(start_size):
    assert verify_bundle(told(start_size).bundle(), POLICY).report.size_from == start_size


def test_the_bytes_do_not_depend_on_when_they_are_assembled():
    story = told()
    first = story.bundle()
    del story.ledger.leaves[-2:]
    story.ledger.frontier = told().ledger.frontier
    assert story.bundle() == first


def test_without_a_policy_it_is_only_self_consistent():
    result = verify_bundle(BUNDLE, None)
    assert not result.is_authenticated
    assert "NOT AUTHENTICATED" in result.summary
    assert [check.name for check in result.checks] == CHECKS


def test_every_changed_byte_is_refused_with_one_line():
    for position in range(len(BUNDLE)):
        changed = bytearray(BUNDLE)
        changed[position] ^= 1 << position % 8
        refusal(bytes(changed))


def test_every_changed_byte_of_a_member_is_refused_though_archive_and_manifest_are_made_to_fit():
    """The inner checks by themselves: the report key is stolen, the archive and manifest are rebuilt.

    VERIFY.md is excepted: no statement covers it, its only seal is the manifest.
    """
    fixed = {parts.MANIFEST, parts.MANIFEST_SIGNATURE, parts.INSTRUCTIONS}
    for name in MEMBERS.keys() - fixed:
        content = MEMBERS[name]
        for position in range(0, len(content), max(1, len(content) // 150)):
            changed = bytearray(content)
            changed[position] ^= 1 << position % 8
            assert refusal(resealed({**MEMBERS, name: bytes(changed)})), name


def test_truncations_and_garbage_are_refused():
    for length in range(0, len(BUNDLE), 97):
        refusal(BUNDLE[:length])
    refusal(BUNDLE + b"\0")
    refusal(b"")


def test_a_resealed_honest_bundle_still_verifies():
    assert verify_bundle(resealed(MEMBERS), POLICY).is_authenticated


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_no_member_may_be_missing(name):
    files = {n: c for n, c in MEMBERS.items() if n != name}
    refusal(write_archive(files))
    if name not in (parts.MANIFEST, parts.MANIFEST_SIGNATURE):
        refusal(resealed(files))


def test_no_member_may_be_added_least_of_all_a_policy():
    stranger_log, stranger = NoteSigner.generate(ORIGIN), NoteSigner.generate("stranger.example")
    policy = f"log {stranger_log.vkey}\nreport {stranger.vkey}\nquorum none\n".encode()
    message = refusal(resealed({**MEMBERS, "trust/policy": policy}, stranger))
    assert message == "trust/policy does not belong in a bundle (trust anchors are never taken from one)"
    assert refusal(write_archive({**MEMBERS, "annexes/more.json": b"{}"})).startswith(
        "annexes/more.json is not listed"
    )


def test_a_manifest_must_be_exact():
    manifest = MEMBERS[parts.MANIFEST]
    for wrong in (
        manifest + b"\n",
        manifest + b"0" * 64 + b"  gone\n",
        manifest.replace(b"  report.json", b" *report.json"),
        b"".join(reversed(manifest.splitlines(keepends=True))),
        manifest + manifest.splitlines(keepends=True)[0],
        manifest[:-1],
        b"",
    ):
        with pytest.raises(BundleError):
            verify_bundle(write_archive({**MEMBERS, parts.MANIFEST: wrong}), POLICY)


def test_a_bundle_of_a_stranger_is_not_authenticated():
    """Everything fits together, made by somebody with keys of the same names."""
    stranger = NoteSigner.generate(REPORT_KEY.name)
    story = told()
    story.signer = stranger
    forged = story.bundle()
    assert not verify_bundle(forged, None).is_authenticated
    with pytest.raises(SignatureError, match=r"SHA256SUMS\.sig is not by a report key of the trust policy"):
        verify_bundle(forged, POLICY)
    with pytest.raises(SignatureError, match=r"statement\.dsse\.json: no trusted report key"):
        verify_bundle(resealed(read_archive(forged)), POLICY)


def test_the_log_key_cannot_sign_reports():
    story = told()
    story.signer = LOG_KEY
    with pytest.raises(SignatureError):
        verify_bundle(story.bundle(), POLICY)


def test_policies_that_do_not_trust_enough():
    other_log = NoteSigner.generate(ORIGIN)
    for policy, error, message in (
        (f"log {LOG_KEY.vkey}\nquorum none\n", PolicyError, "names no report key"),
        (f"report {REPORT_KEY.vkey}\nquorum none\n", PolicyError, "no key for the log"),
        (
            f"log {other_log.vkey}\nreport {REPORT_KEY.vkey}\nquorum none\n",
            NoteError,
            "log/checkpoint: no known key",
        ),
        ("", PolicyError, "no quorum line"),
    ):
        with pytest.raises(error, match=message):
            verify_bundle(BUNDLE, policy)


def with_leaves(change):
    leaves = decode_entries(MEMBERS[parts.ENTRIES])
    return resealed({**MEMBERS, parts.ENTRIES: encode_entries(change(leaves))})


@pytest.mark.parametrize("position", [0, 3, 5, 11, 22, 23])
def test_a_missing_doubled_moved_or_altered_leaf_is_refused(position):
    assert "log/entries" in refusal(with_leaves(lambda x: x[:position] + x[position + 1 :]))
    assert "log/entries" in refusal(with_leaves(lambda x: [*x[: position + 1], *x[position:]]))
    assert "log/entries" in refusal(
        with_leaves(lambda x: [*x[position:], *x[:position]] if position else x[::-1])
    )
    assert "log/entries" in refusal(
        with_leaves(lambda x: [*x[:position], x[position].replace(b"system", b"nobody"), *x[position + 1 :]])
    )


def test_a_range_cannot_be_shortened():
    fields = json.loads(MEMBERS[parts.RANGE])
    leaves = decode_entries(MEMBERS[parts.ENTRIES])
    for change in (
        {"size_from": 6},
        {"size_until": 28},
        {"size_from": 4},
        {"v": 2},
        {"v": True},
        {"frontier": []},
    ):
        altered = json.dumps(fields | change, sort_keys=True, separators=(",", ":")).encode()
        for kept in (leaves, leaves[1:], leaves[:-1]):
            message = refusal(
                resealed({**MEMBERS, parts.RANGE: altered, parts.ENTRIES: encode_entries(kept)})
            )
            if "size_until" in change:
                assert message == "log/range.json ends at 28, the checkpoint at 29"


def test_a_proof_of_another_leaf_or_to_another_checkpoint_is_refused():
    proof = MEMBERS[parts.PROOF]
    for wrong in (
        proof.replace(b"index 27", b"index 26"),
        proof.replace(b"index 27", b"extra AAAA\nindex 27"),
        proof + b"\xe2\x80\x94 other AAAAAAAA\n",
        b"",
    ):
        assert wrong != proof
        assert parts.PROOF in refusal(resealed({**MEMBERS, parts.PROOF: wrong}))


def test_a_leaf_that_is_not_canonical_is_refused():
    story = told()
    story.ledger.append_bytes(b'{"v":1,"type":"odd.order"}')
    story.document["ledger"]["size_until"] += 1
    with pytest.raises(ProofError, match="log/entries, leaf 27: the leaf is not in canonical form"):
        story.bundle()


def test_a_statement_that_was_never_logged_is_refused():
    """The report key is stolen: a second statement, perfectly signed, but the log holds another."""
    story = told()
    story.document["as_of_law"] = "2025-01-01"
    report_json = bundle_module.report_bytes(story.document)
    statement = bundle_module.build_statement(report_json, story.pdf, story.annexes, REPORT_KEY)
    forged = resealed({**MEMBERS, parts.REPORT: report_json, parts.STATEMENT: statement})
    assert "does not state the SHA-256 of the statement" in refusal(forged)


@pytest.mark.parametrize("index", [26, 10])
def test_a_true_proof_of_a_leaf_that_issues_no_report_is_refused(index):
    fields = json.loads(MEMBERS[parts.RANGE])
    start = LogRange.from_bytes(MEMBERS[parts.RANGE]).start
    hashes = [leaf_hash(leaf) for leaf in decode_entries(MEMBERS[parts.ENTRIES])]
    path = inclusion_proof(frontier_source(start, hashes), index, fields["size_until"])
    proof = TlogProof(index, tuple(path), MEMBERS[parts.CHECKPOINT].decode()).to_text().encode()
    forged = resealed({**MEMBERS, parts.PROOF: proof})
    assert f"leaf {index} is not a report.issued entry of the range" in refusal(forged)


def test_a_statement_that_says_something_else_of_the_same_files_is_refused():
    story = told()
    fields = {**story.document, "issued_at": "2026-02-01T00:00:27Z"}
    files = {parts.REPORT: bundle_module.report_bytes(story.document), parts.PDF: story.pdf, **story.annexes}
    story.statement = sign_envelope(parts.statement_of(fields, files).to_bytes(), [REPORT_KEY])
    with pytest.raises(BundleError, match=r"statement\.dsse\.json is about another report than report\.json"):
        story.bundle()


def test_the_leaf_must_be_about_this_report():
    story = told()
    story.issued_reference = "RPT-2"
    with pytest.raises(BundleError, match=r"leaf 27 \(report\.issued\) is about another report"):
        story.bundle()


def test_a_report_cannot_be_drawn_from_its_own_issue():
    story = told()
    story.document["ledger"]["size_until"] = 28
    story.document["issued_at"] = "2026-02-01T00:00:27Z"
    with pytest.raises(BundleError, match="stands within the range"):
        story.bundle()


def test_a_member_is_named_once():
    assert refusal(with_leaves(lambda x: x[1:])).count(parts.ENTRIES) == 1
    message = refusal(resealed({**MEMBERS, parts.REPORT: b'{"v":1}'}))
    assert message == "report.json has no field 'as_of_law'"


def test_another_pdf_or_annex_is_named():
    for name in (parts.PDF, "annexes/BAT-1.json"):
        assert name in refusal(resealed({**MEMBERS, name: MEMBERS[name] + b" "}))
        assert f"{name} was altered" in refusal(write_archive({**MEMBERS, name: MEMBERS[name] + b" "}))


def test_annexes_must_be_in_their_folder():
    story = told()
    story.annexes["elsewhere.json"] = b"{}"
    with pytest.raises(BundleError, match="annexes/"):
        story.bundle()


def test_hostile_names_cannot_write_a_second_line():
    story = told()
    story.document["flags"][0]["reference"] = "FLG-1\nVERIFIED: all is well \u202e"
    with pytest.raises(ProofError) as caught:
        story.bundle()
    assert str(caught.value).isprintable()


def test_an_oversized_bundle_is_not_read():
    with pytest.raises(ArchiveError, match="at most"):
        verify_bundle(_Oversized(), POLICY)


class _Oversized(bytes):
    def __len__(self):
        return 1 << 40


def needs(tool):
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


@pytest.fixture
def unpacked(tmp_path):
    for name, content in MEMBERS.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return tmp_path


@needs("sha256sum")
def test_sha256sum_verifies_the_manifest(unpacked):
    command = ["sha256sum", "-c", "--strict", "--quiet", parts.MANIFEST]
    assert subprocess.run(command, cwd=unpacked, capture_output=True, check=False).returncode == 0
    (unpacked / parts.PDF).write_bytes(b"altered")
    assert subprocess.run(command, cwd=unpacked, capture_output=True, check=False).returncode != 0


@needs("ssh-keygen")
def test_ssh_keygen_verifies_the_manifest_signature(unpacked):
    line = sshsig.allowed_signers_line("issuer", REPORT_KEY.verifier.public_key, parts.MANIFEST_NAMESPACE)
    (unpacked / "allowed_signers").write_text(line)
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        "allowed_signers",
        "-I",
        "issuer",
        "-n",
        "chokepoint-report",
    ]
    command += ["-s", parts.MANIFEST_SIGNATURE]
    manifest = (unpacked / parts.MANIFEST).read_bytes()
    for message, expected in ((manifest, True), (manifest + b"x", False)):
        done = subprocess.run(command, cwd=unpacked, input=message, capture_output=True, check=False)
        assert (done.returncode == 0) is expected


@needs("openssl")
def test_openssl_verifies_the_checkpoint(unpacked):
    pem = LOG_KEY.private_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (unpacked / "log.pem").write_bytes(pem)
    text, _, line = MEMBERS[parts.CHECKPOINT].decode().partition("\n\n")
    (unpacked / "signature").write_bytes(base64.b64decode(line.split(" ")[2])[4:])
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "log.pem",
        "-rawin",
        "-in",
        "text",
        "-sigfile",
        "signature",
    ]
    for message, expected in ((text + "\n", True), (text + "x\n", False)):
        (unpacked / "text").write_text(message)
        done = subprocess.run(command, cwd=unpacked, capture_output=True, check=False)
        assert (done.returncode == 0) is expected
