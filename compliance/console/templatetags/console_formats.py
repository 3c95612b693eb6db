"""How numbers, instants and digests are written in the console."""

from datetime import UTC, datetime, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_RAISED_DIGITS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNKNOWN = "\N{EN DASH}"
_PLAIN_BELOW = 1_000_000


@register.filter
def operations(count: int) -> str:
    """Write a count of operations with a power of ten, cut and never rounded: what is below a threshold reads so."""
    if count < _PLAIN_BELOW:
        return f"{count:,}"
    digits = str(count)
    return f"{digits[0]}.{digits[1:3]} \N{MULTIPLICATION SIGN} 10{str(len(digits) - 1).translate(_RAISED_DIGITS)}"


@register.filter
def hours(number: float) -> str:
    """Write hours with one decimal and commas."""
    return f"{number:,.1f}"


@register.filter
def accelerator_hours(accelerator_seconds: int) -> str:
    """Write accelerator-seconds as hours with two decimals and commas."""
    return f"{accelerator_seconds / 3600:,.2f}"


@register.filter
def count(number: int) -> str:
    """Write an integer with commas."""
    return f"{number:,}"


@register.filter
def minutes(span: timedelta) -> int:
    """Write a span in whole minutes."""
    return span // timedelta(minutes=1)


@register.filter
def instant(at: datetime | int | None) -> SafeString | str:
    """Write an instant (aware, or Unix seconds) to the minute in UTC, with the second in the element's `datetime`."""
    if at is None:
        return _UNKNOWN
    moment = datetime.fromtimestamp(at, UTC) if isinstance(at, int) else at.astimezone(UTC)
    return format_html(
        '<time datetime="{}" title="{} UTC">{}</time>',
        moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        moment.strftime("%Y-%m-%d %H:%M:%S"),
        moment.strftime("%Y-%m-%d %H:%M"),
    )


@register.filter
def digest(hexadecimal: str) -> SafeString:
    """Write the beginning of a digest; the whole of it is in the title and is what gets copied from there."""
    return format_html('<code class="digest" title="{}">{}…</code>', hexadecimal, hexadecimal[:12])


@register.filter
def bare_number(decimal: object) -> str:
    """Write a decimal without trailing zeros; a dash for unknown."""
    text = (
        _UNKNOWN
        if decimal is None
        else f"{decimal:f}"
        if not isinstance(decimal, int | str)
        else str(decimal)
    )
    return text.rstrip("0").rstrip(".") if "." in text else text
