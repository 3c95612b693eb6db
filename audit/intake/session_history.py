"""The state machine of one resource: off or on, from one second's events to the next."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final, Literal

import msgspec

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


def acts_at(event: LifecycleEvent) -> int:
    """Return when an event acts on the state; stated usage does so at its end."""
    return event.occurred_at if event.stated_until is None else event.stated_until


class History:
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
            self._close(acts_at(event), "usage stated")
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
        seen_at = max(self.current.last_evidence_at, acts_at(event))
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
