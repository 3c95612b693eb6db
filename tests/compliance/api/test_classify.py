"""POST /api/v1/classify: what is asked, to the last digit; what is answered, under three readings; who learns what."""

import json
import time
from datetime import date

import pytest

from compliance.accounts.roles import Role
from compliance.api.bodies import QUESTION_LIMIT_BYTES
from compliance.registry.record_maker_letter import record_maker_letter
from tests.compliance.api.law_requests import H20, H100, ask, examples, register_chips
from tests.compliance.api.requests import problem
from tests.compliance.lawbook.letters import published

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

CLASSIFY = "/api/v1/classify"
DAY = "2024-05-01"


def classify(cast, body, who=None, status=200):
    answer = ask(cast, "POST", CLASSIFY, body, who)
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def figures(rate="600", bits=8, **more):
    """A circuit by one rate. `rate` is JSON as it is sent."""
    mode = {"bits": bits, "dense_tera_operations_per_second": "RATE"}
    known = {"marketed_for_datacenter": True, "applicable_die_area_mm2": 1000} | more
    return json.dumps({"figures": {"modes": [mode], **known}, "as_of": DAY}).replace('"RATE"', rate)


def refused(cast, body):
    return problem(ask(cast, "POST", CLASSIFY, body), 400, "invalid")["errors"]


@pytest.mark.parametrize("name", ["AChipOfTheRegistry", "Figures", "AServer", "AModel"])
def test_the_examples_are_what_is_really_answered(cast, name):
    register_chips(H20, H100)
    asked, answered = examples(CLASSIFY, "post"), examples(CLASSIFY, "post", 200)
    assert set(asked) == set(answered)
    assert classify(cast, asked[name]) == answered[name]


def test_a_small_chip_is_outside_and_that_is_not_called_free(cast):
    found = classify(cast, figures("1"))
    assert (found["status"], found["entry"]) == ("not_3A090", None)
    assert "not free of control" in found["explanation"]


@pytest.mark.parametrize(
    ("rate", "status"),
    [
        ("599.999999999999999999999999999999", "3A090.b"),
        ('"599.999999999999999999999999999999"', "3A090.b"),
        ("600", "3A090.a"),
        ("600.0", "3A090.a"),
        ('"6e2"', "3A090.a"),
        ("600.000000000000000000000000000001", "3A090.a"),
    ],
)
def test_numbers_are_taken_to_the_last_digit_as_numbers_or_text(cast, rate, status):
    found = classify(cast, figures(rate))
    assert {one["status"] for one in found["computed"]["answers"].values()} == {status}


def test_what_is_missing_is_undetermined_and_named(cast):
    found = classify(cast, {"figures": {}, "as_of": DAY})
    assert found["status"] == "undetermined"
    assert "tpp" in found["computed"]["answers"]["codified"]["missing_facts"]


def test_findings_and_limbs_are_there_unless_they_are_not_wanted(cast):
    body = json.loads(figures())
    assert classify(cast, body)["computed"]["working"]
    brief = classify(cast, body | {"working": False})
    assert "working" not in brief["computed"]
    assert "findings" not in brief["computed"]
    assert brief["computed"]["answers"]["codified"]["limb"] == "3A090.a.1"


def test_left_out_the_day_is_today(cast):
    body = {"figures": {}}
    today = classify(cast, body)["computed"]
    assert date.fromisoformat(today["as_of"]) >= date(2026, 7, 23)
    assert today["known_on"] is None


@pytest.mark.parametrize(
    "dates", [{"as_of": "2022-10-20"}, {"as_of": "2023-01-01", "known_on": "2022-10-01"}]
)
def test_before_any_text_the_refusal_names_the_first_day(cast, dates):
    document = problem(ask(cast, "POST", CLASSIFY, {"figures": {}} | dates), 422, "no_text_known")
    assert document["first_text_from"] == "2022-10-21"
    assert "2022-10-21" in document["detail"]


