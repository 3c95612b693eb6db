"""Signed notes and checkpoints: published examples, rotation, limits, and every bit of a note."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.proofs.checkpoint import Checkpoint, open_checkpoint, read_checkpoint, sign_checkpoint
from audit.proofs.errors import KeyFormatError, NoteError
from audit.proofs.merkle import EMPTY_ROOT, leaf_hash
from audit.proofs.note import SIGNATURES_MAX, open_note, sign_note, split_note
from audit.proofs.note_keys import NoteSigner, NoteVerifier, encode_vkey
from tests.real_data import real_data

# The worked example of golang.org/x/mod/sumdb/note, a published key pair.
GO_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ry"
    "yBwJnAM=\n"
)
KEY = NoteSigner.generate("example.com/log")
OTHER = NoteSigner.generate("example.com/other")


def test_go_example_signs_and_opens_alike():
    signer = NoteSigner.from_skey(GO_SKEY)
    assert signer.vkey == GO_VKEY
    assert signer.skey == GO_SKEY
    note = sign_note(GO_TEXT, [signer])
    assert note == f"{GO_TEXT}\n{GO_SIGNATURE}"
    assert open_note(note, [NoteVerifier.from_vkey(GO_VKEY)]).text == GO_TEXT


def test_specification_example():
    example = json.loads(real_data("vectors/c2sp/spec-examples.json").read_text())
    signed = example["signed_note"]
    opened = open_note(signed["note"], [NoteVerifier.from_vkey(signed["vkey"])])
    assert opened.text == "This is an example message.\n"
    checkpoint = read_checkpoint(example["cosigned_checkpoint"]["note"])
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)


def test_checkpoints_written_by_tessera_byte_for_byte():
    log = real_data("vectors/tessera/log")
    for size in range(16):
        note = (log / f"checkpoint.{size}").read_bytes()
        checkpoint = read_checkpoint(note)
        assert checkpoint.size == size
        text, lines = split_note(note)
        assert checkpoint.to_text() == text
        assert f"{text}\n{''.join(map(str, lines))}".encode() == note


def test_keys_survive_their_text_form():
    assert NoteSigner.from_skey(KEY.skey).vkey == KEY.vkey
    assert NoteVerifier.from_vkey(KEY.vkey) == KEY.verifier
    assert KEY.skey.split("+")[4] not in repr(KEY)


def test_unknown_signatures_are_ignored_so_that_keys_can_rotate():
    note = sign_note("text\n", [OTHER, KEY])
    assert open_note(note, [KEY.verifier]).signed_by == (KEY.verifier,)
    assert open_note(note, [OTHER.verifier, KEY.verifier]).signed_by == (OTHER.verifier, KEY.verifier)
    same_name = NoteSigner.generate(KEY.name)
    assert open_note(sign_note("text\n", [same_name, KEY]), [KEY.verifier]).signed_by == (KEY.verifier,)


def test_no_known_signature_is_refused():
    with pytest.raises(NoteError, match="no known key"):
        open_note(sign_note("text\n", [OTHER]), [KEY.verifier])
    with pytest.raises(NoteError, match="no known key"):
        open_note(sign_note("text\n", [OTHER]), [])


def test_a_wrong_signature_of_a_known_key_refuses_the_note_though_another_is_right():
    text, lines = split_note(sign_note("text\n", [KEY, OTHER]))
    forged = sign_note("text!\n", [KEY]).split("\n\n")[1]
    note = f"{text}\n{lines[1]}{forged}"
    with pytest.raises(NoteError, match="does not verify"):
        open_note(note, [KEY.verifier, OTHER.verifier])


@given(st.integers(min_value=0))
def test_every_bit_of_a_note_counts(position):
    note = bytearray(sign_note("origin\n5\nline\n", [KEY]).encode())
    note[position // 8 % len(note)] ^= 1 << position % 8
    with pytest.raises(NoteError):
        open_note(bytes(note), [KEY.verifier])


@given(st.binary(max_size=80) | st.text(max_size=60))
def test_anything_else_is_refused_with_the_one_error(note):
    with pytest.raises(NoteError):
        open_note(note, [KEY.verifier])


GOOD = sign_note("text\n", [KEY])
LINE = GOOD.split("\n\n")[1]


@pytest.mark.parametrize(
    "note",
    [
        "text\n",
        "text\n\n",
        f"\n\n{LINE}",
        f"text\n\n{LINE[:-1]}",
        f"text\n\n{LINE.replace('—', '-')}",
        f"text\n\n{LINE}\n",
        f"text\n\n{LINE.replace('=', '')}",
        "text\n\n— a b AAAAAAA=\n",
        "text\n\n— a+b AAAAAAA=\n",
        "text\n\n— a AAAA\n",
        "te\txt\n\n" + LINE,
        "te\rxt\n\n" + LINE,
        "text\n\n" + LINE * (SIGNATURES_MAX + 1),
        "a" * 1_000_001,
        "\ud800" + GOOD,
    ],
    ids=range(15),
)
def test_malformed_notes_are_refused(note):
    with pytest.raises(NoteError):
        open_note(note, [KEY.verifier])


def test_a_hundred_signatures_are_read():
    assert open_note("text\n\n" + LINE * SIGNATURES_MAX, [KEY.verifier]).signed_by == (KEY.verifier,)


def test_base64_with_stray_padding_bits_is_refused():
    # 4 + 64 bytes leave two unused bits in the last character: four spellings decode alike.
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = LINE[-3]
    changed = LINE[:-3] + alphabet[alphabet.index(last) ^ 1] + "=\n"
    assert changed != LINE
    assert base64.b64decode(changed.split(" ")[2]) == base64.b64decode(LINE.split(" ")[2])
    with pytest.raises(NoteError, match="canonical"):
        open_note(f"text\n\n{changed}", [KEY.verifier])


@pytest.mark.parametrize("text", ["", "text", "\n", "te\x00xt\n"], ids=range(4))
def test_texts_that_are_no_lines_are_not_signed(text):
    with pytest.raises(NoteError):
        sign_note(text, [KEY])
    with pytest.raises(NoteError):
        sign_note("text\n", [])


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        "name+00000000",
        GO_VKEY.replace("c74f20a3", "c74f20a4"),
        GO_VKEY.replace("c74f20a3", "C74F20A3"),
        GO_VKEY.replace("Peter", "Mallory"),
        GO_VKEY + " ",
        "na me+c74f20a3+ARpc",
        "+c74f20a3+ARpc",
        encode_vkey("name", 0x06, bytes(1312)),
        encode_vkey("name", 0x01, bytes(32)),
        encode_vkey("name", 0x01, b"short"),
        "name+c74f20a3+",
        "name+c74f20a3+é",
    ],
    ids=range(14),
)
def test_bad_keys_are_refused(vkey):
    with pytest.raises(KeyFormatError):
        NoteVerifier.from_vkey(vkey)


@pytest.mark.parametrize(
    "skey", ["", GO_VKEY, GO_SKEY.replace("c74f20a3", "c74f20a4"), GO_SKEY[:-4]], ids=range(4)
)
def test_bad_private_keys_are_refused_without_being_quoted(skey):
    with pytest.raises(KeyFormatError) as caught:
        NoteSigner.from_skey(skey)
    assert "AYEKFALVFGyNhPJ" not in str(caught.value)


HEAD = Checkpoint("example.com/log", 7, leaf_hash(b"x"))


def test_a_checkpoint_opens_with_its_log_key_only():
    note = sign_checkpoint(HEAD, KEY)
    assert open_checkpoint(note, [OTHER.verifier, KEY.verifier]) == HEAD
    with pytest.raises(NoteError, match=r"no trusted key for the log example\.com/log"):
        open_checkpoint(note, [OTHER.verifier])
    with pytest.raises(NoteError, match="cannot sign for the log"):
        sign_checkpoint(HEAD, OTHER)


def test_another_key_of_the_policy_cannot_sign_for_a_log():
    note = sign_note(HEAD.to_text(), [OTHER])
    with pytest.raises(NoteError, match="no known key"):
        open_checkpoint(note, [KEY.verifier, OTHER.verifier])


ROOT = base64.b64encode(EMPTY_ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"log\n0\n{ROOT}",
        f"log\n0\n{ROOT}\nextension\n",
        f"log\n0\n{ROOT}\n\n",
        f"\n0\n{ROOT}\n",
        f"log\n00\n{ROOT}\n",
        f"log\n01\n{ROOT}\n",
        f"log\n-1\n{ROOT}\n",
        f"log\n+1\n{ROOT}\n",
        f"log\n1 \n{ROOT}\n",
        f"log\n\N{ARABIC-INDIC DIGIT ONE}\n{ROOT}\n",
        f"log\n{2**63}\n{ROOT}\n",
        f"log\n{'9' * 5000}\n{ROOT}\n",
        "log\n0\nAAAA\n",
        f"log\n0\n{ROOT[:-1]}\n",
        "log\n0\n",
    ],
    ids=range(15),
)
def test_malformed_checkpoints_are_refused(text):
    with pytest.raises(NoteError):
        Checkpoint.from_text(text)


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("text\n", "no signature lines"),
        (f"text\n\n{LINE[:-1]}", "does not end in a newline"),
        ("a" * 1_000_001, "at most 1000000"),
        (f"te\txt\n\n{LINE}", "control character"),
        (f"text\n\n{LINE.replace('—', '-')}", "not of the form"),
        ("text\n\n— a AAAA\n", "too short"),
    ],
    ids=range(6),
)
def test_what_is_wrong_with_a_note_is_named(note, message):
    with pytest.raises(NoteError, match=message):
        open_note(note, [KEY.verifier])


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\x01b", "\ud800"], ids=range(7))
def test_key_names_that_a_signature_line_cannot_hold(name):
    with pytest.raises(KeyFormatError, match="key name"):
        NoteSigner.generate(name)


def test_what_is_wrong_with_a_private_key_is_named():
    with pytest.raises(KeyFormatError, match=r"starts with PRIVATE\+KEY\+"):
        NoteSigner.from_skey(GO_VKEY)
    with pytest.raises(KeyFormatError, match="of type 0x06"):
        NoteSigner.from_skey("PRIVATE+KEY+" + encode_vkey("name", 0x06, bytes(32)))
