"""Somebody puts a maker's own classification of a chip on record, with the file that states it."""

import re
import unicodedata
from datetime import UTC, date, datetime

from django.db import transaction

from audit.evidence.store import keep_evidence
from audit.ledger.origins import OPERATOR
from audit.ledger.record import record
from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.lawbook.policies import check_may
from compliance.registry.errors import LetterRefused
from compliance.registry.models import Chip, MakerLetter

LETTER_LIMIT_BYTES = 10 * 1024 * 1024
LONGEST_SOURCE_CHARACTERS = 1000
LONGEST_SIGNER_CHARACTERS = 200
LONGEST_FILE_NAME_CHARACTERS = 200

_ENTRY = re.compile(r"EAR99|[0-9][A-E][0-9]{3}(\.[a-z0-9]{1,3})*")
_UNSEEN_CATEGORIES = frozenset({"Cf", "Cs", "Co", "Zl", "Zp"})
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def record_maker_letter(
    *,
    chip: Chip,
    stated_entry: str,
    content: bytes,
    file_name: str,
    letter_on: date,
    signer: str,
    source: str,
    by: User,
) -> MakerLetter:
    """Return the letter, whose file is now in the evidence store; it counts for days from `letter_on` on.

    stated_entry: the ECCN as the letter writes it (3A090.a, 5A992.z.1), or EAR99. content: a PDF or plain text in
    UTF-8, up to 10 MiB. source: how the file came here; it stands in the ledger, so it names no persons.

    Raises lawbook's NotAllowed, and LetterRefused for an entry, file, day or text that cannot be.
    """
    check_may(by, Act.STATE_LAW)
    media_type = _require_sound(stated_entry, content, letter_on)
    signer = _sound_text("signer", signer, LONGEST_SIGNER_CHARACTERS)
    source = _sound_text("source", source, LONGEST_SOURCE_CHARACTERS)
    file_name = _sound_text("file name", file_name, LONGEST_FILE_NAME_CHARACTERS)
    kept = keep_evidence([content], limit_bytes=LETTER_LIMIT_BYTES)
    with transaction.atomic():
        _require_new(chip, kept.sha256)
        letter = MakerLetter.objects.create(
            chip=chip,
            stated_entry=stated_entry,
            letter_on=letter_on,
            signer=signer,
            source=source,
            file_name=file_name,
            file_sha256=kept.sha256,
            file_size_bytes=kept.size_bytes,
            media_type=media_type,
            recorded_by=by,
            recorded_at=datetime.now(UTC),
        )
        _record(letter, by)
    return letter


def _require_new(chip: Chip, sha256: str) -> None:
    """Of two who record the same file of a chip at once, one waits here and is told."""
    Chip.objects.select_for_update().get(pk=chip.pk)
    known = MakerLetter.objects.filter(chip=chip, file_sha256=sha256).first()
    if known is not None:
        raise LetterRefused(f"This file is on record for {chip.slug} already, as {known.reference}.")


def _record(letter: MakerLetter, by: User) -> None:
    """Record `maker_letter.recorded` in the operator's log, without the signer."""
    record(
        entity=OPERATOR,
        kind="maker_letter.recorded",
        by=by.username,
        subject=letter.reference,
        body={
            "chip": letter.chip.slug,
            "stated_entry": letter.stated_entry,
            "letter_on": letter.letter_on.isoformat(),
            "file_sha256": letter.file_sha256,
            "file_size_bytes": letter.file_size_bytes,
            "source": letter.source,
        },
    )


def _require_sound(stated_entry: str, content: bytes, letter_on: date) -> str:
    """Return the media type of a letter that can be recorded."""
    if not _ENTRY.fullmatch(stated_entry):
        raise LetterRefused(
            f"{stated_entry!r} is no entry: write the ECCN as the letter does, such as 3A090.a or 5A992.z.1, or EAR99."
        )
    today = datetime.now(UTC).date()
    if letter_on > today:
        raise LetterRefused(f"The letter bears {letter_on}, a day that has not come: see what it says.")
    if not content:
        raise LetterRefused("The file is empty: give the letter itself.")
    if len(content) > LETTER_LIMIT_BYTES:
        raise LetterRefused(
            f"The file has {len(content):,} bytes: a letter has up to {LETTER_LIMIT_BYTES:,}; scan it smaller."
        )
    if content.startswith(b"%PDF-"):
        return MakerLetter.MediaType.PDF
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if _CONTROL_CHARACTERS.search(text):
        raise LetterRefused(
            "The file is neither a PDF nor plain text in UTF-8: give the letter as one of them."
        )
    return MakerLetter.MediaType.TEXT


def _sound_text(what: str, text: str, longest_characters: int) -> str:
    """Return the text without the white space around it."""
    text = text.strip()
    is_sound = not _CONTROL_CHARACTERS.search(text) and not any(map(_is_unseen, text))
    if not 0 < len(text) <= longest_characters or not is_sound:
        raise LetterRefused(
            f"Give the {what} in 1 to {longest_characters} characters, none of them invisible."
        )
    return text


def _is_unseen(character: str) -> bool:
    """Whether a character shows nothing itself and may change how others read: U+202E turns a file's name around."""
    return unicodedata.category(character) in _UNSEEN_CATEGORIES
