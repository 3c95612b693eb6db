"""What a set would say of chips if it were in force on a day: for its author, before it binds anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.chips.answer import chip_answer
from rules.chips.classification import require_text
from rules.chips.figures import ChipFigures, chip_facts_of
from rules.chips.law import ChipLaw, ChipStages
from rules.clocks import Reading
from rules.facts import Subject
from rules.findings import FindingStatus
from rules.law import Law
from rules.ruleset import Rule, RuleSet
from rules.trial import fitting_mode, law_with_trial


@dataclass(frozen=True, slots=True)
class UndeterminedChip:
    """A chip of which a rule cannot tell, and the facts that would decide."""

    chip: str
    missing_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What one rule says of the chips, by their keys in the registry; of all others it is not met."""

    rule: Rule
    met: tuple[str, ...]
    undetermined: tuple[UndeterminedChip, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a set says of chips. chips: how many were looked at. other_rules: of the set, about other subjects."""

    as_of: date
    chips: int
    rules: tuple[RulePreview, ...]
    other_rules: tuple[Rule, ...]


def preview_of_chips(rule_set: RuleSet, law: Law, chips: Iterable[ChipFigures], *, as_of: date) -> Preview:
    """What each rule about chips says of each, under the conservative reading, whatever dates the set itself bears.

    The set takes the place of a version of its own id. Raises TrialError where its rules have ids that are taken, and
    NoTextKnown for a day before the first text of 3A090.
    """
    tried = law_with_trial(law, rule_set, fitting_mode(rule_set, law, as_of=as_of), as_of=as_of)
    chip_law = ChipLaw(tried.on(as_of))
    require_text(tried, chip_law)
    about_chips = [rule for rule in rule_set.rules if Subject.CHIP in rule.subjects]
    met: dict[str, list[str]] = {rule.id: [] for rule in about_chips}
    undetermined: dict[str, list[UndeterminedChip]] = {rule.id: [] for rule in about_chips}
    looked_at = 0
    for figures in chips:
        looked_at += 1
        name = figures.chip or f"chip {looked_at}"
        groups = chip_law.groups_of(figures.designer_headquarters_countries)
        facts = chip_facts_of(figures, tpp=figures.tpp, designer_groups=groups) | chip_law.setting_facts
        for finding in chip_answer(Reading.CONSERVATIVE, ChipStages(figures), chip_law, facts).findings:
            if finding.rule_id not in met:
                continue
            if finding.status is FindingStatus.MET:
                met[finding.rule_id].append(name)
            elif finding.status is FindingStatus.UNDETERMINED:
                undetermined[finding.rule_id].append(UndeterminedChip(name, finding.missing_facts))
    return Preview(
        as_of=as_of,
        chips=looked_at,
        rules=tuple(
            RulePreview(rule, tuple(met[rule.id]), tuple(undetermined[rule.id])) for rule in about_chips
        ),
        other_rules=tuple(rule for rule in rule_set.rules if Subject.CHIP not in rule.subjects),
    )
