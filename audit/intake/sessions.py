"""Sessions: from when to when a resource held its accelerators, rebuilt from all its events.

A state machine over one resource. It is run anew over every event of the resource whenever a late one
arrives, and never patched, so neither order nor repetition of what arrives can change the answer. What is
not known stays open: a session without a stop has no end, only the last instant at which there is evidence
of it. Dropping such sessions would report 27 % of the hours of Open XDMoD's OpenStack reference log, which
is why nothing is dropped here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final, Literal

import msgspec

from audit.intake.errors import MixedResourcesError
from audit.intake.lifecycle import LifecycleEvent, LifecycleKind

SessionState = Literal["closed", "open", "left_censored"]

NO_START_KNOWN: Final = "no start known"

_RANK_WHILE_OFF: Final = {"start": 0, "change": 1, "heartbeat": 2, "stop": 3, "usage": 4}
_RANK_WHILE_ON: Final = {"heartbeat": 0, "stop": 1, "change": 2, "start": 3, "usage": 4}


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A half-open stretch during which one resource held accelerators of one kind.

    `closed`: start and stop are known. `open`: no stop is known; it counts surely until `last_evidence_at`
    and possibly until now. `left_censored`: the stop is known and the start is not; `started_at` is the
    first evidence, and where that is the stop itself the session has no length. `reason` says what opened
    and ended it.
    """

    resource_uid: str
    tenant: str
    region: str | None
    facility: str | None
    layer: str
    instance_type: str | None
    accelerator_model: str | None
    accelerator_count: Decimal | None
    capacity_type: str | None
    started_at: int
    ended_at: int | None
    last_evidence_at: int
    state: SessionState
    reason: str

    @property
    def counted_until(self) -> int:
        """Return the end of the lower bound: the stop, or the last evidence where no stop is known."""
        return self.last_evidence_at if self.ended_at is None else self.ended_at


def sessions_of(events: Sequence[LifecycleEvent]) -> list[Session]:
    """Return the sessions of one resource in order of time, without the stretches whose usage is stated.

    `events` may come in any order, any event any number of times (told apart by `event_uid`). Stated usage
    takes precedence: what it covers is cut out of the sessions, so that the two can be added. Stated usage
    of a job ends its run; of an instance it is evidence of life. Raises MixedResourcesError for more than
    one `resource_uid`.
    """
    if len({event.resource_uid for event in events}) > 1:
        message = "events of several resources were given; group them by resource_uid first"
        raise MixedResourcesError(message)
    once = _once_each(events)
    history = _History()
    for _, simultaneous in groupby(sorted(once, key=_acts_at), key=_acts_at):
        history.advance(list(simultaneous))
    stated = [
        (event.stated_from, event.stated_until)
        for event in once
        if event.stated_from is not None and event.stated_until is not None
    ]
    return list(_without_stated(history.finished(), _merged(stated)))


def _once_each(events: Iterable[LifecycleEvent]) -> list[LifecycleEvent]:
    """Return each event once; of two contents under one uid, the same one whatever the order."""
    held: dict[str, LifecycleEvent] = {}
    for event in events:
        rival = held.get(event.event_uid)
        if rival is None or msgspec.json.encode(event) < msgspec.json.encode(rival):
            held[event.event_uid] = event
    return list(held.values())


def _acts_at(event: LifecycleEvent) -> int:
    """Return when an event acts on the state; stated usage does so at its end."""
    return event.occurred_at if event.stated_until is None else event.stated_until


