"""Which unlisted entities are covered because of who owns them: the 50 percent rule as a fixed point.

The rule, in our words: an entity is covered where listed parties, or entities already covered, together
hold enough of it directly. Marking starts with the listed parties and goes on until nothing is added.
Percentages are NOT multiplied down a chain: X holds 50 of A and A holds 50 of B, so A is covered and
therefore B is, though "X's share of B" would be 25; X holds 25 of A and A all of B, so neither is.

Stakes of unknown size leave a range: at least nothing, at most what is left of 100. The least reading gives
who is covered, the most reading who may be; in between is undetermined. Holders who are on no record at all
are not guessed at: each finding says how much nobody on record accounts for.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from rules.decimals import exact_sum
from rules.ownership.findings import CoverageFinding, CoverageState, MinorityTie, TieDuty
from rules.ownership.laws import OwnershipRule
from rules.ownership.stakes import Stake, StakeRegister, known_percent


def coverage(
    stakes: Iterable[Stake],
    listed: Set[str],
    rule: OwnershipRule,
    *,
    united_states_entities: Set[str] = frozenset(),
) -> Mapping[str, CoverageFinding]:
    """Every unlisted party in the stakes -> its finding, ordered by name; the order of stakes is no matter.

    united_states_entities: parties that a law with `leaves_out_us_entities` never covers themselves; what
    they hold still counts further down (the careful reading). Raises FigureError for impossible stakes.
    """
    register = StakeRegister.of(stakes)
    certain = _certainly_covered(register, listed, rule)
    possible = _reached(register, listed, rule, in_doubt=True)
    left_out = united_states_entities if rule.leaves_out_us_entities else frozenset()
    reading = _Reading(register, rule, frozenset(listed), certain, possible, frozenset(left_out))
    return MappingProxyType({name: _finding(reading, name) for name in register.names if name not in listed})


@dataclass(frozen=True, slots=True)
class _Reading:
    register: StakeRegister
    rule: OwnershipRule
    listed: frozenset[str]
    certain: frozenset[str]
    possible: frozenset[str]
    left_out: frozenset[str]


def _certainly_covered(register: StakeRegister, listed: Set[str], rule: OwnershipRule) -> frozenset[str]:
    if rule.adds_up_listed_parties:
        return _reached(register, listed, rule, in_doubt=False)
    owners = [name for name in sorted(listed) if register.stakes_of(name)]
    alone = [_reached(register, {owner}, rule, in_doubt=False) for owner in owners]
    return frozenset().union(*alone) - frozenset(listed)


def _reached(
    register: StakeRegister, listed: Set[str], rule: OwnershipRule, *, in_doubt: bool
) -> frozenset[str]:
    """The least fixed point: who is covered when every doubt is settled for (or against) coverage.

    Each party is taken up once, so cycles end; marking only ever adds, so its order is no matter.
    """
    marked = set(listed)
    waiting = sorted(listed)
    while waiting:
        for stake in register.stakes_of(waiting.pop()):
            if stake.held not in marked and _is_enough(register, stake.held, marked, rule, in_doubt=in_doubt):
                marked.add(stake.held)
                waiting.append(stake.held)
    return frozenset(marked - set(listed))


def _is_enough(
    register: StakeRegister, held: str, marked: Set[str], rule: OwnershipRule, *, in_doubt: bool
) -> bool:
    counting = [stake for stake in register.stakes_in(held) if stake.holder in marked]
    if rule.control_suffices and any(
        stake.gives_control or (in_doubt and stake.gives_control is None) for stake in counting
    ):
        return True
    percent = _most_percent(register, held, counting) if in_doubt else known_percent(counting)
    return rule.reaches(percent, in_doubt=in_doubt)


def _most_percent(register: StakeRegister, held: str, counting: Iterable[Stake]) -> Decimal:
    """The known stakes, and all that is left of 100 where one of these stakes is of unknown size."""
    counting = tuple(counting)
    known = known_percent(counting)
    if any(stake.percent is None for stake in counting):
        return exact_sum((known, register.unaccounted_percent(held)))
    return known


def _finding(reading: _Reading, entity: str) -> CoverageFinding:
    register = reading.register
    sure = [one for one in register.stakes_in(entity) if one.holder in reading.listed | reading.certain]
    maybe = [one for one in register.stakes_in(entity) if one.holder in reading.listed | reading.possible]
    state = _state(reading, entity)
    is_certain = entity in reading.certain
    owners, through = _origins(reading, entity, reading.certain if is_certain else reading.possible)
    return CoverageFinding(
        rule=reading.rule,
        entity=entity,
        state=state,
        counted_percent=known_percent(sure),
        possible_percent=_most_percent(register, entity, maybe),
        unaccounted_percent=register.unaccounted_percent(entity),
        stakes=tuple(sure if is_certain else maybe),
        listed_owners=owners,
        through=through,
        minority_ties=_minority_ties(reading, sure) if state is not CoverageState.COVERED else (),
        is_left_out=entity in reading.left_out and entity in reading.possible,
    )


def _state(reading: _Reading, entity: str) -> CoverageState:
    if entity in reading.left_out or entity not in reading.possible:
        return CoverageState.NOT_COVERED
    return CoverageState.COVERED if entity in reading.certain else CoverageState.UNDETERMINED


def _origins(
    reading: _Reading, entity: str, reached: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The listed parties above an entity, and the covered entities on the way to them; both sorted."""
    owners: set[str] = set()
    through: set[str] = set()
    waiting = [entity]
    while waiting:
        for stake in reading.register.stakes_in(waiting.pop()):
            if stake.holder in reading.listed:
                owners.add(stake.holder)
            elif stake.holder in reached and stake.holder not in through and stake.holder != entity:
                through.add(stake.holder)
                waiting.append(stake.holder)
    return tuple(sorted(owners)), tuple(sorted(through))


def _minority_ties(reading: _Reading, sure: Iterable[Stake]) -> tuple[MinorityTie, ...]:
    if not reading.rule.red_flag_for_minorities:
        return ()
    return tuple(
        MinorityTie(
            stake.holder,
            stake.percent,
            TieDuty.MUST_DETERMINE_PERCENTAGE if stake.percent is None else TieDuty.RED_FLAG,
        )
        for stake in sure
        if stake.percent != 0
    )
