"""Facts of what an item or a service is known to be for, and of listed parties to a transaction.

"Known" is the regulations' word (15 CFR 772.1): awareness of a high probability counts, and so does wilful
blindness. False means that it was asked and nothing of the kind is known; not asked is unknown.
"""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject

_TRANSFER = frozenset({Subject.TRANSFER})
_TRANSFER_AND_ACCESS = frozenset({Subject.TRANSFER, Subject.ACCESS})
_USED_BY_PEOPLE = frozenset({Subject.TRANSFER, Subject.ACCESS, Subject.TENANT})

_OF_TRANSFERS_AND_ACCESS = {
    "end_use_nuclear": "whether use for nuclear explosive or unsafeguarded nuclear activities is known",
    "end_use_missile": "whether use for missiles, rocket systems or unmanned aerial vehicles is known",
    "end_use_chemical_biological": "whether use for chemical or biological weapons is known",
    "end_use_military_intelligence": (
        "whether use by or for a military-intelligence end user is known (15 CFR 744.22)"
    ),
    "end_use_military": "whether use by or for a military end user is known (15 CFR 744.21)",
    "us_person_takes_part": "whether a US person (15 CFR 772.1) performs, supports or facilitates it",
    "party_is_sdn": "whether a party is a Specially Designated National or other blocked person",
    "party_owned_50_percent_by_sdn": (
        "whether blocked persons own a party 50 percent or more in aggregate, directly or indirectly"
    ),
    "party_on_entity_list": "whether a party is on the Entity List (Supplement No. 4 to part 744)",
    "party_on_denied_persons_list": "whether a denial order of the Bureau names a party",
}
_OF_TRANSFERS = {
    "end_use_supercomputer": (
        "whether development, production, operation or upkeep of a supercomputer (15 CFR 772.1) is known"
    ),
    "end_use_advanced_node_fab": "whether a facility that makes advanced-node circuits is known",
    "end_use_unknown_node_fab": (
        "whether a facility that makes circuits of a node nobody could establish is known"
    ),
    "end_use_semiconductor_equipment": (
        "whether development or production of semiconductor manufacturing equipment is known"
    ),
    "party_on_meu_list": "whether a party is on the Military End-User List (Supplement No. 7 to part 744)",
    "party_on_unverified_list": "whether a party is on the Unverified List (Supplement No. 6 to part 744)",
    "party_owned_50_percent_by_listed": (
        "whether parties on the Entity List, the Military End-User List or certain sanctions programmes own a "
        "party 50 percent or more in aggregate, directly or indirectly"
    ),
}

_FOOTNOTES = "party_entity_list_footnotes"
ASKED_OF_PEOPLE = frozenset({*_OF_TRANSFERS_AND_ACCESS, *_OF_TRANSFERS, _FOOTNOTES})
"""What only asking and screening can show. While it was not asked it decides nothing, and the question stays open."""


def end_use_facts() -> Iterator[Fact]:
    for name, meaning in _OF_TRANSFERS_AND_ACCESS.items():
        yield Fact(name, FactType.BOOLEAN, "", meaning, _TRANSFER_AND_ACCESS)
    for name, meaning in _OF_TRANSFERS.items():
        yield Fact(name, FactType.BOOLEAN, "", meaning, _TRANSFER)
    yield Fact(
        _FOOTNOTES,
        FactType.TEXT_LIST,
        "",
        "footnotes that the rows of the parties on the Entity List carry, or none of them",
        _TRANSFER,
        vocabulary=("1", "3", "4", "5", "none"),
    )
    yield Fact(
        "end_use_country_in_supplement_3_to_part_744",
        FactType.BOOLEAN,
        "",
        "whether the country of the end use is in Supplement No. 3 to part 744 (its list is not recorded here)",
        _TRANSFER_AND_ACCESS,
    )
    yield Fact(
        "end_user_nationalities",
        FactType.TEXT_LIST,
        "ISO 3166-1 alpha-2",
        "nationalities of the people who use it; all of them, or unknown",
        _USED_BY_PEOPLE,
        is_country=True,
    )
