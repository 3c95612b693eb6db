"""What is wrong with a Chokepoint access event, in words: which key, what it takes, and nothing of what it held."""

import re
from typing import Final

from audit.intake.records import MAX_ACCELERATORS, MAX_USAGE_SPAN_SECONDS

MAX_ACCELERATOR_SECONDS: Final = MAX_ACCELERATORS * MAX_USAGE_SPAN_SECONDS
EVENT_KINDS: Final = ("start", "stop", "change", "heartbeat", "usage", "access", "login", "account")

_NAME = "takes a text of 1 to 256 characters"
_OR_NOTHING = "; leave the key out if it is not known"
_INSTANT = "takes a text, an instant with a zone such as 2026-06-01T08:30:00Z"
_VISIBLE = "takes a text of 1 to 256 visible ASCII characters without blanks"
_SCHEMA = "see the schema access-event.v1.json"

TAKES: Final = {
    "specversion": 'takes "1.0"; leave the key out if you do not send CloudEvents',
    "id": _VISIBLE,
    "source": f"{_VISIBLE}{_OR_NOTHING}",
    "type": f"must begin with one of {', '.join(EVENT_KINDS)}, followed by a point and a name, e.g. usage.job, or by "
    "nothing; a name takes a to z, 0 to 9, - and _",
    "time": _INSTANT,
    "outcome": "takes one of ok, failed, pending",
    "tenant": _NAME,
    "actor": f"{_NAME}{_OR_NOTHING}",
    "source_ip": f"takes a text of up to 64 characters{_OR_NOTHING}",
    "region": f"{_NAME}{_OR_NOTHING}",
    "facility": f"{_NAME}{_OR_NOTHING}",
    "resource": f"{_NAME}{_OR_NOTHING}",
    "layer": f"takes one of instance, job{_OR_NOTHING}",
    "instance_type": f"{_NAME}{_OR_NOTHING}",
    "accelerator": f"takes an object with model and count{_OR_NOTHING}",
    "accelerator.model": f"{_NAME}{_OR_NOTHING}",
    "accelerator.count": f"takes a number from 0 to {MAX_ACCELERATORS}{_OR_NOTHING}",
    "usage": "takes an object with started_at, ended_at and accelerator_seconds",
    "usage.started_at": _INSTANT,
    "usage.ended_at": _INSTANT,
    "usage.accelerator_seconds": f"takes a whole number from 0 to {MAX_ACCELERATOR_SECONDS}",
    "capacity_type": f"{_NAME}{_OR_NOTHING}",
    "extensions": f"takes an object{_OR_NOTHING}",
}
"""Key, with a point before a key of an inner object -> what it takes, as a sentence goes on after the key."""

_MISSING = re.compile(r"Object missing required field `(\w+)`(?: - at `\$\.(\w+)`)?")
_UNKNOWN_KEY = re.compile(r"Object contains unknown field `.*`", re.DOTALL)
_PLACE = re.compile(r" - at `\$\.([\w.]+)`\Z")


def reason_of(complaint: str) -> str:
    """Return why an event is refused and how to mend it, from what msgspec says of it.

    Keys of the schema are named; what stands in the record is never repeated, since it may be personal, not even a
    key that the schema does not know.
    """
    return f"{_sentence(complaint)}; {_SCHEMA}"


def _sentence(complaint: str) -> str:
    if missing := _MISSING.fullmatch(complaint):
        key = f"{missing[2]}.{missing[1]}" if missing[2] else missing[1]
        return f"{key} is missing: it {TAKES[key]}"
    if _UNKNOWN_KEY.match(complaint):
        return "the record has a key that the schema does not know; put what you want kept under extensions"
    found = _PLACE.search(complaint)
    if found is not None and found[1] in TAKES:
        return f"{found[1]} {TAKES[found[1]]}"
    return "the record does not have the form of an access event"
