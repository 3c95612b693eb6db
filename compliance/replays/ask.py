"""Asking for a replay: what is tried is checked and kept; running it is other work."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.lawbook.questions import law
from compliance.providers.models import Provider
from compliance.replays.errors import NotAllowed, ReplayRefused
from compliance.replays.models import Replay
from compliance.replays.tried import content_of
from rules.errors import RulesError
from rules.law import Law
from rules.ruleset_reader import read_rule_set
from rules.trial import Mode, fitting_mode, law_with_trial

MAX_CONTENT_BYTES = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is tried, in one of three ways.

    rule_set: reference of a shipped or published set. content: the bytes of a rule set, a draft's. other_day: the whole
    law of another day, as known on `other_known_on` (None: as known when it runs).
    mode: for a rule set, whether in place or in addition; None: whichever fits.
    """

    rule_set: str | None = None
    content: bytes | None = None
    other_day: date | None = None
    other_known_on: date | None = None
    mode: Mode | None = None


def ask_replay(
    *,
    trial: Trial,
    as_of: date,
    known_on: date | None = None,
    provider: str | None = None,
    by: User,
) -> Replay:
    """Return the replay of `trial` against the law of `as_of` over the newest facts of tenants.

    known_on: law and facts as known at the end of that day; None: as known now. provider: key; None: all tenants.

    Raises NotAllowed, ReplayRefused, Provider.DoesNotExist. Nothing enters the ledger before it is finished.
    """
    if not by.may(Act.REPLAY):
        raise NotAllowed("Officers and approvers ask for replays; this account may not.")
    now = datetime.now(UTC)
    _require_not_in_future(known_on, now.date())
    _require_not_in_future(trial.other_known_on, now.date())
    tried = _tried(trial, as_of, known_on)
    with transaction.atomic():
        return Replay.objects.create(
            **tried,
            as_of=as_of,
            known_on=known_on,
            provider=None if provider is None else Provider.objects.get(key=provider),
            facts_until=_end_of(known_on) if known_on and known_on < now.date() else now,
            asked_by=by,
            asked_at=now,
        )


def _require_not_in_future(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise ReplayRefused(
            f"Nobody can say what will be known on {day}: give a day up to {today}, or leave it out."
        )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _tried(trial: Trial, as_of: date, known_on: date | None) -> dict[str, object]:
    """Return the columns that say what is tried."""
    given = [one is not None for one in (trial.rule_set, trial.content, trial.other_day)]
    if given.count(True) != 1:
        raise ReplayRefused(
            "Try one thing: a rule set by its reference, the content of a draft, or the law of another day."
        )
    if trial.other_day is not None:
        if trial.mode not in {None, Mode.OTHER_DAY}:
            raise ReplayRefused(
                "The law of another day stands in place of the whole law: leave the mode out."
            )
        return {
            "mode": Mode.OTHER_DAY,
            "tried_as_of": trial.other_day,
            "tried_known_on": trial.other_known_on,
        }
    content = content_of(trial.rule_set) if trial.rule_set is not None else trial.content or b""
    if len(content) > MAX_CONTENT_BYTES:
        raise ReplayRefused(
            f"A rule set of more than {MAX_CONTENT_BYTES} bytes is not replayed; cut it in two."
        )
    return _tried_set(content, trial.mode, law(), as_of, known_on)


def _tried_set(
    content: bytes, mode: Mode | None, held: Law, as_of: date, known_on: date | None
) -> dict[str, object]:
    try:
        rule_set = read_rule_set(content, "the rule set")
        chosen = mode or fitting_mode(rule_set, held, as_of=as_of, known_on=known_on)
        law_with_trial(held, rule_set, chosen, as_of=as_of, known_on=known_on)
    except RulesError as error:
        raise ReplayRefused(f"This cannot be replayed: {error}.") from error
    return {
        "mode": chosen,
        "tried_reference": rule_set.reference,
        "tried_sha256": hashlib.sha256(content).hexdigest(),
        "tried_content": content.decode(),
    }
