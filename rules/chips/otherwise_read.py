"""What the answer on a chip would be if the Technical Notes to 3A090 were read otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rules.chips.answer import ChipAnswer, ChipStatus, chip_answer
from rules.chips.law import ChipLaw, ChipStages
from rules.chips.other_readings import other_readings
from rules.clocks import Reading
from rules.decimals import decimal_text
from rules.facts import FactValue
from rules.performance import performance_density


@dataclass(frozen=True, slots=True)
class OtherReading:
    """What the answer would be if the Technical Notes were read otherwise. changes_status: whether it matters."""

    name: str
    explanation: str
    tpp: Decimal
    performance_density: Decimal | None
    status: ChipStatus
    limb: str | None
    changes_status: bool

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "name": self.name,
            "explanation": self.explanation,
            "tpp": decimal_text(self.tpp),
            "performance_density": None
            if self.performance_density is None
            else decimal_text(self.performance_density),
            "status": str(self.status),
            "limb": self.limb,
            "changes_status": self.changes_status,
        }


def answers_read_otherwise(
    stages: ChipStages, chip_law: ChipLaw, facts: Mapping[str, FactValue | None], answer: ChipAnswer
) -> tuple[OtherReading, ...]:
    """The answer under each other reading that gives this chip another total; answer: the one that is taken."""
    found = []
    for reading in other_readings(stages.figures):
        density = performance_density(reading.tpp, stages.figures.applicable_die_area_mm2)
        changed = {**facts, "tpp": reading.tpp, "performance_density": density}
        other = chip_answer(Reading.CONSERVATIVE, stages, chip_law, changed)
        found.append(
            OtherReading(
                name=reading.name,
                explanation=reading.explanation,
                tpp=reading.tpp,
                performance_density=density,
                status=other.status,
                limb=other.limb,
                changes_status=other.status != answer.status,
            )
        )
    return tuple(found)
