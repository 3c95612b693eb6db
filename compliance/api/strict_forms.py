"""Forms of questions: what is not known is refused, because a misspelt figure must not pass for an unknown one."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import DateField, DecimalField, Serializer

LONGEST_NUMBER_CHARACTERS = 100
LARGEST_EXPONENT = 40
"""Of ten: beyond it no figure of a chip or a count of operations lies."""


class StrictForm(Serializer[dict[str, object]]):
    """A form that takes the fields it names and no other."""

    def to_internal_value(self, data: Any) -> dict[str, object]:
        """Return the values by field; refuse a field that the form does not have."""
        unknown = sorted(str(name) for name in data if name not in self.fields) if _has_names(data) else []
        if unknown:
            known = ", ".join(self.fields)
            raise ValidationError(
                {name[:100]: [f"There is no such field; there are {known}."] for name in unknown}
            )
        return dict(super().to_internal_value(data))


def _has_names(data: object) -> bool:
    return isinstance(data, Mapping)


@extend_schema_field(
    {
        "oneOf": [
            {
                "type": "string",
                "maxLength": LONGEST_NUMBER_CHARACTERS,
                "pattern": r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$",
            },
            {"type": "number"},
        ]
    }
)
class ExactNumber(DecimalField):
    """A number to its last digit: a JSON number, or a text; never a float on the way (see `json_documents`)."""

    MAX_STRING_LENGTH = LONGEST_NUMBER_CHARACTERS

    def __init__(self, **more: Any) -> None:
        super().__init__(max_digits=None, decimal_places=None, **more)

    def to_internal_value(self, data: Any) -> Decimal:
        """Return the number; refuse what is none, and a float, which no longer is what was sent."""
        if isinstance(data, bool | float):
            self.fail("invalid")
        number = super().to_internal_value(data)
        if number and abs(number.adjusted()) > LARGEST_EXPONENT:
            raise ValidationError(
                f"Give 0, or a number between 1e-{LARGEST_EXPONENT} and 1e{LARGEST_EXPONENT}."
            )
        # A zero may carry an exponent of any size: 0E-600000000 has 12 characters and takes a gigabyte written out.
        return number or Decimal(0)


class TwoDatesForm(StrictForm):
    """The two dates of a question of law: the law of which day, and as known on which."""

    as_of = DateField(
        required=False,
        help_text="the law of this day, YYYY-MM-DD in UTC; left out: today",
        input_formats=["iso-8601"],
    )
    known_on = DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="only what had been published, announced or stated by the end of this day; left out: as known now",
        input_formats=["iso-8601"],
    )

    def validate_known_on(self, value: Any) -> Any:
        """Refuse a day that has not come: nobody can say what will be known then."""
        today = datetime.now(UTC).date()
        if value is not None and value > today:
            raise ValidationError(f"Nobody can say what will be known on {value}: give a day up to {today}.")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Put today where no day was asked for."""
        return {"as_of": datetime.now(UTC).date()} | attrs


def read_query(form: type[StrictForm], request: Request) -> dict[str, Any]:
    """Return the values of the address's query; ValidationError names what cannot be taken."""
    query = form(data=request.query_params)
    query.is_valid(raise_exception=True)
    values: dict[str, Any] = query.validated_data
    return values
