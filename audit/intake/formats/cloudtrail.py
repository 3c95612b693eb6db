"""AWS CloudTrail records: one a line, an array, or the `{"Records": [...]}` of a log file.

Fields by the CloudTrail user guide, "CloudTrail record contents". What decides here: instances are counted
from what the response grants, never from what was asked; an event with an `errorCode` changes nothing; a
fleet's instances come again as RunInstances, so CreateFleet counts none; an event name without a reading of
its own is kept as kind `access`. Delivery is neither ordered nor free of doubles: `eventID` tells doubles
apart.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from audit.intake.addresses import source_address_of
from audit.intake.errors import BadRecordError
from audit.intake.formats.cloudtrail_fields import items_at, text_at, value_at
from audit.intake.instants import instant_of
from audit.intake.json_pieces import decode_strictly, json_pieces
from audit.intake.records import AccessRecord, Kind, Piece, Refusal, content_digest

ENVELOPE: Final = "Records"

ACCOUNT_EVENTS: Final = frozenset(
    {
        ("iam.amazonaws.com", "CreateUser"),
        ("iam.amazonaws.com", "DeleteUser"),
        ("iam.amazonaws.com", "CreateLoginProfile"),
        ("iam.amazonaws.com", "CreateAccessKey"),
        ("iam.amazonaws.com", "DeleteAccessKey"),
        ("organizations.amazonaws.com", "CreateAccount"),
        ("organizations.amazonaws.com", "CloseAccount"),
    }
)

INSTANCE_CALLS: Final[dict[str, Kind]] = {
    "RunInstances": "start",
    "StartInstances": "start",
    "StopInstances": "stop",
    "TerminateInstances": "stop",
}

NO_LONGER_RUNNING: Final = frozenset({"stopping", "stopped", "shutting-down", "terminated"})
MAX_INSTANCES_PER_RECORD: Final = 1_000
"""A record that names more is refused: each becomes an access record, and a record of 1 MiB could name 260,000."""
ALREADY_RUNNING: Final = frozenset({"pending", "running"})


class Effect(msgspec.Struct, frozen=True):
    """What one event did to one resource; `resource_uid` is None for an event about no instance."""

    kind: Kind
    resource_uid: str | None = None
    instance_type: str | None = None
    capacity_type: str | None = None


def records(body: bytes) -> Iterator[AccessRecord | Refusal]:
    """Yield the access records of each CloudTrail record of a decompressed body, or its Refusal, in order."""
    for piece in json_pieces(body, envelope=ENVELOPE):
        if isinstance(piece, Refusal):
            yield piece
            continue
        try:
            yield from _records_of(piece)
        except BadRecordError as refused:
            yield piece.refused(str(refused))


def _records_of(piece: Piece) -> list[AccessRecord]:
    """Return one access record for each resource that the event touched, or one when it touched none."""
    event = decode_strictly(piece.raw)
    event_id = _required(event, "eventID")
    tenant = text_at(event, "recipientAccountId") or text_at(event, "userIdentity", "accountId")
    if tenant is None:
        message = "neither recipientAccountId nor userIdentity.accountId is given; send the account's id"
        raise BadRecordError(message)
    source_ip, source_ip_kind = source_address_of(text_at(event, "sourceIPAddress"))
    common = AccessRecord(
        event_uid=event_id,
        content_sha256=content_digest(piece.raw),
        kind="access",
        event_name=_required(event, "eventName"),
        occurred_at=instant_of(_required(event, "eventTime"), "eventTime"),
        outcome="failed" if _failed(event) else "ok",
        tenant=tenant,
        actor=text_at(event, "userIdentity", "arn") or text_at(event, "userIdentity", "principalId"),
        source_ip=source_ip,
        source_ip_kind=source_ip_kind,
        region=text_at(event, "awsRegion"),
        line_number=piece.line_number,
        byte_offset=piece.byte_offset,
        byte_length=len(piece.raw),
    )
    return [_with_effect(common, effect) for effect in _effects(event, common)]


def _with_effect(common: AccessRecord, effect: Effect) -> AccessRecord:
    """Return the record of one effect; each resource of an event gets an event_uid of its own."""
    if effect.resource_uid is None:
        return msgspec.structs.replace(common, kind=effect.kind, instance_type=effect.instance_type)
    return msgspec.structs.replace(
        common,
        event_uid=f"{common.event_uid}#{effect.resource_uid}",
        kind=effect.kind,
        resource_uid=effect.resource_uid,
        layer="instance",
        instance_type=effect.instance_type,
        capacity_type=effect.capacity_type,
    )


def _required(event: dict[str, object], key: str) -> str:
    """Return the text under `key`, or raise BadRecordError."""
    text = text_at(event, key)
    if text is None:
        message = f"{key} is missing or no text; send CloudTrail records unchanged"
        raise BadRecordError(message)
    return text


def _failed(event: dict[str, object]) -> bool:
    """Say whether the call failed: an `errorCode`, or a console login that says so."""
    return (
        event.get("errorCode") is not None or text_at(event, "responseElements", "ConsoleLogin") == "Failure"
    )


def _effects(event: dict[str, object], common: AccessRecord) -> list[Effect]:
    """Return what the event did; never empty."""
    source = text_at(event, "eventSource")
    name = common.event_name
    if source == "signin.amazonaws.com" and name == "ConsoleLogin":
        return [Effect("login")]
    if (source, name) in ACCOUNT_EVENTS:
        return [Effect("account")]
    if name == "BidEvictedEvent":
        return _evicted(event)
    if source != "ec2.amazonaws.com":
        return [Effect("access")]
    if name in INSTANCE_CALLS:
        return _instance_call(event, name, failed=common.outcome == "failed")
    if name == "ModifyInstanceAttribute":
        return _resized(event)
    return [Effect("access")]


def _instance_call(event: dict[str, object], name: str, *, failed: bool) -> list[Effect]:
    """Return the effects of a call that starts or ends instances; BadRecordError when none are listed."""
    asked_type = text_at(event, "requestParameters", "instanceType")
    kind = INSTANCE_CALLS[name]
    if failed:
        return [Effect(kind, instance_type=asked_type)]
    items = items_at(event, "responseElements", "instancesSet")
    if not items and name != "RunInstances":
        items = items_at(event, "requestParameters", "instancesSet")
    if not items:
        message = f"{name} succeeded but lists no instance, as happens beyond 100 KB; make smaller calls"
        raise BadRecordError(message)
    _refuse_too_many(len(items), name)
    return [_effect_on(item, kind, asked_type) for item in items]


def _refuse_too_many(instances: int, name: str) -> None:
    """Raise BadRecordError when one record names more instances than are read from one."""
    if instances > MAX_INSTANCES_PER_RECORD:
        message = (
            f"{name} names more than {MAX_INSTANCES_PER_RECORD} instances; "
            "send it in parts, each a record with an eventID of its own"
        )
        raise BadRecordError(message)


def _effect_on(item: dict[str, object], kind: Kind, asked_type: str | None) -> Effect:
    """Return the effect on one instance; one that finds its aim already reached changes nothing."""
    instance_id = text_at(item, "instanceId")
    if instance_id is None:
        message = "an instance of this event has no instanceId; send CloudTrail records unchanged"
        raise BadRecordError(message)
    state_before = text_at(item, "previousState", "name")
    if kind == "stop" and state_before in NO_LONGER_RUNNING:
        kind = "access"
    elif kind == "start" and state_before in ALREADY_RUNNING:
        kind = "heartbeat"
    return Effect(
        kind,
        resource_uid=instance_id,
        instance_type=text_at(item, "instanceType") or asked_type,
        capacity_type=text_at(item, "instanceLifecycle"),
    )


def _evicted(event: dict[str, object]) -> list[Effect]:
    """Return the stops of a spot reclaim, which comes without any TerminateInstances."""
    ids = value_at(event, "serviceEventDetails", "instanceIdSet")
    if not isinstance(ids, list) or not ids or not all(isinstance(each, str) and each for each in ids):
        message = "BidEvictedEvent lists no instances in serviceEventDetails.instanceIdSet; send it unchanged"
        raise BadRecordError(message)
    _refuse_too_many(len(ids), "BidEvictedEvent")
    return [Effect("stop", resource_uid=each, capacity_type="spot") for each in ids]


def _resized(event: dict[str, object]) -> list[Effect]:
    """Return the change of an instance's type; any other attribute leaves the accelerators as they are."""
    instance_id = text_at(event, "requestParameters", "instanceId")
    new_type = text_at(event, "requestParameters", "instanceType", "value")
    if new_type is None and text_at(event, "requestParameters", "attribute") == "instanceType":
        new_type = text_at(event, "requestParameters", "value")
    if instance_id is None or new_type is None:
        return [Effect("access")]
    return [Effect("change", resource_uid=instance_id, instance_type=new_type)]
