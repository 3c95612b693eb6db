"""How findings, and the limbs that were looked at, are described."""

from rest_framework.serializers import BooleanField, CharField, DictField, ListField, Serializer

from compliance.api.openapi.law_answers import CONFIDENCES, STANDINGS, choice, digest
from rules.facts import Subject
from rules.findings import FindingStatus
from rules.ruleset import Effect, Severity

FINDING_STATUSES = [str(status) for status in FindingStatus]
Described = Serializer[dict[str, object]]


def texts(help_text: str = "") -> ListField:
    """Return a field for a list of texts."""
    return ListField(child=CharField(), help_text=help_text)


class FactRead(Described):
    """A known fact that the rule read."""

    fact = CharField()
    value = CharField(help_text="exact")
    shown = CharField(help_text="for reading, long numbers cut")
    unit = CharField(allow_blank=True)
    meaning = CharField()


class ConditionRead(Described):
    """A line of a checklist."""

    id = CharField()
    clause = CharField()
    text = CharField()
    confidence = choice(CONFIDENCES)
    status = choice(["shown", "open"])


class FindingRead(Described):
    """What one rule says."""

    rule_set_reference = CharField()
    rule_set_sha256 = digest()
    citation = CharField()
    source_url = CharField()
    standing = choice(STANDINGS)
    confidence = choice(CONFIDENCES)
    rule_id = CharField()
    subject = choice([str(one) for one in Subject])
    status = choice(
        FINDING_STATUSES, help_text="undetermined is an answer of its own: neither met nor cleared"
    )
    severity = choice([str(one) for one in Severity])
    title = CharField()
    clause = CharField()
    limb_id = CharField(allow_null=True)
    explanation = CharField()
    question = CharField(allow_null=True)
    values = FactRead(many=True)
    missing_facts = texts("what would decide, where undetermined")
    effect = choice([str(one) for one in Effect])
    outcome = CharField(allow_null=True)
    conditions = ConditionRead(many=True)


class LimbRead(Described):
    """One limb or carve-out, with what it came to."""

    rule_set_reference = CharField()
    rule_id = CharField()
    limb_id = CharField()
    clause = CharField()
    expression = CharField()
    is_carve_out = BooleanField()
    status = choice(FINDING_STATUSES)
    values = DictField(child=CharField(allow_null=True), help_text="fact and value; null: unknown")


class LimbMet(Described):
    """A rule that says something about the question: which limb, why, and where it is written."""

    rule_id = CharField()
    limb_id = CharField(allow_null=True)
    status = choice(FINDING_STATUSES)
    title = CharField()
    clause = CharField()
    outcome = CharField(allow_null=True)
    explanation = CharField()
    question = CharField(allow_null=True)
    citation = CharField()
    source_url = CharField()
    confidence = choice(CONFIDENCES)
    standing = choice(STANDINGS)
    rule_set_reference = CharField()
    missing_facts = texts()


class OpenQuestionRead(Described):
    """Something only asking or screening can show, and that was not asked."""

    rule_id = CharField()
    clause = CharField()
    question = CharField()
    missing_facts = texts()


class PartyTestRead(Described):
    """One test of a party."""

    status = choice(FINDING_STATUSES)
    explanation = CharField()
    missing_facts = texts()
