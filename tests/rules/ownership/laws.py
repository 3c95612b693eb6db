"""The shipped laws on ownership by name, as tests speak of them."""

from datetime import date

from rules.ownership.laws import OwnershipRule, ownership_rules, ownership_rules_on

OWNERSHIP_RULES = ownership_rules()


def law_on(name: str, day: date = date(2026, 1, 1)) -> OwnershipRule:
    """The version of a law on a day."""
    (found,) = (rule for rule in ownership_rules_on(day) if rule.id == name)
    return found


OFAC_50_PERCENT = law_on("ofac_50_percent")
BIS_AFFILIATES = law_on("bis_affiliates")
EU_OWNERSHIP_UNTIL_2024 = law_on("eu_ownership_or_control", date(2024, 7, 2))
EU_OWNERSHIP = law_on("eu_ownership_or_control")
UK_OWNERSHIP = law_on("uk_ownership_or_control")
