"""Where each designator of a section leads.

(i) may be the ninth letter or the first Roman numeral; what stands before and after tells. So every reading of a
section is followed from its first paragraph, those that come to a dead end are dropped, and what the rest agree on is
known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.regulation_text.designators import Stack, Step, stacks_after, steps_of

_Edge = tuple[Stack, Stack]


@dataclass(frozen=True)
class Reading:
    """One designator, and the ways (from where, to where) in which it can be read."""

    step: Step
    edges: frozenset[_Edge]

    def surely_introduces(self, target: Stack) -> bool:
        """Say whether every reading comes to `target` here."""
        return all(before != after == target for before, after in self.edges)

    def may_introduce(self, target: Stack) -> bool:
        """Say whether some reading comes to `target` here."""
        return any(before != after == target for before, after in self.edges)

    def is_within(self, target: Stack) -> bool | None:
        """Say whether this stands at or below `target`; None where the readings differ or nobody can tell."""
        answers = {_is_below(after, target) for _, after in self.edges}
        return answers.pop() if len(answers) == 1 else None


def readings(paragraphs: Sequence[str]) -> list[Reading]:
    """Return the designators of a section's paragraphs, in their order, with the readings that hold to its end."""
    steps = [step for number, paragraph in enumerate(paragraphs) for step in steps_of(number, paragraph)]
    forward: list[set[_Edge]] = []
    reached: set[Stack] = {()}
    for step in steps:
        edges = {(before, after) for before in reached for after in _onward(before, step)}
        if not edges:  # it fits nowhere: until the next top-level paragraph, nobody can tell
            edges = {(before, _lost(before)) for before in reached}
        forward.append(edges)
        reached = {after for _, after in edges}
    found: list[Reading] = []
    for step, edges in zip(reversed(steps), reversed(forward), strict=True):
        alive = {edge for edge in edges if edge[1] in reached}
        found.append(Reading(step, frozenset(alive)))
        reached = {before for before, _ in alive}
    return found[::-1]


def _onward(before: Stack, step: Step) -> set[Stack]:
    return stacks_after(before, step) | ({before} if step.may_be_text else set())


def _lost(stack: Stack) -> Stack:
    return (*stack[:1], None)


def _is_below(place: Stack, target: Stack) -> bool | None:
    if None not in place:
        return place[: len(target)] == target
    if place[:-1] == target:
        return True
    return None if place[:-1] == target[: len(place) - 1] else False
