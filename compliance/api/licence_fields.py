"""The forms of questions about a transfer and about access from afar."""

from typing import Any

from rest_framework.serializers import ChoiceField

from compliance.api.fact_fields import FactsField
from compliance.api.item_fields import ChipFields, CountryCode, SystemFields, require_one_of
from compliance.api.strict_forms import TwoDatesForm
from rules.catalogue import CATALOGUE
from rules.catalogue.items import ITEM_ENTRIES
from rules.catalogue.transfers import REGIONS, TRANSFER_KINDS
from rules.facts import Subject
from rules.licensing.question import STATED_IN_FIELDS, WORKED_OUT

_OF_ACCESS = frozenset(
    {"headquarters_country", "ultimate_parent_headquarters_country", "access_is_remote"}
    | {name for name in CATALOGUE if name.endswith("_groups")}
)
_PARENT = "of its ultimate parent; its own, where it has none"


class ItemFields(ChipFields):
    """What moves: an entry of the control list, a chip of the registry, a circuit by its figures, or a system."""

    entry = ChoiceField(choices=list(ITEM_ENTRIES), required=False)
    system = SystemFields(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse more than one item, and none."""
        return require_one_of(attrs, "entry", "chip", "figures", "system")


class LicenceQuestion(TwoDatesForm):
    """One transfer. What is left out or null is unknown, is named where it matters, and is never taken for "no"."""

    item = ItemFields(required=False, allow_null=True, default=None)
    transfer_kind = ChoiceField(choices=list(TRANSFER_KINDS))
    origin_country = CountryCode(
        required=False, allow_null=True, default=None, help_text="where the kind does not say it"
    )
    destination_country = CountryCode(allow_null=True, help_text="null: unknown")
    destination_region = ChoiceField(
        choices=list(REGIONS),
        required=False,
        allow_null=True,
        default=None,
        help_text="asked for Ukraine only",
    )
    recipient_headquarters_country = CountryCode(required=False, allow_null=True, default=None)
    recipient_ultimate_parent_headquarters_country = CountryCode(
        required=False, allow_null=True, default=None, help_text=_PARENT
    )
    facts = FactsField(
        Subject.TRANSFER,
        left_out=STATED_IN_FIELDS | WORKED_OUT,
        required=False,
        default=dict,
        help_text="whatever else is known of the transfer, its parties and its purpose",
    )


class AccessForm(TwoDatesForm):
    """One user who uses computing capacity from afar. What is left out or null is unknown."""

    headquarters_country = CountryCode(required=False, allow_null=True, default=None)
    ultimate_parent_headquarters_country = CountryCode(
        required=False, allow_null=True, default=None, help_text=_PARENT
    )
    facts = FactsField(
        Subject.ACCESS,
        left_out=_OF_ACCESS,
        required=False,
        default=dict,
        help_text="whatever else is known of the user and the purpose",
    )
