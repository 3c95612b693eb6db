"""What the control list says of a chip on a day: ECCN 3A090, what follows outside it, and what follows from it.

Two stages. First the parameters of 3A090; they give `control_entry`. Then what depends on that: 3A991.p ("not
elsewhere specified"), the item scope of exceptions NAC and ACA, General Prohibition 10, an operator's own
directives. Where text and enforcement differ the three answers stand side by side (`rules.clocks.Reading`).

Software, not legal advice: the answer is a proposal from published figures with its working shown, and the
maker's own classification outranks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rules.chips.answer import (
    ChipAnswer,
    Eligibility,
    chip_answer,
    control_entry_of,
    eligibilities,
)
from rules.chips.figures import ChipFigures, chip_facts_of
from rules.chips.law import CONTROL_ENTRY, ChipLaw, ChipStages
from rules.chips.near_threshold import NearThreshold, near_thresholds
from rules.chips.otherwise_read import OtherReading, answers_read_otherwise
from rules.chips.working import LimbReading, limb_working
from rules.clocks import Reading
from rules.decimals import decimal_text
from rules.evaluate import facts_document
from rules.facts import FactValue, Subject
from rules.findings import Finding
from rules.first_text import of_set
from rules.first_text import require_text as require_text_of
from rules.law import TEXT_READ_UNTIL, Law
from rules.performance import performance_density
from rules.ruleset import RuleSet
from rules.switches import SettingUsed

RULE_SET_ID = "us/3a090"


@dataclass(frozen=True, slots=True)
class Classification:
    """Everything that is said of one chip on one day.

    facts: what the rules read, `control_entry` not among them. answers: by reading of the clocks.
    eligibility: what exceptions could cover, by the item alone, under the codified text. gp10: the finding of
    General Prohibition 10, or None before the guidance. readings: other readings of the Technical Notes that
    give another total. rule_sets: every set about chips in force. findings: of every rule in them, the
    parameters first. text_note: what must be said of the day, or None.
    """

    figures: ChipFigures
    as_of: date
    known_on: date | None
    facts: Mapping[str, FactValue | None]
    answers: Mapping[Reading, ChipAnswer]
    eligibility: tuple[Eligibility, ...]
    gp10: Finding | None
    near_thresholds: tuple[NearThreshold, ...]
    readings: tuple[OtherReading, ...]
    rule_sets: tuple[RuleSet, ...]
    findings: tuple[Finding, ...]
    settings_used: tuple[SettingUsed, ...]
    text_note: str | None

    @property
    def tpp(self) -> Decimal | None:
        """TOPS x bit, dense, the fastest format; None where no rate is known."""
        return self.figures.tpp

    @property
    def performance_density(self) -> Decimal | None:
        """TOPS x bit / mm2; None where unknown, or undefined because every logic die is planar."""
        return performance_density(self.tpp, self.figures.applicable_die_area_mm2)

    def working(self) -> tuple[LimbReading, ...]:
        """Every limb and carve-out that was looked at, with its values: the conservative answer's."""
        entry = control_entry_of(self.answers[Reading.CONSERVATIVE].status)
        return limb_working(self.rule_sets, Subject.CHIP, {**self.facts, CONTROL_ENTRY: entry})

    def under(self, reading: Reading) -> ChipAnswer:
        """The answer under one reading."""
        return self.answers[reading]

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values, numbers as text."""
        return {
            "chip": self.figures.chip,
            "as_of": self.as_of.isoformat(),
            "known_on": self.known_on.isoformat() if self.known_on else None,
            "tpp": _text(self.tpp),
            "performance_density": _text(self.performance_density),
            "decisive_format": self.figures.decisive_format,
            "rates": rates_document(self.figures),
            "facts": facts_document(self.facts),
            "answers": {str(reading): answer.to_document() for reading, answer in self.answers.items()},
            "eligibility": [one.to_document() for one in self.eligibility],
            "gp10": self.gp10.to_document() if self.gp10 else None,
            "near_thresholds": [one.to_document() for one in self.near_thresholds],
            "readings": [one.to_document() for one in self.readings],
            "working": [one.to_document() for one in self.working()],
            "findings": [one.to_document() for one in self.findings],
            "settings_used": [one.to_document() for one in self.settings_used],
            "text_note": self.text_note,
        }


def classify(figures: ChipFigures, law: Law, *, as_of: date, known_on: date | None = None) -> Classification:
    """What the law of a day, as known on another, says of a chip.

    Raises NoTextKnown for a day on which no text of 3A090 was in force or known.
    """
    chip_law = ChipLaw(law.on(as_of, known_on))
    require_text(law, chip_law)
    return classify_under(ChipStages(figures), chip_law)


def require_text(law: Law, chip_law: ChipLaw) -> None:
    """NoTextKnown where no version of 3A090 applies on the day."""
    require_text_of(law, chip_law.day, of_set(RULE_SET_ID), "text of ECCN 3A090")


def classify_under(stages: ChipStages, chip_law: ChipLaw) -> Classification:
    """The classification under a law that has a text of 3A090."""
    figures = stages.figures
    groups = chip_law.groups_of(figures.designer_headquarters_countries)
    facts = chip_facts_of(figures, tpp=figures.tpp, designer_groups=groups) | chip_law.setting_facts
    answers = _answers(stages, chip_law, facts)
    conservative = answers[Reading.CONSERVATIVE]
    findings = conservative.findings
    return Classification(
        figures=figures,
        as_of=chip_law.day.as_of,
        known_on=chip_law.day.known_on,
        facts=facts,
        answers=answers,
        eligibility=eligibilities(answers[Reading.CODIFIED]),
        gp10=next((one for one in findings if one.outcome == "GP10"), None),
        near_thresholds=_near_thresholds(stages, chip_law, facts, conservative),
        readings=answers_read_otherwise(stages, chip_law, facts, conservative),
        rule_sets=chip_law.every,
        findings=findings,
        settings_used=chip_law.settings_used,
        text_note=text_note(chip_law.day.as_of),
    )


def _answers(
    stages: ChipStages, chip_law: ChipLaw, facts: Mapping[str, FactValue | None]
) -> dict[Reading, ChipAnswer]:
    """The three answers; where the same sets apply under two readings, the second is not worked out again."""
    answers: dict[Reading, ChipAnswer] = {}
    for reading in Reading:
        same = next((one for one in answers if chip_law.is_same(one, reading)), None)
        answers[reading] = (
            chip_answer(reading, stages, chip_law, facts)
            if same is None
            else replace(answers[same], reading=reading)
        )
    return answers


def text_note(as_of: date) -> str | None:
    """What must be said of days later than the newest text that was read."""
    if as_of <= TEXT_READ_UNTIL:
        return None
    return (
        f"Text read until {TEXT_READ_UNTIL}: a change of law after that day is not in this answer unless the "
        "operator stated it."
    )


def rates_document(figures: ChipFigures) -> list[dict[str, object]]:
    """Each known rate with its own total, as JSON-safe plain values."""
    return [
        {
            "number_format": named.number_format,
            "bits": str(named.mode.bits),
            "dense_tera_operations_per_second": decimal_text(named.mode.dense_tera_operations_per_second),
            "tpp": decimal_text(named.mode.total_processing_performance),
        }
        for named in figures.modes
    ]


def _near_thresholds(
    stages: ChipStages, chip_law: ChipLaw, facts: Mapping[str, FactValue | None], answer: ChipAnswer
) -> tuple[NearThreshold, ...]:
    def changes_status(fact: str, value: Decimal) -> bool:
        other = chip_answer(Reading.CONSERVATIVE, stages, chip_law, {**facts, fact: value})
        return (other.status, other.also) != (answer.status, answer.also)

    return near_thresholds(chip_law.thresholds, facts, changes_status)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else decimal_text(number)
