"""What somebody wants to try, read from the form into what `compliance.replays` takes."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms

from compliance.lawbook.models import DirectiveDraft
from compliance.providers.models import Provider
from compliance.replays.ask import Trial
from rules.law import Law

RULE_SET, DRAFT, OTHER_DAY = "rule_set", "draft", "other_day"
WHATS = (
    (RULE_SET, "A rule set", "shipped or published: another version, or one that is not in force"),
    (DRAFT, "A draft of a directive", "before anybody publishes it"),
    (OTHER_DAY, "The law of another day", "everything as it stood then, or will stand"),
)


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"invalid": "This is no date: write it as 2026-11-22."},
    )


class ReplayForm(forms.Form):
    """One of three things to try, and the law and facts it is held against."""

    what = forms.ChoiceField(choices=[(value, label) for value, label, _ in WHATS])
    rule_set = forms.ChoiceField(
        label="Rule set", required=False, widget=forms.Select({"class": "form-select"})
    )
    draft = forms.ChoiceField(label="Draft", required=False, widget=forms.Select({"class": "form-select"}))
    other_day = _day("Law of")
    other_known_on = _day("as known on (empty: now)")
    as_of = _day("Law of")
    known_on = _day("as known on (empty: now)")
    provider = forms.ModelChoiceField(
        Provider.objects.order_by("name"),
        to_field_name="key",
        required=False,
        empty_label="All providers",
        widget=forms.Select({"class": "form-select"}),
    )

    def __init__(self, *args: Any, law: Law, **more: Any) -> None:
        """Offer the sets of `law` and the drafts there are."""
        super().__init__(*args, **more)
        self.fields["rule_set"].choices = _sets(law)  # type: ignore[attr-defined]
        self.fields["draft"].choices = _drafts()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Require what the chosen way needs; leave out what belongs to the other two."""
        cleaned = super().clean() or {}
        what = cleaned.get("what")
        needed = {RULE_SET: "Choose a rule set.", DRAFT: "Choose a draft.", OTHER_DAY: "Give the other day."}
        if what in needed and not cleaned.get(what) and what not in self.errors:
            self.add_error(what, needed[what])
        return cleaned

    def asked(self) -> Mapping[str, Any]:
        """Return the arguments of `request_replay`, of a form that is valid."""
        cleaned = self.cleaned_data
        provider = cleaned["provider"]
        return {
            "trial": self._trial(),
            "as_of": cleaned["as_of"] or datetime.now(UTC).date(),
            "known_on": cleaned["known_on"],
            "provider": provider.key if provider else None,
        }

    def _trial(self) -> Trial:
        cleaned = self.cleaned_data
        match cleaned["what"]:
            case "rule_set":
                return Trial(rule_set=cleaned["rule_set"])
            case "draft":
                draft = DirectiveDraft.objects.get(reference=cleaned["draft"])
                return Trial(content=draft.content.encode())
            case _:
                return Trial(other_day=cleaned["other_day"], other_known_on=cleaned["other_known_on"])


def _sets(law: Law) -> Iterable[tuple[str, object]]:
    """Every version, by set and newest first, under the set's title."""
    versions = sorted(law.rule_sets, key=lambda one: (one.id, -one.effective_from.toordinal()))
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in versions:
        groups.setdefault(one.id, []).append((one.reference, f"{one.reference} · {one.title}"))
    return [("", "Choose a rule set"), *groups.items()]


def _drafts() -> Iterable[tuple[str, str]]:
    drafts = DirectiveDraft.objects.exclude(state=DirectiveDraft.State.WITHDRAWN).order_by("-changed_at")[
        :200
    ]
    return [("", "Choose a draft"), *((one.reference, one.title) for one in drafts)]
