"""Whatever JSON is sent to a question of law, the answer is one that is described: never a failure of ours."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.lawbook.questions import law
from rules.catalogue import CATALOGUE
from rules.catalogue.items import ITEM_ENTRIES
from rules.catalogue.transfers import TRANSFER_KINDS
from rules.facts import FactType, Subject
from rules.licensing.question import STATED_IN_FIELDS
from tests.compliance.api.law_requests import ask

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

_NUMBERS = st.one_of(
    st.integers(0, 10**30),
    st.sampled_from(["0", "1e40", "1e-40", "4800", "0.1", "1E+26", "599.99999999999999999999"]),
)
_WRONG = st.sampled_from(["NaN", "Infinity", "", "1e41", "\u0661", -1, "-1", 1.5, "x" * 200])
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    _NUMBERS,
    _WRONG,
    st.text(max_size=8),
    st.sampled_from(["CN", "MO", "2026-01-15"]),
)
_ANY = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_DAYS = st.dates(date(2021, 1, 1), date(2026, 7, 1)).map(str)


_WORKED_OUT = ("_groups", "item_level")
_HAVE_FIELDS = STATED_IN_FIELDS | {
    "headquarters_country",
    "ultimate_parent_headquarters_country",
    "access_is_remote",
}


def _value(fact):
    """A value of the fact's type."""
    match fact.type:
        case FactType.BOOLEAN:
            right = st.booleans()
        case FactType.TEXT_LIST:
            right = st.lists(st.sampled_from(_words(fact)), max_size=3)
        case FactType.TEXT:
            right = st.sampled_from(_words(fact))
        case FactType.INTEGER:
            right = st.integers(0, 10**9)
        case _:
            right = _NUMBERS
    return st.none() | right


def _words(fact):
    return fact.vocabulary or (("CN", "US", "MO") if fact.is_country else ("CN", "a model"))


def _facts(subject):
    return st.fixed_dictionaries(
        {},
        optional={
            name: _value(fact)
            for name, fact in CATALOGUE.items()
            if subject in fact.subjects
            and fact.type is not FactType.TIMESTAMP
            and not name.endswith(_WORKED_OUT)
            and not name.startswith("setting_")
            and name not in _HAVE_FIELDS
        },
    )


_MODES = st.lists(
    st.fixed_dictionaries({"bits": st.integers(1, 128), "dense_tera_operations_per_second": _NUMBERS}),
    max_size=3,
)
_FIGURES = st.fixed_dictionaries(
    {},
    optional={
        "modes": _MODES,
        "applicable_die_area_mm2": _NUMBERS,
        "marketed_for_datacenter": st.none() | st.booleans(),
        "kind": st.sampled_from(["processor", "hbm_stack", "hbm_package", None]),
        "memory_bandwidth_gb_per_s": _NUMBERS,
        "memory_area_mm2": _NUMBERS,
        "aggregate_bidirectional_io_gb_per_s": _NUMBERS,
        "designer_headquarters_countries": st.lists(
            st.sampled_from(["CN", "US", "HK"]), min_size=1, max_size=2
        ),
    },
)
_SYSTEM = st.fixed_dictionaries(
    {"circuits": st.lists(st.fixed_dictionaries({"figures": _FIGURES}), min_size=1, max_size=2)}
)
_DATES = {
    "as_of": st.one_of(st.sampled_from(["2023-11-17", "2025-01-13", "2026-07-10"]), _DAYS),
    "known_on": _DAYS,
}
_CLASSIFY = st.one_of(
    st.fixed_dictionaries({"figures": _FIGURES}, optional=_DATES),
    st.fixed_dictionaries({"system": _SYSTEM}, optional=_DATES),
    st.fixed_dictionaries({"model": _facts(Subject.MODEL)}, optional=_DATES),
    _ANY,
)
_LICENCE = st.one_of(
    st.fixed_dictionaries(
        {
            "transfer_kind": st.sampled_from(TRANSFER_KINDS),
            "destination_country": st.sampled_from(["CN", "SG", "UA", None]),
        },
        optional={
            "item": st.one_of(
                st.sampled_from(list(ITEM_ENTRIES)).map(lambda entry: {"entry": entry}),
                st.fixed_dictionaries({"figures": _FIGURES}),
            ),
            "facts": _facts(Subject.TRANSFER),
            "destination_region": st.sampled_from(["none", None]),
            "recipient_headquarters_country": st.sampled_from(["CN", "SG", "MO", None]),
            **_DATES,
        },
    ),
    _ANY,
)
_ACCESS = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "headquarters_country": st.sampled_from(["CN", "HK", "NO", None]),
            "facts": _facts(Subject.ACCESS),
            **_DATES,
        },
    ),
    _ANY,
)


@pytest.mark.parametrize(
    ("address", "questions"),
    [
        ("/api/v1/classify", _CLASSIFY),
        ("/api/v1/licence-answers", _LICENCE),
        ("/api/v1/access-answers", _ACCESS),
    ],
)
def test_every_question_has_an_answer_that_is_described(cast, address, questions):
    law()
    seen = set()

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(questions)
    def sent(question):
        answer = ask(cast, "POST", address, json.dumps(question))
        seen.add(answer.status_code)
        assert answer.status_code in {200, 400, 422}

    sent()
    assert {200, 400} <= seen
