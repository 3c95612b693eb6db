"""Trust policies: reading them strictly, and what they accept; witness cosignatures and quorums."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.proofs.checkpoint import Checkpoint, sign_checkpoint
from audit.proofs.cosignature import CosignatureVerifier, Cosigner
from audit.proofs.errors import KeyFormatError, NoteError, PolicyError
from audit.proofs.merkle import leaf_hash
from audit.proofs.note_keys import NoteSigner, encode_vkey
from audit.proofs.policy_file import POLICY_MAX_BYTES, parse_policy

LOG = NoteSigner.generate("example.com/log")
REPORT = NoteSigner.generate("example.com/reports")
WITNESSES = [Cosigner(f"witness{n}.example", Ed25519PrivateKey.generate()) for n in range(3)]
W1, W2, W3 = (witness.verifier.vkey for witness in WITNESSES)
HEAD = Checkpoint(LOG.name, 9, leaf_hash(b"root"))
NOTE = sign_checkpoint(HEAD, LOG)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def witnessed_by(*numbers):
    return NOTE + "".join(WITNESSES[n].cosign(HEAD, AT) for n in numbers)


def policy(*lines):
    return parse_policy("\n".join([f"log {LOG.vkey}", *lines, ""]))


TWO_OF_THREE = (f"witness A {W1}", f"witness B {W2}", f"witness C {W3}", "group G 2 A B C", "quorum G")


def test_a_policy_with_comments_tabs_and_urls():
    read = parse_policy(
        f"# trust of 2026\n\n\tlog  {LOG.vkey}\thttps://log.example/ \n  report {REPORT.vkey}\n"
        f"witness A {W1} https://witness.example/\nquorum none"
    )
    assert read.logs == (LOG.verifier,)
    assert read.reports == (REPORT.verifier,)
    assert read.witnesses == {"A": WITNESSES[0].verifier}
    assert read.quorum == "none"


def test_without_quorum_the_log_alone_is_believed():
    assert policy("quorum none").open_checkpoint(NOTE) == HEAD
    assert policy("quorum none").open_checkpoint(witnessed_by(0)) == HEAD


def test_a_quorum_counts_distinct_witnesses():
    two_of_three = policy(*TWO_OF_THREE)
    assert two_of_three.open_checkpoint(witnessed_by(0, 2)) == HEAD
    for note in (NOTE, witnessed_by(1), witnessed_by(1, 1)):
        with pytest.raises(PolicyError, match="quorum 'G'"):
            two_of_three.open_checkpoint(note)


def test_groups_of_groups():
    nested = policy(
        f"witness A {W1}",
        f"witness B {W2}",
        f"witness C {W3}",
        "group X any A B",
        "group Y all X C",
        "quorum Y",
    )
    assert nested.open_checkpoint(witnessed_by(1, 2)) == HEAD
    for numbers in ((0, 1), (2,)):
        with pytest.raises(PolicyError):
            nested.open_checkpoint(witnessed_by(*numbers))


def test_one_witness_can_be_the_quorum():
    single = policy(f"witness A {W1}", "quorum A")
    assert single.open_checkpoint(witnessed_by(0)) == HEAD
    with pytest.raises(PolicyError):
        single.open_checkpoint(witnessed_by(1))


def test_witnesses_cannot_stand_in_for_the_log():
    only_witnesses = NOTE.split("\n\n")[0] + "\n\n" + witnessed_by(0, 1, 2).split("\n", 5)[5]
    with pytest.raises(PolicyError, match="itself has not signed"):
        policy(*TWO_OF_THREE).open_checkpoint(only_witnesses)


def test_an_unknown_log_is_refused():
    stranger = NoteSigner.generate("example.com/stranger")
    note = sign_checkpoint(Checkpoint(stranger.name, 9, HEAD.root), stranger)
    with pytest.raises(PolicyError, match=r"no key for the log example\.com/stranger"):
        policy("quorum none").open_checkpoint(note)
    impostor = NoteSigner.generate(LOG.name)
    with pytest.raises(NoteError, match="no known key"):
        policy("quorum none").open_checkpoint(sign_checkpoint(HEAD, impostor))


def test_a_cosignature_of_another_head_or_time_is_refused():
    other = Checkpoint(LOG.name, 10, HEAD.root)
    line = WITNESSES[0].cosign(other, AT)
    with pytest.raises(NoteError, match="witness0"):
        policy(f"witness A {W1}", "quorum A").open_checkpoint(NOTE + line)
    verifier = WITNESSES[0].verifier
    assert not verifier.is_valid(HEAD.to_text(), b"\xff" * 72)
    assert not verifier.is_valid(HEAD.to_text(), b"")


def test_witness_keys_survive_their_text_form():
    assert CosignatureVerifier.from_vkey(W1) == WITNESSES[0].verifier
    with pytest.raises(KeyFormatError, match="0x01"):
        CosignatureVerifier.from_vkey(LOG.vkey)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "no quorum line"),
        (["quorum none", "quorum none"], "line 3 .*second quorum"),
        (["quorum A"], "line 2 .*'A' is not a witness"),
        (["logs x"], "line 2 .*cannot read this 'logs' line"),
        (["log"], "line 2 .*cannot read this 'log' line"),
        (["report a b c"], "line 2 .*cannot read"),
        (["log nonsense"], "line 2 .*name\\+id\\+key"),
        ([f"log {LOG.vkey}"], "line 2 .*already used"),
        ([f"report {LOG.vkey}"], "line 2 .*already used"),
        ([f"report {W1}"], "line 2 .*0x04"),
        ([f"witness A {REPORT.vkey}"], "line 2 .*0x01"),
        ([f"witness A {W1}", f"witness B {W1}"], "line 3 .*already used"),
        ([f"witness A {W1}", f"witness A {W2}"], "line 3 .*'A' is taken"),
        ([f"witness none {W1}"], "line 2 .*'none' is taken"),
        ([f"witness A {W1}", "group G any A B"], "line 3 .*'B' is not"),
        ([f"witness A {W1}", "group G any A A"], "line 3 .*already a member"),
        ([f"witness A {W1}", "group G any A", "group H any A"], "line 4 .*already a member"),
        ([f"witness A {W1}", "group G 2 A"], "line 3 .*cannot need 2"),
        ([f"witness A {W1}", "group G 0 A"], "line 3 .*'any', 'all' or a number"),
        ([f"witness A {W1}", "group G some A"], "line 3 .*'any', 'all' or a number"),
        (["group G all"], "line 2 .*cannot need all"),
        (["group G any none"], "line 2 .*'none' is not"),
        (["quorum none\r"], "line 2 .*control character"),
        (["quorum\u00a0none"], "line 2 .*cannot read"),
        ([f"log {encode_vkey('weak.example', 1, bytes(32))}"], "line 2 .*low order"),
        (["# " + "x" * POLICY_MAX_BYTES], "longer than"),
        (["log \udcff+00000000+AAAA"], "line 2 .*Unicode"),
    ],
    ids=range(27),
)
def test_mistakes_are_named_with_their_line(lines, message):
    with pytest.raises(PolicyError, match=message):
        policy(*lines)
