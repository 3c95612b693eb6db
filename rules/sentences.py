"""A finding as one sentence: the rule's explanation with the values in it, or why it was not met or not
decidable.
"""

from collections.abc import Mapping
from decimal import Decimal

from rules.catalogue import CATALOGUE
from rules.decimals import decimal_text
from rules.facts import FactValue, value_text
from rules.ruleset import Condition, Limb, Rule

# From this many digits before the point a number is written as 1.026e24. Digits left out are said with
# "about", and
# are cut, not rounded: 9.9999999e24 must not be read as 1e25, nor a density of 5.9199999 as 5.92.
_PLAIN_DIGITS = 15
_SHOWN_DIGITS = 6


def met_sentence(rule: Rule, limb: Limb, facts: Mapping[str, FactValue | None]) -> str:
    """The limb's explanation, or the rule's, with every {fact} filled in."""
    return filled(limb.explanation or rule.explanation, facts)


def excluded_sentence(rule: Rule, unless: Limb, facts: Mapping[str, FactValue | None]) -> str:
    """Why a carve-out leads out of the rule."""
    if unless.explanation:
        return filled(unless.explanation, facts)
    return f"{rule.clause} does not apply: {unless.clause}."


def failed_condition_sentence(rule: Rule, condition: Condition) -> str:
    """Which condition is known to fail."""
    return f"{rule.clause} does not apply: it is known not to hold that {condition.text.rstrip('.')}."


def not_met_sentence(rule: Rule) -> str:
    """That no limb holds; the finding's values show by how much."""
    return f"Does not hold ({rule.title}): no limb of {rule.clause} is met."


def undetermined_sentence(rule: Rule, missing_facts: tuple[str, ...]) -> str:
    """What must be learnt before the rule can be decided."""
    missing = "; ".join(CATALOGUE[name].meaning for name in missing_facts)
    return f"Not known whether it holds ({rule.title}). To be learnt first: {missing}."


def filled(sentence: str, facts: Mapping[str, FactValue | None]) -> str:
    """The sentence with values; an unknown value reads "unknown"."""
    return sentence.format_map(_Readable(facts))


class _Readable(dict[str, str]):
    """Values for reading, made only of the facts that the sentence quotes."""

    def __init__(self, facts: Mapping[str, FactValue | None]) -> None:
        super().__init__()
        self._facts = facts

    def __missing__(self, name: str) -> str:
        return readable(self._facts.get(name))


def readable(value: FactValue | None) -> str:
    """A value for reading. Exact, except that very long numbers are cut and then say "about"."""
    if value is None:
        return "unknown"
    if isinstance(value, tuple) and not value:
        return "none"
    if isinstance(value, Decimal):
        return _readable_decimal(value)
    return value_text(value)


def _readable_decimal(number: Decimal) -> str:
    text = decimal_text(number)
    sign = "-" if text.startswith("-") else ""
    whole, _, fraction = text.removeprefix("-").partition(".")
    if len(whole) <= _PLAIN_DIGITS:
        shown = fraction[:_SHOWN_DIGITS]
        about = "about " if len(fraction) > _SHOWN_DIGITS else ""
        return f"{about}{sign}{int(whole):,}" + (f".{shown}" if shown else "")
    digits = whole + fraction
    shown = digits[:_SHOWN_DIGITS].rstrip("0")
    about = "about " if digits[_SHOWN_DIGITS:].strip("0") else ""
    return f"{about}{sign}{shown[0]}{'.' if shown[1:] else ''}{shown[1:]}e{len(whole) - 1}"
