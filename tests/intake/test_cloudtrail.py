"""CloudTrail: what counts an instance, what ends one, and what changes nothing."""

import json

import pytest

from audit.intake.formats import cloudtrail
from audit.intake.formats.cloudtrail import MAX_INSTANCES_PER_RECORD
from audit.intake.records import AccessRecord, Refusal
from tests.intake.trail import end, event, read, run


def told(records):
    return [(record.kind, record.outcome, record.resource_uid) for record in records]


@pytest.mark.parametrize(
    "name", ["DescribeInstances", "CreateFleet", "RunInstant", "CreateVpc", "RebootInstances"]
)
def test_what_has_no_reading_of_its_own_is_access(name):
    (record,) = read(event(name))
    assert told([record]) == [("access", "ok", None)]
    assert (record.event_name, record.layer) == (name, "none")


def test_another_service_with_the_same_call_names_starts_nothing():
    assert told(read(run("i-1") | {"eventSource": "lightsail.amazonaws.com"})) == [("access", "ok", None)]


def test_a_failed_start_is_kept_and_names_no_instance():
    failed = run("i-1") | {"errorCode": "Client.VcpuLimitExceeded", "responseElements": None}
    (record,) = read(failed)
    assert told([record]) == [("start", "failed", None)]
    assert record.instance_type == "p5.48xlarge"


def test_instances_are_counted_from_the_response():
    records = read(run("i-1", "i-2", "i-3", asked=16))
    assert told(records) == [("start", "ok", "i-1"), ("start", "ok", "i-2"), ("start", "ok", "i-3")]
    assert [record.event_uid for record in records] == ["e-1#i-1", "e-1#i-2", "e-1#i-3"]
    assert {record.content_sha256 for record in records} == {records[0].content_sha256}
    assert {record.instance_type for record in records} == {"p5.48xlarge"}
    assert records[0].accelerator_count is None


def test_who_where_and_whence_arrive():
    (record,) = read(run("i-1"))
    assert record.actor == "arn:aws:iam::111122223333:user/alice"
    assert (record.tenant, record.region, record.layer) == ("111122223333", "us-east-1", "instance")
    assert (record.source_ip, record.source_ip_kind) == ("8.8.8.8", "public")
    (by_service,) = read(run("i-1", sourceIPAddress="autoscaling.amazonaws.com"))
    assert by_service.source_ip_kind == "service"


def test_a_start_that_lists_no_instance_is_refused_not_counted_as_none():
    (refusal,) = read(run())
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith("RunInstances succeeded but lists no instance")


@pytest.mark.parametrize("name", ["TerminateInstances", "StopInstances"])
def test_an_end_of_running_instances_stops_each(name):
    assert told(read(end(name, "i-1", "i-2"))) == [("stop", "ok", "i-1"), ("stop", "ok", "i-2")]


def test_ends_are_read_from_the_request_when_the_response_lists_none():
    assert told(read(end("TerminateInstances", "i-1") | {"responseElements": None})) == [
        ("stop", "ok", "i-1")
    ]


@pytest.mark.parametrize("before", ["stopped", "stopping", "shutting-down", "terminated"])
def test_ending_what_no_longer_ran_changes_nothing(before):
    assert told(read(end("TerminateInstances", "i-1", before=before))) == [("access", "ok", "i-1")]


def test_starting_again_is_a_start_and_starting_what_runs_is_a_sign_of_life():
    assert told(read(end("StartInstances", "i-1", before="stopped"))) == [("start", "ok", "i-1")]
    assert told(read(end("StartInstances", "i-1", before="running"))) == [("heartbeat", "ok", "i-1")]


def test_a_spot_reclaim_stops_instances_without_any_terminate():
    reclaim = event(
        "BidEvictedEvent",
        eventType="AwsServiceEvent",
        RequestParameters=None,
        serviceEventDetails={"instanceIdSet": ["i-1", "i-2"]},
    )
    assert told(read(reclaim)) == [("stop", "ok", "i-1"), ("stop", "ok", "i-2")]
    (refusal,) = read(reclaim | {"serviceEventDetails": {}})
    assert isinstance(refusal, Refusal)


def reclaim_of(*ids):
    return event("BidEvictedEvent", serviceEventDetails={"instanceIdSet": list(ids)})


