"""What stands beside every answer of law: its dates, the settings it rests on, and how far texts were read."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.api.problems import Problem
from rules.errors import NoTextKnown
from rules.law import TEXT_READ_UNTIL, LawOnDay
from rules.switches import SettingUsed

OPERATOR = "operator"
"""Stands for the person who stated a setting where the reader is not one of the operator's own."""


def dates_document(on_day: LawOnDay, user: User, used: Iterable[SettingUsed]) -> dict[str, object]:
    """Return the two dates, the settings used and the last day whose texts were read, as JSON-safe plain values."""
    return for_reader(
        {
            "as_of": on_day.as_of.isoformat(),
            "known_on": day_text(on_day.known_on),
            "text_read_until": TEXT_READ_UNTIL.isoformat(),
            "settings_used": [one.to_document() for one in used],
        },
        user,
    )


def for_reader(document: Mapping[str, object], user: User) -> dict[str, object]:
    """Return a document whose `settings_used` names persons only to those who may read the ledger that names them."""
    if user.may(Act.READ_LEDGER):
        return dict(document)
    settings = document["settings_used"]
    if not isinstance(settings, list):
        raise TypeError("settings_used is no list")
    return {
        **document,
        "settings_used": [
            {**used, "stated_by": OPERATOR if used["stated_by"] else None} for used in settings
        ],
    }


def day_text(day: date | None) -> str | None:
    """Return a day as JSON has it."""
    return day.isoformat() if day else None


@contextmanager
def text_known() -> Iterator[None]:
    """Turn a day before the first text into the problem `no_text_known`, which names that text's day."""
    try:
        yield
    except NoTextKnown as error:
        raise Problem(
            422,
            "no_text_known",
            "No text known.",
            f"{error} Ask about a later day.",
            first_text_from=day_text(error.first_text_from),
        ) from error
