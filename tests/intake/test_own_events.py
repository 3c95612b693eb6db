"""Chokepoint events: what is read, what is refused, and that the published schema says the same."""

import copy
import json
import re
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.intake.formats import own_events
from audit.intake.formats.own_event_complaints import TAKES, reason_of
from audit.intake.instants import RFC3339_PATTERN
from audit.intake.records import AccessRecord, Refusal, content_digest
from tests.intake.schema_reader import is_valid

SCHEMA = json.loads((Path(own_events.__file__).parents[1] / "schemas" / "access-event.v1.json").read_text())

LOGIN = {"id": "e1", "type": "login", "time": "2026-06-01T00:00:00Z", "outcome": "ok", "tenant": "tn-a"}
START = LOGIN | {"type": "start.instance", "resource": "i-1"}
FULL = START | {
    "specversion": "1.0",
    "source": "urn:dc:1",
    "type": "usage.job",
    "actor": "ops",
    "source_ip": "8.8.8.8",
    "region": "no-west",
    "facility": "bergen",
    "layer": "job",
    "instance_type": "p5.48xlarge",
    "accelerator": {"model": "nvidia-h100-sxm5-80gb", "count": 0.5},
    "usage": {
        "started_at": "2026-06-01T00:00:00Z",
        "ended_at": "2026-06-01T03:00:00+02:00",
        "accelerator_seconds": 1800,
    },
    "capacity_type": "spot",
    "extensions": {"anything": [1, {"at": "all"}]},
}


def read(*events):
    return list(own_events.records("\n".join(json.dumps(event) for event in events).encode()))


def without(event, *keys):
    return {key: value for key, value in event.items() if key not in keys}


def test_a_login_is_read_and_nothing_is_made_up():
    raw = json.dumps(LOGIN).encode()
    assert list(own_events.records(raw)) == [
        AccessRecord(
            event_uid="e1",
            content_sha256=content_digest(raw),
            kind="login",
            event_name="login",
            occurred_at=1_780_272_000,
            outcome="ok",
            tenant="tn-a",
            line_number=1,
            byte_offset=0,
            byte_length=len(raw),
        )
    ]


def test_every_field_arrives():
    (record,) = read(FULL)
    assert record.event_uid == "urn:dc:1 e1"
    assert (record.kind, record.event_name, record.layer, record.resource_uid) == (
        "usage",
        "usage.job",
        "job",
        "i-1",
    )
    assert (record.source_ip, record.source_ip_kind, record.actor) == ("8.8.8.8", "public", "ops")
    assert (record.region, record.facility, record.capacity_type) == ("no-west", "bergen", "spot")
    assert (record.instance_type, record.accelerator_model) == ("p5.48xlarge", "nvidia-h100-sxm5-80gb")
    assert record.accelerator_count == Decimal("0.5")
    assert record.usage_ended_at - record.usage_started_at == 3600
    assert record.usage_accelerator_seconds == 1800


def test_a_resource_without_a_layer_is_an_instance():
    assert read(START)[0].layer == "instance"


def test_source_and_id_identify_together():
    uids = {record.event_uid for record in read(LOGIN, LOGIN | {"source": "a"}, LOGIN | {"source": "b"})}
    assert uids == {"e1", "a e1", "b e1"}


def test_an_array_is_read_like_lines():
    as_array = list(own_events.records(json.dumps([LOGIN, START]).encode()))
    assert [record.kind for record in as_array] == ["login", "start"]


def test_bad_lines_are_refused_one_by_one_and_the_rest_is_read():
    body = json.dumps(LOGIN).encode() + b'\n{"id":\n\n' + json.dumps(START).encode() + b"\nnonsense\n"
    got = list(own_events.records(body))
    assert [type(each) for each in got] == [AccessRecord, Refusal, AccessRecord, Refusal]
    assert [each.line_number for each in got] == [1, 2, 4, 5]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (LOGIN | {"time": "2026-02-30T00:00:00Z"}, "time names a day that the calendar does not have"),
        (LOGIN | {"time": "1970-01-01T00:00:00Z"}, "time lies outside the years 2000 to 2099"),
        (
            FULL | {"usage": FULL["usage"] | {"ended_at": "2026-05-31T00:00:00Z"}},
            "usage ends before it starts",
        ),
        (
            FULL | {"usage": FULL["usage"] | {"ended_at": "2026-06-01T00:00:00Z"}},
            "usage is stated over no time",
        ),
        (
            FULL | {"usage": FULL["usage"] | {"ended_at": "2036-06-01T00:00:00Z"}},
            "usage spans over 1100 days",
        ),
    ],
)
def test_what_a_schema_cannot_say_is_refused_all_the_same(event, reason):
    assert is_valid(event, SCHEMA)
    (refusal,) = read(event)
    assert refusal.reason.startswith(reason)


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (LOGIN | {"outcome": "Ok, says Alice"}, "outcome takes one of ok, failed, pending; see the schema"),
        (LOGIN | {"alice@example.org": 1}, "the record has a key that the schema does not know; put what"),
        (LOGIN | {"alice - at `$.tenant`": 1}, "the record has a key that the schema does not know"),
        (LOGIN | {"tenant": 7}, "tenant takes a text of 1 to 256 characters; see the schema"),
        (without(LOGIN, "tenant"), "tenant is missing: it takes a text of 1 to 256 characters"),
        (
            LOGIN | {"type": "Alice.job"},
            (
                "type must begin with one of start, stop, change, heartbeat, usage, access, login, account, "
                "followed by a point and a name, e.g. usage.job, or by nothing"
            ),
        ),
        (LOGIN | {"type": "login.Alice"}, "type must begin with one of start, stop,"),
        (LOGIN | {"id": "of Alice"}, "id takes a text of 1 to 256 visible ASCII characters without blanks"),
        (LOGIN | {"layer": "Alice"}, "layer takes one of instance, job; leave the key out"),
        (START | {"accelerator": {"count": -1}}, "accelerator.count takes a number from 0 to 10000000"),
        (
            FULL | {"usage": without(FULL["usage"], "ended_at")},
            "usage.ended_at is missing: it takes a text, an instant with a zone",
        ),
        (
            FULL | {"usage": FULL["usage"] | {"Alice": 1}},
            "the record has a key that the schema does not know",
        ),
        (without(START, "resource"), "an event of kind start must name its resource"),
        (START | {"type": "usage.job"}, "an event carries usage exactly when its type begins with usage"),
    ],
)
def test_a_refusal_says_what_to_mend_and_quotes_no_value(event, reason):
    (refusal,) = read(event)
    assert refusal.reason.startswith(reason)
    assert "lice" not in refusal.reason


