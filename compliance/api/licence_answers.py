"""POST /api/v1/licence-answers and POST /api/v1/access-answers: what the law of a day asks of a transfer, of access."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from compliance.accounts.roles import Act
from compliance.api.bodies import require_size
from compliance.api.items import chip_named, circuits_named, figures_stated
from compliance.api.json_documents import ExactJsonDocument
from compliance.api.law_answers import for_reader, text_known
from compliance.api.licence_fields import AccessForm, LicenceQuestion
from compliance.api.openapi.licence_answers import describe_access_answer, describe_licence_answer
from compliance.api.permissions import asker
from compliance.lawbook.questions import law_for
from compliance.registry.transfer_items import TransferItem, item_of_chip, item_of_figures, item_of_system
from rules.chips.systems import SystemFigures
from rules.cloud import AccessQuestion, cloud_answer
from rules.law import Law
from rules.licensing import QuestionError, TransferQuestion, answer

_OF_THE_QUESTION = (
    "transfer_kind",
    "origin_country",
    "destination_country",
    "destination_region",
    "recipient_headquarters_country",
    "recipient_ultimate_parent_headquarters_country",
    "as_of",
    "known_on",
)


class LicenceAnswers(APIView):
    """One transfer and one day. Asking changes nothing and is not recorded."""

    acts = frozenset({Act.READ_LAW})
    parser_classes = (ExactJsonDocument,)

    @describe_licence_answer
    def post(self, request: Request) -> Response:
        """Answer with the requirement under three readings, and what remains."""
        require_size(request)
        form = LicenceQuestion(data=request.data)
        form.is_valid(raise_exception=True)
        asked, user = form.validated_data, asker(request)
        law = law_for(user)
        with text_known():
            item = _item(asked, law)
            found = answer(transfer_question(asked, item), law)
        return Response(for_reader({"item": item.to_document(), **found.to_document()}, user))


class AccessAnswers(APIView):
    """One user of computing capacity from afar, and one day."""

    acts = frozenset({Act.READ_LAW})
    parser_classes = (ExactJsonDocument,)

    @describe_access_answer
    def post(self, request: Request) -> Response:
        """Answer with what was found, what applies instead of an export rule, and what is pending."""
        require_size(request)
        form = AccessForm(data=request.data)
        form.is_valid(raise_exception=True)
        user = asker(request)
        with text_known():
            try:
                found = cloud_answer(AccessQuestion(**form.validated_data), law_for(user))
            except QuestionError as error:
                raise _as_fields(error) from error
        return Response(for_reader(found.to_document(), user))


def transfer_question(asked: Mapping[str, Any], item: TransferItem) -> TransferQuestion:
    """Return the question that a form asks about an item; ValidationError names the field that does not fit."""
    try:
        return TransferQuestion(
            **{name: asked[name] for name in _OF_THE_QUESTION},
            item_entry=None if item.classification else item.entry,
            classification=item.classification,
            facts={**item.facts, **asked["facts"]},
        )
    except QuestionError as error:
        raise _as_fields(error) from error


def _item(asked: Mapping[str, Any], law: Law) -> TransferItem:
    stated, as_of, known_on = asked["item"], asked["as_of"], asked["known_on"]
    if stated is None:
        return TransferItem(basis="unknown")
    if "entry" in stated:
        return TransferItem(basis="stated", entry=stated["entry"])
    if "chip" in stated:
        return item_of_chip(chip_named(stated["chip"]), law, as_of, known_on)
    if "figures" in stated:
        return item_of_figures(figures_stated(stated["figures"]), law, as_of, known_on)
    circuits = tuple(figures for _, figures in circuits_named(stated["system"]["circuits"]))
    return item_of_system(SystemFigures(circuits, stated["system"].get("base_entry")), law, as_of, known_on)


def _as_fields(error: QuestionError) -> ValidationError:
    outer, _, inner = error.field.partition(".")
    return ValidationError({outer: {inner: [f"{error}."]} if inner else [f"{error}."]})
