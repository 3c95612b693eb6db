"""The counts of a replay: how many tenants, what could not be read, what changes. Exact, and kept with the rows."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from compliance.replays.asking import Answer


@dataclass
class Tally:
    """Counts over the tenants that are done.

    tenants: all of them. without_facts: never screened by then. unreadable: screened, and their facts cannot be
    read, so that nothing is said of them. changed: with at least one change. changes: by kind. facts_not_stored:
    fact that the rules read -> tenants whose screening did not have it yet, so that it counts as unknown.
    facts_from_law: group or setting -> tenants whose screening did not have it yet, so that it was worked out now.
    facts_without_name: fact that was stored and no rule can read any more -> tenants. unreadable_because: sentence ->
    tenants.
    """

    tenants: int = 0
    without_facts: int = 0
    unreadable: int = 0
    changed: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    facts_not_stored: Counter[str] = field(default_factory=Counter)
    facts_from_law: Counter[str] = field(default_factory=Counter)
    facts_without_name: Counter[str] = field(default_factory=Counter)
    unreadable_because: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, document: dict[str, Any]) -> "Tally":
        """Return the tally that `to_document` wrote."""
        read = cls()
        for name, value in document.items():
            if hasattr(read, name):
                setattr(read, name, Counter(value) if isinstance(value, dict) else value)
        return read

    def to_document(self) -> dict[str, object]:
        """Return the counts as JSON-safe plain values."""
        return {
            name: dict(sorted(value.items())) if isinstance(value, Counter) else value
            for name, value in vars(self).items()
        }

    def add(self, answer: Answer, tenants: int) -> None:
        """Count so many tenants of one answer."""
        if answer.unreadable:
            self.unreadable += tenants
            self.unreadable_because[answer.unreadable] += tenants
            return
        self.changed += tenants if answer.listed else 0
        for one in answer.listed:
            self.changes[str(one.change)] += tenants
        for name in answer.not_stored:
            self.facts_not_stored[name] += tenants
        for name in answer.from_law:
            self.facts_from_law[name] += tenants
