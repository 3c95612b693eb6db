"""Facts of invented tenants, unlike one another where real ones are: use differs in every figure, most of what a file
could say is not known.
"""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from rules.catalogue import CATALOGUE, WINDOWS
from rules.facts import Fact, FactType, FactValue, Subject

_SEED = 20220901
# How much of its file each kind of tenant has given, and how many are of that kind.
_SHARE_KNOWN, _TENANTS_OF_KIND = (0.0, 0.15, 0.6), (60, 25, 15)
_COUNTRIES = (
    "US",
    "US",
    "US",
    "GB",
    "DE",
    "FR",
    "JP",
    "KR",
    "IN",
    "SG",
    "AE",
    "MY",
    "BR",
    "CN",
    "HK",
    "MO",
    "RU",
)
_GROUPS = ((), ("A:1", "A:5", "B"), ("B", "D:4"), ("D:1", "D:3", "D:4", "D:5"), ("D:5", "E:1"))
_TEXTS = ("", "a", "some text", "another text")


def invented_tenants(count: int) -> list[dict[str, FactValue]]:
    """Facts by catalogue name, of each tenant; the same every time."""
    chance = random.Random(_SEED)  # noqa: S311  no secret: the same tenants each time
    others = [
        fact for fact in CATALOGUE.values() if Subject.TENANT in fact.subjects and not _is_of_use(fact.name)
    ]
    tenants = []
    for _ in range(count):
        (share,) = chance.choices(_SHARE_KNOWN, _TENANTS_OF_KIND)
        file = {fact.name: _value(fact, chance) for fact in others if chance.random() < share}
        tenants.append({**_use(chance), **file, "kyc_on_file": share > 0})
    return tenants


def _is_of_use(name: str) -> bool:
    return name.startswith(("operations_", "accelerator_hours_", "peak_concurrent_", "unknown_accelerator_"))


def _use(chance: random.Random) -> Mapping[str, FactValue]:
    """Always known: from one accelerator for an hour to a hundred thousand for a year, each figure its own."""
    lifetime_seconds = int(chance.lognormvariate(15, 4)) + 3600
    facts: dict[str, FactValue] = {}
    share = Decimal(1)
    for window in reversed(WINDOWS):
        seconds = int(lifetime_seconds * share)
        for bound, per_second in (("lower", 10**14), ("expected", 396 * 10**12), ("upper", 1979 * 10**12)):
            facts[f"operations_{bound}_{window}"] = Decimal(seconds * per_second)
        facts[f"accelerator_hours_{window}"] = Decimal(seconds) / 3600
        share *= Decimal(chance.randrange(30, 100)) / 100
    held = lifetime_seconds // 10**6 + 1
    return facts | {
        "peak_concurrent_accelerators": held,
        "peak_concurrent_tpp": Decimal(held * 15832),
        "unknown_accelerator_seconds": chance.choice((0, 0, 0, 0, chance.randrange(10**6))),
    }


def _value(fact: Fact, chance: random.Random) -> FactValue:
    match fact.type:
        case FactType.BOOLEAN:
            return chance.random() < 0.3
        case FactType.DECIMAL:
            return Decimal(chance.randrange(10**9)) / 1000
        case FactType.INTEGER:
            return chance.randrange(2000)
        case FactType.TEXT:
            return chance.choice(_texts_of(fact))
        case FactType.TEXT_LIST if fact.vocabulary or fact.is_country:
            found = _texts_of(fact)
            return tuple(chance.sample(found, chance.randrange(min(4, len(found)))))
        case FactType.TEXT_LIST:
            return chance.choice(_GROUPS)
        case FactType.TIMESTAMP:
            return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(10**7))


def _texts_of(fact: Fact) -> tuple[str, ...]:
    if fact.is_country:
        return _COUNTRIES
    return fact.vocabulary or _TEXTS
