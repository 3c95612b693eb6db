"""Facts as fields of a form: what may be known besides, in groups, and the way back from what was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError

from rules.catalogue import CATALOGUE
from rules.errors import FactError
from rules.facts import Fact, FactType, FactValue, Subject

YES, NO = "yes", "no"
_TRISTATE = (("", "not known"), (YES, "yes"), (NO, "no"))
_TITLES = (
    ("end_use_", "What it is for"),
    ("us_person_takes_part", "What it is for"),
    ("model_training_is_known", "What it is for"),
    ("training_operations", "What it is for"),
    ("accessed_model", "What it is for"),
    ("end_user_", "Who takes part"),
    ("party_", "Who takes part"),
    ("recipient_", "Who takes part"),
    ("exporter_", "Who takes part"),
    ("entity_list_", "Who takes part"),
    ("owned_party_", "Who takes part"),
    ("access_", "From where and how"),
    ("user_receives_", "From where and how"),
    ("lane_", "Conditions of the case-by-case lane"),
    ("nac_", "For licence exceptions"),
    ("lpp_", "For licence exceptions"),
    ("written_purchase_", "For licence exceptions"),
    ("transfer_purposes", "For licence exceptions"),
    ("acquired_solely_", "For licence exceptions"),
)
_OTHERS = "The item"


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts that are asked together. stated: how many of them are. fields: bound fields of the form."""

    title: str
    fields: tuple[forms.BoundField, ...]
    stated: int

    @property
    def is_wrong(self) -> bool:
        """Whether what was typed in one of them will not do."""
        return any(one.errors for one in self.fields)


def facts_to_ask(subject: Subject, *, without: Iterable[str]) -> list[Fact]:
    """Return the facts of a subject that somebody can state; settings and what is worked out are not among them."""
    left_out = set(without)
    return [
        fact
        for name, fact in CATALOGUE.items()
        if subject in fact.subjects
        and name not in left_out
        and not name.startswith("setting_")
        and not name.endswith("_groups")
    ]


def field_of(fact: Fact) -> forms.Field:
    """Return a field, never required: left empty it is unknown."""
    label = f"{_label(fact)}{f' ({fact.unit})' if fact.unit and not fact.is_country else ''}"
    match fact.type:
        case FactType.BOOLEAN:
            return forms.ChoiceField(choices=_TRISTATE, label=label, required=False, widget=_select())
        case FactType.TEXT_LIST if fact.vocabulary:
            return forms.MultipleChoiceField(
                choices=[(one, one.replace("_", " ")) for one in fact.vocabulary],
                label=label,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        case FactType.TEXT if fact.vocabulary:
            choices = [("", "not known"), *((one, one.replace("_", " ")) for one in fact.vocabulary)]
            return forms.ChoiceField(choices=choices, label=label, required=False, widget=_select())
    attributes = {"class": "form-control", "maxlength": 200, "autocomplete": "off"}
    if fact.is_country:
        attributes["placeholder"] = "SG, MY" if fact.type is FactType.TEXT_LIST else "SG"
    return forms.CharField(label=label, max_length=200, required=False, widget=forms.TextInput(attributes))


def fact_of(fact: Fact, typed: object) -> FactValue | None:
    """Return the fact's value, None for unknown. Raises ValidationError."""
    if typed in ("", None, []):
        return None
    try:
        match fact.type:
            case FactType.BOOLEAN:
                return typed == YES
            case FactType.TEXT_LIST if isinstance(typed, str):
                codes = typed.replace(",", " ").split()
                return fact.parse([one.upper() for one in codes] if fact.is_country else codes)
            case FactType.TEXT if fact.is_country:
                return fact.parse(str(typed).strip().upper())
            case FactType.TEXT_LIST:
                return fact.parse(typed)
        return fact.parse_text(str(typed).replace(",", "").strip())
    except FactError as error:
        raise ValidationError(f"{error}.") from error


def groups_of(form: forms.Form, facts: Iterable[Fact]) -> list[FactGroup]:
    """Return the facts' fields under their titles, in the order of the catalogue."""
    together: dict[str, list[forms.BoundField]] = {}
    for fact in facts:
        together.setdefault(_title(fact.name), []).append(form[fact.name])
    return [
        FactGroup(title, tuple(fields), sum(one.value() not in ("", None, []) for one in fields))
        for title, fields in together.items()
    ]


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact of the question as it stands. without: the query of the same question in which it is not known."""

    meaning: str
    value: str
    without: str


def stated_facts(facts: Iterable[Fact], parts: Mapping[str, list[str]]) -> list[StatedFact]:
    """Return what the address states besides its main fields, in the order of the catalogue."""
    return [
        StatedFact(
            _label(fact),
            ", ".join(parts[fact.name]).replace("_", " "),
            urlencode({name: values for name, values in parts.items() if name != fact.name}, doseq=True),
        )
        for fact in facts
        if fact.name in parts
    ]


def stated(facts: Iterable[Fact], cleaned: Mapping[str, object]) -> dict[str, FactValue | None]:
    """Return the facts that were stated, of a form that is valid."""
    found = {fact.name: fact_of(fact, cleaned.get(fact.name)) for fact in facts}
    return {name: value for name, value in found.items() if value is not None}


def _title(name: str) -> str:
    return next((title for prefix, title in _TITLES if name.startswith(prefix)), _OTHERS)


def _label(fact: Fact) -> str:
    text = fact.meaning.removeprefix("whether ")
    return text[:1].upper() + text[1:]


def _select() -> forms.Select:
    return forms.Select({"class": "form-select"})
