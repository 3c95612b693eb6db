from datetime import date, timedelta

import pytest

from rules.errors import ListError, RuleSetError, SourceClosed
from rules.lists.sources import Access, list_sources, live_source, read_list_sources, sources_live_on

CLOSING = date(2026, 1, 28)

VALID = """[[sources]]
id = "old"
title = "Old"
publisher = "Somebody"
provides = ["EL"]
access = "download"
address = "https://example.org/old"
live_from = 2020-01-01
closed_on = 2024-01-01
successor = "new"
stale_after_days = 7
citation = "A notice"
confidence = "K"

[[sources]]
id = "new"
title = "New"
publisher = "Somebody"
provides = ["EL"]
access = "manual"
live_from = 2023-06-01
stale_after_days = 7
fewest_rows = 10
citation = "A notice"
confidence = "K"
"""


def ids(day):
    return {source.id for source in sources_live_on(day)}


def test_no_sources_at_all():
    assert read_list_sources(b"", "x.toml") == {}


def test_the_uk_list_changed_hands():
    assert "uk_ofsi_consolidated" in ids(CLOSING - timedelta(days=1))
    for day in (CLOSING, CLOSING + timedelta(days=1), date(2030, 1, 1)):
        assert "uk_ofsi_consolidated" not in ids(day)
        assert "uk_sanctions_list" in ids(day)


def test_a_live_source_is_handed_out():
    assert live_source("uk_ofsi_consolidated", CLOSING - timedelta(days=1)).closed_on == CLOSING
    assert live_source("us_csl", date(2026, 8, 1)).fewest_rows == 20_000


def test_a_closed_source_names_its_successor():
    with pytest.raises(
        SourceClosed, match=r"closed on 2026-01-28.*UK Sanctions List \(uk_sanctions_list\)"
    ) as caught:
        live_source("uk_ofsi_consolidated", CLOSING)
    assert caught.value.successor == "uk_sanctions_list"
    assert "https://sanctionslist.fcdo.gov.uk/" in str(caught.value)


def test_an_unknown_source_names_the_known_ones():
    with pytest.raises(ListError, match="no list source 'us_everything': there are us_csl"):
        live_source("us_everything", CLOSING)


def test_every_source_goes_stale_after_a_week():
    for source in list_sources().values():
        assert source.stale_after_days == 7
        assert not source.is_stale(date(2026, 8, 1), date(2026, 8, 8))
        assert source.is_stale(date(2026, 8, 1), date(2026, 8, 9))


def test_a_shrunken_screening_list_is_refused_and_an_unknown_minimum_is_not_invented():
    screening_list = list_sources()["us_csl"]
    assert screening_list.has_enough_rows(25_921)
    assert screening_list.has_enough_rows(20_000)
    assert not screening_list.has_enough_rows(19_999)
    assert list_sources()["un_sc"].has_enough_rows(0)


def test_the_european_address_is_known_to_be_unsteady():
    source = list_sources()["eu_fsf"]
    assert source.confidence == "U"
    assert "token" in source.unstable
    assert "uploaded file" in source.unstable


def test_what_the_screening_list_lacks_has_sources_of_its_own():
    on_the_list = set(list_sources()["us_csl"].provides)
    elsewhere = {
        code for source in sources_live_on(date(2026, 8, 1)) for code in source.provides
    } - on_the_list
    assert elsewhere == {"1260H", "EU-FSF", "UK-SL", "UN-SC", "JP-EUL"}
    assert list_sources()["us_dod_1260h"].access is Access.MANUAL


def test_addresses_are_encrypted_ones():
    for source in list_sources().values():
        for address in (source.address, *source.other_addresses):
            assert address is None or address.startswith("https://")


def test_dates_are_half_open():
    old = read_list_sources(VALID.encode(), "x.toml")["old"]
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2023, 12, 31), date(2024, 1, 1)]
    assert [old.is_live_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('successor = "new"\n', "", "names its successor"),
        ('successor = "new"', 'successor = "third"', "'third' is no source that is live on 2024-01-01"),
        ('successor = "new"', 'successor = "old"', "'old' is no source that is live"),
        ("closed_on = 2024-01-01", "closed_on = 2023-01-01", "'new' is no source that is live on 2023-01-01"),
        ("closed_on = 2024-01-01", "closed_on = 2019-01-01", "later than 'live_from'"),
        ('id = "new"', 'id = "old"', "'old' is used twice"),
        ('provides = ["EL"]', 'provides = ["ZZ"]', "provides ZZ"),
        ('address = "https://example.org/old"\n', "", "a download has an address"),
        ("stale_after_days = 7", "stale_after_days = 0", "1 or more"),
        ("stale_after_days = 7", "stale_after_days = 7.5", "whole number"),
        ("fewest_rows = 10", "fewest_rows = 0", "1 or more"),
        ('citation = "A notice"', 'citation = "A notice"\nrows = 1', "unknown key 'rows'"),
    ],
)
def test_what_does_not_follow_the_format_is_refused_with_its_place(old, new, says):
    assert set(read_list_sources(VALID.encode(), "x.toml")) == {"old", "new"}
    with pytest.raises(RuleSetError, match=says) as caught:
        read_list_sources(VALID.replace(old, new).encode(), "x.toml")
    assert "x.toml" in str(caught.value)
    assert caught.value.line is not None
