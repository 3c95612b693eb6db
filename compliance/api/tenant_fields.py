"""The form of a tenant record as a provider's machine states it."""

from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import BooleanField, CharField, ChoiceField, Field, Serializer

from compliance.api.item_fields import CountryCode
from compliance.parties.models import Party
from rules.catalogue import KYC_FIELDS

_LONGEST_VALUE_CHARACTERS = 2000
_MOST_VALUES = 100
_VALUE = CharField(max_length=_LONGEST_VALUE_CHARACTERS, allow_blank=True)


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            name: {
                "oneOf": [
                    {"type": "string", "maxLength": _LONGEST_VALUE_CHARACTERS},
                    {
                        "type": "array",
                        "maxItems": _MOST_VALUES,
                        "items": {"type": "string", "maxLength": _LONGEST_VALUE_CHARACTERS},
                    },
                ]
            }
            for name in KYC_FIELDS
        },
        "additionalProperties": False,
    }
)
class KycValues(Field[object, object, object, object]):
    """JSON as it came; REST framework's own field writes it out again, however deep it is nested."""

    def to_internal_value(self, data: object) -> object:
        """Take it as it is: `validate_kyc` looks at it."""
        return data


class ParentFields(Serializer[dict[str, str]]):
    """Who stands at the top of the ownership."""

    name = CharField(max_length=500)
    country = CountryCode(required=False)


class StatementFields(Serializer[dict[str, object]]):
    """The form of a tenant record. Whatever is left out stays unknown."""

    entity_kind = ChoiceField(choices=Party.Kind.choices)
    name = CharField(max_length=500)
    declared_country = CountryCode(required=False)
    headquarters_country = CountryCode(required=False)
    ultimate_parent = ParentFields(required=False, allow_null=True, default=None)
    states_no_parent = BooleanField(required=False, allow_null=True, default=None)
    kyc = KycValues(
        required=False, default=dict, help_text="field name and a text, or a list of texts; encrypted at rest"
    )

    def validate_kyc(self, value: object) -> dict[str, str]:
        """Take field name -> text or list of texts; refuse a field that no know-your-customer rule knows."""
        if not isinstance(value, dict):
            raise ValidationError("kyc takes an object of field name and value.")
        unknown = sorted(set(value) - set(KYC_FIELDS))
        if unknown:
            raise ValidationError(f"unknown: {', '.join(unknown)}; there are {', '.join(KYC_FIELDS)}.")
        return {name: _text(name, given) for name, given in value.items()}

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """Refuse a parent beside the statement that there is none."""
        if attrs["states_no_parent"] and attrs["ultimate_parent"]:
            raise ValidationError(
                {"states_no_parent": "is true although ultimate_parent names one; send one of the two."}
            )
        return attrs


def _text(name: str, given: object) -> str:
    """Return a value as one text; refuse what is no text, too long, or holds characters no database can keep."""
    values = given if isinstance(given, list) else [given]
    if len(values) > _MOST_VALUES or not all(isinstance(one, str) for one in values):
        raise ValidationError(f"{name} takes a text, or a list of up to {_MOST_VALUES} of them.")
    return "\n".join(_VALUE.run_validation(one) for one in values)
