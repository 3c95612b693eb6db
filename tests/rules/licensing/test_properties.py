"""What holds of every answer, whatever is asked."""

import json
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalogue import CATALOGUE
from rules.catalogue.items import ITEM_ENTRIES
from rules.catalogue.transfers import REGIONS, TRANSFER_KINDS
from rules.clocks import Reading
from rules.country_codes import COUNTRY_CODES
from rules.errors import NoTextKnown
from rules.facts import FactType, Subject
from rules.law import Law, shipped_law
from rules.licensing import TransferQuestion, answer
from rules.licensing.question import STATED_IN_FIELDS, WORKED_OUT

COUNTRIES = (
    st.none()
    | st.sampled_from(["CN", "HK", "MO", "AE", "KH", "US", "DE", "SA", "UA", "IR", "SG"])
    | (st.sampled_from(sorted(COUNTRY_CODES)))
)
STATED = sorted(
    name
    for name, fact in CATALOGUE.items()
    if Subject.TRANSFER in fact.subjects
    and name not in STATED_IN_FIELDS | WORKED_OUT
    and not name.startswith("setting_")
)


def _value(name):
    fact = CATALOGUE[name]
    match fact.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.INTEGER:
            return st.integers(0, 60)
        case FactType.DECIMAL:
            return st.sampled_from([0, 2, 50, 4800, 6500, 15832, 26900000]).map(Decimal)
        case FactType.TEXT_LIST if fact.vocabulary:
            return st.lists(st.sampled_from(fact.vocabulary), max_size=2).map(tuple)
        case FactType.TEXT if fact.vocabulary:
            return st.sampled_from(fact.vocabulary)
        case FactType.TEXT_LIST:
            return st.lists(st.sampled_from(["CN", "US", "MO"]), max_size=2).map(tuple)
        case _:
            return st.sampled_from(["CN", "US", "MO"])


FACTS = st.lists(st.sampled_from(STATED), max_size=8, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: _value(name) for name in names})
)


@st.composite
def questions(draw):
    destination = draw(COUNTRIES)
    return TransferQuestion(
        transfer_kind=draw(st.sampled_from(TRANSFER_KINDS)),
        destination_country=destination,
        destination_region=draw(st.none() | st.sampled_from(REGIONS)) if destination == "UA" else None,
        as_of=draw(st.dates(date(2022, 1, 1), date(2027, 12, 31))),
        known_on=draw(st.none() | st.dates(date(2022, 1, 1), date(2027, 12, 31))),
        item_entry=draw(st.none() | st.sampled_from(sorted(ITEM_ENTRIES))),
        recipient_headquarters_country=draw(COUNTRIES),
        recipient_ultimate_parent_headquarters_country=draw(COUNTRIES),
        facts=draw(FACTS),
    )


def _answered(question, law=None):
    try:
        return answer(question, law or shipped_law())
    except NoTextKnown as error:
        assert str(error).startswith("No text known")
        return None


@settings(max_examples=150, deadline=None)
@given(questions())
def test_every_day_and_every_unknown_gives_an_answer_or_says_that_no_text_is_known(question):
    found = _answered(question)
    if found is None:
        assert question.as_of < date(2022, 10, 21) or (
            question.known_on is not None and question.known_on < date(2022, 10, 13)
        )
        return
    document = json.loads(json.dumps(found.to_document()))
    assert set(document["answers"]) == set(Reading)
    for one in found.answers.values():
        assert (str(one.requirement) == "undetermined") == bool(one.missing_facts and not one.requirements)
        assert (str(one.requirement) == "required") == bool(one.requirements)
        assert all(limb.clause and limb.citation and limb.explanation for limb in one.requirements)
        assert not any(name.endswith("_groups") or name == "item_level" for name in one.missing_facts)


@settings(max_examples=60, deadline=None)
@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_sets_and_facts_changes_nothing(question, shuffler):
    law = shipped_law()
    sets = list(law.rule_sets)
    shuffler.shuffle(sets)
    facts = list(question.facts.items())
    shuffler.shuffle(facts)
    other = TransferQuestion(
        **{name: getattr(question, name) for name in question.__dataclass_fields__} | {"facts": dict(facts)}
    )
    first = _answered(question)
    second = _answered(other, Law(tuple(sets), law.countries, law.settings))
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert first.to_document() == second.to_document()


@settings(max_examples=60, deadline=None)
@given(questions())
def test_the_conservative_answer_is_never_softer(question):
    found = _answered(question)
    if found is None:
        return
    order = ["not_found", "undetermined", "required"]
    careful = order.index(str(found.under(Reading.CONSERVATIVE).requirement))
    for reading in (Reading.CODIFIED, Reading.ENFORCED):
        assert order.index(str(found.under(reading).requirement)) <= careful


@settings(max_examples=60, deadline=None)
@given(questions(), st.data())
def test_learning_a_fact_never_turns_a_finding_into_another_one(question, data):
    """What is decided with a fact unknown is decided the same whatever the fact turns out to be."""
    before = _answered(question)
    unknown = sorted(set(STATED) - set(question.facts) - {"is_subject_to_ear"})
    name = data.draw(st.sampled_from(unknown))
    value = data.draw(_value(name))
    values = {key: getattr(question, key) for key in question.__dataclass_fields__}
    after = _answered(TransferQuestion(**values | {"facts": {**question.facts, name: value}}))
    if before is None or after is None:
        return
    for reading in Reading:
        met_before = {one.rule_id for one in before.under(reading).requirements}
        assert met_before <= {one.rule_id for one in after.under(reading).requirements}


@settings(max_examples=60, deadline=None)
@given(questions())
def test_no_answer_says_that_none_is_needed(question):
    found = _answered(question)
    for one in found.answers.values() if found else ():
        assert "no licence needed" not in one.sentence.lower()
        if str(one.requirement) == "not_found":
            assert "remain" in one.sentence
