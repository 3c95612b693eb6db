"""POST /api/v1/licence-answers and access-answers: every form of an item, every refusal by its field, two readers."""

from datetime import date

import pytest

from compliance.accounts.roles import Role
from compliance.api.bodies import QUESTION_LIMIT_BYTES
from compliance.registry.record_maker_letter import record_maker_letter
from tests.compliance.api.law_requests import H20, H100, ask, examples, register_chips
from tests.compliance.api.requests import problem
from tests.compliance.lawbook.letters import published
from tests.rules.letters import letter_of

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

LICENCE, ACCESS = "/api/v1/licence-answers", "/api/v1/access-answers"
DAY = "2026-03-02"


def licence(cast, who=None, **changes):
    question = {
        "item": {"entry": "3A090.a"},
        "transfer_kind": "export_from_us",
        "destination_country": "DE",
        "recipient_headquarters_country": "DE",
        "recipient_ultimate_parent_headquarters_country": "DE",
        "as_of": DAY,
    }
    return ask(cast, "POST", LICENCE, question | changes, who)


def requirements(answer):
    """The requirement under each reading: codified, enforced, conservative."""
    assert answer.status_code == 200, answer.content[:500]
    answers = answer.json()["answers"]
    return [answers[reading]["requirement"] for reading in ("codified", "enforced", "conservative")]


@pytest.mark.parametrize("path", [LICENCE, ACCESS])
def test_the_examples_are_what_is_really_answered(cast, path):
    asked, answered = examples(path, "post"), examples(path, "post", 200)
    assert set(asked) == set(answered)
    for name, question in asked.items():
        assert ask(cast, "POST", path, question).json() == answered[name]


def test_where_nothing_is_found_it_is_not_said_that_none_is_needed(cast):
    found = licence(cast, item={"entry": "ear99"}, facts={"party_is_sdn": False})
    assert "required" not in requirements(found)
    assert "No licence requirement was found" in found.json()["answers"]["enforced"]["sentence"]


def test_text_that_is_not_enforced_is_told_apart(cast):
    assert requirements(licence(cast)) == ["required", "not_found", "required"]


def test_the_headquarters_of_the_parent_decide_wherever_the_item_goes(cast):
    found = licence(cast, recipient_ultimate_parent_headquarters_country="CN")
    assert requirements(found) == ["required"] * 3
    assert found.json()["headquarters_test"]["status"] == "met"
    assert "licence_headquarters.a" in {
        one["rule_id"] for one in found.json()["answers"]["enforced"]["limbs"]
    }


def test_what_was_not_known_then_is_not_in_the_answer(cast):
    before = licence(cast, destination_country="CN", as_of="2023-11-17", known_on="2023-10-24").json()
    after = licence(cast, destination_country="CN", as_of="2023-11-17", known_on="2023-10-25").json()
    assert before["known_on"] == "2023-10-24"
    assert before["answers"] != after["answers"]


def test_an_unknown_item_is_said_to_be_missing(cast):
    found = licence(cast, item=None, destination_country="CN").json()
    assert found["item"] == {"basis": "unknown", "entry": None, "chip": None, "missing_facts": []}
    assert found["answers"]["enforced"]["requirement"] == "undetermined"
    assert "item_entry" in found["answers"]["enforced"]["missing_facts"]


def test_a_chip_of_the_registry_brings_its_entry(cast):
    register_chips(H100, H20)
    found = licence(cast, item={"chip": H100}, destination_country="CN").json()
    assert (found["item"]["basis"], found["item"]["chip"]) == ("computed", H100)
    assert {one["item_entry"] for one in found["answers"].values()} == {"3A090.a"}
    assert found["answers"]["enforced"]["requirement"] == "required"
    outside = licence(cast, item={"chip": H20}, destination_country="CN").json()
    assert {one["item_entry"] for one in outside["answers"].values()} == {"3A991.p"}


