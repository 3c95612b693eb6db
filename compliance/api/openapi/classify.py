"""How questions about a control status are described."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, PolymorphicProxySerializer, extend_schema

from compliance.api.classification_documents import (
    control_document,
    model_document,
    system_document,
    without_working,
)
from compliance.api.classify_fields import ClassifyQuestion
from compliance.api.openapi.classification import CircuitStatus, ModelStatus, SystemStatus
from compliance.api.openapi.example_reader import READER
from compliance.api.openapi.law_answers import EXAMPLE_DAY, EXAMPLE_KNOWN_ON, TAG
from compliance.api.openapi.made_later import example
from compliance.api.openapi.refusals import MENDABLE_BY_A_KEY, refusals
from compliance.registry.chip_book import chips_of_files
from compliance.registry.maker_letters import ChipControl
from compliance.registry.models import Chip
from compliance.registry.questions import classification_of, figures_of
from rules.chips.classification import classify
from rules.chips.figures import ChipFigures, NamedMode
from rules.chips.systems import SystemFigures, classify_system
from rules.facts import FactValue
from rules.law import shipped_law
from rules.model_classification import classify_model
from rules.performance import Mode

_REGISTRY = Path(__file__).resolve().parents[3] / "fixtures" / "registry"
_CHIP = "nvidia-h20-96gb"
_IN_A_SYSTEM = "nvidia-h100-sxm5-80gb"
_DATES = {"as_of": EXAMPLE_DAY.isoformat(), "known_on": EXAMPLE_KNOWN_ON.isoformat()}
_BRIEF: dict[str, object] = {**_DATES, "working": False}
_BOTH: dict[str, Any] = {"as_of": EXAMPLE_DAY, "known_on": EXAMPLE_KNOWN_ON}

QUESTIONS: dict[str, dict[str, object]] = {
    "a chip of the registry": {"chip": "NVIDIA H20 96GB", **_DATES},
    "figures": {
        "figures": {
            "modes": [{"number_format": "fp8", "bits": 8, "dense_tera_operations_per_second": "299.9"}],
            "applicable_die_area_mm2": 405.5,
            "marketed_for_datacenter": True,
            "designer_headquarters_countries": ["US"],
        },
        **_BRIEF,
    },
    "a server": {"system": {"circuits": [{"chip": _IN_A_SYSTEM}], "base_entry": "5A992"}, **_BRIEF},
    "a model": {
        "model": {
            "training_operations": "2.5e+26",
            "weights_are_published": False,
            "base_weights_are_published": False,
        },
        **_BRIEF,
    },
}
"""What is asked in the examples; each has its answer below, of the same name."""


def _registered(slug: str) -> Chip:
    return chips_of_files(_REGISTRY).find(slug)


def _chip() -> dict[str, object]:
    chip = _registered(_CHIP)
    found = ChipControl(chip, classification_of(chip, shipped_law(), **_BOTH), None)
    return control_document(found, READER, kind="chip")


def _figures() -> Any:
    figures = ChipFigures(
        modes=(NamedMode("fp8", Mode(8, Decimal("299.9"))),),
        applicable_die_area_mm2=Decimal("405.5"),
        marketed_for_datacenter=True,
        designer_headquarters_countries=("US",),
    )
    found = ChipControl(Chip(), classify(figures, shipped_law(), **_BOTH), None)
    return without_working(control_document(found, READER, kind="figures"))


def _server() -> Any:
    chip = _registered(_IN_A_SYSTEM)
    found = classify_system(SystemFigures((figures_of(chip),), "5A992"), shipped_law(), **_BOTH)
    return without_working(system_document(found, [ChipControl(chip, found.circuits[0], None)], READER))


def _model() -> Any:
    facts: dict[str, FactValue | None] = {
        "training_operations": Decimal("2.5e+26"),
        "weights_are_published": False,
        "base_weights_are_published": False,
    }
    return without_working(model_document(classify_model(facts, shipped_law(), **_BOTH), READER))


_ANSWERS = dict(zip(QUESTIONS, (_chip, _figures, _server, _model), strict=True))

describe_classify = extend_schema(
    operation_id="classify",
    tags=TAG,
    summary="What the law of a day says of a chip, a system or a model",
    description="Three answers side by side (codified, enforced, conservative) with the limb that decides, what is "
    "missing where nothing decides, figures close to a threshold, other readings of the Technical Notes, and every "
    "limb that was looked at. The maker's own letter outranks what is computed. A proposal, not legal advice.",
    request=ClassifyQuestion,
    responses={
        200: OpenApiResponse(
            PolymorphicProxySerializer(
                component_name="ClassifyAnswer",
                serializers=[CircuitStatus, SystemStatus, ModelStatus],
                resource_type_field_name=None,
            ),
            examples=[example(name, make) for name, make in _ANSWERS.items()],
        )
    }
    | refusals(
        "invalid",
        "parse_error",
        *MENDABLE_BY_A_KEY,
        "not_acceptable",
        "body_too_large",
        "unsupported_media_type",
        "no_text_known",
        "unknown_chip",
    ),
    examples=[OpenApiExample(name, asked, request_only=True) for name, asked in QUESTIONS.items()],
)
