"""How certain a flag is: among flags of one severity, what is met comes before what is not yet known."""

from django.db.models import Case, Value, When

from compliance.screening.models import Flag

_ORDER = (Flag.Status.MET, Flag.Status.UNDETERMINED, Flag.Status.LAPSED)

CERTAINTY = Case(*(When(status=status, then=Value(rank)) for rank, status in enumerate(_ORDER)))
"""For order_by: the most certain first."""


def less_certain_than(status: str) -> list[str]:
    """Return the statuses that come after this one in a queue."""
    return [one.value for one in _ORDER[_ORDER.index(Flag.Status(status)) + 1 :]]


def more_certain_than(status: str) -> list[str]:
    """Return the statuses that come before this one in a queue."""
    return [one.value for one in _ORDER[: _ORDER.index(Flag.Status(status))]]
