"""What the control list says of a computer, board or component, from the circuits in it.

One circuit at a level is enough (4A090, the .z paragraphs). A circuit that a note excludes from 3A090 is not
counted, and memory of 3A090.c never makes an item 4A090 or .z. Fallback order: a .z paragraph of the item's own
entry, or 4A090; then 4A994.l; then another entry. Source: 15 CFR part 774 Supplement No. 1, ECCNs 4A090, 4A994.l
and the .z paragraphs. A proposal with its working shown: the maker's own classification outranks it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.catalogue.systems import BASE_ENTRIES, system_facts
from rules.chips.answer import ChipAnswer, ChipStatus
from rules.chips.classification import Classification, classify_under, require_text
from rules.chips.figures import ChipFigures
from rules.chips.law import ChipLaw, ChipStages
from rules.clocks import Reading
from rules.errors import FigureError
from rules.evaluate import evaluate
from rules.facts import FactValue, Subject
from rules.findings import Finding, FindingStatus
from rules.law import Law
from rules.ruleset import Effect, RuleSet
from rules.three_valued import Outcome, Undetermined, any_of

IC_ENTRY_OUTSIDE_3A090 = "3A991.p"
FACTS_OF_CIRCUITS = frozenset(fact.name for fact in system_facts())


@dataclass(frozen=True, slots=True)
class SystemFigures:
    """An item with its circuits, at least one. base_entry: one of BASE_ENTRIES; None is unknown."""

    circuits: tuple[ChipFigures, ...]
    base_entry: str | None = None

    def __post_init__(self) -> None:
        if not self.circuits:
            raise FigureError("an item without circuits has none to count: give each kind of circuit once")
        if self.base_entry is not None and self.base_entry not in BASE_ENTRIES:
            raise FigureError(f"base entry {self.base_entry!r} is none of {', '.join(BASE_ENTRIES)}")


@dataclass(frozen=True, slots=True)
class SystemAnswer:
    """The answer under one reading of the clocks.

    status: met, not met (no entry named here describes it; it may still be another's), undetermined. entry: the
    outcome met. level: what licence requirements follow, 3A090.a, 3A090.b or none; None is unknown. It may be known
    where the entry is not. missing_facts: of the item or of its circuits.
    """

    reading: Reading
    status: FindingStatus
    entry: str | None
    level: str | None
    missing_facts: tuple[str, ...]
    findings: tuple[Finding, ...]

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "status": str(self.status),
            "entry": self.entry,
            "level": self.level,
            "missing_facts": list(self.missing_facts),
            "findings": [one.to_document() for one in self.findings],
        }


@dataclass(frozen=True, slots=True)
class SystemClassification:
    """An item on a day: its circuits' classifications, and the answer under each reading."""

    figures: SystemFigures
    circuits: tuple[Classification, ...]
    answers: Mapping[Reading, SystemAnswer]

    def under(self, reading: Reading) -> SystemAnswer:
        """The answer under one reading."""
        return self.answers[reading]

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "base_entry": self.figures.base_entry,
            "answers": {str(reading): one.to_document() for reading, one in self.answers.items()},
            "circuits": [one.to_document() for one in self.circuits],
        }


def classify_system(
    figures: SystemFigures, law: Law, *, as_of: date, known_on: date | None = None
) -> SystemClassification:
    """What the law of a day says of an item. Raises NoTextKnown as `rules.chips.classification.classify` does."""
    chip_law = ChipLaw(law.on(as_of, known_on))
    require_text(law, chip_law)
    circuits = tuple(classify_under(ChipStages(one), chip_law) for one in figures.circuits)
    answers = {
        reading: _answer(reading, figures, [one.under(reading) for one in circuits], chip_law)
        for reading in Reading
    }
    return SystemClassification(figures, circuits, answers)


def _answer(
    reading: Reading, figures: SystemFigures, circuits: Sequence[ChipAnswer], chip_law: ChipLaw
) -> SystemAnswer:
    facts = _facts(figures, circuits)
    sets = [one for one in chip_law.day.under(reading) if _is_about_circuits(one)]
    findings = tuple(evaluate(sets, Subject.SYSTEM, facts))
    entries = [one for one in findings if one.effect is Effect.CLASSIFICATION]
    met = next((one for one in entries if one.status is FindingStatus.MET), None)
    undetermined = [one for one in entries if one.status is FindingStatus.UNDETERMINED]
    if met is None and undetermined:
        status = FindingStatus.UNDETERMINED
    else:
        status = FindingStatus.MET if met else FindingStatus.NOT_MET
    return SystemAnswer(
        reading=reading,
        status=status,
        entry=met.outcome if met else None,
        level=_level(facts),
        missing_facts=_missing(undetermined, circuits) if status is FindingStatus.UNDETERMINED else (),
        findings=findings,
    )


def _is_about_circuits(rule_set: RuleSet) -> bool:
    """Other sets about systems ask other questions (is it a supercomputer?)."""
    return any(
        Subject.SYSTEM in rule.subjects and not FACTS_OF_CIRCUITS.isdisjoint(rule.fact_names)
        for rule in rule_set.rules
    )


def _facts(figures: SystemFigures, circuits: Sequence[ChipAnswer]) -> dict[str, FactValue | None]:
    return {
        "contains_3a090_a_circuit": _known(any_of([_is(one, ChipStatus.A) for one in circuits])),
        "contains_3a090_b_circuit": _known(any_of([_is(one, ChipStatus.B) for one in circuits])),
        "contains_3a991_p_circuit": _known(any_of([_is_3a991_p(one) for one in circuits])),
        "base_entry": figures.base_entry,
    }


def _is(circuit: ChipAnswer, status: ChipStatus) -> Outcome:
    if circuit.status is ChipStatus.UNDETERMINED:
        return Undetermined(circuit.missing_facts or ("control_entry",))
    return circuit.status is status


def _is_3a991_p(circuit: ChipAnswer) -> Outcome:
    found = next((one for one in circuit.findings if one.outcome == IC_ENTRY_OUTSIDE_3A090), None)
    if found is None:
        return False
    if found.status is FindingStatus.UNDETERMINED:
        return Undetermined(found.missing_facts)
    return found.status is FindingStatus.MET


def _known(outcome: Outcome) -> bool | None:
    return None if isinstance(outcome, Undetermined) else outcome


def _level(facts: Mapping[str, FactValue | None]) -> str | None:
    has_a, has_b = facts["contains_3a090_a_circuit"], facts["contains_3a090_b_circuit"]
    if has_a is True:
        return str(ChipStatus.A)
    if has_a is None or has_b is None:
        return None
    return str(ChipStatus.B) if has_b is True else "none"


def _missing(undetermined: Sequence[Finding], circuits: Sequence[ChipAnswer]) -> tuple[str, ...]:
    """What to go and find: of the item, and of the circuits that leave it open."""
    names = {name for one in undetermined for name in one.missing_facts}
    of_circuits = {name for name in names if name.startswith("contains_")}
    if of_circuits:
        for circuit in circuits:
            if circuit.status is ChipStatus.UNDETERMINED:
                names |= set(circuit.missing_facts)
            else:
                names |= {
                    name
                    for one in circuit.findings
                    if one.outcome == IC_ENTRY_OUTSIDE_3A090
                    for name in one.missing_facts
                }
    return tuple(sorted(names - of_circuits))
