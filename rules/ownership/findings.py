"""What an ownership law says of one unlisted entity, with its working and a sentence that explains it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.decimals import decimal_text
from rules.ownership.laws import OwnershipRule
from rules.ownership.stakes import Stake


class CoverageState(StrEnum):
    """What is known of an unlisted entity under one law of ownership."""

    COVERED = "covered"
    NOT_COVERED = "not_covered"
    UNDETERMINED = "undetermined"


class TieDuty(StrEnum):
    """What a listed owner asks for where the entity is not covered (Affiliates Rule).

    red_flag: look into it before going on. must_determine_percentage: red flag 29; find out the percentage,
    or have a licence or an exception.
    """

    RED_FLAG = "red_flag"
    MUST_DETERMINE_PERCENTAGE = "must_determine_percentage"


@dataclass(frozen=True, slots=True)
class MinorityTie:
    """A listed or covered owner of an entity that is not covered; percent None is unknown."""

    holder: str
    percent: Decimal | None
    duty: TieDuty


@dataclass(frozen=True, slots=True)
class CoverageFinding:
    """The answer for one entity under one law.

    counted_percent: held for certain by listed parties and covered entities. possible_percent: the most they,
    and those who may be covered, can hold. unaccounted_percent: 100 less all known stakes: of unknown size,
    or held by nobody on record. stakes: those that count or may count, by holder. listed_owners: the listed
    parties it comes from. through: the entities between them and this one. is_left_out: enough is held, but
    the law leaves entities of the United States out.
    """

    entity: str
    rule: OwnershipRule
    state: CoverageState
    counted_percent: Decimal
    possible_percent: Decimal
    unaccounted_percent: Decimal
    stakes: tuple[Stake, ...]
    listed_owners: tuple[str, ...]
    through: tuple[str, ...]
    minority_ties: tuple[MinorityTie, ...]
    is_left_out: bool

    @property
    def explanation(self) -> str:
        """The working in sentences: who holds what, what is enough, where it comes from, what nobody knows."""
        if not self.stakes:
            sentences = [f"No listed party and no covered entity is on record as a holder of {self.entity}."]
        else:
            sentences = [self._sum_sentence(), *self._control_sentences(), self._origin_sentence()]
        if self.is_left_out:
            sentences.append(f"{self.entity} is an entity of the United States, which this law leaves out.")
        if self.unaccounted_percent and self.state is not CoverageState.COVERED:
            amount = decimal_text(self.unaccounted_percent)
            sentences.append(f"Of {amount} percent the holder, or the size of the stake, is not on record.")
        return " ".join(sentences)

    def _sum_sentence(self) -> str:
        held = ", ".join(
            f"{one.holder} {'an unknown part' if one.percent is None else decimal_text(one.percent)}"
            for one in self.stakes
        )
        least, most = decimal_text(self.counted_percent), decimal_text(self.possible_percent)
        amount = least if least == most else f"{least} to {most}"
        sentence = (
            f"Listed parties and entities that are or may be covered hold {amount} percent of {self.entity} "
            f"({held}); enough is {self.rule.threshold_text}."
        )
        if (
            self.state is CoverageState.UNDETERMINED
            and not self.rule.adds_up_listed_parties
            and self.rule.reaches(self.counted_percent, in_doubt=True)
        ):
            sentence += " No listed party alone reaches it: ask whether they act together."
        return sentence

    def _control_sentences(self) -> list[str]:
        if not self.rule.control_suffices:
            return []
        known = [one.holder for one in self.stakes if one.gives_control]
        unknown = [one.holder for one in self.stakes if one.gives_control is None]
        sentences = [f"{', '.join(known)} in control of {self.entity}: that is enough."] if known else []
        if unknown and self.state is CoverageState.UNDETERMINED:
            sentences.append(f"Whether {' or '.join(unknown)} controls {self.entity} is not known.")
        return sentences

    def _origin_sentence(self) -> str:
        through = f", through {', '.join(self.through)}" if self.through else ""
        return f"It comes from {', '.join(self.listed_owners)}{through}."