def fields_of(struct, before=""):
    """Yield the keys of a struct and of those within it, the inner ones after a point."""
    for field in msgspec.structs.fields(struct):
        yield before + field.encode_name
        inner = {"accelerator": own_events.Accelerator, "usage": own_events.Usage}.get(field.encode_name)
        if inner is not None and not before:
            yield from fields_of(inner, f"{field.encode_name}.")


def test_there_is_a_sentence_for_every_key_and_for_no_other():
    assert list(TAKES) == list(fields_of(own_events.AccessEvent))


def test_a_complaint_nobody_foresaw_is_not_repeated():
    reason = reason_of("Alice is not allowed - at `$.alice`")
    assert (
        reason == "the record does not have the form of an access event; see the schema access-event.v1.json"
    )


@pytest.mark.parametrize("event", [LOGIN, START, FULL], ids=["login", "start", "usage"])
def test_no_reason_speaks_in_the_parsers_words(event):
    reasons = {got.reason for (got,) in map(read, variants(event)) if isinstance(got, Refusal)}
    assert len(reasons) > 10
    for reason in reasons:
        assert not re.search(r"[`$^]|Expected|Invalid|Object|does not have the form", reason), reason
        assert len(reason) <= 500


def variants(event):
    """Yield the event with one thing wrong or odd: each key left out, or given each of a set of values."""
    odd = (
        None,
        "",
        " ",
        "x",
        "1",
        0,
        1,
        1.0,
        0.5,
        -1,
        True,
        [],
        {},
        "x" * 257,
        "2026-06-01T00:30:00Z",
        "a\n",
        10**16,
    )
    for key in [*event, "unknown"]:
        yield without(event, key)
        for value in odd:
            yield event | {key: value}
    for part in ("accelerator", "usage"):
        for key in [*event.get(part, {}), "unknown"]:
            for value in odd:
                yield event | {part: event.get(part, {}) | {key: value}}
            yield event | {part: without(event.get(part, {}), key)}


@pytest.mark.parametrize("event", [LOGIN, START, FULL], ids=["login", "start", "usage"])
def test_schema_and_parser_agree_on_every_odd_value(event):
    agreed = {True: 0, False: 0}
    for variant in variants(event):
        (got,) = read(variant)
        is_accepted = isinstance(got, AccessRecord)
        assert is_accepted == is_valid(variant, SCHEMA), (variant, got)
        agreed[is_accepted] += 1
    assert min(agreed.values()) > 10


@pytest.mark.parametrize(
    "kind",
    [
        "start",
        "stop.x",
        "usage",
        "usage.",
        "login.",
        "login.A",
        "logins",
        "heartbeat.a-b_c.1",
        "a.b",
        "start\n",
        "change.x" * 9,
    ],
)
def test_schema_and_parser_agree_on_types(kind):
    for event in (LOGIN, START, FULL):
        (got,) = read(event | {"type": kind})
        assert isinstance(got, AccessRecord) == is_valid(event | {"type": kind}, SCHEMA)


texts = st.sampled_from(
    ["start", "usage.job", "login", "ok", "failed", "2026-06-01T00:00:00Z", "tn-a", "i-1", "job", ""]
)
scalars = (
    st.none() | st.booleans() | st.integers(-2, 10**16) | st.floats(-1, 1e8) | texts | st.text(max_size=4)
)


@settings(max_examples=300, deadline=None)
@given(
    changes=st.dictionaries(st.sampled_from(sorted(SCHEMA["properties"])), scalars, max_size=3),
    full=st.booleans(),
)
def test_schema_and_parser_agree_on_random_changes(changes, full):
    event = (FULL if full else START) | changes
    (got,) = read(event)
    is_accepted = isinstance(got, AccessRecord)
    if "\\u0000" in json.dumps(event):
        assert not is_accepted
    else:
        assert is_accepted == is_valid(event, SCHEMA), (event, got)


def test_the_patterns_of_schema_and_parser_are_one_text():
    assert SCHEMA["$defs"]["instant"]["pattern"] == RFC3339_PATTERN
    assert SCHEMA["properties"]["type"]["pattern"] + r"(?!\n)" == own_events.EVENT_TYPE_PATTERN
    assert SCHEMA["properties"]["id"]["pattern"] + r"(?!\n)" == own_events.VISIBLE_ASCII
    assert SCHEMA["properties"]["usage"]["properties"]["accelerator_seconds"]["maximum"] == (
        own_events.MAX_ACCELERATOR_SECONDS
    )


def test_the_schema_describes_every_field_of_the_parser_and_no_other():
    described = copy.deepcopy(SCHEMA["properties"])
    assert list(described) == list(own_events.AccessEvent.__struct_fields__)
    assert list(described["usage"]["properties"]) == list(own_events.Usage.__struct_fields__)
    assert list(described["accelerator"]["properties"]) == list(own_events.Accelerator.__struct_fields__)