@pytest.mark.parametrize(
    "of_instances",
    [run, reclaim_of, lambda *ids: end("TerminateInstances", *ids), lambda *ids: end("StartInstances", *ids)],
    ids=["RunInstances", "BidEvictedEvent", "TerminateInstances", "StartInstances"],
)
def test_a_record_names_no_more_instances_than_its_limit(of_instances):
    ids = [f"i-{number}" for number in range(MAX_INSTANCES_PER_RECORD + 1)]
    assert [each.resource_uid for each in read(of_instances(*ids[:-1]))] == ids[:-1]
    refusal, after = read(of_instances(*ids), run("i-1"))
    assert isinstance(refusal, Refusal)
    assert "names more than 1000 instances; send it in parts" in refusal.reason
    assert after.resource_uid == "i-1"


def test_a_launch_as_spot_says_so():
    launch = run("i-1")
    launch["responseElements"]["instancesSet"]["items"][0]["instanceLifecycle"] = "spot"
    assert read(launch)[0].capacity_type == "spot"


def test_a_resize_is_a_change_and_another_attribute_is_not():
    resized = event(
        "ModifyInstanceAttribute",
        requestParameters={"instanceId": "i-1", "instanceType": {"value": "g5.xlarge"}},
    )
    (record,) = read(resized)
    assert (record.kind, record.resource_uid, record.instance_type) == ("change", "i-1", "g5.xlarge")
    in_words = {"instanceId": "i-1", "attribute": "instanceType", "value": "g5.xlarge"}
    assert read(resized | {"requestParameters": in_words})[0].kind == "change"
    other = event(
        "ModifyInstanceAttribute", requestParameters={"instanceId": "i-1", "ebsOptimized": {"value": True}}
    )
    assert told(read(other)) == [("access", "ok", None)]


@pytest.mark.parametrize(("answer", "outcome"), [("Success", "ok"), ("Failure", "failed")])
def test_a_console_login_says_whether_it_worked(answer, outcome):
    login = event(
        "ConsoleLogin", eventSource="signin.amazonaws.com", responseElements={"ConsoleLogin": answer}
    )
    assert told(read(login)) == [("login", outcome, None)]


@pytest.mark.parametrize("missing", ["eventID", "eventTime", "eventName"])
def test_a_record_without_identity_is_refused(missing):
    (refusal,) = read({key: value for key, value in event("RunInstances").items() if key != missing})
    assert refusal.reason.startswith(f"{missing} is missing")


def test_the_tenant_is_the_account_that_received_the_event_else_the_callers():
    elsewhere = event("DescribeInstances", recipientAccountId="444455556666")
    assert read(elsewhere)[0].tenant == "444455556666"
    del elsewhere["recipientAccountId"]
    assert read(elsewhere)[0].tenant == "111122223333"
    (refusal,) = read(elsewhere | {"userIdentity": {}})
    assert "account" in refusal.reason


@pytest.mark.parametrize(
    "shape", [lambda each: each, lambda each: {"Records": each}], ids=["array", "log file"]
)
@pytest.mark.parametrize("indent", [None, 2])
def test_every_shape_of_body_gives_the_same_records(shape, indent):
    events = [run("i-1", "i-2"), event("DescribeInstances", event_id="e-2")]
    body = json.dumps(shape(events), indent=indent).encode()
    as_lines, as_shape = read(*events), list(cloudtrail.records(body))
    assert [(each.event_uid, each.kind) for each in as_lines] == [
        (each.event_uid, each.kind) for each in as_shape
    ]
    for record in as_shape:
        assert json.loads(body[record.byte_offset : record.byte_offset + record.byte_length]) in events


@pytest.mark.parametrize(
    "odd", [None, 7, "text", [], [None], {"items": None}, {"items": [7, {"instanceId": 7}]}]
)
def test_no_odd_shape_raises(odd):
    for name in (
        "RunInstances",
        "TerminateInstances",
        "ModifyInstanceAttribute",
        "ConsoleLogin",
        "BidEvictedEvent",
    ):
        for key in (
            "requestParameters",
            "responseElements",
            "serviceEventDetails",
            "userIdentity",
            "sourceIPAddress",
        ):
            for value in (
                odd,
                {"instancesSet": odd},
                {"instanceIdSet": odd, "instanceId": odd, "instanceType": odd},
            ):
                for each in read(event(name) | {key: value}):
                    assert isinstance(each, AccessRecord | Refusal)
