"""What holds for a chip: the maker's own letter where there is one, else what is computed; both stay visible."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from compliance.registry.models import Chip, MakerLetter
from compliance.registry.questions import classification_of
from rules.chips.answer import ENTRIES, ChipStatus
from rules.chips.classification import Classification
from rules.clocks import Reading
from rules.law import Law

ControlBasis = Literal["maker_letter", "computed"]


@dataclass(frozen=True)
class ChipControl:
    """A chip's control status on a day. computed: from published figures. letter: that outranks it, or None."""

    chip: Chip
    computed: Classification
    letter: MakerLetter | None

    @property
    def basis(self) -> ControlBasis:
        """What the status rests on."""
        return "maker_letter" if self.letter else "computed"

    @property
    def status(self) -> ChipStatus:
        """The status that holds: the letter's, else the one computed under the codified text."""
        return status_of_entry(self.letter.stated_entry) if self.letter else self.computed_status

    @property
    def entry(self) -> str | None:
        """The entry: as the letter states it, else the limb met or another entry that describes the chip; or None."""
        if self.letter:
            return self.letter.stated_entry
        answer = self.computed.under(Reading.CODIFIED)
        return answer.limb or (answer.also[0] if answer.also else None)

    @property
    def computed_status(self) -> ChipStatus:
        """What the published figures come to under the codified text, whatever the letter says."""
        return self.computed.under(Reading.CODIFIED).status

    @property
    def explanation(self) -> str:
        """One sentence: why."""
        if self.letter is None:
            return self.computed.under(Reading.CODIFIED).explanation
        return (
            f"The maker states {self.letter.stated_entry} in a letter of {self.letter.letter_on}, signed by "
            f"{self.letter.signer} (file {self.letter.file_sha256})."
        )

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values: what holds, the letter, and the computed classification with its working."""
        return {
            "chip": self.chip.slug,
            "basis": self.basis,
            "status": str(self.status),
            "entry": self.entry,
            "explanation": self.explanation,
            "letter": _letter_document(self.letter) if self.letter else None,
            "computed": self.computed.to_document(),
        }


def control_of(chip: Chip, law: Law, as_of: date, known_on: date | None = None) -> ChipControl:
    """Return what holds for a chip of the database on a day, as known on another.

    Raises rules.errors.NoTextKnown as `classification_of` does, with or without a letter.
    """
    computed = classification_of(chip, law, as_of, known_on)
    return ChipControl(chip, computed, letter_for(chip, as_of, known_on))


def letter_for(chip: Chip, as_of: date, known_on: date | None = None) -> MakerLetter | None:
    """Return the newest letter that counts on a day: it bears that day or an earlier one.

    known_on: leave out what was recorded later than this day of UTC. Of two of one day, the one recorded last counts.
    """
    letters = MakerLetter.objects.filter(chip=chip, letter_on__lte=as_of)
    if known_on is not None:
        next_day = datetime.combine(known_on + timedelta(days=1), time(), UTC)
        letters = letters.filter(recorded_at__lt=next_day)
    return letters.order_by("letter_on", "recorded_at", "pk").last()


def status_of_entry(stated_entry: str) -> ChipStatus:
    """Return the status that an entry means: 3A090.a.1 is 3A090.a; 3A991.p and EAR99 are outside 3A090.

    3A090 without a paragraph leaves open which, so it is undetermined.
    """
    for status in ENTRIES:
        if stated_entry == status or stated_entry.startswith(f"{status}."):
            return status
    is_3a090 = stated_entry == "3A090" or stated_entry.startswith("3A090.")
    return ChipStatus.UNDETERMINED if is_3a090 else ChipStatus.NEITHER


def _letter_document(letter: MakerLetter) -> dict[str, object]:
    return {
        "reference": letter.reference,
        "stated_entry": letter.stated_entry,
        "letter_on": letter.letter_on.isoformat(),
        "signer": letter.signer,
        "source": letter.source,
        "file_name": letter.file_name,
        "file_sha256": letter.file_sha256,
        "media_type": letter.media_type,
        "recorded_at": letter.recorded_at.astimezone(UTC).isoformat(),
        "recorded_by": letter.recorded_by.get_username(),
    }
