"""Flags of directives: their words are sealed in the database, and a provider's log names them by reference alone.

That a letter exists, what it is about and how it is worded are often what it forbids to tell.
"""

import json
from dataclasses import dataclass

from compliance.lawbook.check_directive import names_directive
from compliance.lawbook.questions import directive_of, law
from compliance.screening.models import Flag
from rules.findings import Finding

CLEAR_TITLE = "Rule of a directive"
"""What stands in the clear column instead of a directive's title."""


@dataclass(frozen=True, slots=True)
class LeafNames:
    """How a leaf names the rule behind a flag. rule_set_sha256: None where it is withheld."""

    rule_set: str
    rule_set_sha256: str | None
    rule: str
    clause: str


def columns_of(finding: Finding) -> dict[str, object]:
    """Return the columns of a flag that hold a finding's words: sealed for a directive, in clear for other law."""
    document = finding.to_document()
    if not names_directive(finding.rule_set_reference):
        return {"title": finding.title, "clause": finding.clause, "finding": document, "words": None}
    words = {"title": finding.title, "clause": finding.clause, "finding": document}
    return {
        "title": CLEAR_TITLE,
        "clause": "",
        "finding": {},
        "words": json.dumps(words, sort_keys=True, ensure_ascii=False),
    }


def names_in_leaves(flag: Flag) -> LeafNames:
    """Return the names that go into the provider's log, and from there into its reports.

    A directive is named by the reference of its version, its rule by the place among that version's rules, counted
    from 1. The operator's own log says which text, by digest, a reference stands for.
    """
    directive = directive_of(flag.rule_set) if names_directive(flag.rule_set) else None
    if directive is None:
        return LeafNames(flag.rule_set, flag.rule_set_sha256, flag.rule, flag.clause)
    rules = next(one.rules for one in law().rule_sets if one.reference == flag.rule_set)
    place = next(number for number, rule in enumerate(rules, 1) if rule.id == flag.rule)
    return LeafNames(directive.reference, None, f"{directive.reference}.{place}", "")