def test_a_makers_letter_outranks_the_figures(cast):
    (chip,) = register_chips(H100)
    record_maker_letter(
        chip=chip,
        stated_entry="3A991.p",
        content=b"%PDF-1.7 an invented letter",
        file_name="letter.pdf",
        letter_on=date(2024, 3, 1),
        signer="Priya Raman",
        source="portal",
        by=cast.approver,
    )
    found = licence(cast, item={"chip": H100}, destination_country="CN")
    assert (found.json()["item"]["basis"], found.json()["item"]["entry"]) == ("maker_letter", "3A991.p")
    assert {one["item_entry"] for one in found.json()["answers"].values()} == {"3A991.p"}
    assert "Priya" not in found.content.decode()


def test_figures_and_systems_are_items_too(cast):
    register_chips(H100)
    mode = {"bits": 8, "dense_tera_operations_per_second": "600"}
    figures = {"modes": [mode], "marketed_for_datacenter": True}
    found = licence(cast, item={"figures": figures}, destination_country="CN").json()
    assert found["answers"]["enforced"]["item_entry"] == "3A090.a"
    server = {"circuits": [{"chip": H100}, {"figures": figures}], "base_entry": "5A992"}
    found = licence(cast, item={"system": server}, destination_country="CN").json()
    assert (found["item"]["entry"], found["answers"]["enforced"]["requirement"]) == ("z_a", "required")
    unsure = licence(cast, item={"system": {"circuits": [{"chip": H100}]}}, destination_country="CN").json()
    assert unsure["item"]["entry"] is None
    assert "base_entry" in unsure["item"]["missing_facts"]


def test_a_fact_changes_the_answer(cast):
    free = licence(cast, item={"entry": "ear99"}, facts={"party_on_entity_list": False})
    listed = licence(cast, item={"entry": "ear99"}, facts={"party_on_entity_list": True})
    assert "required" not in requirements(free)
    assert requirements(listed) == ["required"] * 3


def test_before_any_text_the_refusal_names_the_first_day(cast):
    document = problem(licence(cast, as_of="2022-10-20"), 422, "no_text_known")
    assert document["first_text_from"] == "2022-10-21"
    register_chips(H100)
    problem(licence(cast, item={"chip": H100}, as_of="2022-10-20"), 422, "no_text_known")
    problem(ask(cast, "POST", ACCESS, {"as_of": "2021-12-31"}), 422, "no_text_known")


def test_an_unknown_chip_is_refused_with_what_may_be_meant(cast):
    register_chips(H20)
    assert problem(licence(cast, item={"chip": "h20"}), 422, "unknown_chip")["suggestions"] == [H20]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"item": {}}, ["item", "entry"]),
        ({"item": {"entry": "3A090.a", "chip": H20}}, ["item", "chip"]),
        ({"item": {"entry": "3A090"}}, ["item", "entry"]),
        ({"item": {"entry": "3A090.a", "eccn": "x"}}, ["item", "eccn"]),
        ({"transfer_kind": "smuggling"}, ["transfer_kind"]),
        ({"destination_country": "UK"}, ["destination_country"]),
        ({"destination_country": "germany"}, ["destination_country"]),
        ({"destination_region": "crimea"}, ["destination_region"]),
        ({"destination_region": "siberia"}, ["destination_region"]),
        ({"origin_country": "CN"}, ["origin_country"]),
        ({"recipient_headquarters_country": "XX"}, ["recipient_headquarters_country"]),
        ({"facts": {"party_is_sdm": True}}, ["facts", "party_is_sdm"]),
        ({"facts": {"party_is_sdn": "yes"}}, ["facts", "party_is_sdn"]),
        ({"facts": {"item_level": "a"}}, ["facts", "item_level"]),
        ({"facts": {"destination_country": "CN"}}, ["facts", "destination_country"]),
        ({"facts": {"setting_affiliates_rule": "stayed"}}, ["facts", "setting_affiliates_rule"]),
        ({"facts": {"end_user_nationalities": ["UK"]}}, ["facts", "end_user_nationalities"]),
        ({"facts": {"end_user_nationalities": ["NO"] * 101}}, ["facts", "end_user_nationalities"]),
        ({"facts": []}, ["facts"]),
        ({"as_of": "2026-13-01"}, ["as_of"]),
        ({"desination": "CN"}, ["desination"]),
    ],
)
def test_a_transfer_that_cannot_be_taken_names_the_field(cast, changes, path):
    errors = problem(licence(cast, **changes), 400, "invalid")["errors"]
    for name in path:
        assert name in errors, errors
        errors = errors[name]
    assert errors[0].endswith(".")


