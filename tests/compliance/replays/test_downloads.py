"""The differences as CSV and JSON: all of them, readable, and safe to open."""

import csv
import hashlib
import io
import json

import pytest

from compliance.replays import differences, differences_csv, differences_json
from compliance.replays.ask import Trial
from compliance.replays.differences import chip_lines, tenant_lines
from compliance.replays.differences_csv import COLUMNS, csv_pieces
from compliance.replays.differences_json import json_pieces
from compliance.tenants.models import Tenant
from tests.compliance.replays.stored import BIG, EXAMPLE, IN_NORWAY, SMALL, replayed, screened
from tests.compliance.usage.chips import make_chip

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


def read_csv(replay):
    text = b"".join(csv_pieces(replay)).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_without_a_difference_there_is_a_header_and_empty_arrays(cast):
    screened(cast.provider, "tn-1", SMALL | IN_NORWAY)
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    assert b"".join(csv_pieces(replay)) == ",".join(COLUMNS).encode() + b"\r\n"
    document = json.loads(b"".join(json_pieces(replay)))
    assert (document["chips"], document["tenants"]) == ([], [])
    assert document["replay"]["counts"]["tenants"] == 1


def test_every_difference_is_in_both(cast, monkeypatch):
    monkeypatch.setattr(differences, "_LINES_AT_ONCE", 2)
    monkeypatch.setattr(differences_csv, "_LINES_A_PIECE", 3)
    monkeypatch.setattr(differences_json, "_LINES_A_PIECE", 3)
    make_chip("example-fast", fp16_tops=1000, die_area_mm2=800, has_non_planar_die=True, interconnect_gbs=100)
    for number in range(5):
        screened(cast.provider, f"tn-{number}", BIG)
    tenants = replayed(cast.officer, Trial(content=EXAMPLE))
    chips = replayed(cast.officer, Trial(rule_set="us/3a090@2022-10-21"))
    assert [(row["account"], row["rule"], row["change"]) for row in read_csv(tenants)] == [
        (line.account, line.rule, line.change) for line in tenant_lines(tenants)
    ]
    document = json.loads(b"".join(json_pieces(tenants)))
    assert len(document["tenants"]) == len(tenant_lines(tenants)) == 10
    assert {one["severity_after"] for one in document["tenants"]} == {"high", "low"}
    assert "position" not in document["tenants"][0]
    rows = read_csv(chips)
    assert [(row["chip"], row["reading"], row["before"], row["after"]) for row in rows] == [
        (line.chip, line.reading, line.before, line.after) for line in chip_lines(chips)
    ]
    assert {row["subject_kind"] for row in rows} == {"chip"}
    assert len(json.loads(b"".join(json_pieces(chips)))["chips"]) == len(rows) > 0


def test_the_file_is_the_one_whose_digest_was_kept(cast):
    screened(cast.provider, "tn-1", BIG)
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    assert hashlib.sha256(b"".join(csv_pieces(replay))).hexdigest() == replay.differences_sha256


@pytest.mark.parametrize(
    "account", ['=HYPERLINK("http://x","y")', "+1", "-1", "@sum", "\tx", "\rx", "\uff1d1"]
)
def test_an_account_that_looks_like_a_formula_is_text(cast, account):
    screened(cast.provider, account, BIG | IN_NORWAY)
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    (row,) = read_csv(replay)
    assert row["account"] == f"'{account}"
    assert json.loads(b"".join(json_pieces(replay)))["tenants"][0]["account"] == account


@pytest.mark.parametrize("account", ['a,"b"', "line\nbreak", "line\r\nbreak", "héllo 中", ";x"])
def test_any_other_account_comes_through_unchanged(cast, account):
    screened(cast.provider, account, BIG | IN_NORWAY)
    (row,) = read_csv(replayed(cast.officer, Trial(content=EXAMPLE)))
    assert row["account"] == account
    assert Tenant.objects.get().account == account


def test_lines_end_as_the_standard_says(cast):
    screened(cast.provider, "tn-1", BIG)
    text = b"".join(csv_pieces(replayed(cast.officer, Trial(content=EXAMPLE))))
    assert text.count(b"\r\n") == text.count(b"\n") == 3
    assert not text.startswith(b"\xef\xbb\xbf")
