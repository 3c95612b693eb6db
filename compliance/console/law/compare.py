"""Two versions of a rule set compared in words: dates, enforcement, lists, rules and their limbs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from compliance.console.law.set_in_words import (
    condition_texts,
    head_texts,
    limb_texts,
    list_texts,
    rule_texts,
)
from compliance.console.law.word_marks import Piece, marked
from rules.ruleset import Condition, Limb, NamedList, Rule, RuleSet

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
        head=_lines(head_texts(before), head_texts(after)),
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


def _list(before: NamedList | None, after: NamedList | None) -> Section | None:
    one = after or before
    lines = _lines(list_texts(before), list_texts(after))
    if one is None or not lines:
        return None
    return Section(one.name, one.name, _state(before, after), (*_joined_and_left(before, after), *lines))


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
    lines = list(_lines(rule_texts(before), rule_texts(after)))
    for word, limbs_before, limbs_after in (
        ("Limb", before.limbs if before else (), after.limbs if after else ()),
        ("Unless", before.unless if before else (), after.unless if after else ()),
    ):
        for old, new in _pairs(limbs_before, limbs_after):
            lines += _limb_lines(word, old, new)
    for was, now in _pairs(before.conditions if before else (), after.conditions if after else ()):
        lines += _condition_lines(was, now)
    return tuple(lines)


def _limb_lines(word: str, before: Limb | None, after: Limb | None) -> Sequence[Line]:
    one = after or before
    name = f"{word} {one.id}" if one else word
    expression = _line(
        name, before.when.source if before else "", after.when.source if after else "", is_code=True
    )
    texts = _lines(limb_texts(name, before), limb_texts(name, after))
    return [*([expression] if expression else []), *texts]


def _condition_lines(before: Condition | None, after: Condition | None) -> Sequence[Line]:
    one = after or before
    name = f"To show: {one.id}" if one else ""
    return _lines(condition_texts(name, before), condition_texts(name, after))


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
