from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import RuleSetError, RuleSetNotFound
from rules.library import SETS_FOLDER, all_sets, by_reference, in_force_on, read_folder, select_in_force
from rules.ruleset import Confidence, Effect, Standing
from rules.ruleset_reader import read_rule_set
from tests.rules.sets import VALID, changed


def version(effective_from, *, published_on="2020-01-01", until=None):
    content = VALID.replace("effective_from = 2024-02-01", f"effective_from = {effective_from}")
    content = content.replace("published_on = 2024-01-01", f"published_on = {published_on}")
    if until:
        content = content.replace("\n\n[[enf", f"\neffective_until = {until}\n\n[[enf", 1)
    return read_rule_set(content.encode(), "x")


def references(rule_sets):
    return [rule_set.reference for rule_set in rule_sets]


def test_nothing_is_in_force_before_the_first_version():
    assert in_force_on(date(2021, 12, 31)) == ()
    assert select_in_force([], date(2026, 1, 1)) == ()


def versions_of(name, day, known_on=None):
    return [one.reference for one in in_force_on(day, known_on) if one.id == name]


def test_shipped_sets_on_the_days_of_change():
    assert versions_of("us/3a090", date(2022, 10, 20)) == []
    assert versions_of("us/3a090", date(2022, 10, 21)) == ["us/3a090@2022-10-21"]
    assert versions_of("us/3a090", date(2023, 11, 16)) == ["us/3a090@2022-10-21"]
    assert versions_of("us/3a090", date(2023, 11, 17)) == ["us/3a090@2023-11-17"]
    assert versions_of("us/3a090_hbm", date(2024, 12, 1)) == []
    assert versions_of("us/3a090_hbm", date(2024, 12, 2)) == ["us/3a090_hbm@2024-12-02"]


def test_each_id_is_in_force_once_and_sorted():
    for day in (date(2023, 11, 17), date(2024, 4, 4), date(2026, 11, 22)):
        ids = [one.id for one in in_force_on(day)]
        assert ids == sorted(set(ids))


def test_what_was_not_yet_published_could_not_be_known():
    day = date(2024, 12, 3)
    assert versions_of("us/3a090_hbm", day) == ["us/3a090_hbm@2024-12-02"]
    assert versions_of("us/3a090_hbm", day, known_on=day) == []
    assert versions_of("us/3a090", date(2023, 11, 17), date(2023, 10, 24)) == ["us/3a090@2022-10-21"]
    assert versions_of("us/3a090", date(2023, 11, 17), date(2023, 10, 25)) == ["us/3a090@2023-11-17"]


def test_the_newest_effective_version_counts_and_an_ended_one_does_not_revive_its_predecessor():
    old, new = version("2021-01-01"), version("2022-01-01", until="2023-01-01")
    assert select_in_force([new, old], date(2021, 12, 31)) == (old,)
    assert select_in_force([new, old], date(2022, 12, 31)) == (new,)
    assert select_in_force([new, old], date(2023, 1, 1)) == ()


@given(st.lists(st.integers(0, 400), unique=True, max_size=6), st.integers(-1, 401))
def test_at_most_one_version_is_in_force(offsets, asked):
    start = date(2021, 1, 1)
    versions = [version(start + timedelta(days=offset)) for offset in offsets]
    found = select_in_force(versions, start + timedelta(days=asked))
    due = [offset for offset in offsets if offset <= asked]
    assert references(found) == [f"us/example@{start + timedelta(days=max(due))}" for _ in due[:1]]


def test_by_reference():
    assert by_reference("us/3a090@2023-11-17").title.startswith("Advanced computing")
    with pytest.raises(RuleSetNotFound, match=r"there are .*us/3a090@2023-11-17"):
        by_reference("us/3a090@2023-11-18")


def test_a_file_must_lie_where_its_content_says(tmp_path: Path):
    folder = tmp_path / "us" / "example"
    folder.mkdir(parents=True)
    (folder / "2024-02-01.toml").write_bytes(VALID.encode())
    assert references(read_folder(tmp_path)) == ["us/example@2024-02-01"]
    (folder / "2024-02-02.toml").write_bytes(VALID.encode())
    with pytest.raises(RuleSetError, match=r"belongs at us/example/2024-02-01\.toml"):
        read_folder(tmp_path)


def test_a_bad_file_is_named(tmp_path: Path):
    (tmp_path / "bad.toml").write_bytes(changed("title", "titel"))
    with pytest.raises(RuleSetError, match=r"^bad\.toml"):
        read_folder(tmp_path)


def test_every_shipped_file_says_where_it_comes_from():
    assert len(all_sets()) == len(list(SETS_FOLDER.rglob("*.toml"))) >= 7
    for rule_set in all_sets():
        assert rule_set.source_url.startswith("https://")
        assert rule_set.enforcement, rule_set.reference
        assert rule_set.published_on <= rule_set.effective_from + timedelta(days=7)
        for rule in rule_set.rules:
            assert rule.question or rule.effect is not Effect.FLAG, rule.id


def test_verified_is_only_said_of_codified_text():
    for rule_set in all_sets():
        said = {rule_set.confidence, *(rule.confidence for rule in rule_set.rules)}
        assert Confidence.VERIFIED not in said or rule_set.standing is Standing.CODIFIED


@pytest.mark.parametrize(
    ("reference", "confidence"),
    [
        ("us/affiliates_rule@2025-09-29", "V"),
        ("us/affiliates_rule@2026-11-10", "U"),
        ("us/kyc_guidance_supp3_flag_29@2025-09-29", "V"),
        ("us/kyc_guidance_supp3_flag_29@2026-11-10", "U"),
        ("us/exceptions_gate@2023-11-17", "K"),
        ("us/exceptions_gate@2024-12-02", "K"),
        ("us/exceptions_gate@2026-07-10", "V"),
        ("us/listed_parties@2022-01-01", "K"),
        ("us/end_use_military@2024-03-15", "K"),
        ("us/3a090@2022-10-21", "K"),
        ("us/licence_region@2022-10-21", "K"),
        ("us/macau_d5_headquarters@2026-05-31", "S"),
        ("us/remote_access@2025-01-13", "K"),
    ],
)
def test_no_text_is_said_to_be_surer_than_it_was_read(reference, confidence):
    assert by_reference(reference).confidence == confidence


def test_in_a_gate_that_was_read_what_was_not_read_says_so():
    said = {rule.id: rule.confidence for rule in by_reference("us/exceptions_gate@2026-07-10").rules}
    assert said == {
        "exceptions_gate.advanced_computing": None,
        "exceptions_gate.sta_emirates": "S",
        "exceptions_gate.listed_party": "K",
        "exceptions_gate.military_end_use": "K",
        "exceptions_gate.embargoed_destination": "K",
    }


def test_no_shipped_text_says_that_a_licence_is_required():
    for path in SETS_FOLDER.rglob("*.toml"):
        text = path.read_text().lower()
        for wording in ("licence required", "license required", "licence is required", "requires a licence"):
            assert wording not in text, path
