"""Pending law: bills, proposed rules and reviews that would change an answer, with the steps that were seen.

`pending_law.toml` is the data; a new step is one more entry there. None of it is law.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from rules.ruleset import Confidence
from rules.toml.strict_table import StrictTable
from rules.toml.table import toml_table

PENDING_LAW_FILE = Path(__file__).parent / "pending_law.toml"


class BillState(StrEnum):
    """How far it came. Enacted and left out are no longer pending."""

    INTRODUCED = "introduced"
    REPORTED = "reported"
    PASSED_ONE_CHAMBER = "passed_one_chamber"
    PROPOSED = "proposed"
    UNDER_REVIEW = "under_review"
    ENACTED = "enacted"
    LEFT_OUT = "left_out"


class Concern(StrEnum):
    """Which answers it would change."""

    REMOTE_ACCESS = "remote_access"
    CHIPS = "chips"
    LOCATION = "location"
    KNOW_YOUR_CUSTOMER = "know_your_customer"
    OUTBOUND_INVESTMENT = "outbound_investment"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to it on a day."""

    on: date
    state: BillState
    what: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Bill:
    """One of them. steps: in time, at least one."""

    id: str
    name: str
    numbers: tuple[str, ...]
    concerns: tuple[Concern, ...]
    source_url: str
    would_change: str
    steps: tuple[Step, ...]

    @property
    def last(self) -> Step:
        """The step seen last."""
        return self.steps[-1]

    @property
    def is_pending(self) -> bool:
        """Whether it may still become law."""
        return self.last.state not in {BillState.ENACTED, BillState.LEFT_OUT}

    @property
    def short_name(self) -> str:
        """Its numbers, or its name where it has none."""
        return " / ".join(self.numbers) or self.name

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "id": self.id,
            "name": self.name,
            "numbers": list(self.numbers),
            "state": str(self.last.state),
            "last_seen_on": self.last.on.isoformat(),
            "what": self.last.what,
            "would_change": self.would_change,
            "source": self.last.source,
            "source_url": self.source_url,
            "confidence": str(self.last.confidence),
        }


@dataclass(frozen=True, slots=True)
class PendingLaw:
    """All of them. looked_until: nothing later than this day was visible."""

    looked_until: date
    bills: tuple[Bill, ...]

    def on(self, day: date, concerns: Iterable[Concern] = tuple(Concern)) -> tuple[Bill, ...]:
        """What concerns one of these and was known on a day, each with its steps up to then."""
        wanted = set(concerns)
        known = (
            replace(bill, steps=tuple(step for step in bill.steps if step.on <= day))
            for bill in self.bills
            if wanted & set(bill.concerns)
        )
        return tuple(bill for bill in known if bill.steps)


@cache
def pending_law() -> PendingLaw:
    """The shipped data, read once."""
    return read_pending_law(PENDING_LAW_FILE.read_bytes(), PENDING_LAW_FILE.name)


def read_pending_law(content: bytes, origin: str) -> PendingLaw:
    """Pending law from the bytes of a TOML file; RuleSetError with file and line for anything but the format."""
    table = toml_table(content, origin)
    found = PendingLaw(table.day("looked_until"), tuple(_bill(one) for one in table.tables("bills")))
    table.finish()
    ids = [bill.id for bill in found.bills]
    if len(set(ids)) != len(ids):
        raise table.refusal("an id of a bill is used twice")
    return found


def _bill(table: StrictTable) -> Bill:
    concerns = table.texts("concerns")
    steps = tuple(sorted((_step(one) for one in table.tables("steps")), key=lambda one: one.on))
    if not steps:
        raise table.refusal("a bill has at least one [[bills.steps]]")
    try:
        concerned = tuple(Concern(one) for one in concerns)
    except ValueError as error:
        raise table.refusal(f"{error}: it is one of {', '.join(Concern)}", "concerns") from error
    bill = Bill(
        id=table.name("id"),
        name=table.text("name"),
        numbers=table.optional_texts("numbers"),
        concerns=concerned,
        source_url=table.text("source_url"),
        would_change=table.text("would_change"),
        steps=steps,
    )
    table.finish()
    return bill


def _step(table: StrictTable) -> Step:
    step = Step(
        on=table.day("on"),
        state=table.choice("state", BillState),
        what=table.text("what"),
        source=table.text("source"),
        confidence=table.choice("confidence", Confidence),
    )
    table.finish()
    return step
