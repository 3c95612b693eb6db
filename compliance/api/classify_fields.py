"""The form of a question about a control status."""

from typing import Any

from rest_framework.serializers import BooleanField

from compliance.api.fact_fields import FactsField
from compliance.api.item_fields import ChipFields, SystemFields, require_one_of
from compliance.api.strict_forms import TwoDatesForm
from rules.facts import Subject


class ClassifyQuestion(ChipFields, TwoDatesForm):
    """One item: a chip of the registry, a circuit by its figures, a system with circuits, or a model."""

    system = SystemFields(required=False)
    working = BooleanField(
        default=True, help_text="false: leave out findings, and the limbs that were looked at, which are long"
    )
    model = FactsField(Subject.MODEL, required=False, help_text="facts of a trained model; null is unknown")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse more than one item, and none."""
        return TwoDatesForm.validate(self, require_one_of(attrs, "chip", "figures", "system", "model"))
