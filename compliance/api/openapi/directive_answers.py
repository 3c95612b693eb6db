"""What answers about directives say, as it is described."""

from rest_framework.serializers import BooleanField, CharField, DateField, DateTimeField, IntegerField

from compliance.api.openapi.findings import Described, texts
from compliance.api.openapi.law_answers import choice, digest
from compliance.lawbook.models import DirectiveDraft


class ComplaintRead(Described):
    """One thing that is wrong with a directive."""

    line = IntegerField(allow_null=True, help_text="in its text, from 1")
    place = CharField(allow_null=True, help_text="the rule, limb or other table")
    column = IntegerField(allow_null=True, help_text="in the expression that is wrong, else in the line")
    message = CharField()


class CheckRead(Described):
    """What a check found."""

    passes = BooleanField(help_text="it may be proposed")
    rule_set = CharField(allow_null=True, help_text="its reference; null: the text is no rule set")
    complaints = ComplaintRead(many=True, help_text="all there are, by line")


class DraftHead(Described):
    """A draft as a list shows it."""

    reference = CharField()
    title = CharField()
    state = choice([str(one) for one in DirectiveDraft.State.values])
    sha256 = digest(help_text="of its text")
    author = CharField()
    written_at = DateTimeField()
    changed_at = DateTimeField()
    proposed_at = DateTimeField(allow_null=True)
    answered_by = CharField(allow_null=True)
    answered_at = DateTimeField(allow_null=True)
    answer_reason = CharField(allow_null=True)


class DraftWhole(DraftHead):
    """A draft with its text."""

    content = CharField(trim_whitespace=False)
    check = CheckRead(allow_null=True, help_text="null: published or withdrawn")


class PublishedHead(Described):
    """A version that binds; its text is at `/api/v1/rule-sets/<rule_set>`."""

    reference = CharField()
    rule_set = CharField()
    sha256 = digest()
    effective_from = DateField()
    effective_until = DateField(allow_null=True)
    draft = CharField(help_text="the draft it was")
    proposed_by = CharField()
    proposed_at = DateTimeField()
    published_by = CharField()
    published_at = DateTimeField(help_text="known here from this day")


class DirectiveList(Described):
    """The newest of both, 200 at most."""

    drafts = DraftHead(many=True)
    published = PublishedHead(many=True)
    is_complete = BooleanField(help_text="there are no older ones")


class UndeterminedChipRead(Described):
    """A chip of which a rule cannot tell."""

    chip = CharField()
    missing_facts = texts()


class RulePreviewRead(Described):
    """What one rule says; of chips not named it is not met."""

    rule = CharField()
    title = CharField()
    met = texts("keys of chips")
    undetermined = UndeterminedChipRead(many=True)


class PreviewRead(Described):
    """What a draft would say of the chips of the registry."""

    as_of = DateField()
    chips = IntegerField(help_text="how many were looked at")
    rules = RulePreviewRead(many=True)
    other_rules = texts("about other subjects: a replay says what they would do")
