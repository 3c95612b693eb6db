"""The forms of items: a chip of the registry, or the figures of one."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.serializers import BooleanField, CharField, ChoiceField, IntegerField, ListField

from compliance.api.strict_forms import ExactNumber, StrictForm
from rules.catalogue.chips import CHIP_KINDS
from rules.catalogue.systems import BASE_ENTRIES
from rules.chips.figures import PROCESSOR
from rules.country_codes import require_country_code
from rules.errors import CountryError
from rules.performance import LARGEST_BIT_LENGTH

MOST_MODES = 32
MOST_CIRCUITS = 32
_ONE_OF = "Give one of {names}, and one only."


class CountryCode(CharField):
    """A country of ISO 3166-1, in two capitals."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_length=2, max_length=2, **more)

    def to_internal_value(self, data: Any) -> str:
        """Return the code; refuse what is none, with the code that was probably meant."""
        code = super().to_internal_value(data)
        try:
            return require_country_code(code)
        except CountryError as error:
            raise ValidationError(f"{error}.") from error


class ModeFields(StrictForm):
    """One way the circuit computes."""

    number_format = CharField(max_length=40, required=False, help_text="such as fp8, int8, tf32")
    bits = IntegerField(
        min_value=1, max_value=LARGEST_BIT_LENGTH, help_text="of the multiplier's inputs; of TF32: 19"
    )
    dense_tera_operations_per_second = ExactNumber(
        min_value=0,
        help_text="10^12 a second for the whole package, a multiply-accumulate counted as two, no sparsity",
    )


class FiguresFields(StrictForm):
    """What is published of a circuit. Whatever is null is unknown and never zero, and so is what is left out, but for
    the two fields that say otherwise.
    """

    modes = ListField(child=ModeFields(), required=False, default=list, max_length=MOST_MODES)
    applicable_die_area_mm2 = ExactNumber(
        min_value=0,
        required=False,
        allow_null=True,
        help_text="all logic dies made with non-planar transistors; 0 where all are planar",
    )
    marketed_for_datacenter = BooleanField(
        required=False,
        allow_null=True,
        help_text="the circuit itself is designed or marketed for datacenters",
    )
    kind = ChoiceField(
        choices=list(CHIP_KINDS),
        default=PROCESSOR,
        allow_null=True,
        help_text="left out: a processor; null: unknown",
    )
    aggregate_bidirectional_io_gb_per_s = ExactNumber(
        min_value=0,
        required=False,
        allow_null=True,
        help_text="all inputs and outputs but those to volatile memory, both ways; gigabytes",
    )
    memory_bandwidth_gb_per_s = ExactNumber(
        min_value=0, required=False, allow_null=True, help_text="gigabytes"
    )
    memory_area_mm2 = ExactNumber(
        min_value=0, required=False, allow_null=True, help_text="of a memory package or stack"
    )
    designer_headquarters_countries = ListField(
        child=CountryCode(), required=False, allow_null=True, min_length=1, max_length=5
    )
    bis_authorisation_on_file = BooleanField(
        required=False, allow_null=True, help_text="left out: there is none on file; null: unknown"
    )
    acquired_solely_for_technical_analysis = BooleanField(required=False, allow_null=True)


class ChipFields(StrictForm):
    """A circuit: by its key, name or alias in the registry, or by its figures."""

    chip = CharField(max_length=120, required=False, help_text="key, name or alias of a chip in the registry")
    figures = FiguresFields(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse both and neither."""
        return require_one_of(attrs, "chip", "figures")


class SystemFields(StrictForm):
    """A computer, board or component with circuits in it, each kind of them once."""

    circuits = ListField(child=ChipFields(), min_length=1, max_length=MOST_CIRCUITS)
    base_entry = ChoiceField(
        choices=list(BASE_ENTRIES),
        required=False,
        allow_null=True,
        help_text="the entry that describes the item by what else it does; none: another; null: unknown",
    )


def require_one_of(attrs: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the values where just one of the fields is among them; ValidationError otherwise."""
    given = [name for name in names if name in attrs]
    if len(given) != 1:
        words = _ONE_OF.format(names=", ".join(names))
        raise ValidationError({name: [words] for name in given or names})
    return attrs
