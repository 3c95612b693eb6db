"""POST /api/v1/classify: what the law of a day says of a chip, a system or a model, with all of its working."""

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.api.bodies import require_size
from compliance.api.classification_documents import (
    control_document,
    model_document,
    system_document,
    without_working,
)
from compliance.api.classify_fields import ClassifyQuestion
from compliance.api.items import chip_named, circuits_named, figures_stated
from compliance.api.json_documents import ExactJsonDocument
from compliance.api.law_answers import text_known
from compliance.api.openapi.classify import describe_classify
from compliance.api.permissions import asker
from compliance.lawbook.questions import law_for
from compliance.registry.maker_letters import ChipControl, control_of, letter_for
from compliance.registry.models import Chip
from rules.chips.classification import classify
from rules.chips.systems import SystemFigures, classify_system
from rules.model_classification import classify_model


class Classify(APIView):
    """One item and one day. Asking changes nothing and is not recorded."""

    acts = frozenset({Act.READ_LAW})
    parser_classes = (ExactJsonDocument,)

    @describe_classify
    def post(self, request: Request) -> Response:
        """Answer with the status under the three readings."""
        require_size(request)
        form = ClassifyQuestion(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        with text_known():
            document = _answer(asked, asker(request))
        return Response(document if asked["working"] else without_working(document))


def _answer(asked: Mapping[str, Any], user: User) -> dict[str, object]:
    law, as_of, known_on = law_for(user), asked["as_of"], asked["known_on"]
    if "chip" in asked:
        return control_document(
            control_of(chip_named(asked["chip"]), law, as_of, known_on), user, kind="chip"
        )
    if "figures" in asked:
        computed = classify(figures_stated(asked["figures"]), law, as_of=as_of, known_on=known_on)
        return control_document(ChipControl(Chip(), computed, None), user, kind="figures")
    if "model" in asked:
        return model_document(classify_model(asked["model"], law, as_of=as_of, known_on=known_on), user)
    circuits = circuits_named(asked["system"]["circuits"])
    figures = SystemFigures(tuple(one for _, one in circuits), asked["system"].get("base_entry"))
    found = classify_system(figures, law, as_of=as_of, known_on=known_on)
    controls = [
        ChipControl(chip or Chip(), computed, letter_for(chip, as_of, known_on) if chip else None)
        for (chip, _), computed in zip(circuits, found.circuits, strict=True)
    ]
    return system_document(found, controls, user)
