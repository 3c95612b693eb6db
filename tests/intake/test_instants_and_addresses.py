# ruff: noqa: DTZ001  zoneless instants are what is read here
"""Instants are read to the second in UTC; source addresses say of what kind they are."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.intake.addresses import source_address_of
from audit.intake.errors import BadRecordError
from audit.intake.instants import instant_of, scheduler_instant_of

offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(2000, 1, 3), datetime(2099, 12, 29), timezones=offsets))
def test_an_instant_is_rounded_down_whatever_its_zone(moment):
    assert instant_of(moment.isoformat(), "time") == int(moment.replace(microsecond=0).timestamp())


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)))
def test_schedulers_write_the_same_instant_in_three_ways(moment):
    instant = int(moment.replace(microsecond=0, tzinfo=UTC).timestamp())
    assert scheduler_instant_of(moment.isoformat(), "Start") == instant
    assert scheduler_instant_of(moment.isoformat(sep=" "), "Start") == instant
    assert scheduler_instant_of(str(instant), "Start") == instant
    assert scheduler_instant_of(moment.isoformat() + "Z", "Start") == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-03-05",
        "2026-03-05T08:30:00",
        "2026-06-01 08:30:00Z",
        "2026-06-01T08:30:00Z\n",
        "2026-06-01T24:00:00Z",
        "2026-06-01T08:30:60Z",
        "2026-02-30T08:30:00Z",
        "٢٠٢٦-06-01T08:30:00Z",
        "1999-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_what_is_no_instant_is_refused_and_not_quoted(text):
    with pytest.raises(BadRecordError, match=r"^time ") as refused:
        instant_of(text, "time")
    assert not text or text not in str(refused.value)


@pytest.mark.parametrize("text", ["1780300800000", "-1", "2026-13-01 00:00:00", "06/01/2026", "Unknown"])
def test_what_no_scheduler_writes_is_refused(text):
    with pytest.raises(BadRecordError, match=r"^Start "):
        scheduler_instant_of(text, "Start")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, (None, "absent")),
        ("", (None, "absent")),
        ("8.8.8.8", ("8.8.8.8", "public")),
        ("2606:4700:4700:0:0:0:0:1111", ("2606:4700:4700::1111", "public")),
        ("192.168.10.20", ("192.168.10.20", "private")),
        ("100.64.0.1", ("100.64.0.1", "private")),
        ("fe80::1", ("fe80::1", "private")),
        ("autoscaling.amazonaws.com", ("autoscaling.amazonaws.com", "service")),
        ("AWS Internal", ("AWS Internal", "service")),
        ("0.0.0.0", (None, "invalid")),  # noqa: S104  an address in a log, nothing is bound to it
        ("Alice's laptop", (None, "invalid")),
        ("1.2.3", (None, "invalid")),
        ("evil.example/amazonaws.com", (None, "invalid")),
    ],
)
def test_source_addresses_and_their_kinds(text, expected):
    assert source_address_of(text) == expected
