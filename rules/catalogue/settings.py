"""One fact for each switch: the setting that answers rest on."""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject
from rules.switches import SWITCHES


def setting_fact_name(switch: str) -> str:
    """The name of a switch's fact."""
    return f"setting_{switch}"


def setting_facts() -> Iterator[Fact]:
    """Facts of every kind of subject; their values are the settings in use (`rules.law`)."""
    for switch in SWITCHES.values():
        yield Fact(
            setting_fact_name(switch.id),
            FactType.TEXT,
            "",
            f"setting in use for: {switch.question}",
            frozenset(Subject),
            vocabulary=tuple(switch.settings),
        )
