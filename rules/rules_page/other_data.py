"""Switches, pending law and facts on the page."""

from collections.abc import Iterator, Mapping, Sequence

from rules.catalogue import setting_fact_name
from rules.expressions import Expression
from rules.facts import Fact
from rules.pending_law import Bill, PendingLaw
from rules.rules_page.markdown import paragraphs, plain, table, word, words
from rules.ruleset import Rule, RuleSet
from rules.switches import Switch


def switches_section(switches: Mapping[str, Switch], rule_sets: Sequence[RuleSet]) -> str:
    """Each question of fact about the law that the operator answers, and the sets that hang on it."""
    return paragraphs(*(_switch(one, rule_sets) for one in switches.values()))


def _switch(switch: Switch, rule_sets: Sequence[RuleSet]) -> str:
    dependent = [one.reference for one in rule_sets if _hangs_on(one, switch)]
    return paragraphs(
        f"### Switch {plain(switch.id)}",
        f"**{plain(switch.question)}** {plain(switch.citation)} ([source]({switch.source_url})). "
        f"Confidence: {plain(switch.confidence)}.",
        table(
            ("setting", "", "means"),
            (
                (word(value), "default" if value == switch.default else "", plain(meaning))
                for value, meaning in switch.settings.items()
            ),
        ),
        f"It decides in {words(dependent)}." if dependent else "No shipped set hangs on it.",
    )


def _hangs_on(rule_set: RuleSet, switch: Switch) -> bool:
    fact = setting_fact_name(switch.id)
    return any(period.switch == switch.id for period in rule_set.enforcement) or any(
        fact in expression.facts for rule in rule_set.rules for expression in _expressions(rule)
    )


def _expressions(rule: Rule) -> Iterator[Expression]:
    yield from (limb.when for limb in (*rule.limbs, *rule.unless))
    yield from (condition.when for condition in rule.conditions if condition.when)


def pending_section(pending: PendingLaw) -> str:
    """What may become law, what each would change, and what was seen of it."""
    return paragraphs(
        f"Bills, proposed rules and reviews that would change an answer, as seen until {pending.looked_until}.",
        *(_bill(one) for one in pending.bills),
    )


def _bill(bill: Bill) -> str:
    numbers = f" ({', '.join(map(plain, bill.numbers))})" if bill.numbers else ""
    return paragraphs(
        f"### Bill {plain(bill.id)}",
        f"**{plain(bill.name)}**{numbers}. Would change: {plain(bill.would_change)} ([source]({bill.source_url}))",
        table(
            ("on", "state", "what happened", "source", "confidence"),
            (
                (
                    str(step.on),
                    step.state.value.replace("_", " "),
                    plain(step.what),
                    plain(step.source),
                    step.confidence.value,
                )
                for step in bill.steps
            ),
        ),
    )


def facts_section(catalogue: Mapping[str, Fact]) -> str:
    """Every fact a rule may name."""
    return table(
        ("fact", "type", "unit", "of", "meaning"),
        (
            (
                word(fact.name),
                fact.type.value.replace("_", " "),
                plain(fact.unit),
                ", ".join(sorted(fact.subjects)),
                _meaning(fact),
            )
            for _, fact in sorted(catalogue.items())
        ),
    )


def _meaning(fact: Fact) -> str:
    if fact.vocabulary:
        return f"{plain(fact.meaning)}; one of {words(fact.vocabulary)}"
    return (
        f"{plain(fact.meaning)}; a country's code of two capitals" if fact.is_country else plain(fact.meaning)
    )
