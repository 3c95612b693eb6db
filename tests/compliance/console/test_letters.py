"""Makers' letters at the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compliance.registry.models import MakerLetter
from tests.compliance.console.objects import make_chip, make_letter

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def record(browser, chip, content=b"We say 3A090.b.", **said):
    fields = {
        "stated_entry": "3A090.b",
        "letter_on": "2026-03-01",
        "signer": "Trade counsel",
        "source": "by post",
        "file": SimpleUploadedFile("letter.txt", content),
    }
    return browser.post(reverse("console:record-letter", args=[chip.slug]), fields | said)


def page(browser, chip, **query):
    return browser.get(reverse("console:chip", args=[chip.slug]), query).content.decode()


def test_without_a_letter_the_page_says_that_the_class_is_computed(officer, cast):
    chip = make_chip()
    text = page(officer, chip)
    assert "No letter is on record for this day" in text
    assert "Record a letter" not in text


def test_a_letter_outranks_what_is_computed_from_its_day_on_and_both_are_seen(approver):
    chip = make_chip()
    assert record(approver, chip).status_code == 302
    text = page(approver, chip, as_of="2026-03-01")
    assert "by the maker&#x27;s letter; computed:" in text or "by the maker's letter; computed:" in text
    assert "not 3A090" in text
    assert "No letter is on record" in page(approver, chip, as_of="2026-02-28")


def test_a_letter_was_not_known_before_it_was_recorded(approver):
    chip = make_chip()
    record(approver, chip)
    assert "No letter is on record" in page(approver, chip, as_of="2026-06-01", known_on="2026-06-01")


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"stated_entry": "B-group"}, "is no entry"),
        ({"letter_on": "2199-01-01"}, "a day that has not come"),
        ({"content": b"\x00\x01"}, "neither a PDF nor plain text"),
        ({"content": b""}, "The file is empty"),
    ],
)
def test_what_cannot_be_a_letter_is_refused_in_words(approver, said, complaint):
    answer = record(approver, make_chip(), **said)
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert not MakerLetter.objects.exists()


def test_the_file_comes_back_byte_for_byte_as_a_download(cast, officer):
    letter = make_letter(make_chip(), cast)
    answer = officer.get(reverse("console:letter-file", args=[letter.reference]))
    assert b"".join(answer.streaming_content) == b"We classify this circuit as 3A090.b."
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
