"""One rule of one set, made ready to be asked of many subjects.

Of most subjects most rules know nothing: then the finding is the same for all of them, and made once.
"""

from collections.abc import Mapping
from functools import partial

from rules.catalogue import CATALOGUE
from rules.facts import FactValue, Subject
from rules.findings import FactReading, Finding
from rules.ruleset import Rule, RuleSet
from rules.verdicts import Verdict, verdict_of

# So many sets are kept ready; then all are forgotten. Shipped sets are a few dozen, drafts come and go.
_KEPT_SETS = 256


class Readings(dict[str, FactReading]):
    """The known facts of one subject as findings show them, each made when a first rule shows it."""

    def __init__(self, known: Mapping[str, FactValue]) -> None:
        """known: facts in the catalogue's form, without the unknown ones."""
        super().__init__()
        self._known = known

    def __missing__(self, name: str) -> FactReading:
        """The reading of a known fact; KeyError for an unknown one."""
        fact = CATALOGUE[name]
        reading = FactReading(name, self._known[name], fact.unit, fact.meaning)
        self[name] = reading
        return reading


class Judge:
    """Says what a rule finds of one kind of subject."""

    __slots__ = ("_blank", "_names_read", "_rule", "_when_no_limb_holds", "_when_nothing_is_known")

    def __init__(self, rule_set: RuleSet, rule: Rule, subject: Subject) -> None:
        self._rule = rule
        conditions = [condition.when.facts for condition in rule.conditions if condition.when]
        self._names_read = tuple({*rule.fact_names, *(name for names in conditions for name in names)})
        self._blank = _blank(rule_set, rule, subject)
        self._when_nothing_is_known: Finding | None = None
        self._when_no_limb_holds: Verdict | None = None

    def finding(self, known: Mapping[str, FactValue], readings: Readings) -> Finding:
        """The rule's answer. known: facts in the catalogue's form, without the unknown ones; readings: theirs."""
        if not known.keys().isdisjoint(self._names_read):
            return self._made(known, readings)
        if self._when_nothing_is_known is None:
            self._when_nothing_is_known = self._made(known, readings)
        return self._when_nothing_is_known

    def _made(self, known: Mapping[str, FactValue], readings: Readings) -> Finding:
        verdict = self._verdict(known)
        return self._blank(
            status=verdict.status,
            clause=verdict.clause,
            limb_id=verdict.limb_id,
            explanation=verdict.explanation,
            values=tuple([readings[name] for name in self._rule.fact_names if name in known]),
            missing_facts=verdict.missing_facts,
            conditions=verdict.conditions,
        )

    def _verdict(self, known: Mapping[str, FactValue]) -> Verdict:
        """Kept where no limb holds: no fact is quoted then, so there is one such verdict."""
        if self._rule.any_limb.evaluate(known) is not False:
            return verdict_of(self._rule, known)
        if self._when_no_limb_holds is None:
            self._when_no_limb_holds = verdict_of(self._rule, known)
        return self._when_no_limb_holds


def _blank(rule_set: RuleSet, rule: Rule, subject: Subject) -> "partial[Finding]":
    """A finding of which only the verdict and the values are still to be filled in."""
    return partial(
        Finding,
        rule_set_reference=rule_set.reference,
        rule_set_sha256=rule_set.sha256,
        citation=rule_set.citation,
        source_url=rule_set.source_url,
        standing=str(rule_set.standing),
        confidence=str(rule.confidence or rule_set.confidence),
        rule_id=rule.id,
        subject=subject,
        severity=rule.severity,
        title=rule.title,
        question=rule.question,
        effect=rule.effect,
        outcome=rule.outcome,
        instead_of=rule.instead_of,
        raises_when_unknown=rule.raises_when_unknown,
    )


# By identity, because two sets may be equal in what dataclasses compare and differ in their lists. A kept set is held,
# so that no other object can take its identity.
_ready: dict[int, tuple[RuleSet, dict[Subject, tuple[Judge, ...]]]] = {}


def judges_of(rule_set: RuleSet, subject: Subject) -> tuple[Judge, ...]:
    """The set's rules about this kind of subject, in their order, ready to be asked."""
    found = _ready.get(id(rule_set))
    if found is None:
        if len(_ready) >= _KEPT_SETS:
            _ready.clear()
        found = _ready[id(rule_set)] = (rule_set, {})
    by_subject = found[1]
    if subject not in by_subject:
        by_subject[subject] = tuple(
            Judge(rule_set, rule, subject) for rule in rule_set.rules if subject in rule.subjects
        )
    return by_subject[subject]
