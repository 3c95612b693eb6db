"""What is asked: who uses computing capacity from afar, from where, and what is known of the purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from rules.catalogue import CATALOGUE
from rules.country_codes import require_country_code
from rules.errors import CountryError, FactError
from rules.facts import FactValue, Subject
from rules.licensing.question import QuestionError
from rules.licensing.question_document import facts_from_json

_COUNTRY_FIELDS = ("headquarters_country", "ultimate_parent_headquarters_country")
_FIELDS = frozenset({*_COUNTRY_FIELDS, "as_of", "known_on", "facts"})


@dataclass(frozen=True)
class AccessQuestion:
    """One user and one day. None is unknown and is said to be missing where it matters.

    Headquarters: of the user, and of its ultimate parent (its own, where it has none). facts: any other fact
    of access by its name in the catalogue. known_on: as it was known that day; None is today. Raises
    QuestionError naming the field.
    """

    as_of: date
    headquarters_country: str | None = None
    ultimate_parent_headquarters_country: str | None = None
    known_on: date | None = None
    facts: Mapping[str, FactValue | None] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for name in _COUNTRY_FIELDS:
            _require_country(getattr(self, name), name)
        for name, value in self.facts.items():
            _require_fact(name, value)


def access_question_from_document(document: Mapping[str, object]) -> AccessQuestion:
    """A question from its JSON form: the fields by name, days as 2026-01-15, facts by catalogue name. Raises
    QuestionError.
    """
    unknown = sorted(set(document) - _FIELDS)
    if unknown:
        raise QuestionError(f"unknown key; there are {', '.join(sorted(_FIELDS))}", field=", ".join(unknown))
    as_of = _day(document.get("as_of"), "as_of")
    if as_of is None:
        raise QuestionError("it must be given: an answer is of one day", field="as_of")
    return AccessQuestion(
        as_of=as_of,
        headquarters_country=_text(document.get("headquarters_country"), "headquarters_country"),
        ultimate_parent_headquarters_country=_text(
            document.get("ultimate_parent_headquarters_country"), "ultimate_parent_headquarters_country"
        ),
        known_on=_day(document.get("known_on"), "known_on"),
        facts=facts_from_json(document.get("facts")),
    )


def _require_fact(name: str, value: FactValue | None) -> None:
    where = f"facts.{name}"
    if name not in CATALOGUE or Subject.ACCESS not in CATALOGUE[name].subjects:
        raise QuestionError("there is no such fact of access", field=where)
    if name in _COUNTRY_FIELDS:
        raise QuestionError("the question has a field of its own for it: state it there", field=where)
    if name.endswith("_groups") or name.startswith("setting_"):
        raise QuestionError("it is worked out here and cannot be stated", field=where)
    try:
        if value is not None:
            CATALOGUE[name].parse(value)
    except FactError as error:
        raise QuestionError(str(error), field=where) from error
    if CATALOGUE[name].is_country and value is not None:
        for code in value if isinstance(value, tuple | list) else [value]:
            _require_country(str(code), where)


def _require_country(code: str | None, name: str) -> None:
    try:
        if code is not None:
            require_country_code(code)
    except CountryError as error:
        raise QuestionError(str(error), field=name) from error


def _text(value: object, name: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise QuestionError(f"it must be a text or null, not {value!r}", field=name)
    return value


def _day(value: object, name: str) -> date | None:
    text = _text(value, name)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise QuestionError(f"{text!r} is no day: write 2026-01-15", field=name) from error
