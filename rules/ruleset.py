"""A rule set: dated law (or guidance, or the operator's own policy) as data (read by ruleset_reader)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rules.expressions import Expression
from rules.facts import Subject


class Severity(StrEnum):
    """How soon a person must look, lowest first."""

    NOTICE = "notice"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Confidence(StrEnum):
    """How the text was seen: in the regulation, quoted by others, from knowledge, conflicting."""

    VERIFIED = "V"
    SECONDARY = "S"
    KNOWLEDGE = "K"
    UNCERTAIN = "U"


class Standing(StrEnum):
    """What kind of text it is.

    Only codified text is law for everybody. A directive is a letter that binds this operator though nobody
    else may read it; a project set is the operator's own watch level.
    """

    CODIFIED = "codified"
    DIRECTIVE = "directive"
    PROPOSED = "proposed"
    GUIDANCE = "guidance"
    PROJECT = "project"


class Effect(StrEnum):
    """What follows where a rule is met. `outcome` says which: an entry, an exception, a review policy.

    flag: a person must look. classification: the item is described by an entry. eligibility: an exception's
    item scope covers it. licence_requirement, licence_exception, review_policy: of a transfer. prohibition:
    an act is forbidden. notice: something to read beside an answer.
    """

    FLAG = "flag"
    CLASSIFICATION = "classification"
    ELIGIBILITY = "eligibility"
    LICENCE_REQUIREMENT = "licence_requirement"
    LICENCE_EXCEPTION = "licence_exception"
    REVIEW_POLICY = "review_policy"
    PROHIBITION = "prohibition"
    NOTICE = "notice"


REVIEW_POLICIES = ("policy_of_denial", "presumption_of_denial", "case_by_case", "presumption_of_approval")
"""How an application is looked at, strictest first."""


class EnforcementStatus(StrEnum):
    """What the authority says it does with the text."""

    ENFORCED = "enforced"
    NOT_ENFORCED = "not_enforced"
    STAYED = "stayed"


@dataclass(frozen=True, slots=True)
class EnforcementPeriod:
    """[applies_from, applies_until): the status in that time; an open end is None.

    announced_on: the day from which it could be known. switch: the switch whose setting gives the status
    instead, by `by_setting`, where nobody could read what the authority did; then status is None.
    """

    status: EnforcementStatus | None
    applies_from: date
    applies_until: date | None
    source: str
    announced_on: date
    switch: str | None = None
    by_setting: Mapping[str, EnforcementStatus] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NamedList:
    """Texts that expressions use by name (country groups), as they stood on `as_of`."""

    name: str
    codes: tuple[str, ...]
    citation: str
    as_of: date
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Limb:
    """One way to meet a rule, or (under `unless`) one way out of it.

    explanation: the sentence for this limb where the rule's own would not fit; None for the rule's.
    """

    id: str
    clause: str
    when: Expression
    explanation: str | None


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must be shown besides, where the rule is met: a line of a checklist.

    when: the expression that shows it, or None where only a person can say. Known false, it leads out of
    the rule; unknown, it stays open in the finding and does not make the rule undetermined.
    """

    id: str
    clause: str
    text: str
    confidence: Confidence
    when: Expression | None


@dataclass(frozen=True, slots=True)
class TextReference:
    """The unit of the Code that a set encodes: part 774, unit "3A090"; part 742, unit "742.6"."""

    part: int
    unit: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Met where one limb holds, no `unless` does, and no condition is known to fail.

    outcome: what the effect names: "3A090.a", "NAC", "case_by_case"; None for flags. instead_of: rules of
    any set that give way where this one is met (the special case before the general one).
    raises_when_unknown: whether a person must look although a fact is missing; a red flag, of which nothing
    was seen, raises nothing. confidence: where it is another than the set's; else None. any_limb,
    any_unless: all limbs joined by ||, so that a subject to which nothing applies (most of them) costs one
    evaluation and not one a limb. fact_names: all that the rule
    reads or quotes, sorted.
    """

    id: str
    subjects: tuple[Subject, ...]
    severity: Severity
    title: str
    clause: str
    explanation: str
    question: str | None
    limbs: tuple[Limb, ...]
    unless: tuple[Limb, ...]
    any_limb: Expression
    any_unless: Expression | None
    fact_names: tuple[str, ...]
    effect: Effect = Effect.FLAG
    outcome: str | None = None
    instead_of: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    raises_when_unknown: bool = True
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One dated set. `id` is "<jurisdiction>/<name>"; `sha256` is over the file's bytes, hexadecimal.

    recorded_on: the day it was put on record here, which may be after it was published: a letter; None for a shipped
    set.
    """

    id: str
    jurisdiction: str
    name: str
    title: str
    authority: str
    citation: str
    source_url: str
    confidence: Confidence
    standing: Standing
    notes: str | None
    published_on: date
    effective_from: date
    effective_until: date | None
    compliance_from: date
    enforcement: tuple[EnforcementPeriod, ...]
    lists: Mapping[str, NamedList]
    rules: tuple[Rule, ...]
    sha256: str
    texts: tuple[TextReference, ...] = ()
    recorded_on: date | None = None

    @property
    def known_from(self) -> date:
        """The first day on which a question here could know of it."""
        return max(self.published_on, self.recorded_on or self.published_on)

    @property
    def reference(self) -> str:
        """Name and version in one word: "us/3a090@2023-11-17"."""
        return f"{self.id}@{self.effective_from.isoformat()}"
