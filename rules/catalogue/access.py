"""Facts of access: somebody uses computing capacity from afar, and no item moves.

Giving access is no export of the hardware (advisory opinions of the Bureau of 2009-01-13, 2011-01-11 and
2014-11-13). The user's headquarters, nationality and known purposes are facts of their own modules.
"""

from collections.abc import Iterator

from rules.catalogue.transfers import REGIONS
from rules.facts import Fact, FactType, Subject

_ACCESS = frozenset({Subject.ACCESS})


def access_facts() -> Iterator[Fact]:
    for name, meaning in (
        (
            "access_is_remote",
            "whether the service is use from afar, through a network, of hardware that stays",
        ),
        (
            "user_receives_technology_or_software",
            "whether the user is sent controlled technology or software (not merely its output)",
        ),
        ("model_training_is_known", "whether training of an AI model is known to be the use"),
    ):
        yield Fact(name, FactType.BOOLEAN, "", meaning, _ACCESS)
    yield Fact(
        "access_regions",
        FactType.TEXT_LIST,
        "",
        "parts of a country with rules of their own from which it is used, or none of them",
        _ACCESS,
        vocabulary=REGIONS,
    )
    yield Fact(
        "accessed_model", FactType.TEXT, "", "name of the trained model to which access is given", _ACCESS
    )
