"""Rule sets and their rules on the page."""

from collections.abc import Sequence

from rules.rules_page.markdown import anchor, code, paragraphs, plain, table, word, words
from rules.ruleset import Condition, Effect, EnforcementPeriod, Limb, Rule, RuleSet

STANDINGS = {
    "codified": "codified law",
    "directive": "letter to one operator",
    "proposed": "proposed, not law",
    "guidance": "guidance, not law",
    "project": "watch level of this project, not law",
}


def contents(rule_sets: Sequence[RuleSet]) -> str:
    """A line for each version, with a link to it."""
    head = ("set", "what it is about", "standing", "published", "effective from", "until")
    return table(
        head,
        (
            (
                f"[{one.reference}]({anchor(one.reference)})",
                plain(one.title),
                STANDINGS[one.standing],
                str(one.published_on),
                str(one.effective_from),
                _until(one, rule_sets),
            )
            for one in rule_sets
        ),
    )


def set_section(rule_set: RuleSet, rule_sets: Sequence[RuleSet]) -> str:
    """One version with its dates, sources and rules."""
    return paragraphs(
        f"### {rule_set.reference}",
        f"**{plain(rule_set.title)}.** {plain(rule_set.authority)}.",
        _dates(rule_set, rule_sets),
        _enforcement(rule_set.enforcement),
        _sources(rule_set),
        *(_rule(rule) for rule in rule_set.rules),
    )


def _until(rule_set: RuleSet, rule_sets: Sequence[RuleSet]) -> str:
    """The day on which it ends, or gives way to the next version of its id."""
    later = [
        one.effective_from
        for one in rule_sets
        if one.id == rule_set.id and one.effective_from > rule_set.effective_from
    ]
    ends_on = min([day for day in (*later, rule_set.effective_until) if day], default=None)
    if ends_on is None:
        return "open"
    return f"{ends_on}, then the next version" if ends_on in later else str(ends_on)


def _dates(rule_set: RuleSet, rule_sets: Sequence[RuleSet]) -> str:
    head = ("published on", "effective from", "until", "compliance from")
    dates = (
        rule_set.published_on,
        rule_set.effective_from,
        _until(rule_set, rule_sets),
        rule_set.compliance_from,
    )
    return table(head, [tuple(map(str, dates))])


def _enforcement(periods: Sequence[EnforcementPeriod]) -> str:
    if not periods:
        return "Whether it is enforced is not recorded, so the enforced reading leaves it out."
    return table(
        ("enforcement", "from", "until", "announced on", "source"),
        (
            (
                _status(period),
                str(period.applies_from),
                str(period.applies_until or "open"),
                str(period.announced_on),
                plain(period.source),
            )
            for period in periods
        ),
    )


def _status(period: EnforcementPeriod) -> str:
    if period.switch is None:
        return str(period.status).replace("_", " ")
    told = "; ".join(
        f"{status.value.replace('_', ' ')} where it is {word(value)}"
        for value, status in period.by_setting.items()
    )
    return f"by switch {word(period.switch)}: {told}"


def _sources(rule_set: RuleSet) -> str:
    lines = [
        f"- Standing: {STANDINGS[rule_set.standing]}. Confidence: {rule_set.confidence.value}.",
        f"- Citation: {plain(rule_set.citation)} ([source]({rule_set.source_url})).",
    ]
    if rule_set.notes:
        lines.append(f"- Notes: {plain(rule_set.notes)}")
    if rule_set.texts:
        lines.append(
            "- Encodes: " + ", ".join(f"{plain(one.unit)} of part {one.part}" for one in rule_set.texts) + "."
        )
    lines += [
        f"- List {word(one.name)}, as of {one.as_of} ({plain(one.citation)}, confidence {one.confidence.value}): "
        f"{', '.join(map(plain, one.codes))}."
        for one in rule_set.lists.values()
    ]
    return "\n".join([*lines, f"- SHA-256 of its file: {word(rule_set.sha256)}."])


def _rule(rule: Rule) -> str:
    return paragraphs(
        f"#### {plain(rule.id)}",
        f"**{plain(rule.title)}.** {plain(rule.clause)}. {_about(rule)}",
        f"Says: {plain(rule.explanation)}",
        f"Asks: {plain(rule.question)}" if rule.question else None,
        *(_limb("Met where", limb) for limb in rule.limbs),
        *(_limb("Not where", limb) for limb in rule.unless),
        *(_condition(condition) for condition in rule.conditions),
    )


def _about(rule: Rule) -> str:
    subjects = " or ".join(rule.subjects)
    effect = rule.effect.value.replace("_", " ")
    outcome = f" {plain(rule.outcome)}" if rule.outcome else ""
    sentences = [f"About a {subjects}; {effect}{outcome}; severity {rule.severity.value}."]
    if rule.confidence:
        sentences.append(f"Confidence of this rule: {rule.confidence.value}.")
    if rule.instead_of:
        sentences.append(f"Where it is met, it stands instead of {words(rule.instead_of)}.")
    if not rule.raises_when_unknown and rule.effect is Effect.FLAG:
        sentences.append("Raises nothing where a fact is missing.")
    return " ".join(sentences)


def _limb(head: str, limb: Limb) -> str:
    says = f"Says: {plain(limb.explanation)}" if limb.explanation else None
    return paragraphs(f"{head} {word(limb.id)}, {plain(limb.clause)}:", code(limb.when.source), says)


def _condition(condition: Condition) -> str:
    shown = "shown where:" if condition.when else "for a person to say."
    head = (
        f"On condition {word(condition.id)}, {plain(condition.clause)} (confidence {condition.confidence.value}): "
        f"{plain(condition.text)} It is {shown}"
    )
    return paragraphs(head, code(condition.when.source) if condition.when else None)
