"""Builders of CloudTrail records for tests; every field as the user guide shows it."""

import json

from audit.intake.formats import cloudtrail


def event(name, *, at="2026-06-01T00:00:00Z", event_id="e-1", **rest):
    """Return a CloudTrail record of EC2."""
    base = {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "IAMUser",
            "arn": "arn:aws:iam::111122223333:user/alice",
            "accountId": "111122223333",
        },
        "eventTime": at,
        "eventSource": "ec2.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "8.8.8.8",
        "requestParameters": None,
        "responseElements": None,
        "eventID": event_id,
        "recipientAccountId": "111122223333",
    }
    return base | rest


def run(*ids, asked=10, instance_type="p5.48xlarge", **rest):
    """Return a RunInstances that asked for `asked` instances and was granted `ids`."""
    items = [{"instanceId": each, "instanceType": instance_type} for each in ids]
    return event(
        "RunInstances",
        requestParameters={"instanceType": instance_type, "instancesSet": {"items": [{"maxCount": asked}]}},
        responseElements={"instancesSet": {"items": items}},
        **rest,
    )


def end(name, *ids, before="running", **rest):
    """Return a call that ends, or starts again, the instances `ids`."""
    items = [{"instanceId": each, "previousState": {"name": before}} for each in ids]
    return event(
        name,
        requestParameters={"instancesSet": {"items": [{"instanceId": each} for each in ids]}},
        responseElements={"instancesSet": {"items": items}},
        **rest,
    )


def read(*events):
    """Return what the reader makes of these records, one a line."""
    return list(cloudtrail.records("\n".join(json.dumps(each) for each in events).encode()))
