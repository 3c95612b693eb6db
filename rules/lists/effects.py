"""What it means in law that a party is on a list (`effects.toml`): lists differ, and a hit is no verdict."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rules.errors import ListError
from rules.ownership.laws import ownership_rules
from rules.ruleset import Confidence
from rules.toml.strict_table import StrictTable
from rules.toml.table import toml_table

LIST_EFFECTS_FILE = Path(__file__).parent / "effects.toml"
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class ListEffect:
    """The effect of one list. also_written: other codes for it. ownership_rules: ids of the laws that extend
    the effect to what the party owns. The flags are explained at the top of the file.
    """

    code: str
    also_written: tuple[str, ...]
    title: str
    authority: str
    effect: str
    not_an_effect: str | None
    freezes_assets: bool
    forbids_services: bool
    needs_licence_for_items: bool
    ownership_rules: tuple[str, ...]
    citation: str
    confidence: Confidence


def read_list_effects(content: bytes, origin: str) -> Mapping[str, ListEffect]:
    """Effects by code from the bytes of a TOML file; RuleSetError for anything but the format."""
    table = toml_table(content, origin)
    found: dict[str, ListEffect] = {}
    written: set[str] = set()
    for one in table.tables("lists"):
        effect = _read_effect(one)
        for code in (effect.code, *effect.also_written):
            if code in written:
                raise one.refusal(f"code {code!r} is used twice")
            written.add(code)
        found[effect.code] = effect
    table.finish()
    return MappingProxyType(found)


def _read_effect(table: StrictTable) -> ListEffect:
    effect = ListEffect(
        code=table.text("code"),
        also_written=table.optional_texts("also_written"),
        title=table.text("title"),
        authority=table.text("authority"),
        effect=table.text("effect"),
        not_an_effect=table.optional_text("not_an_effect"),
        freezes_assets=table.flag("freezes_assets", otherwise=False),
        forbids_services=table.flag("forbids_services", otherwise=False),
        needs_licence_for_items=table.flag("needs_licence_for_items", otherwise=False),
        ownership_rules=table.optional_texts("ownership_rules"),
        citation=table.text("citation"),
        confidence=table.choice("confidence", Confidence),
    )
    table.finish()
    known = {rule.id for rule in ownership_rules()}
    for rule in effect.ownership_rules:
        if rule not in known:
            raise table.refusal(f"ownership rule {rule!r} is none of {', '.join(sorted(known))}")
    return effect


@cache
def list_effects() -> Mapping[str, ListEffect]:
    """The shipped effects by code."""
    return read_list_effects(LIST_EFFECTS_FILE.read_bytes(), LIST_EFFECTS_FILE.name)


def effect_of_list(source: str) -> ListEffect:
    """The effect of a list by its code ("EL") or by the long name the Consolidated Screening List gives it
    ("Entity List (EL) - Bureau of Industry and Security").

    Raises ListError for a list that is not in the file: new lists are published, and what a hit on one means
    is not to be guessed.
    """
    by_writing = {code: one for one in list_effects().values() for code in (one.code, *one.also_written)}
    for candidate in (source, *_IN_BRACKETS.findall(source)):
        if candidate.strip() in by_writing:
            return by_writing[candidate.strip()]
    raise ListError(
        f"nothing is recorded of the effect of list {source!r}: known are {', '.join(list_effects())}; "
        f"add a table to {LIST_EFFECTS_FILE.name}"
    )
