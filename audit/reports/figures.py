"""Figures as a reader wants them: grouped digits, hours with two decimals, powers of ten. Cut, never rounded up."""

HOUR_SECONDS = 3600
_SHOWN_DIGITS = 4
_PLAIN_DIGITS = 9


def hours_text(seconds: int) -> str:
    """Return seconds as hours with two decimals: 3,661 seconds are 1.01 hours."""
    sign, whole = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{whole // HOUR_SECONDS:,}.{whole % HOUR_SECONDS * 100 // HOUR_SECONDS:02d}"


def magnitude_text(number: str) -> str:
    """Return a whole number in text with grouped digits, from ten digits on as 1.234e24."""
    digits = number.lstrip("0") or "0"
    if len(digits) <= _PLAIN_DIGITS:
        return f"{int(digits):,}"
    fraction = digits[1:_SHOWN_DIGITS].rstrip("0")
    return f"{digits[0]}{'.' if fraction else ''}{fraction}e{len(digits) - 1}"


def decimal_text(number: str | None, *, places: int) -> str | None:
    """Return a decimal in text with grouped digits and at most `places` decimals; None stays None."""
    if number is None:
        return None
    whole, _, fraction = number.partition(".")
    shown = fraction[:places].rstrip("0")
    return f"{int(whole):,}{'.' if shown else ''}{shown}"


def instant_shown(at: str | None) -> str | None:
    """Return an instant of a report as 2026-11-22 14:05 UTC without the UTC; None stays None."""
    return None if at is None else at[:16].replace("T", " ")
