"""The two questions of law as forms whose fields stand in the address: a transfer, and access from afar."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from compliance.console.law.fact_fields import facts_to_ask
from compliance.console.law.question_form import CountryField, QuestionForm
from rules.catalogue.items import ITEM_ENTRIES
from rules.catalogue.systems import BASE_ENTRIES
from rules.catalogue.transfers import REGIONS, TRANSFER_KINDS
from rules.facts import Subject
from rules.licensing.question import STATED_IN_FIELDS, WORKED_OUT

CHIP, SYSTEM, ENTRY = "chip", "system", "entry"
KIND_TEXTS = {
    "export_from_us": "exported from the United States",
    "reexport": "reexported from one foreign country to another",
    "foreign_made_export": "made abroad, leaves the country where it was made",
    "transfer_in_country": "changes hands or use within one foreign country",
}
_KIND_LABELS = {
    "export_from_us": "Export from the US",
    "reexport": "Reexport from abroad",
    "foreign_made_export": "Foreign-made, leaves its country",
    "transfer_in_country": "Transfer in-country",
}
_REGION_TEXTS = {
    "": "not known",
    "none": "none of these",
    "crimea": "Crimea",
    "donetsk": "Donetsk",
    "luhansk": "Luhansk",
}
_FIELDS_OF_ITEM = {CHIP: ("chip",), SYSTEM: ("circuits", "base_entry"), ENTRY: ("entry",)}


class TransferForm(QuestionForm):
    """An item that moves."""

    facts = tuple(facts_to_ask(Subject.TRANSFER, without=STATED_IN_FIELDS | WORKED_OUT))
    item = forms.ChoiceField(
        choices=[(CHIP, "A chip of the registry"), (SYSTEM, "A system of chips"), (ENTRY, "An entry")],
        widget=forms.RadioSelect,
    )
    chip = forms.CharField(
        label="Chip",
        required=False,
        max_length=120,
        widget=forms.TextInput(
            {
                "class": "form-control",
                "list": "chip-names",
                "placeholder": "key, name or alias",
                "autocomplete": "off",
            }
        ),
    )
    circuits = forms.CharField(
        label="Chips in it, with commas",
        required=False,
        max_length=600,
        widget=forms.TextInput(
            {"class": "form-control", "placeholder": "each kind once: H100, A100", "autocomplete": "off"}
        ),
    )
    base_entry = forms.ChoiceField(
        label="Described besides by",
        required=False,
        choices=[
            ("", "not known"),
            *((one, "no such entry" if one == "none" else one) for one in BASE_ENTRIES),
        ],
        widget=forms.Select({"class": "form-select"}),
    )
    entry = forms.ChoiceField(
        label="Entry",
        required=False,
        choices=[
            ("", "not known"),
            *((name, f"{name}: {one.meaning}") for name, one in ITEM_ENTRIES.items()),
        ],
        widget=forms.Select({"class": "form-select"}),
    )
    kind = forms.ChoiceField(
        label="Transfer",
        choices=[(one, _KIND_LABELS[one]) for one in TRANSFER_KINDS],
        widget=forms.Select({"class": "form-select"}),
    )
    origin = CountryField("From")
    destination = CountryField("To")
    region = forms.ChoiceField(
        label="Region (Ukraine)",
        required=False,
        choices=[("", _REGION_TEXTS[""]), *((one, _REGION_TEXTS[one]) for one in reversed(REGIONS))],
        widget=forms.Select({"class": "form-select"}),
    )
    headquarters = CountryField("Recipient HQ")
    parent = CountryField("Ultimate parent HQ")

    @classmethod
    def relevant(cls, parts: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Leave out what belongs to the other kinds of item."""
        (item,) = parts.get("item", [CHIP])[:1]
        others = {name for kind, names in _FIELDS_OF_ITEM.items() if kind != item for name in names}
        return {name: values for name, values in parts.items() if name not in others}

    def clean(self) -> dict[str, Any]:
        """Require what the chosen kind of item needs; an entry may be unknown."""
        cleaned = super().clean()
        item = cleaned.get("item")
        if item == CHIP and not cleaned.get("chip"):
            self.add_error("chip", "Name a chip of the registry, or ask about an entry.")
        if item == SYSTEM and not names_in(cleaned.get("circuits", "")):
            self.add_error("circuits", "Name at least one chip that is in it.")
        return cleaned


class AccessForm(QuestionForm):
    """Somebody who uses accelerators from afar."""

    facts = tuple(
        facts_to_ask(
            Subject.ACCESS,
            without=("headquarters_country", "ultimate_parent_headquarters_country", "access_is_remote"),
        )
    )
    headquarters = CountryField("User HQ")
    parent = CountryField("Ultimate parent HQ")


def names_in(text: str) -> list[str]:
    """Return the names that a line with commas has, each once, in its order."""
    return list(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))


def address_parts(form_class: type[QuestionForm], query: QueryDict) -> dict[str, list[str]]:
    """Return what the address needs: the fields that are filled and matter, in the order of the form."""
    names = [*form_class.base_fields, *(one.name for one in form_class.facts)]
    filled = {name: [one for one in query.getlist(name) if one] for name in names}
    return form_class.relevant({name: values for name, values in filled.items() if values})
