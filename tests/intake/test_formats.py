"""The table of formats, and telling a body's format from its start."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.intake.formats import FORMATS, sniff
from audit.intake.formats.slurm_fields import HEADERLESS_LAYOUT
from audit.intake.records import AccessRecord, Refusal
from tests.intake.test_own_events import FULL, LOGIN
from tests.intake.test_slurm import HEADER as SACCT_HEADER
from tests.intake.trail import event


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n\n",
        b"hello",
        b"{}",
        b"[]",
        b"[1,2]",
        b'{"type":"something"}',
        b"a,b,c\n1,2,3",
        b"a|b|c",
        b"\x28\xb5\x2f\xfd",
    ],
)
def test_what_shows_no_format_has_none(body):
    assert sniff(body) is None


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (json.dumps(LOGIN), "chokepoint-events"),
        (json.dumps([FULL], indent=2), "chokepoint-events"),
        ('{"broken\n' + json.dumps(FULL), "chokepoint-events"),
        (json.dumps(event("RunInstances")), "aws-cloudtrail"),
        (json.dumps({"Records": []}), "aws-cloudtrail"),
        (json.dumps({"Records": [event("RunInstances")]}, indent=1), "aws-cloudtrail"),
        (json.dumps([event("start")]), "aws-cloudtrail"),
        (SACCT_HEADER, "slurm-sacct"),
        ("|".join(HEADERLESS_LAYOUT), "slurm-sacct"),
        ("|".join("x" * 26) + "\r\n", "slurm-sacct"),
        ("timestamp,duration,num_gpus,gpu_time,cluster\n", "job-table"),
    ],
)
def test_a_format_is_told_from_the_body(body, name):
    assert sniff(body.encode()) == name
    assert sniff(b"\xef\xbb\xbf\n" + body.encode()) == name


def test_the_table_names_each_format_by_its_key():
    assert [each.name for each in FORMATS.values()] == list(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=150, deadline=None)
@given(body=st.binary(max_size=120) | st.text(alphabet='{}[]":,|\n\\a1é\0', max_size=120).map(str.encode))
def test_no_body_makes_a_reader_raise(name, body):
    for prefix in (b"", SACCT_HEADER.encode() + b"\n"):
        for each in FORMATS[name].records(prefix + body):
            assert isinstance(each, AccessRecord | Refusal)
            assert 0 <= each.byte_offset <= each.byte_offset + each.byte_length <= len(prefix + body)
            assert each.line_number >= 1
