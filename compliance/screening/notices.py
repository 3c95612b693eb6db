"""What stands beside a tenant's flags to be read: rules that hold of it and ask nobody to look."""

import json
from typing import Any

from compliance.lawbook.questions import law
from compliance.screening.models import Screening
from rules.clocks import Reading
from rules.errors import FactError
from rules.evaluate import evaluate, facts_from_document
from rules.findings import Finding, FindingStatus
from rules.ruleset import Effect


def notices_of(screening: Screening) -> list[Finding]:
    """Return the met notices for the facts of a screening, under the law of its day as it is known now.

    `screening.facts` must be loaded. Raises FactError where the facts are of another version of the catalogue.
    """
    rule_sets = law().on(screening.as_of_on).under(Reading.CONSERVATIVE)
    facts = facts_from_document(_document(screening))
    return [
        found
        for found in evaluate(rule_sets, "tenant", facts)
        if found.effect is Effect.NOTICE and found.status is FindingStatus.MET
    ]


def _document(screening: Screening) -> dict[str, Any]:
    try:
        document = json.loads(screening.facts)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise FactError(f"The facts stored with {screening.reference} are no JSON object.")
    return document
