"""The laws by which a listed owner makes an unlisted entity listed too (`laws.toml`): four, and they do not agree.

They differ in where the line is (at 50 percent, or above it), in whether the stakes of several listed
parties are added up, and in whether control without ownership is enough. None of them multiplies
percentages down a chain (`rules.ownership.coverage`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rules.ruleset import Confidence
from rules.toml.strict_table import StrictTable
from rules.toml.table import toml_table

OWNERSHIP_LAWS_FILE = Path(__file__).parent / "laws.toml"


@dataclass(frozen=True, slots=True)
class OwnershipRule:
    """One such law, in force on [applies_from, applies_until); None is an open end.

    includes_threshold: whether exactly the threshold is enough; None where the texts disagree, so that
    exactly the threshold is undetermined. adds_up_listed_parties: whether stakes of unconnected listed
    parties are summed; where they are not, a sum that only several together reach is undetermined, because
    an arrangement between them would connect them. control_suffices: whether control alone is enough.
    red_flag_for_minorities: whether a listed owner below the threshold is itself something to look into.
    leaves_out_us_entities: whether entities of the United States are never covered themselves.
    """

    id: str
    title: str
    threshold_percent: Decimal
    includes_threshold: bool | None
    adds_up_listed_parties: bool
    control_suffices: bool
    red_flag_for_minorities: bool
    leaves_out_us_entities: bool
    applies_from: date | None
    applies_until: date | None
    citation: str
    confidence: Confidence

    def reaches(self, percent: Decimal, *, in_doubt: bool) -> bool:
        """Whether a sum of stakes is enough. in_doubt: the answer at the threshold where texts disagree."""
        includes = in_doubt if self.includes_threshold is None else self.includes_threshold
        return percent > self.threshold_percent or (includes and percent == self.threshold_percent)

    def applies_on(self, day: date) -> bool:
        """Whether its dates include a day."""
        return (self.applies_from is None or self.applies_from <= day) and (
            self.applies_until is None or day < self.applies_until
        )

    @property
    def threshold_text(self) -> str:
        """The line in words, for explanations."""
        if self.includes_threshold is None:
            return f"{self.threshold_percent} percent or more (at exactly that, texts disagree)"
        if self.includes_threshold:
            return f"{self.threshold_percent} percent or more"
        return f"more than {self.threshold_percent} percent"


class AtThreshold(StrEnum):
    """Whether exactly the threshold is enough, as the file of laws writes it."""

    COVERED = "covered"
    NOT_COVERED = "not_covered"
    TEXTS_DISAGREE = "texts_disagree"


_INCLUDES_THRESHOLD: Mapping[AtThreshold, bool | None] = MappingProxyType(
    {AtThreshold.COVERED: True, AtThreshold.NOT_COVERED: False, AtThreshold.TEXTS_DISAGREE: None}
)


def read_ownership_rules(content: bytes, origin: str) -> tuple[OwnershipRule, ...]:
    """Laws in the file's order, from the bytes of a TOML file.

    Raises RuleSetError for anything but the format, a threshold that is no share, and two versions of one
    law that apply on the same day.
    """
    table = toml_table(content, origin)
    found: list[OwnershipRule] = []
    for one in table.tables("laws"):
        rule = _read_rule(one)
        if any(rule.id == other.id and _overlap(rule, other) for other in found):
            raise one.refusal(f"two versions of {rule.id!r} apply on the same day", "id")
        found.append(rule)
    table.finish()
    return tuple(found)


def _read_rule(table: StrictTable) -> OwnershipRule:
    rule = OwnershipRule(
        id=table.name("id"),
        title=table.text("title"),
        threshold_percent=Decimal(table.integer("threshold_percent")),
        includes_threshold=_INCLUDES_THRESHOLD[table.choice("at_threshold", AtThreshold)],
        adds_up_listed_parties=table.flag("adds_up_listed_parties", otherwise=False),
        control_suffices=table.flag("control_suffices", otherwise=False),
        red_flag_for_minorities=table.flag("red_flag_for_minorities", otherwise=False),
        leaves_out_us_entities=table.flag("leaves_out_us_entities", otherwise=False),
        applies_from=table.optional_day("applies_from"),
        applies_until=table.optional_day("applies_until"),
        citation=table.text("citation"),
        confidence=table.choice("confidence", Confidence),
    )
    table.finish()
    if not 0 < rule.threshold_percent < 100:
        raise table.refusal(
            f"threshold_percent is {rule.threshold_percent}: give 1 to 99", "threshold_percent"
        )
    if rule.applies_from and rule.applies_until and rule.applies_until <= rule.applies_from:
        raise table.refusal("'applies_until' must be later than 'applies_from'", "applies_until")
    return rule


def _overlap(one: OwnershipRule, other: OwnershipRule) -> bool:
    first, second = sorted((one, other), key=lambda rule: rule.applies_from or date.min)
    return first.applies_until is None or (second.applies_from or date.min) < first.applies_until


@cache
def ownership_rules() -> tuple[OwnershipRule, ...]:
    """The shipped laws, every version."""
    return read_ownership_rules(OWNERSHIP_LAWS_FILE.read_bytes(), OWNERSHIP_LAWS_FILE.name)


def ownership_rules_on(day: date) -> tuple[OwnershipRule, ...]:
    """The laws whose dates include a day, at most one of each id. Stays are the caller's to know."""
    return tuple(rule for rule in ownership_rules() if rule.applies_on(day))
