"""Which chips of the registry would be classed otherwise, under each reading of the law."""

from dataclasses import dataclass

from compliance.registry.models import Chip
from compliance.registry.questions import figures_of
from compliance.replays.models import ChipChange, Replay
from compliance.replays.sides import Side, Sides
from rules.chips.answer import chip_answer
from rules.chips.classification import require_text
from rules.chips.figures import chip_facts_of
from rules.chips.law import ChipLaw, ChipStages
from rules.clocks import Reading
from rules.errors import NoTextKnown

NO_TEXT_KNOWN = "no_text_known"


@dataclass(frozen=True)
class _Class:
    """What one reading says of a chip."""

    status: str
    limb: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChipCounts:
    """chips: of the registry. changed: otherwise under at least one reading. Undetermined: conservatively read."""

    chips: int
    changed: int
    undetermined_before: int
    undetermined_after: int

    def to_document(self) -> dict[str, int]:
        """Return the counts as JSON-safe plain values."""
        return {
            "chips": self.chips,
            "chips_changed": self.changed,
            "chips_undetermined_before": self.undetermined_before,
            "chips_undetermined_after": self.undetermined_after,
        }


def chip_changes(replay: Replay, sides: Sides) -> tuple[list[ChipChange], ChipCounts]:
    """Return a row, not saved, for every chip and reading that differ, and the counts.

    By published figures: a maker's own classification stands whatever the law is tried, and is not looked at.
    """
    before, after = _LawOfChips(sides.before), _LawOfChips(sides.after)
    rows: list[ChipChange] = []
    undetermined_before = undetermined_after = 0
    chips = list(Chip.objects.order_by("slug"))
    for chip in chips:
        stages = ChipStages(figures_of(chip))
        earlier, later = before.classes_of(stages), after.classes_of(stages)
        undetermined_before += earlier[Reading.CONSERVATIVE].status == "undetermined"
        undetermined_after += later[Reading.CONSERVATIVE].status == "undetermined"
        rows += [
            _row(replay, chip, reading, earlier[reading], later[reading])
            for reading in Reading
            if earlier[reading] != later[reading]
        ]
    changed = len({row.chip for row in rows})
    return rows, ChipCounts(len(chips), changed, undetermined_before, undetermined_after)


class _LawOfChips:
    """One side, as far as it speaks of chips."""

    def __init__(self, side: Side) -> None:
        self._law = ChipLaw(side.day)
        try:
            require_text(side.law, self._law)
        except NoTextKnown:
            self._has_text = False
        else:
            self._has_text = True

    def classes_of(self, stages: ChipStages) -> dict[Reading, _Class]:
        """Return what each reading says."""
        if not self._has_text:
            return dict.fromkeys(Reading, _Class(NO_TEXT_KNOWN))
        figures, law = stages.figures, self._law
        groups = law.groups_of(figures.designer_headquarters_countries)
        facts = chip_facts_of(figures, tpp=figures.tpp, designer_groups=groups) | law.setting_facts
        answers = [chip_answer(reading, stages, law, facts) for reading in Reading]
        return {one.reading: _Class(str(one.status), one.limb or "", one.also) for one in answers}


def _row(replay: Replay, chip: Chip, reading: Reading, before: _Class, after: _Class) -> ChipChange:
    return ChipChange(
        replay=replay,
        chip=chip.slug,
        name=f"{chip.vendor} {chip.name}",
        reading=str(reading),
        class_before=before.status,
        class_after=after.status,
        limb_before=before.limb,
        limb_after=after.limb,
        also_before=list(before.also),
        also_after=list(after.also),
    )
