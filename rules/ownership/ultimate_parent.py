"""Who stands at the top of an entity's ownership: majority holders followed upwards, one step at a time.

Advanced-computing rules ask where the ultimate parent has its headquarters (15 CFR 744.23(a)(3)). The
regulation does not define how to find it; following whoever holds more than 50 percent is the usual reading.
Nothing is guessed: where a majority holder could be missing from the record, the answer is undetermined and
says what to find out.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from decimal import Decimal

from rules.decimals import decimal_text
from rules.ownership.stakes import Stake, StakeRegister

MAJORITY_ABOVE_PERCENT = Decimal(50)


@dataclass(frozen=True, slots=True)
class UltimateParent:
    """The answer for one entity. parent: None is undetermined. path: from the entity upwards, as far as it
    could be followed. explanation: why it ends there, and where undetermined what would settle it.
    """

    entity: str
    parent: str | None
    path: tuple[str, ...]
    explanation: str


def ultimate_parent(
    entity: str, stakes: Iterable[Stake], *, known_tops: Set[str] = frozenset()
) -> UltimateParent:
    """The ultimate parent of an entity; the entity itself where nobody can hold more than half of it.

    known_tops: parties established to have no majority holder (natural persons, states, widely held
    companies). Without that word a party with no holders on record is not taken for a top. Raises
    FigureError for impossible stakes.
    """
    register = StakeRegister.of(stakes)
    path = [entity]
    while True:
        current = path[-1]
        above = _majority_holder(register, current)
        if above is None:
            return _ended(register, entity, path, is_known_top=current in known_tops)
        if above in path:
            circle = ", ".join(sorted(path[path.index(above) :]))
            return UltimateParent(
                entity, None, tuple(path), f"Ownership runs in a circle ({circle}): find who directs it."
            )
        path.append(above)


def _majority_holder(register: StakeRegister, held: str) -> str | None:
    for stake in register.stakes_in(held):
        if stake.percent is not None and stake.percent > MAJORITY_ABOVE_PERCENT:
            return stake.holder
    return None


def _ended(register: StakeRegister, entity: str, path: list[str], *, is_known_top: bool) -> UltimateParent:
    """The answer where the last of the path has no majority holder on record."""
    top = path[-1]
    if is_known_top:
        return UltimateParent(entity, top, tuple(path), f"{top} is known to have no majority holder.")
    doubt = _doubt(register, top)
    if doubt is not None:
        return UltimateParent(entity, None, tuple(path), doubt)
    left = decimal_text(register.unaccounted_percent(top))
    return UltimateParent(
        entity,
        top,
        tuple(path),
        f"Nobody holds more than 50 percent of {top}, and no more than {left} percent is unaccounted for.",
    )


def _doubt(register: StakeRegister, top: str) -> str | None:
    """Why a party may have a parent that the record does not show; None where it cannot."""
    stakes = register.stakes_in(top)
    controllers = [stake.holder for stake in stakes if stake.gives_control]
    if controllers:
        names = ", ".join(controllers)
        return f"{names} in control of {top} without a known majority: decide whether that makes a parent."
    left = register.unaccounted_percent(top)
    if left <= MAJORITY_ABOVE_PERCENT:
        return None
    if not stakes:
        return f"No holder of {top} is on record: record its holders, or that nobody holds more than half."
    unknown = [stake.holder for stake in stakes if stake.percent is None]
    who = f" (the stake of {', '.join(unknown)} is of unknown size)" if unknown else ""
    return f"{decimal_text(left)} percent of {top} is unaccounted for{who}: a majority holder may be in it."
