"""What is said beside an answer, and on which days: it decides nothing."""

from datetime import date

import pytest

from rules.library import all_sets
from tests.rules.licensing.questions import TODAY, answered, notices

NOT_YET = "notice_entry_not_yet.item"
CHECK = "notice_state_department_list.to_be_checked"
CAMBODIA = "notice_state_department_list.cambodia"


@pytest.mark.parametrize(
    ("entry", "day", "expected"),
    [
        ("3A090.a", date(2022, 10, 21), False),
        ("3A090.b", date(2023, 11, 16), True),
        ("3A090.b", date(2023, 11, 17), False),
        ("z_a", date(2023, 11, 16), True),
        ("z_a", date(2023, 11, 17), False),
        ("3A090.c", date(2024, 12, 1), True),
        ("3A090.c", date(2024, 12, 2), False),
        ("4E091", date(2025, 1, 12), True),
        ("4E091", date(2025, 1, 13), False),
        ("4E091", TODAY, False),
    ],
)
def test_an_entry_that_did_not_exist_yet_is_told(entry, day, expected):
    assert (NOT_YET in notices("CN", item_entry=entry, as_of=day)) is expected


def test_of_2022_no_clause_names_an_entry_that_came_later():
    found = answered("CN", as_of=date(2022, 10, 21)).answers.values()
    assert {one.clause for answer in found for one in answer.requirements} == {
        "15 CFR 742.6(a)(6): 3A090, 4A090, or software or technology for them; to or within China (with Hong Kong)"
    }


@pytest.mark.parametrize("country", ["ET", "CY"])
def test_countries_to_be_checked_against_the_list_of_the_department_of_state(country):
    assert CHECK not in notices("DE")
    assert CHECK in notices(country)
    assert CHECK in notices("DE", hq=country)
    assert CHECK in notices("DE", hq="DE", parent=country)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 10, 31), False),
        (date(2025, 11, 1), True),
        (date(2026, 2, 2), True),
        (date(2026, 2, 3), False),
    ],
)
def test_cambodia_is_disputed_until_the_table_followed(day, expected):
    assert (CAMBODIA in notices("KH", as_of=day)) is expected
    assert CAMBODIA not in notices("VN", as_of=day)


@pytest.mark.parametrize(
    ("destination", "day", "expected"),
    [("SY", date(2025, 9, 1), False), ("SY", date(2025, 9, 2), True), ("IR", TODAY, False)],
)
def test_the_exception_for_syria_is_named(destination, day, expected):
    assert ("notice_syria.spp" in notices(destination, item_entry="ear99", as_of=day)) is expected


@pytest.mark.parametrize(
    ("destination", "entry", "day", "expected"),
    [
        ("SA", "3A090.a", date(2025, 1, 12), False),
        ("SA", "3A090.a", date(2025, 1, 13), True),
        ("JP", "3A090.a", TODAY, False),
        ("CN", "3A090.a", TODAY, False),
        ("SA", "3A090.b", TODAY, False),
    ],
)
def test_allocations_of_the_rule_that_is_not_enforced_are_named(destination, entry, day, expected):
    found = {one.rule_id: one for one in answered(destination, item_entry=entry, as_of=day).notices}
    rule = "notice_diffusion_allocations.allocations"
    assert (rule in found) is expected
    if expected:
        assert "790,000,000" in found[rule].explanation
        assert found[rule].confidence == "K"


@pytest.mark.parametrize(
    ("day", "before"), [(date(2026, 4, 6), "Before 2026-04-13"), (date(2026, 4, 7), "Before 2026-12-31")]
)
def test_the_presumption_on_foundries_names_all_of_its_ways_out(day, before):
    facts = {"exporter_is_fabricator_or_packager": True}
    found = {one.rule_id: one.explanation for one in answered("CN", as_of=day, facts=facts).notices}
    said = found["notice_foundry_presumption.presumption"]
    for part in ("packages it outside Macau and Country Group D:5", "approved packager (OSAT)", before):
        assert part in said
    assert "Until" not in said


def test_no_version_cites_a_paper_that_came_after_it():
    later = {
        "2026-05-31": date(2026, 5, 31),
        "90 FR 9604": date(2025, 2, 14),
        "90 FR 4544": date(2025, 1, 15),
    }
    for one in all_sets():
        for paper, published_on in later.items():
            if one.published_on < published_on:
                assert paper not in f"{one.citation} {one.title} {one.notes}", one.reference
