"""What the forms of both questions of law share: countries, two days, and facts that may be known besides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from compliance.console.law.fact_fields import FactGroup, fact_of, field_of, groups_of, stated
from rules.country_codes import require_country_code
from rules.errors import CountryError
from rules.facts import Fact, FactValue
from rules.licensing.question import QuestionError

_FACT_OF_FIELD = {
    "kind": "transfer_kind",
    "origin": "origin_country",
    "destination": "destination_country",
    "region": "destination_region",
    "entry": "item_entry",
    "headquarters": "recipient_headquarters_country",
    "parent": "recipient_ultimate_parent_headquarters_country",
}
FIELD_OF_FACT = {fact: field for field, fact in _FACT_OF_FIELD.items()} | {
    "headquarters_country": "headquarters",
    "ultimate_parent_headquarters_country": "parent",
}
"""Where in the form a fact is asked that has a field of its own."""


class CountryField(forms.CharField):
    """A country by its code, in whichever case; empty is unknown."""

    def __init__(self, label: str) -> None:
        """Make a field of two letters with the list of countries at hand."""
        attributes = {
            "class": "form-control cp-country",
            "maxlength": 2,
            "list": "countries",
            "placeholder": "unknown",
            "autocomplete": "off",
            "autocapitalize": "characters",
        }
        super().__init__(label=label, required=False, max_length=2, widget=forms.TextInput(attributes))

    def clean(self, value: Any) -> str | None:
        """Return the code in capitals, or None."""
        code = str(super().clean(value)).upper()
        try:
            return require_country_code(code) if code else None
        except CountryError as error:
            raise ValidationError(f"{error}.") from error


class QuestionForm(forms.Form):
    """What both questions have: two days, and facts that may be known besides."""

    facts: tuple[Fact, ...] = ()
    as_of = forms.DateField(
        label="As of",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"invalid": "This is no date: write it as 2026-11-22."},
    )
    known_on = forms.DateField(
        label="Known on",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"invalid": "This is no date: write it as 2026-11-22."},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        """Add a field for each fact."""
        super().__init__(*args, **more)
        for fact in self.facts:
            self.fields[fact.name] = field_of(fact)

    def clean(self) -> dict[str, Any]:
        """Judge every fact by the catalogue."""
        cleaned = super().clean() or {}
        for fact in self.facts:
            try:
                fact_of(fact, cleaned.get(fact.name))
            except ValidationError as error:
                self.add_error(fact.name, error)
        return cleaned

    @classmethod
    def relevant(cls, parts: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Return the parts of an address that the answer can depend on."""
        return dict(parts)

    def fact_groups(self) -> list[FactGroup]:
        """Return the facts' fields under their titles."""
        return groups_of(self, self.facts)

    def facts_stated(self) -> Mapping[str, FactValue | None]:
        """Return the facts that were stated."""
        return stated(self.facts, self.cleaned_data)

    def refuse(self, error: QuestionError) -> None:
        """Put what the rules refuse at the field that it is about."""
        name = error.field.removeprefix("facts.")
        field = FIELD_OF_FACT.get(name, name)
        message = str(error).partition(": ")[2] or str(error)
        self.add_error(field if field in self.fields else None, f"{message[:1].upper()}{message[1:]}.")
