"""Indicators that compare one thing with another, which a rule cannot do: they are worked out here, as facts.

Every function answers None, unknown, where what it compares is unknown. An indicator grounds a question to ask, and no
more. Sources of the ideas: Industry Guidance of 2025-05-13; EO 13984; Egan and Heim, arXiv:2310.13625.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from rules.decimals import exact_product, ordered_quotient
from rules.errors import FigureError

HOURS_OF_DAY = 24
_NIGHT_HOURS = frozenset(range(6))


def tpp_per_employee(first_order_tpp: Decimal | None, employees: int | None) -> Decimal | None:
    """Total processing performance of an order (TOPS x bit) for each person the customer employs.

    A customer without employees counts as one person: its owner. Raises FigureError for fewer than 0.
    """
    if first_order_tpp is None or employees is None:
        return None
    if employees < 0:
        raise FigureError(f"{employees} employees: give 0 or more")
    return ordered_quotient(first_order_tpp, Decimal(max(employees, 1)))


def payer_country_differs(payer_country: str | None, known_countries: Iterable[str | None]) -> bool | None:
    """Whether bills are paid from none of the countries that the customer is known in.

    known_countries: headquarters, parent, places of use; an unknown one is None. Where the payer is in none of the
    known ones and another is unknown, it may be that one: unknown.
    """
    countries = list(known_countries)
    if payer_country is None:
        return None
    if payer_country in countries:
        return False
    return None if None in countries or not countries else True


def undeclared_countries(
    access_countries: Iterable[str] | None, declared_countries: Iterable[str | None]
) -> tuple[str, ...] | None:
    """Countries from which access was seen and that nobody declared, sorted.

    Nothing declared at all is unknown: access cannot differ from what was never said.
    """
    declared = {country for country in declared_countries if country is not None}
    if access_countries is None or not declared:
        return None
    return tuple(sorted(set(access_countries) - declared))


def name_changed_after_listing(name_changed_on: date | None, listed_on: date | None) -> bool | None:
    """Whether the name or brand is younger than the listing of the party that it belongs to."""
    if name_changed_on is None or listed_on is None:
        return None
    return name_changed_on > listed_on


def web_presence(
    *,
    has_site: bool | None,
    site_registered_on: date | None,
    site_agrees_with_record: bool | None,
    on: date,
    new_within_days: int,
) -> str | None:
    """What the customer shows of itself on the web, in the words of the fact `web_presence`.

    new_within_days: how young a site counts as new, chosen by who asks. "minimal" is a judgement, and never made here.
    """
    if has_site is None:
        return None
    if not has_site:
        return "none"
    if site_agrees_with_record is False:
        return "inconsistent"
    if site_registered_on is None or site_agrees_with_record is None:
        return None
    return "new" if (on - site_registered_on).days < new_within_days else "established"


def share_at_night_percent(
    actions_by_utc_hour: Mapping[int, int] | None, utc_offset_hours: int | None
) -> Decimal | None:
    """Share, in percent, of actions that fall between 00:00 and 06:00 of the claimed time zone.

    actions_by_utc_hour: hour of the day (0 to 23, UTC) -> actions. No action at all is unknown. Raises FigureError
    for an hour there is not.
    """
    if actions_by_utc_hour is None or utc_offset_hours is None:
        return None
    if not all(0 <= hour < HOURS_OF_DAY for hour in actions_by_utc_hour):
        raise FigureError(f"hours of the day are 0 to 23, not {sorted(actions_by_utc_hour)}")
    total = sum(actions_by_utc_hour.values())
    if not total:
        return None
    at_night = sum(
        actions
        for hour, actions in actions_by_utc_hour.items()
        if (hour + utc_offset_hours) % HOURS_OF_DAY in _NIGHT_HOURS
    )
    return ordered_quotient(exact_product(Decimal(at_night), 100), Decimal(total))


def synchronous_accounts(
    own: Sequence[tuple[int, int]],
    others: Mapping[str, Sequence[tuple[int, int]]],
    *,
    within_seconds: int,
    times: int,
) -> int:
    """How many other accounts started and stopped together with this one, at least so many times.

    own, others: spans (start, end) in Unix seconds; together: both ends no more than `within_seconds` apart.
    """
    return sum(1 for spans in others.values() if _coincidences(own, spans, within_seconds) >= times)


def _coincidences(own: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]], within: int) -> int:
    """How many spans of one have a span of the other beside them; each of the other serves once."""
    free = sorted(other)
    found = 0
    for start, end in sorted(own):
        for index, (other_start, other_end) in enumerate(free):
            if abs(other_start - start) <= within and abs(other_end - end) <= within:
                del free[index]
                found += 1
                break
    return found


def sustained_minimum(amounts_by_hour: Mapping[int, int], hours: int) -> int:
    """The largest amount that was reached in every hour of some `hours` hours on end; 0 where there are none.

    amounts_by_hour: number of the hour (Unix seconds / 3600) -> amount; an hour that is left out is 0.
    """
    if hours < 1:
        raise FigureError(f"{hours} hours: give 1 or more")
    best = 0
    run: list[tuple[int, int]] = []  # (hour, amount), amounts rising: the first is the least of the window
    first = previous = None
    for hour, amount in sorted(amounts_by_hour.items()):
        if previous is None or hour != previous + 1:
            run, first = [], hour
        while run and run[-1][1] >= amount:
            run.pop()
        run.append((hour, amount))
        while run[0][0] <= hour - hours:
            run.pop(0)
        if first is not None and hour - first + 1 >= hours:
            best = max(best, run[0][1])
        previous = hour
    return best


def addresses_without_time(text: str | None) -> int | None:
    """How many lines of a file's addresses of access stand without a date and a time.

    text: one address on a line, and after it a date and time such as 2026-06-01T08:00:00Z; None or blank is unknown.
    """
    lines = [line.split() for line in (text or "").splitlines() if line.strip()]
    if not lines:
        return None
    return sum(1 for _, *when in lines if not _is_instant(" ".join(when)))


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
