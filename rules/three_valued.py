"""Logic with a third value (Kleene's): undetermined, which carries the facts that would decide it.

An outcome is True, False or Undetermined. Undetermined has no truth value: using it in a condition raises,
so that no caller can take "unknown" for "no".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class Undetermined:
    """Neither true nor false until the facts named here (sorted, at least one) are known."""

    missing_facts: tuple[str, ...]

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "an undetermined outcome is neither true nor false: compare with `is True` or `is False`"
        )


Outcome = bool | Undetermined


def negation(outcome: Outcome) -> Outcome:
    """True and False swapped; undetermined stays so, for want of the same facts."""
    return outcome if isinstance(outcome, Undetermined) else not outcome


def any_of(outcomes: Sequence[Outcome]) -> Outcome:
    """True if one is true, whatever the others; False if all are false (or there are none)."""
    if any(outcome is True for outcome in outcomes):
        return True
    return _undetermined_or(outcomes, otherwise=False)


def all_of(outcomes: Sequence[Outcome]) -> Outcome:
    """False if one is false, whatever the others; True if all are true (or there are none)."""
    if any(outcome is False for outcome in outcomes):
        return False
    return _undetermined_or(outcomes, otherwise=True)


def _undetermined_or(outcomes: Sequence[Outcome], *, otherwise: bool) -> Outcome:
    missing = {
        name for outcome in outcomes if isinstance(outcome, Undetermined) for name in outcome.missing_facts
    }
    return Undetermined(tuple(sorted(missing))) if missing else otherwise
