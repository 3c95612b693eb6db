"""Two versions of a rule set compared in words: dates, enforcement, lists, rules and their limbs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from compliance.console.law.rule_sets import STATUS_TEXTS
from compliance.console.law.word_marks import Piece, marked
from compliance.console.rule_texts import CONFIDENCE_TEXTS, STANDING_TEXTS
from rules.ruleset import Condition, EnforcementPeriod, Limb, NamedList, Rule, RuleSet

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is not the same. before, after: () where that side has no such thing. is_code: an expression."""

    what: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the set with what differs in it. state: added, removed or changed. name: a rule's or list's id."""

    title: str
    name: str
    state: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions. same_rules: those that say the same, by title."""

    head: tuple[Line, ...]
    lists: tuple[Section, ...]
    rules: tuple[Section, ...]
    same_rules: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing that has a meaning differs."""
        return not (self.head or self.lists or self.rules)

    def count(self) -> Mapping[str, int]:
        """Return how many rules were added, removed and changed, and how many are the same."""
        states = [one.state for one in self.rules]
        return {state: states.count(state) for state in ("added", "removed", "changed")} | {
            "same": len(self.same_rules)
        }


def compare(before: RuleSet, after: RuleSet) -> Comparison:
    """Return the differences, in the order in which the later text has its parts."""
    rules = [_rule(*pair) for pair in _pairs(before.rules, after.rules)]
    same = [
        new.title
        for old, new in _pairs(before.rules, after.rules)
        if old and new and not _rule_lines(old, new)
    ]
    lists = [_list(*pair) for pair in _pairs(before.lists.values(), after.lists.values(), key="name")]
    return Comparison(
        head=_lines(_head(before), _head(after)),
        lists=tuple(one for one in lists if one),
        rules=tuple(one for one in rules if one),
        same_rules=tuple(same),
    )


def _pairs(
    before: Iterable[Named], after: Iterable[Named], key: str = "id"
) -> list[tuple[Named | None, Named | None]]:
    """Those of one name side by side, the later side's order first, then what is gone."""
    earlier = {getattr(one, key): one for one in before}
    later = {getattr(one, key): one for one in after}
    gone = [(one, None) for name, one in earlier.items() if name not in later]
    return [*((earlier.get(name), one) for name, one in later.items()), *gone]


def _head(rule_set: RuleSet) -> dict[str, str]:
    until = rule_set.effective_until
    return {
        "Title": rule_set.title,
        "Authority": rule_set.authority,
        "Citation": rule_set.citation,
        "Text": rule_set.source_url,
        "Standing": STANDING_TEXTS[rule_set.standing],
        "Seen": CONFIDENCE_TEXTS[rule_set.confidence],
        "Published": rule_set.published_on.isoformat(),
        "Effective": rule_set.effective_from.isoformat(),
        "Effective until": until.isoformat() if until else "",
        "Comply from": rule_set.compliance_from.isoformat(),
        "Enforcement": "; ".join(_period(one) for one in rule_set.enforcement),
        "Encodes": "; ".join(f"part {one.part}, {one.unit}" for one in rule_set.texts),
        "Notes": rule_set.notes or "",
    }


def _period(period: EnforcementPeriod) -> str:
    days = f"{period.applies_from} to {period.applies_until or 'open'}"
    status = f"by switch {period.switch}" if period.switch else STATUS_TEXTS[period.status]
    return f"{days}: {status} ({period.source})"


def _list(before: NamedList | None, after: NamedList | None) -> Section | None:
    one = after or before
    lines = _lines(_list_texts(before), _list_texts(after))
    if one is None or not lines:
        return None
    return Section(one.name, one.name, _state(before, after), (*_joined_and_left(before, after), *lines))


def _list_texts(one: NamedList | None) -> dict[str, str]:
    if one is None:
        return {}
    return {
        "Codes": " ".join(one.codes),
        "As of": one.as_of.isoformat(),
        "Citation": one.citation,
        "Seen": CONFIDENCE_TEXTS[one.confidence],
    }