def test_before_any_text_on_models_too(cast):
    document = problem(
        ask(cast, "POST", CLASSIFY, {"model": {}, "as_of": "2020-01-01"}), 422, "no_text_known"
    )
    assert document["first_text_from"] > "2020-01-01"


def test_a_chip_goes_by_its_key_name_or_alias(cast):
    register_chips(H20)
    keys = {
        classify(cast, {"chip": name, "as_of": DAY})["chip"]
        for name in (H20, "h20 96gb (HGX)", "NVIDIA-H20-96GB")
    }
    assert keys == {H20}


def test_an_unknown_chip_is_refused_with_what_may_be_meant(cast):
    register_chips(H20, "nvidia-h20-141gb")
    document = problem(ask(cast, "POST", CLASSIFY, {"chip": "h20"}), 422, "unknown_chip")
    assert set(document["suggestions"]) == {H20, "nvidia-h20-141gb"}
    nothing = problem(ask(cast, "POST", CLASSIFY, {"chip": "zzzz"}), 422, "unknown_chip")
    assert nothing["suggestions"] == []
    assert "Send its figures" in nothing["detail"]


def test_a_system_takes_its_level_from_its_circuits(cast):
    register_chips(H20, H100)
    body = {"system": {"circuits": [{"chip": H20}], "base_entry": "none"}, "as_of": DAY, "working": False}
    assert classify(cast, body)["answers"]["codified"]["level"] == "none"
    body["system"]["circuits"].append({"figures": json.loads(figures())["figures"]})
    found = classify(cast, body)
    assert (found["answers"]["codified"]["entry"], found["answers"]["codified"]["level"]) == (
        "4A090.a",
        "3A090.a",
    )
    assert [one["kind"] for one in found["circuits"]] == ["chip", "figures"]


@pytest.mark.parametrize("operations", ["99999999999999999999999999", '"99999999999999999999999999"'])
def test_operations_of_a_model_are_exact(cast, operations):
    model = f'{{"weights_are_published": false, "training_operations": {operations}}}'
    body = f'{{"model": {model}, "as_of": "2026-02-02"}}'
    found = classify(cast, body)
    assert found["facts"]["training_operations"] == "99999999999999999999999999"
    assert "4E091" not in {one["outcome"] for one in found["answers"]["codified"]["met"]}


def test_a_makers_letter_outranks_and_names_persons_to_the_operators_own_only(cast):
    (chip,) = register_chips(H100)
    record_maker_letter(
        chip=chip,
        stated_entry="3A090.b",
        content=b"%PDF-1.7 an invented letter",
        file_name="letter.pdf",
        letter_on=date(2024, 3, 1),
        signer="Priya Raman",
        source="portal",
        by=cast.approver,
    )
    for who in (None, Role.OFFICER):
        found = classify(cast, {"chip": H100, "as_of": DAY}, who)
        assert (found["status"], found["entry"], found["basis"]) == ("3A090.b", "3A090.b", "maker_letter")
        assert found["computed"]["answers"]["codified"]["status"] == "3A090.a"
        named = json.dumps(found)
        for word in ("Priya Raman", "tomas.reyes", "letter.pdf"):
            assert (word in named) is (who is not None), (who, word)
    assert classify(cast, {"chip": H100, "as_of": "2024-02-29"})["letter"] is None


