"""What answers about transfers and access say, as it is described."""

from rest_framework.serializers import CharField, DateField, IntegerField

from compliance.api.openapi.findings import (
    FINDING_STATUSES,
    ConditionRead,
    Described,
    LimbMet,
    OpenQuestionRead,
    PartyTestRead,
    texts,
)
from compliance.api.openapi.law_answers import CONFIDENCES, STATUSES, SettingUsed, choice
from rules.cloud import CloudStatus, DueDiligence
from rules.licensing import Requirement
from rules.licensing.exceptions import ExceptionStatus
from rules.pending_law import BillState
from rules.ruleset import REVIEW_POLICIES


class TransferItemRead(Described):
    """The item that was asked about."""

    basis = choice(["stated", "maker_letter", "computed", "unknown"])
    entry = CharField(
        allow_null=True, help_text="of a circuit by figures: the codified limb; each answer has its own"
    )
    chip = CharField(allow_null=True)
    missing_facts = texts("what would decide its entry")


class ExceptionRead(Described):
    """One licence exception."""

    name = CharField()
    status = choice([str(one) for one in ExceptionStatus], help_text="eligible is by scope only")
    clause = CharField()
    explanation = CharField()
    citation = CharField()
    confidence = choice(CONFIDENCES)
    conditions = ConditionRead(many=True)
    missing_facts = texts()


class PolicyRead(Described):
    """One review policy that holds, or is open."""

    policy = choice(list(REVIEW_POLICIES))
    status = choice(FINDING_STATUSES)
    rule_id = CharField()
    clause = CharField()
    explanation = CharField()
    citation = CharField()
    confidence = choice(CONFIDENCES)
    conditions = ConditionRead(many=True)
    otherwise = CharField(allow_null=True, help_text="the policy where the checklist fails")
    missing_facts = texts()


class ReviewRead(Described):
    """How an application is looked at."""

    policy = choice(list(REVIEW_POLICIES), allow_null=True)
    conditions_open = IntegerField(
        help_text="lines of its checklist not shown yet; it holds only once there are none"
    )
    sentence = CharField()
    policies = PolicyRead(many=True)


class RequirementRead(LimbMet):
    """A limb by which a licence is asked for, or would be."""

    enforcement = choice(
        STATUSES, allow_null=True, help_text="what the authority does with the text; null: not known"
    )


class LicenceAnswerRead(Described):
    """The answer under one reading."""

    item_entry = CharField(allow_null=True)
    requirement = choice([str(one) for one in Requirement], help_text="not_found is no clearance")
    sentence = CharField()
    limbs = RequirementRead(many=True)
    undetermined = RequirementRead(many=True)
    prohibitions = LimbMet(many=True)
    missing_facts = texts()
    exceptions = ExceptionRead(many=True)
    review = ReviewRead(allow_null=True)


class LicenceAnswersRead(Described):
    """The three answers, side by side."""

    codified = LicenceAnswerRead()
    enforced = LicenceAnswerRead()
    conservative = LicenceAnswerRead()


class LicenceAnswerWhole(Described):
    """What the law of a day asks of one transfer."""

    item = TransferItemRead()
    transfer_kind = CharField()
    origin_country = CharField(allow_null=True)
    destination_country = CharField(allow_null=True)
    destination_region = CharField(allow_null=True)
    recipient_headquarters_country = CharField(allow_null=True)
    recipient_ultimate_parent_headquarters_country = CharField(allow_null=True)
    as_of = DateField()
    known_on = DateField(allow_null=True)
    text_read_until = DateField()
    text_note = CharField(allow_null=True)
    answers = LicenceAnswersRead()
    headquarters_test = PartyTestRead()
    fifty_percent_test = PartyTestRead()
    nationality_test = PartyTestRead()
    notices = LimbMet(many=True)
    open_questions = OpenQuestionRead(many=True)
    settings_used = SettingUsed(many=True)


class ProhibitionRead(LimbMet):
    """Something that is forbidden, with what must be shown besides."""

    conditions = ConditionRead(many=True)


class BillRead(Described):
    """A bill, proposed rule or review that would change the answer. None of it is law."""

    id = CharField()
    name = CharField()
    numbers = texts()
    state = choice([str(one) for one in BillState])
    last_seen_on = DateField()
    what = CharField()
    would_change = CharField()
    source = CharField()  # type: ignore[assignment]  # only described
    source_url = CharField()
    confidence = choice(CONFIDENCES)


class AccessAnswerWhole(Described):
    """What was found about one user of computing capacity from afar."""

    as_of = DateField()
    known_on = DateField(allow_null=True)
    headquarters_country = CharField(allow_null=True)
    ultimate_parent_headquarters_country = CharField(allow_null=True)
    status = choice([str(one) for one in CloudStatus])
    due_diligence = choice([str(one) for one in DueDiligence])
    sentence = CharField()
    prohibitions = ProhibitionRead(many=True)
    undetermined = LimbMet(many=True)
    notices = LimbMet(many=True)
    open_questions = OpenQuestionRead(many=True)
    headquarters_test = PartyTestRead()
    nationality_test = PartyTestRead()
    pending_law = BillRead(many=True)
    pending_law_looked_until = DateField()
    settings_used = SettingUsed(many=True)
    text_read_until = DateField()
    text_note = CharField(allow_null=True)