def test_what_must_be_given_is_asked_for(cast):
    errors = problem(ask(cast, "POST", LICENCE, {}), 400, "invalid")["errors"]
    assert set(errors) == {"transfer_kind", "destination_country"}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"headquarters_country": "UK"}, ["headquarters_country"]),
        ({"facts": {"access_is_remote": False}}, ["facts", "access_is_remote"]),
        ({"facts": {"headquarters_groups": ["D:5"]}}, ["facts", "headquarters_groups"]),
        ({"facts": {"training_operations": "1e999999"}}, ["facts", "training_operations"]),
        ({"tenant": "tn-1"}, ["tenant"]),
    ],
)
def test_access_that_cannot_be_taken_names_the_field(cast, body, path):
    errors = problem(ask(cast, "POST", ACCESS, body), 400, "invalid")["errors"]
    for name in path:
        assert name in errors, errors
        errors = errors[name]


def test_access_from_afar_is_no_export_and_asking_is_owed_by_headquarters(cast):
    ordinary = ask(
        cast,
        "POST",
        ACCESS,
        {"headquarters_country": "NO", "ultimate_parent_headquarters_country": "NO", "as_of": DAY},
    ).json()
    parent = ask(
        cast,
        "POST",
        ACCESS,
        {"headquarters_country": "NO", "ultimate_parent_headquarters_country": "CN", "as_of": DAY},
    ).json()
    assert (ordinary["due_diligence"], parent["due_diligence"]) == ("ordinary", "heightened")
    assert "No EAR licence requirement found for remote access as such" in parent["sentence"]
    assert parent["pending_law"]


@pytest.mark.parametrize("path", [LICENCE, ACCESS])
def test_a_question_larger_than_any_is_refused_unread(cast, path):
    problem(ask(cast, "POST", path, " " * (QUESTION_LIMIT_BYTES + 1)), 413, "body_too_large")


@pytest.mark.parametrize("path", [LICENCE, ACCESS])
def test_a_directive_is_named_to_whom_it_concerns_and_to_nobody_else(cast, bells, path):
    content = TRANSFER_LETTER if path == LICENCE else TRANSFER_LETTER.replace('"transfer"', '"access"')
    published(cast, content)
    body = {"as_of": "2026-04-01", "facts": {"party_is_sdn": True}}
    if path == LICENCE:
        body |= {"transfer_kind": "export_from_us", "destination_country": "DE", "item": {"entry": "ear99"}}
    assert "quokka" in ask(cast, "POST", path, body, Role.AUDITOR).content.decode()
    for who in (None, Role.ADMINISTRATOR, Role.PROVIDER_CLIENT):
        assert "quokka" not in ask(cast, "POST", path, body, who).content.decode()


TRANSFER_LETTER = letter_of(
    "directive_quokka",
    "2026-03-09",
    """[[rules]]
id = "directive_quokka.notice"
subjects = ["transfer"]
severity = "high"
effect = "notice"
title = "A party of the letter"
clause = "second paragraph"
explanation = "The letter names listed parties."

[[rules.limbs]]
id = "first"
clause = "second paragraph"
when = "party_is_sdn"
""",
)
