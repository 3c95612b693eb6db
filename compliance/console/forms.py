"""What people type in: shape only, the verbs judge the rest."""

from django import forms

from compliance.casework.models import Decision
from compliance.casework.reasons import LONGEST_REASON_CHARACTERS
from compliance.lawbook.state_switch import LONGEST_SOURCE_CHARACTERS
from compliance.lawbook.write_directive import LONGEST_TITLE_CHARACTERS
from compliance.providers.models import Provider


class ReasonField(forms.CharField):
    """A reason: longer than a line. Whether it is empty or too long is said by the verb."""

    def __init__(self) -> None:
        """Make a text area that announces the longest text the verb takes."""
        attributes = {"rows": 4, "class": "form-control", "maxlength": LONGEST_REASON_CHARACTERS}
        super().__init__(required=False, widget=forms.Textarea(attributes), label="Reason")


class ProposeForm(forms.Form):
    """What an officer proposes for a flag."""

    disposition = forms.ChoiceField(
        choices=Decision.Disposition.choices,
        widget=forms.RadioSelect,
        label="What is it?",
    )
    measure = forms.ChoiceField(
        choices=Decision.Measure.choices,
        widget=forms.Select({"class": "form-select"}),
        label="What is to be done?",
    )
    reason = ReasonField()


class AnswerForm(forms.Form):
    """What a second person says to it."""

    answer = forms.ChoiceField(choices=[("approve", "Approve"), ("decline", "Decline")])
    reason = ReasonField()


class ReportForm(forms.Form):
    """Which report is wanted: one provider, and a period of whole days in UTC, the last day not in it."""

    provider = forms.ModelChoiceField(
        Provider.objects.order_by("name"),
        to_field_name="key",
        empty_label=None,
        widget=forms.Select({"class": "form-select"}),
    )
    period_from = forms.DateField(
        label="From",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
    )
    period_until = forms.DateField(
        label="Until (not included)",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
    )

    def clean(self) -> dict[str, object]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("period_from"), cleaned.get("period_until")
        if begins and ends and ends <= begins:
            self.add_error("period_until", "The period must end after it begins; the last day is not in it.")
        return cleaned


def _day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
    )


class DirectiveForm(forms.Form):
    """A directive's title and text. Whether they will do is said by the verbs."""

    title = forms.CharField(
        required=False,
        widget=forms.TextInput({"class": "form-control", "maxlength": LONGEST_TITLE_CHARACTERS}),
    )
    content = forms.CharField(
        required=False,
        strip=False,
        label="Rule set (TOML)",
        widget=forms.Textarea(
            {
                "class": "form-control cp-editor-text",
                "rows": 30,
                "spellcheck": "false",
                "wrap": "off",
                "autocapitalize": "off",
                "data-editor": "",
            }
        ),
    )


class DirectiveAnswerForm(forms.Form):
    """What a second person says to a proposed directive. sha256: of the text they read."""

    answer = forms.ChoiceField(choices=[("publish", "Publish"), ("decline", "Decline")])
    sha256 = forms.CharField(widget=forms.HiddenInput)
    reason = ReasonField()


class EndDirectiveForm(forms.Form):
    """The day on which a published directive ends."""

    ends_on = forms.DateField(
        label="End it on (the first day without it)",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
    )


class SwitchForm(forms.Form):
    """A setting somebody looked up, for some days."""

    switch = forms.CharField(widget=forms.HiddenInput)
    value = forms.CharField(max_length=80)
    applies_from = _day_field("From")
    applies_until = _day_field("Until (not included)")
    source = forms.CharField(
        required=False,
        label="Where it was looked up",
        widget=forms.TextInput({"class": "form-control", "maxlength": LONGEST_SOURCE_CHARACTERS}),
    )


class LetterForm(forms.Form):
    """A maker's letter about a chip."""

    stated_entry = forms.CharField(
        label="Entry as the letter states it (ECCN, or EAR99)",
        max_length=60,
        widget=forms.TextInput({"class": "form-control", "placeholder": "3A090.a"}),
    )
    letter_on = forms.DateField(
        label="Day the letter bears",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
    )
    signer = forms.CharField(
        label="Who signed it, in what capacity",
        max_length=200,
        widget=forms.TextInput({"class": "form-control"}),
    )
    source = forms.CharField(
        label="How it came here (no names: it stands in the ledger)",
        max_length=1000,
        widget=forms.TextInput({"class": "form-control"}),
    )
    file = forms.FileField(
        label="The letter",
        allow_empty_file=True,
        widget=forms.FileInput({"class": "form-control", "accept": ".pdf,.txt"}),
    )
