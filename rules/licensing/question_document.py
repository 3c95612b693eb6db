"""A question from plain JSON values, read strictly: every mistake in it is named with its field."""

from collections.abc import Mapping
from datetime import date

from rules.catalogue import CATALOGUE
from rules.catalogue.transfers import REGIONS
from rules.chips.classification import Classification
from rules.errors import FactError
from rules.facts import FactType, FactValue
from rules.licensing.question import QuestionError, TransferQuestion

_TEXTS = (
    "item_entry",
    "transfer_kind",
    "origin_country",
    "recipient_headquarters_country",
    "recipient_ultimate_parent_headquarters_country",
)
_FIELDS = frozenset({*_TEXTS, "destination", "as_of", "known_on", "facts"})


def question_from_document(
    document: Mapping[str, object], classification: Classification | None = None
) -> TransferQuestion:
    """A question from its JSON form.

    Keys: item_entry, transfer_kind, origin_country, destination (a country, or a region such as "crimea"),
    recipient_headquarters_country, recipient_ultimate_parent_headquarters_country, as_of and known_on
    (2026-01-15), facts (by catalogue name; decimals as text, null for unknown). transfer_kind, destination and
    as_of must be there; destination may be null. classification: of the chip that moves, instead of
    item_entry. Raises QuestionError.
    """
    unknown = sorted(set(document) - _FIELDS)
    if unknown:
        raise QuestionError(f"unknown key; there are {', '.join(sorted(_FIELDS))}", field=", ".join(unknown))
    for name in ("transfer_kind", "destination", "as_of"):
        if name not in document:
            raise QuestionError("it is missing", field=name)
    texts = {name: _text(document, name) for name in _TEXTS}
    country, region = _destination(_text(document, "destination"))
    as_of = _day(document, "as_of")
    if as_of is None or texts["transfer_kind"] is None:
        name = "as_of" if as_of is None else "transfer_kind"
        raise QuestionError("it must be given: an answer is of one day and one kind of transfer", field=name)
    return TransferQuestion(
        transfer_kind=texts["transfer_kind"],
        destination_country=country,
        destination_region=region,
        as_of=as_of,
        known_on=_day(document, "known_on"),
        item_entry=texts["item_entry"],
        classification=classification,
        origin_country=texts["origin_country"],
        recipient_headquarters_country=texts["recipient_headquarters_country"],
        recipient_ultimate_parent_headquarters_country=texts[
            "recipient_ultimate_parent_headquarters_country"
        ],
        facts=facts_from_json(document.get("facts")),
    )


def facts_from_json(stated: object) -> dict[str, FactValue | None]:
    """Facts from their JSON form: decimals as text or whole numbers, never as floats. Raises QuestionError."""
    if stated is None:
        return {}
    if not isinstance(stated, Mapping):
        raise QuestionError("it must be an object of facts by name", field="facts")
    found: dict[str, FactValue | None] = {}
    for name, value in stated.items():
        if name not in CATALOGUE:
            raise QuestionError("there is no fact of that name", field=f"facts.{name}")
        try:
            found[name] = _fact(name, value)
        except FactError as error:
            raise QuestionError(str(error), field=f"facts.{name}") from error
    return found


def _fact(name: str, value: object) -> FactValue | None:
    fact = CATALOGUE[name]
    if value is None:
        return None
    is_number_as_text = isinstance(value, str) and fact.type in {FactType.DECIMAL, FactType.INTEGER}
    return fact.parse_text(value) if is_number_as_text else fact.parse(value)


def _text(document: Mapping[str, object], name: str) -> str | None:
    value = document.get(name)
    if value is not None and not isinstance(value, str):
        raise QuestionError(f"it must be a text or null, not {value!r}", field=name)
    return value


def _day(document: Mapping[str, object], name: str) -> date | None:
    value = _text(document, name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise QuestionError(f"{value!r} is no day: write 2026-01-15", field=name) from error


def _destination(text: str | None) -> tuple[str | None, str | None]:
    """A country and its region; a region alone stands for its country."""
    return ("UA", text) if text in REGIONS and text != "none" else (text, None)
