"""Before the first text of a law there is no answer: the refusal that says since when there is one."""

from collections.abc import Callable

from rules.clocks import Reading
from rules.errors import NoTextKnown
from rules.law import Law, LawOnDay
from rules.ruleset import RuleSet


def require_text(law: Law, day: LawOnDay, is_text: Callable[[RuleSet], bool], what: str) -> None:
    """NoTextKnown where no set that `is_text` names was in force on the day, as known then.

    what: is not known, in words: "text of ECCN 3A090".
    """
    if any(is_text(one) for one in day.under(Reading.CONSERVATIVE)):
        return
    known = f", as known on {day.known_on}" if day.known_on else ""
    texts = sorted((one for one in law.rule_sets if is_text(one)), key=lambda one: one.effective_from)
    if not texts:
        raise NoTextKnown(f"No text known: no {what} is known for {day.as_of}{known}.")
    first = texts[0]
    raise NoTextKnown(
        f"No text known: no {what} is known for {day.as_of}{known}: the first was published on {first.published_on} "
        f"and took effect on {first.effective_from} ({first.citation}).",
        first_text_from=first.effective_from,
    )


def of_set(set_id: str) -> Callable[[RuleSet], bool]:
    """Whether a set is a version of the one with this id, such as "us/3a090"."""
    return lambda one: one.id == set_id