class _History:
    """The state machine: off or on, and what is known of the session that is on."""

    def __init__(self) -> None:
        self.sessions: list[Session] = []
        self.current: Session | None = None
        self.has_been_seen = False
        self.last_known: LifecycleEvent | None = None
        self.steps: dict[LifecycleKind, Callable[[LifecycleEvent], None]] = {
            "start": self._start,
            "stop": self._stop,
            "change": self._change,
            "heartbeat": self._heartbeat,
            "usage": self._usage,
        }

    def advance(self, simultaneous: list[LifecycleEvent]) -> None:
        """Apply the events of one second.

        A start and a stop in one second are a short life while the resource is off, and a restart while it is
        on: only so does the answer not hang on which of the two was listed first.
        """
        ranks = _RANK_WHILE_OFF if self.current is None else _RANK_WHILE_ON
        for event in sorted(simultaneous, key=lambda each: (ranks[each.kind], each.event_uid)):
            self.steps[event.kind](event)

    def finished(self) -> list[Session]:
        """Return all sessions, the one still open last."""
        return self.sessions if self.current is None else [*self.sessions, self.current]

    def _start(self, event: LifecycleEvent) -> None:
        if self.current is None:
            self._open(event, "started")
        else:  # repeated starts must not become a second session beside the first
            self._note_evidence(event)

    def _stop(self, event: LifecycleEvent) -> None:
        if self.current is None and not self.has_been_seen:
            self._open(event, NO_START_KNOWN)
        if self.current is not None:
            self._close(event.occurred_at, "stopped")

    def _change(self, event: LifecycleEvent) -> None:
        if self.current is None:  # resized while off: the next start may not say the type again
            self.last_known = event
        else:
            self._close(event.occurred_at, "changed")
            self._open(event, "changed")

    def _heartbeat(self, event: LifecycleEvent) -> None:
        if self.current is None:
            self._open(event, NO_START_KNOWN)
        else:
            self._note_evidence(event)

    def _usage(self, event: LifecycleEvent) -> None:
        if self.current is None:
            return
        if event.layer == "job":
            self._close(_acts_at(event), "usage stated")
        else:
            self._note_evidence(event)

    def _open(self, event: LifecycleEvent, reason: str) -> None:
        """Begin a session; a type left unsaid is taken from the last event that said it."""
        said = event
        if event.instance_type is None and event.accelerator_model is None and self.last_known is not None:
            said = self.last_known
        self.last_known = said
        self.has_been_seen = True
        self.current = Session(
            resource_uid=event.resource_uid,
            tenant=event.tenant,
            region=event.region,
            facility=event.facility,
            layer=event.layer,
            instance_type=said.instance_type,
            accelerator_model=said.accelerator_model,
            accelerator_count=said.accelerator_count,
            capacity_type=event.capacity_type,
            started_at=event.occurred_at,
            ended_at=None,
            last_evidence_at=event.occurred_at,
            state="open",
            reason=reason,
        )

    def _note_evidence(self, event: LifecycleEvent) -> None:
        """Record that the resource was still on, and what this event adds about its type."""
        if self.current is None:
            return
        seen_at = max(self.current.last_evidence_at, _acts_at(event))
        self.current = msgspec.structs.replace(self.current, last_evidence_at=seen_at)
        is_unknown = self.current.instance_type is None and self.current.accelerator_model is None
        if is_unknown and (event.instance_type or event.accelerator_model):
            self.last_known = event
            self.current = msgspec.structs.replace(
                self.current,
                instance_type=event.instance_type,
                accelerator_model=event.accelerator_model,
                accelerator_count=event.accelerator_count,
            )

    def _close(self, ended_at: int, reason: str) -> None:
        """End the session that is on."""
        if self.current is None:
            return
        opened_by = self.current.reason
        self.sessions.append(
            msgspec.structs.replace(
                self.current,
                ended_at=ended_at,
                last_evidence_at=ended_at,
                state="left_censored" if opened_by == NO_START_KNOWN else "closed",
                reason=f"{opened_by}, then {reason}",
            )
        )
        self.current = None


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return half-open spans in order, with those that touch or overlap made one."""
    merged: list[tuple[int, int]] = []
    for started_at, ended_at in sorted(spans):
        if merged and started_at <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ended_at))
        else:
            merged.append((started_at, ended_at))
    return merged


def _without_stated(sessions: Iterable[Session], stated: list[tuple[int, int]]) -> Iterator[Session]:
    """Yield the parts of each session that no stated usage covers."""
    for session in sessions:
        rest: Session | None = session
        for stated_from, stated_until in stated:
            if rest is None or stated_until < rest.started_at:
                continue
            if rest.ended_at is not None and rest.ended_at < stated_from:
                break
            if rest.started_at < stated_from:
                yield _until(rest, stated_from)
            rest = _from(rest, stated_until)
        if rest is not None:
            yield rest


def _until(session: Session, instant: int) -> Session:
    """Return the part of a session before `instant`, where stated usage takes over."""
    return msgspec.structs.replace(
        session,
        ended_at=instant,
        last_evidence_at=instant,
        state="closed" if session.state == "open" else session.state,
        reason=f"{session.reason}; usage is stated from its end on",
    )


def _from(session: Session, instant: int) -> Session | None:
    """Return the part of a session from `instant`, where stated usage ends; None when nothing is left."""
    if session.ended_at is not None and session.ended_at <= instant:
        return None
    return msgspec.structs.replace(
        session,
        started_at=instant,
        last_evidence_at=max(session.last_evidence_at, instant),
        state="closed" if session.state == "left_censored" else session.state,
        reason=f"{session.reason}; usage is stated until its start",
    )
