"""What the operator adds to the shipped law: directives, settings of switches, texts of regulations."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.references import new_reference
from compliance.sealed_text import SealedTextField


def draft_reference() -> str:
    """Return a new reference of a draft."""
    return new_reference("draft")


def directive_reference() -> str:
    """Return a new reference of a published directive."""
    return new_reference("dir")


def statement_reference() -> str:
    """Return a new reference of a statement about a switch."""
    return new_reference("stated")


class DirectiveDraft(models.Model):
    """A directive on its way: written by one person, published or declined by another. Confidential."""

    class State(models.TextChoices):
        """Where it stands; published and withdrawn are ends."""

        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Awaiting a second person"
        PUBLISHED = "published", "Published"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    reference = models.CharField(max_length=40, unique=True, default=draft_reference)
    title = SealedTextField(
        help_text="what people here call it; a letter's subject is as confidential as the letter"
    )
    content = SealedTextField(help_text="the rule set as TOML, as its author wrote it")
    sha256 = models.CharField(max_length=64, help_text="of the content's bytes in UTF-8, hexadecimal")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answer_reason = SealedTextField(blank=True, help_text="why it was declined, in the answerer's words")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(answered_by=F("author")), name="a_directive_has_four_eyes"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["published", "declined"], answered_by__isnull=False, answered_at__isnull=False
                )
                | (~Q(state__in=["published", "declined"]) & Q(answered_by=None, answered_at=None)),
                name="an_answered_draft_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="proposed") | Q(proposed_at__isnull=False),
                name="a_proposed_draft_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PublishedDirective(models.Model):
    """One version of a directive, as it binds here. Append-only: a change is another version."""

    reference = models.CharField(max_length=40, unique=True, default=directive_reference)
    rule_set = models.CharField(
        max_length=120, unique=True, help_text="reference of the rule set: us/directive_x@2026-03-01"
    )
    content = SealedTextField(help_text="the rule set as TOML")
    sha256 = models.CharField(max_length=64, help_text="of the content's bytes in UTF-8, hexadecimal")
    effective_from = models.DateField()
    effective_until = models.DateField(null=True)
    draft = models.CharField(max_length=40, unique=True, help_text="reference of the draft it was, by value")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(help_text="from this day, in UTC, the directive is known here")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(published_by=F("proposed_by")), name="a_published_directive_has_four_eyes"
            )
        ]

    def __str__(self) -> str:
        return self.rule_set


class SwitchStatement(models.Model):
    """What somebody who looked stated of a switch for the days [applies_from, applies_until). Append-only."""

    reference = models.CharField(max_length=40, unique=True, default=statement_reference)
    switch = models.CharField(max_length=80)
    value = models.CharField(max_length=80)
    applies_from = models.DateField(null=True, help_text="null: from ever")
    applies_until = models.DateField(
        null=True, help_text="null: for ever; else the first day it no longer holds"
    )
    source = models.TextField(help_text="where it was looked up")
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applies_from=None)
                | Q(applies_until=None)
                | Q(applies_until__gt=F("applies_from")),
                name="a_statement_holds_on_some_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.switch} = {self.value}"


class RegulationIssue(models.Model):
    """One part of the Code of Federal Regulations as it stood on a day, imported from a file. Append-only."""

    part = models.PositiveIntegerField(help_text="of title 15, for example 774")
    issue_date = models.DateField()
    sha256 = models.CharField(max_length=64, help_text="of the file's bytes, hexadecimal")
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "issue_date"], name="one_issue_of_a_part_a_day")
        ]

    def __str__(self) -> str:
        return f"part {self.part} of {self.issue_date}"


class RegulationText(models.Model):
    """The text of one unit (a section, an entry of the Commerce Control List) in one issue. Append-only."""

    issue = models.ForeignKey(RegulationIssue, on_delete=models.PROTECT, related_name="texts")
    unit = models.CharField(max_length=120, help_text='as rule sets cite it: "3A090", "742.6"')
    heading = models.TextField(blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, help_text="of heading and text, as the parser gives it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "unit"], name="one_text_of_a_unit_an_issue")]

    def __str__(self) -> str:
        return f"{self.unit} in {self.issue}"


class RegulationNotice(models.Model):
    """A unit whose text differs between two issues: somebody must look whether the rule sets still say it."""

    class Change(models.TextChoices):
        """What became of the unit."""

        CHANGED = "changed", "Changed"
        ADDED = "added", "Added"
        REMOVED = "removed", "Removed"

    earlier = models.ForeignKey(RegulationIssue, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(RegulationIssue, on_delete=models.PROTECT, related_name="notices")
    unit = models.CharField(max_length=120)
    change = models.CharField(max_length=8, choices=Change.choices)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later", "unit"], name="one_notice_of_a_change"),
            models.CheckConstraint(
                condition=Q(seen_by=None, seen_at=None) | Q(seen_by__isnull=False, seen_at__isnull=False),
                name="a_seen_notice_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.change} in {self.later}"
