"""What a draft of a rule set would say of the chips there are; nothing is stored."""

from datetime import date

from compliance.registry.models import Chip
from compliance.registry.questions import figures_of
from rules.chips.preview import Preview, preview_of_chips
from rules.law import Law
from rules.ruleset import RuleSet


def preview(rule_set: RuleSet, law: Law, *, as_of: date) -> Preview:
    """What each rule of the set says of each chip of the registry, in order of their keys.

    Raises as `rules.chips.preview`.

    What it would say of tenants is a replay's question: their facts are many, and stored.
    """
    chips = Chip.objects.order_by("slug")
    return preview_of_chips(rule_set, law, map(figures_of, chips), as_of=as_of)
