"""Reading a rule set from TOML, strictly.

The format, by example, is any file under `rules/sets/`. Reading one compiles every expression against the
fact catalogue, so a set that loads has no misspelt fact, no comparison of unlike types and no constant its
fact can never have.
"""

import hashlib
import re
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from rules.rule_reader import read_rule
from rules.ruleset import (
    Confidence,
    EnforcementPeriod,
    EnforcementStatus,
    NamedList,
    RuleSet,
    Standing,
    TextReference,
)
from rules.switches import SWITCHES
from rules.toml.strict_table import StrictTable
from rules.toml.table import toml_table

LONGEST_JURISDICTION = 20
_CONTROL_LIST_PART = 774
_ENTRY = re.compile(r"[0-9][A-E][0-9]{3}")


def read_rule_set(content: bytes, origin: str) -> RuleSet:
    """A rule set from the bytes of a TOML file; `origin` names the file in messages.

    Raises RuleSetError for anything but the format: bad TOML or encoding, unknown or missing keys, wrong
    types, dates out of order, expressions that do not compile, placeholders that are no facts.
    """
    table = toml_table(content, origin)
    jurisdiction, name = table.name("jurisdiction", LONGEST_JURISDICTION), table.name("name")
    effective_from, published_on = table.day("effective_from"), table.day("published_on")
    lists = {key: read_list(key, found) for key, found in table.named_tables("lists").items()}
    rule_set = RuleSet(
        id=f"{jurisdiction}/{name}",
        jurisdiction=jurisdiction,
        name=name,
        title=table.line("title"),
        authority=table.line("authority"),
        citation=table.text("citation"),
        source_url=table.address("source_url"),
        confidence=table.choice("confidence", Confidence),
        standing=table.choice("standing", Standing),
        notes=table.optional_text("notes"),
        published_on=published_on,
        effective_from=effective_from,
        effective_until=table.optional_day("effective_until"),
        compliance_from=table.optional_day("compliance_from") or effective_from,
        enforcement=_read_enforcements(table.tables("enforcement"), published_on),
        lists=MappingProxyType(lists),
        rules=tuple(read_rule(found, name, lists) for found in table.tables("rules")),
        sha256=hashlib.sha256(content).hexdigest(),
        texts=tuple(read_text_reference(found) for found in table.tables("texts")),
    )
    table.finish()
    _require_consistent(rule_set, table)
    return rule_set


def _read_enforcements(tables: list[StrictTable], published_on: date) -> tuple[EnforcementPeriod, ...]:
    """All of them. A rule that is published says by itself that it will be enforced from its day on: so the first
    period is known from then, where no other day is given.
    """
    return tuple(
        read_enforcement(found, published_on=published_on if position == 0 else None)
        for position, found in enumerate(tables)
    )


def read_enforcement(table: StrictTable, published_on: date | None = None) -> EnforcementPeriod:
    """One [[enforcement]], known from the day it says, or from `published_on` or its own first day, the earlier.

    RuleSetError where it is wrong in itself.
    """
    applies_from = table.day("from")
    switch = table.optional_line("switch")
    by_setting = _read_by_setting(table, switch) if switch else {}
    period = EnforcementPeriod(
        status=None if switch else table.choice("status", EnforcementStatus),
        applies_from=applies_from,
        applies_until=table.optional_day("until"),
        source=table.text("source"),
        announced_on=table.optional_day("announced_on") or min(applies_from, published_on or applies_from),
        switch=switch,
        by_setting=MappingProxyType(by_setting),
    )
    table.finish()
    if period.applies_until is not None and period.applies_until <= period.applies_from:
        raise table.refusal("'until' must be later than 'from'", "until")
    return period


def _read_by_setting(table: StrictTable, switch: str) -> dict[str, EnforcementStatus]:
    """A status for every setting of the switch, no more and no fewer."""
    stated = table.text_map("by_setting")
    if switch not in SWITCHES:
        raise table.refusal(f"there is no switch {switch!r}: there are {', '.join(SWITCHES)}", "switch")
    values = set(SWITCHES[switch].settings)
    if set(stated) != values:
        raise table.refusal(
            f"'by_setting' must give a status for each of {', '.join(sorted(values))}", "by_setting"
        )
    try:
        return {value: EnforcementStatus(status) for value, status in stated.items()}
    except ValueError as error:
        raise table.refusal(
            f"'by_setting': {error}: it is one of {', '.join(EnforcementStatus)}", "by_setting"
        ) from error


def read_text_reference(table: StrictTable) -> TextReference:
    """One [[texts]]: a unit as `rules.regulation_text` names it, or nothing imported would ever stand beside it."""
    reference = TextReference(table.integer("part"), table.line("unit"))
    table.finish()
    part, unit = reference.part, reference.unit
    section = rf"{part}\.\d{{1,3}}|{part} Supplement No\. \d{{1,2}}"
    if not re.fullmatch(section, unit) and not (part == _CONTROL_LIST_PART and _ENTRY.fullmatch(unit)):
        raise table.refusal(
            f"unit {unit!r} is none of part {part}: write {part}.1 for a section, '{part} Supplement No. 1' for a "
            "supplement, and in part 774 an entry such as 3A090",
            "unit",
        )
    return reference


def read_list(name: str, table: StrictTable) -> NamedList:
    """One [lists.NAME]."""
    named = NamedList(
        name=name,
        codes=table.texts("codes"),
        citation=table.text("citation"),
        as_of=table.day("as_of"),
        confidence=table.choice("confidence", Confidence),
    )
    table.finish()
    return named


def _require_consistent(rule_set: RuleSet, table: StrictTable) -> None:
    if not rule_set.rules:
        raise table.refusal("a rule set has at least one [[rules]]")
    _require_other_ids(rule_set, table)
    if rule_set.effective_until is not None and rule_set.effective_until <= rule_set.effective_from:
        raise table.refusal("'effective_until' must be later than 'effective_from'", "effective_until")
    if rule_set.compliance_from < rule_set.effective_from:
        raise table.refusal("'compliance_from' may not be earlier than 'effective_from'", "compliance_from")
    for position, (earlier, later) in enumerate(pairwise(rule_set.enforcement), 2):
        if earlier.applies_until is None or earlier.applies_until > later.applies_from:
            raise table.refusal(
                "enforcement periods must follow each other in time and not overlap",
                "from",
                inside=("enforcement", position),
            )


def _require_other_ids(rule_set: RuleSet, table: StrictTable) -> None:
    """Every rule has an id of its own; the line is that of the second rule with it."""
    seen: set[str] = set()
    for position, rule in enumerate(rule_set.rules, 1):
        if rule.id in seen:
            raise table.refusal(f"rule id {rule.id} is used twice", "id", inside=("rules", position))
        seen.add(rule.id)
