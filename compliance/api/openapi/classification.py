"""What a classification says, as it is described."""

from rest_framework.serializers import BooleanField, CharField, DateField, DateTimeField, DictField

from compliance.api.openapi.findings import FINDING_STATUSES, Described, FindingRead, LimbRead, texts
from compliance.api.openapi.law_answers import SettingUsed, choice, digest
from rules.chips.answer import ChipStatus

CHIP_STATUSES = [str(status) for status in ChipStatus]


class ChipAnswerRead(Described):
    """The answer under one reading."""

    status = choice(CHIP_STATUSES)
    limb = CharField(allow_null=True, help_text="the paragraph met")
    clause = CharField()
    explanation = CharField()
    also = texts("other entries that describe the circuit")
    missing_facts = texts("what would decide, where undetermined")
    rule_set_reference = CharField(allow_null=True)
    rule_set_sha256 = digest(allow_null=True)


class ChipAnswers(Described):
    """The three answers, side by side."""

    codified = ChipAnswerRead()
    enforced = ChipAnswerRead()
    conservative = ChipAnswerRead()


class RateRead(Described):
    """One known rate with its own total."""

    number_format = CharField()
    bits = CharField()
    dense_tera_operations_per_second = CharField()
    tpp = CharField()


class EligibilityRead(Described):
    """Whether a licence exception can cover the item; destination and parties are not looked at."""

    exception = CharField()
    status = choice(FINDING_STATUSES)
    clause = CharField()
    explanation = CharField()
    missing_facts = texts()


class NearThresholdRead(Described):
    """A figure within 3 percent of a number of the law."""

    fact = CharField()
    value = CharField()
    threshold = CharField()
    side = choice(["below", "at_or_above"])
    clauses = texts()
    changes_status = BooleanField(help_text="just across it, the answer would be another")


class OtherReadingRead(Described):
    """What the answer would be if the Technical Notes were read otherwise."""

    name = CharField()
    explanation = CharField()
    tpp = CharField()
    performance_density = CharField(allow_null=True)
    status = choice(CHIP_STATUSES)
    limb = CharField(allow_null=True)
    changes_status = BooleanField()


class ClassificationRead(Described):
    """What published figures come to on a day."""

    chip = CharField(allow_null=True)
    as_of = DateField()
    known_on = DateField(allow_null=True)
    tpp = CharField(allow_null=True, help_text="total processing performance, TOPS x bit; null: unknown")
    performance_density = CharField(
        allow_null=True, help_text="TOPS x bit / mm2; null: unknown, or no such thing"
    )
    decisive_format = CharField(allow_null=True)
    rates = RateRead(many=True)
    facts = DictField(help_text="what the rules read, by name; null: unknown")
    answers = ChipAnswers()
    eligibility = EligibilityRead(many=True)
    gp10 = FindingRead(allow_null=True, help_text="General Prohibition 10; null before its guidance")
    near_thresholds = NearThresholdRead(many=True)
    readings = OtherReadingRead(many=True)
    working = LimbRead(many=True, required=False)
    findings = FindingRead(many=True, required=False)
    settings_used = SettingUsed(many=True)
    text_note = CharField(allow_null=True, help_text="what must be said of a day later than the texts read")


class MakerLetterRead(Described):
    """The maker's own classification, which outranks what is computed."""

    reference = CharField()
    stated_entry = CharField()
    letter_on = DateField()
    signer = CharField(
        allow_null=True, help_text="like the three others that may be null: for the operator's own"
    )
    source = CharField(allow_null=True)  # type: ignore[assignment]  # only described
    file_name = CharField(allow_null=True)
    file_sha256 = digest()
    media_type = CharField()
    recorded_at = DateTimeField()
    recorded_by = CharField(allow_null=True)


class CircuitStatus(Described):
    """The status of a circuit: the maker's letter where one is on file, else what its figures come to."""

    kind = choice(["chip", "figures"])
    chip = CharField(allow_null=True, help_text="its key in the registry")
    basis = choice(["maker_letter", "computed"])
    status = choice(CHIP_STATUSES, help_text="by the letter, else under the codified text")
    entry = CharField(allow_null=True)
    explanation = CharField()
    letter = MakerLetterRead(allow_null=True)
    computed = ClassificationRead()
    text_read_until = DateField()


class SystemAnswerRead(Described):
    """The answer under one reading."""

    status = choice(FINDING_STATUSES)
    entry = CharField(allow_null=True)
    level = choice(
        ["3A090.a", "3A090.b", "none"], allow_null=True, help_text="which licence requirements follow"
    )
    missing_facts = texts()
    findings = FindingRead(many=True, required=False)


class SystemAnswers(Described):
    """The three answers, side by side."""

    codified = SystemAnswerRead()
    enforced = SystemAnswerRead()
    conservative = SystemAnswerRead()


class SystemStatus(Described):
    """The status of a computer, board or component, by the figures of its circuits."""

    kind = choice(["system"])
    as_of = DateField()
    known_on = DateField(allow_null=True)
    text_read_until = DateField()
    text_note = CharField(allow_null=True)
    base_entry = CharField(allow_null=True)
    answers = SystemAnswers()
    circuits = CircuitStatus(many=True)
    settings_used = SettingUsed(many=True)


class ModelRuleRead(Described):
    """A rule that describes the model, or may."""

    outcome = CharField(allow_null=True)
    rule_id = CharField()
    clause = CharField()
    explanation = CharField()
    standing = CharField()
    rule_set_reference = CharField()
    missing_facts = texts()


class ModelAnswerRead(Described):
    """The answer under one reading."""

    met = ModelRuleRead(many=True)
    undetermined = ModelRuleRead(many=True)
    missing_facts = texts()


class ModelAnswers(Described):
    """The three answers, side by side."""

    codified = ModelAnswerRead()
    enforced = ModelAnswerRead()
    conservative = ModelAnswerRead()


class ModelStatus(Described):
    """What describes a trained model."""

    kind = choice(["model"])
    as_of = DateField()
    known_on = DateField(allow_null=True)
    text_read_until = DateField()
    text_note = CharField(allow_null=True)
    facts = DictField()
    answers = ModelAnswers()
    working = LimbRead(many=True, required=False)
    findings = FindingRead(many=True, required=False)
    settings_used = SettingUsed(many=True)