def _joined_and_left(before: NamedList | None, after: NamedList | None) -> list[Line]:
    """Who is new in a list and who is gone, which in a long list nobody would find."""
    if before is None or after is None:
        return []
    joined, left = sorted(set(after.codes) - set(before.codes)), sorted(set(before.codes) - set(after.codes))
    if not joined and not left:
        return []
    return [Line("Gone, and new", _all_other(" ".join(left)), _all_other(" ".join(joined)))]


def _rule(before: Rule | None, after: Rule | None) -> Section | None:
    one = after or before
    lines = _rule_lines(before, after)
    if one is None or not lines:
        return None
    return Section(one.title, one.id, _state(before, after), lines)


def _rule_lines(before: Rule | None, after: Rule | None) -> tuple[Line, ...]:
    lines = list(_lines(_rule_texts(before), _rule_texts(after)))
    for word, limbs_before, limbs_after in (
        ("Limb", before.limbs if before else (), after.limbs if after else ()),
        ("Unless", before.unless if before else (), after.unless if after else ()),
    ):
        for old, new in _pairs(limbs_before, limbs_after):
            lines += _limb_lines(word, old, new)
    for was, now in _pairs(before.conditions if before else (), after.conditions if after else ()):
        lines += _condition_lines(was, now)
    return tuple(lines)


def _rule_texts(rule: Rule | None) -> dict[str, str]:
    if rule is None:
        return {}
    return {
        "Title": rule.title,
        "Clause": rule.clause,
        "Judges": ", ".join(rule.subjects),
        "Severity": rule.severity,
        "Effect": rule.effect.replace("_", " "),
        "Outcome": rule.outcome or "",
        "Instead of": ", ".join(rule.instead_of),
        "Sentence": rule.explanation,
        "To ask": rule.question or "",
        "While a fact is unknown": "a person must look" if rule.raises_when_unknown else "raises nothing",
        "Confidence of this rule": rule.confidence or "",
    }


def _limb_lines(word: str, before: Limb | None, after: Limb | None) -> Sequence[Line]:
    one = after or before
    name = f"{word} {one.id}" if one else word
    expression = _line(
        name, before.when.source if before else "", after.when.source if after else "", is_code=True
    )
    texts = _lines(_limb_texts(name, before), _limb_texts(name, after))
    return [*([expression] if expression else []), *texts]


def _limb_texts(name: str, limb: Limb | None) -> dict[str, str]:
    if limb is None:
        return {}
    return {f"{name}: clause": limb.clause, f"{name}: sentence": limb.explanation or ""}


def _condition_lines(before: Condition | None, after: Condition | None) -> Sequence[Line]:
    one = after or before
    name = f"To show: {one.id}" if one else ""
    return _lines(_condition_texts(name, before), _condition_texts(name, after))


def _condition_texts(name: str, one: Condition | None) -> dict[str, str]:
    if one is None:
        return {}
    shown_by = one.when.source if one.when else "a person says"
    return {name: f"{one.text} ({one.clause}, {one.confidence})", f"{name}, shown by": shown_by}


def _lines(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Line, ...]:
    names = [*after, *(name for name in before if name not in after)]
    found = [_line(name, before.get(name, ""), after.get(name, "")) for name in names]
    return tuple(one for one in found if one)


def _line(what: str, before: str, after: str, *, is_code: bool = False) -> Line | None:
    if before == after:
        return None
    if not before or not after:
        return Line(what, _all_other(before), _all_other(after), is_code)
    return Line(what, *marked(before, after), is_code)


def _all_other(text: str) -> tuple[Piece, ...]:
    return (Piece(text, is_other=True),) if text else ()


def _state(before: object | None, after: object | None) -> str:
    return "added" if before is None else "removed" if after is None else "changed"
