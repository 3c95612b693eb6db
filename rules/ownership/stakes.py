"""Who holds how much of whom: direct stakes as recorded, checked to be possible."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from rules.decimals import decimal_text, exact_sum
from rules.errors import FigureError

WHOLE_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Stake:
    """What one party holds directly of another.

    percent: 0 to 100 of the held entity's ownership interests, all classes of this holder taken together;
    None: there is a stake and nobody knows how large. gives_control: whether the holder controls the held
    entity by whatever means (votes, board, contract); None is unknown.
    """

    holder: str
    held: str
    percent: Decimal | None
    gives_control: bool | None = None

    def __post_init__(self) -> None:
        if not self.holder.strip() or not self.held.strip():
            raise FigureError(f"a stake of {self.holder!r} in {self.held!r}: name both parties")
        if self.percent is not None and not (self.percent.is_finite() and 0 <= self.percent <= WHOLE_PERCENT):
            raise FigureError(
                f"the stake of {self.holder} in {self.held} is {self.percent}: give percent from 0 to 100, "
                "or None where it is unknown"
            )


@dataclass(frozen=True, slots=True)
class StakeRegister:
    """All stakes on record, by both ends, each ordered by name, so that no answer depends on their order."""

    _by_held: dict[str, tuple[Stake, ...]] = field(default_factory=dict)
    _by_holder: dict[str, tuple[Stake, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, stakes: Iterable[Stake]) -> "StakeRegister":
        """The register. Raises FigureError where one holder has two stakes in one entity (add them up first:
        counted twice they would make an owner of a record kept twice), or where the known stakes in an
        entity are more than 100 percent.
        """
        by_held: dict[str, dict[str, Stake]] = {}
        by_holder: dict[str, dict[str, Stake]] = {}
        for stake in stakes:
            holders = by_held.setdefault(stake.held, {})
            if stake.holder in holders:
                raise FigureError(
                    f"{stake.holder} has two stakes in {stake.held}: add up its classes of shares, "
                    "or remove the record that is kept twice"
                )
            holders[stake.holder] = stake
            by_holder.setdefault(stake.holder, {})[stake.held] = stake
        register = cls(
            {held: tuple(found[name] for name in sorted(found)) for held, found in by_held.items()},
            {holder: tuple(found[name] for name in sorted(found)) for holder, found in by_holder.items()},
        )
        for held in sorted(by_held):
            register.unaccounted_percent(held)
        return register

    @property
    def names(self) -> tuple[str, ...]:
        """Every party that holds or is held, sorted."""
        return tuple(sorted(self._by_held.keys() | self._by_holder.keys()))

    def stakes_in(self, held: str) -> tuple[Stake, ...]:
        """The stakes in an entity, by holder."""
        return self._by_held.get(held, ())

    def stakes_of(self, holder: str) -> tuple[Stake, ...]:
        """The stakes that a party holds, by entity held."""
        return self._by_holder.get(holder, ())

    def unaccounted_percent(self, held: str) -> Decimal:
        """100 less all known stakes: the most that stakes of unknown size, and holders not on record, have."""
        known = known_percent(self.stakes_in(held))
        if known > WHOLE_PERCENT:
            raise FigureError(
                f"the stakes in {held} add up to {decimal_text(known)} percent: correct the records, "
                "or leave a doubtful percentage unknown (None)"
            )
        return exact_sum((WHOLE_PERCENT, known.copy_negate()))

    def __iter__(self) -> Iterator[Stake]:
        for held in sorted(self._by_held):
            yield from self._by_held[held]


def known_percent(stakes: Iterable[Stake]) -> Decimal:
    """The sum of the percentages that are known, to the last digit."""
    return exact_sum(stake.percent for stake in stakes if stake.percent is not None)