def test_a_directive_counts_for_whom_it_concerns_and_shows_itself_to_nobody_else(cast, bells):
    published(cast)
    body = json.loads(figures()) | {"as_of": "2026-04-01"}
    assert "sorrel" in json.dumps(classify(cast, body, Role.OFFICER))
    for who in (None, Role.ADMINISTRATOR, Role.PROVIDER_CLIENT):
        assert "sorrel" not in json.dumps(classify(cast, body, who))


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"chip", "figures", "system", "model"}),
        ({"chip": H20, "model": {}}, {"chip", "model"}),
        ({"chip": ""}, {"chip"}),
        ({"chip": H20, "as_off": DAY}, {"as_off"}),
        ({"chip": H20, "as_of": "yesterday"}, {"as_of"}),
        ({"chip": H20, "known_on": "9999-01-01"}, {"known_on"}),
        ({"figures": {"tpp": 4800}}, {"figures"}),
        ({"figures": []}, {"figures"}),
        ({"figures": {"modes": [{"bits": 0, "dense_tera_operations_per_second": 1}]}}, {"figures"}),
        ({"figures": {"modes": [{"bits": 8}]}}, {"figures"}),
        ({"figures": {"modes": [{"bits": 8, "dense_tera_operations_per_second": True}]}}, {"figures"}),
        ({"figures": {"modes": [{"bits": 8, "dense_tera_operations_per_second": -1}]}}, {"figures"}),
        ({"figures": {"modes": [{"bits": 8, "dense_tera_operations_per_second": "NaN"}]}}, {"figures"}),
        ({"figures": {"modes": [{"bits": 8, "dense_tera_operations_per_second": "1e999"}]}}, {"figures"}),
        ({"figures": {"modes": [{"bits": 8, "dense_tera_operations_per_second": 1}] * 33}}, {"figures"}),
        ({"figures": {"designer_headquarters_countries": ["UK"]}}, {"figures"}),
        ({"figures": {"kind": "toaster"}}, {"figures"}),
        ({"system": {"circuits": []}}, {"system"}),
        ({"system": {"circuits": [{"chip": H20}] * 33}}, {"system"}),
        ({"system": {"circuits": [{"chip": H20, "figures": {}}]}}, {"system"}),
        ({"system": {"circuits": [{"chip": H20}], "base_entry": "9X999"}}, {"system"}),
        ({"model": {"tpp": 1}}, {"model"}),
        ({"model": {"training_operations": "many"}}, {"model"}),
        ({"model": {"weights_are_published": "no"}}, {"model"}),
        ({"model": {"developer_headquarters_country": "UK"}}, {"model"}),
        ({"model": {"setting_raise_definition": "x"}}, {"model"}),
        ({"model": "gpt"}, {"model"}),
    ],
)
def test_a_question_that_cannot_be_taken_names_the_field(cast, body, fields):
    assert set(refused(cast, body)) == fields


def test_every_fact_that_cannot_be_taken_is_named(cast):
    errors = refused(cast, {"model": {"training_operations": "many", "weights_are_published": 1}})
    assert set(errors["model"]) == {"training_operations", "weights_are_published"}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[1.5",
        '{"chip": "a", "chip": "b"}',
        '{"figures": {"applicable_die_area_mm2": 1e9999999999999999999999}}',
        '{"figures": {"applicable_die_area_mm2": NaN}}',
        '{"figures": {"applicable_die_area_mm2": ' + "9" * 5000 + "}}",
        "[" * 50_000,
    ],
)
def test_what_is_no_json_is_refused_in_words(cast, body):
    problem(ask(cast, "POST", CLASSIFY, body), 400)


def test_a_zero_with_an_exponent_of_nine_digits_costs_nothing(cast):
    huge = '{"figures": {"modes": [{"bits": 8, "dense_tera_operations_per_second": %s}]}}'
    model = '{"model": {"training_operations": %s}}'
    began = time.process_time()
    for question in (huge, model):
        plain = ask(cast, "POST", CLASSIFY, question % "0").json()
        for zero in ("0E-600000000", '"0E+300000000"', "-0e-300000000"):
            assert ask(cast, "POST", CLASSIFY, question % zero).json() == plain
    assert time.process_time() - began < 10


def test_a_question_larger_than_any_is_refused_unread(cast):
    document = problem(ask(cast, "POST", CLASSIFY, " " * (QUESTION_LIMIT_BYTES + 1)), 413, "body_too_large")
    assert document["limit_bytes"] == QUESTION_LIMIT_BYTES
