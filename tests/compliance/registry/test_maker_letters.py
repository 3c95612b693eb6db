"""A maker's letter outranks what is computed, from the day it bears; both stay visible, and the file is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audit.evidence.store import read_evidence
from audit.ledger.models import OutboxEntry
from compliance.lawbook.errors import NotAllowed
from compliance.registry.errors import LetterRefused
from compliance.registry.maker_letters import control_of, status_of_entry
from compliance.registry.models import Chip, MakerLetter
from compliance.registry.record_maker_letter import LETTER_LIMIT_BYTES, record_maker_letter
from rules.chips.answer import ChipStatus
from rules.errors import NoTextKnown
from rules.law import shipped_law
from tests.cast import make_cast

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

ON = date(2026, 7, 23)
PDF = b"%PDF-1.7 an invented letter"


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def chip():
    """By its figures 3A090.a.1."""
    made = Chip.objects.create(
        slug="invented-x1",
        vendor="V",
        name="Invented X1",
        int8_tops=700,
        die_area_mm2=800,
        has_non_planar_die=True,
        marketed_for_datacenter=True,
        source="a test",
        confidence="high",
    )
    return Chip.objects.get(pk=made.pk)


def letter(chip, by, **changes):
    given = {
        "chip": chip,
        "stated_entry": "3A090.b",
        "content": PDF,
        "file_name": "letter.pdf",
        "letter_on": date(2024, 5, 6),
        "signer": "Priya Raman, export control officer",
        "source": "the maker's portal, 2024-05-07",
        "by": by,
    }
    return record_maker_letter(**(given | changes))


def test_without_a_letter_the_computed_class_holds(chip):
    found = control_of(chip, shipped_law(), ON)
    assert (found.basis, found.status, found.entry) == ("computed", "3A090.a", "3A090.a.1")
    assert found.to_document()["letter"] is None


def test_a_letter_outranks_what_is_computed_and_both_are_shown(cast, chip):
    recorded = letter(chip, cast.approver)
    found = control_of(chip, shipped_law(), ON)
    assert (found.basis, found.status, found.entry) == ("maker_letter", "3A090.b", "3A090.b")
    assert found.computed_status == "3A090.a"
    for part in ("2024-05-06", "Priya Raman", recorded.file_sha256):
        assert part in found.explanation
    document = found.to_document()
    assert document["letter"]["file_sha256"] == recorded.file_sha256
    assert document["computed"]["answers"]["codified"]["status"] == "3A090.a"


def test_a_letter_counts_from_the_day_it_bears(cast, chip):
    letter(chip, cast.approver)
    assert control_of(chip, shipped_law(), date(2024, 5, 5)).basis == "computed"
    assert control_of(chip, shipped_law(), date(2024, 5, 6)).basis == "maker_letter"


def test_what_was_recorded_later_was_not_known(cast, chip):
    recorded = letter(chip, cast.approver)
    day = recorded.recorded_at.astimezone(UTC).date()
    assert control_of(chip, shipped_law(), ON, day - timedelta(days=1)).basis == "computed"
    assert control_of(chip, shipped_law(), ON, day).basis == "maker_letter"


def test_the_newest_letter_counts_whatever_the_order_of_recording(cast, chip):
    newer = letter(chip, cast.approver, letter_on=date(2025, 1, 1), stated_entry="3A991.p")
    letter(chip, cast.approver, content=PDF + b" older")
    assert control_of(chip, shipped_law(), ON).letter == newer
    assert control_of(chip, shipped_law(), date(2024, 12, 31)).entry == "3A090.b"


def test_a_letter_makes_no_text_of_law(cast, chip):
    letter(chip, cast.approver, letter_on=date(2020, 1, 1))
    with pytest.raises(NoTextKnown):
        control_of(chip, shipped_law(), date(2021, 1, 1))


def test_the_file_is_kept_and_the_ledger_names_it_but_not_the_signer(cast, chip):
    recorded = letter(chip, cast.administrator)
    assert read_evidence(recorded.file_sha256) == PDF
    assert recorded.media_type == "application/pdf"
    leaf = OutboxEntry.objects.get(kind="maker_letter.recorded").leaf
    leaf = bytes(leaf).decode() if not isinstance(leaf, str) else leaf
    assert recorded.file_sha256 in leaf
    assert "invented-x1" in leaf
    assert "Priya" not in leaf


def test_plain_text_is_a_letter_too(cast, chip):
    text = "X1 is 3A090.b.\r\nSigné\n".encode()
    assert letter(chip, cast.approver, content=text).media_type == "text/plain"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"stated_entry": "not controlled"}, "is no entry"),
        ({"stated_entry": ""}, "is no entry"),
        ({"letter_on": datetime.now(UTC).date() + timedelta(days=1)}, "has not come"),
        ({"content": b""}, "empty"),
        ({"content": b"%PDF-" + b"0" * LETTER_LIMIT_BYTES}, "up to 10,485,760"),
        ({"content": b"PK\x03\x04 an archive"}, "neither a PDF nor plain text"),
        ({"content": b"\xff\xfe\x00"}, "neither a PDF nor plain text"),
        ({"signer": "  "}, "signer"),
        ({"source": ""}, "source"),
        ({"source": "x" * 1001}, "source"),
        ({"file_name": "a\x00b"}, "file name"),
        ({"file_name": "letter\u202efdp.exe"}, "file name"),
        ({"signer": "Priya\u2066 Raman"}, "signer"),
        ({"source": "the portal\u2028by post"}, "source"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_recorded(cast, chip, changes, why):
    with pytest.raises(LetterRefused, match=why):
        letter(chip, cast.approver, **changes)
    assert not MakerLetter.objects.exists()
    assert not OutboxEntry.objects.filter(kind="maker_letter.recorded").exists()


def test_the_same_file_is_recorded_once_for_a_chip(cast, chip):
    first = letter(chip, cast.approver)
    with pytest.raises(LetterRefused, match=first.reference):
        letter(chip, cast.approver, stated_entry="3A090.a")


@pytest.mark.parametrize("who", ["officer", "auditor"])
def test_only_who_states_law_records_letters(cast, chip, who):
    with pytest.raises(NotAllowed):
        letter(chip, getattr(cast, who))
    assert not MakerLetter.objects.exists()


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ("3A090.a", ChipStatus.A),
        ("3A090.a.1", ChipStatus.A),
        ("3A090.b", ChipStatus.B),
        ("3A090.c", ChipStatus.C),
        ("3A090", ChipStatus.UNDETERMINED),
        ("3A991.p", ChipStatus.NEITHER),
        ("5A992.c", ChipStatus.NEITHER),
        ("EAR99", ChipStatus.NEITHER),
    ],
)
def test_the_status_of_a_stated_entry(entry, status):
    assert status_of_entry(entry) is status
