"""The laws by which a listed owner makes an unlisted entity listed too: four, and they do not agree.

They differ in where the line is (at 50 percent, or above it), in whether the stakes of several listed
parties are added up, and in whether control without ownership is enough. None of them multiplies
percentages down a chain (`rules.ownership.coverage`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.ruleset import Confidence


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

    @property
    def threshold_text(self) -> str:
        """The line in words, for explanations."""
        if self.includes_threshold is None:
            return f"{self.threshold_percent} percent or more (at exactly that, texts disagree)"
        if self.includes_threshold:
            return f"{self.threshold_percent} percent or more"
        return f"more than {self.threshold_percent} percent"


OFAC_50_PERCENT = OwnershipRule(
    id="ofac_50_percent",
    title="50 Percent Rule of the Office of Foreign Assets Control",
    threshold_percent=Decimal(50),
    includes_threshold=True,
    adds_up_listed_parties=True,
    control_suffices=False,
    red_flag_for_minorities=False,
    leaves_out_us_entities=False,
    applies_from=date(2014, 8, 13),
    applies_until=None,
    citation="OFAC, Revised guidance on entities owned by persons whose property is blocked, 2014-08-13",
    confidence=Confidence.KNOWLEDGE,
)

BIS_AFFILIATES = OwnershipRule(
    id="bis_affiliates",
    title="Affiliates Rule of the Bureau of Industry and Security (whether it is stayed is a switch)",
    threshold_percent=Decimal(50),
    includes_threshold=True,
    adds_up_listed_parties=True,
    control_suffices=False,
    red_flag_for_minorities=True,
    leaves_out_us_entities=True,
    applies_from=date(2025, 9, 29),
    applies_until=None,
    citation="90 FR 47201 (FR Doc. 2025-19001, effective 2025-09-29); red flag 29, 15 CFR part 732 Supp. No. 3; "
    "stayed by 90 FR 50857 from 2025-11-10 to 2026-11-09, absent an extension",
    confidence=Confidence.SECONDARY,
)

EU_OWNERSHIP_UNTIL_2024 = OwnershipRule(
    id="eu_ownership_or_control",
    title="Ownership or control under restrictive measures of the European Union (before July 2024)",
    threshold_percent=Decimal(50),
    includes_threshold=False,
    adds_up_listed_parties=True,
    control_suffices=True,
    red_flag_for_minorities=False,
    leaves_out_us_entities=False,
    applies_from=None,
    applies_until=date(2024, 7, 3),
    citation="EU Best Practices for the effective implementation of restrictive measures, before their revision "
    "of 2024-07-03: more than 50 percent, or control",
    confidence=Confidence.SECONDARY,
)

EU_OWNERSHIP = OwnershipRule(
    id="eu_ownership_or_control",
    title="Ownership or control under restrictive measures of the European Union",
    threshold_percent=Decimal(50),
    includes_threshold=None,
    adds_up_listed_parties=True,
    control_suffices=True,
    red_flag_for_minorities=False,
    leaves_out_us_entities=False,
    applies_from=date(2024, 7, 3),
    applies_until=None,
    citation="EU Best Practices as revised on 2024-07-03 (not binding): 50 percent or more in aggregate, or "
    "control; regulations that say more than 50 percent, such as (EU) No 833/2014, still do",
    confidence=Confidence.UNCERTAIN,
)

UK_OWNERSHIP = OwnershipRule(
    id="uk_ownership_or_control",
    title="Ownership or control under financial sanctions of the United Kingdom",
    threshold_percent=Decimal(50),
    includes_threshold=False,
    adds_up_listed_parties=False,
    control_suffices=True,
    red_flag_for_minorities=False,
    leaves_out_us_entities=False,
    applies_from=None,
    applies_until=None,
    citation="Regulations under the Sanctions and Anti-Money Laundering Act 2018: more than 50 percent, or "
    "control; OFSI general guidance on aggregation, March 2022",
    confidence=Confidence.KNOWLEDGE,
)

OWNERSHIP_RULES = (OFAC_50_PERCENT, BIS_AFFILIATES, EU_OWNERSHIP_UNTIL_2024, EU_OWNERSHIP, UK_OWNERSHIP)


def ownership_rules_on(day: date) -> tuple[OwnershipRule, ...]:
    """The laws whose dates include a day, at most one of each id. Stays are the caller's to know."""
    return tuple(
        rule
        for rule in OWNERSHIP_RULES
        if (rule.applies_from is None or rule.applies_from <= day)
        and (rule.applies_until is None or day < rule.applies_until)
    )
