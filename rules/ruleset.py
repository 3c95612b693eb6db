"""A rule set: dated law (or guidance, or the operator's own policy) as data (read by ruleset_reader)."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    """What kind of text it is. Only codified text is law; a project set is the operator's own watch level."""

    CODIFIED = "codified"
    PROPOSED = "proposed"
    GUIDANCE = "guidance"
    PROJECT = "project"


class EnforcementStatus(StrEnum):
    """What the authority says it does with the text."""

    ENFORCED = "enforced"
    NOT_ENFORCED = "not_enforced"
    STAYED = "stayed"


@dataclass(frozen=True, slots=True)
class EnforcementPeriod:
    """[applies_from, applies_until): the status in that time; an open end is None."""

    status: EnforcementStatus
    applies_from: date
    applies_until: date | None
    source: str


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
class Rule:
    """Met where one limb holds and no `unless` does.

    any_limb, any_unless: all limbs joined by ||, so that a subject to which nothing applies (most of them)
    costs one evaluation and not one a limb. fact_names: all that the rule reads or quotes, sorted.
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


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One dated set. `id` is "<jurisdiction>/<name>"; `sha256` is over the file's bytes, hexadecimal."""

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

    @property
    def reference(self) -> str:
        """Name and version in one word: "us/3a090@2023-11-17"."""
        return f"{self.id}@{self.effective_from.isoformat()}"
