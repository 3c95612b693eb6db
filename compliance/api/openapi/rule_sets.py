"""How rule sets are described."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import (
    BooleanField,
    CharField,
    DateField,
    DictField,
    IntegerField,
    ListField,
    Serializer,
)

from compliance.api.law_answers import dates_document
from compliance.api.openapi.example_reader import READER
from compliance.api.openapi.law_answers import (
    CONFIDENCES,
    READINGS,
    STANDINGS,
    STATUSES,
    TAG,
    Dates,
    choice,
    digest,
    example_law,
)
from compliance.api.openapi.made_later import example
from compliance.api.openapi.refusals import MENDABLE_BY_A_KEY, refusals
from compliance.api.rule_set_documents import list_document, sets_listed, whole_document
from compliance.api.rule_set_queries import RuleSetQuery, RuleSetsQuery
from rules.clocks import Reading
from rules.facts import Subject
from rules.library import SETS_FOLDER, by_reference
from rules.licensing.settings_read import settings_of_sets
from rules.ruleset import Effect, Severity

EXAMPLE_SET = "us/4e091@2025-01-13"
EXAMPLE_JURISDICTION = "project"


class RuleSetHead(Serializer[dict[str, object]]):
    """One version of one set. Three dates beside its name, and enforcement, which has its own."""

    reference = CharField(help_text="jurisdiction, name and version: us/3a090@2023-11-17")
    jurisdiction = CharField()
    name = CharField()
    title = CharField()
    authority = CharField()
    citation = CharField()
    source_url = CharField()
    standing = choice(STANDINGS, help_text="only `codified` is law for everybody")
    confidence = choice(
        CONFIDENCES,
        help_text="how the text was seen. V: read. S: quoted. K: from knowledge. U: sources disagree",
    )
    published_on = DateField(help_text="known from this day")
    effective_from = DateField()
    effective_until = DateField(allow_null=True, help_text="the first day without it; null: none is stated")
    compliance_from = DateField(help_text="to be complied with from this day")
    recorded_on = DateField(allow_null=True, help_text="of a directive: put on record here")
    status = choice(
        STATUSES, allow_null=True, help_text="what the authority does with it that day; null: not known"
    )
    readings = ListField(
        child=choice(READINGS), help_text="under which of the three answers it applies that day"
    )
    number_of_rules = IntegerField()
    sha256 = digest(help_text="of its text")


class RuleSetList(Dates):
    """The sets asked for."""

    reading = choice(READINGS, allow_null=True, help_text="null: every version is listed")
    rule_sets = RuleSetHead(many=True)


class RuleSetEnforcement(Serializer[dict[str, object]]):
    """What the authority does with the text on the days [applies_from, applies_until)."""

    status = choice(STATUSES, allow_null=True, help_text="null: `switch` decides, by `by_setting`")
    applies_from = DateField()
    applies_until = DateField(allow_null=True)
    announced_on = DateField(help_text="known from this day")
    source = CharField()  # type: ignore[assignment]  # only described
    switch = CharField(allow_null=True)
    by_setting = DictField(child=choice(STATUSES))


class RuleLimb(Serializer[dict[str, object]]):
    """One way to meet a rule, or, under `unless`, one way out of it."""

    id = CharField()
    clause = CharField()
    when = CharField(help_text="an expression in CEL over facts")
    explanation = CharField(allow_null=True)


class RuleCondition(Serializer[dict[str, object]]):
    """A line of a checklist: what must be shown besides."""

    id = CharField()
    clause = CharField()
    text = CharField()
    confidence = choice(CONFIDENCES)
    when = CharField(allow_null=True, help_text="null: only a person can say")


class RuleSetRule(Serializer[dict[str, object]]):
    """Met where one limb holds, none of `unless` does, and no condition is known to fail."""

    id = CharField()
    subjects = ListField(child=choice([str(one) for one in Subject]))
    severity = choice([str(one) for one in Severity])
    title = CharField()
    clause = CharField()
    effect = choice([str(one) for one in Effect])
    outcome = CharField(allow_null=True, help_text="what the effect names: an entry, an exception, a policy")
    instead_of = ListField(child=CharField(), help_text="rules that give way where this one is met")
    raises_when_unknown = BooleanField()
    confidence = choice(CONFIDENCES, allow_null=True, help_text="where it is another than the set's")
    explanation = CharField()
    question = CharField(allow_null=True, help_text="what a person is to find out")
    facts = ListField(child=CharField(), help_text="what it reads")
    limbs = RuleLimb(many=True)
    unless = RuleLimb(many=True)
    conditions = RuleCondition(many=True)


class RuleSetWhole(Dates, RuleSetHead):
    """Everything in one version of a set."""

    notes = CharField(allow_null=True)
    versions = ListField(child=CharField(), help_text="references of all versions, newest first")
    enforcement = RuleSetEnforcement(many=True)
    lists = DictField(child=DictField(), help_text="texts that expressions use by name")
    texts = ListField(child=DictField(), help_text="units of the Code of Federal Regulations that it encodes")
    rules = RuleSetRule(many=True)
    text = CharField(help_text="the TOML that `sha256` is over, in UTF-8", trim_whitespace=False)


def _list_example() -> dict[str, object]:
    law, on_day = example_law()
    reading = Reading.CONSERVATIVE
    listed = sets_listed(law, on_day, reading=reading, jurisdiction=EXAMPLE_JURISDICTION)
    return dates_document(on_day, READER, settings_of_sets(on_day, listed)) | list_document(
        listed, on_day, reading=reading
    )


def _whole_example() -> dict[str, object]:
    law, on_day = example_law()
    rule_set = by_reference(EXAMPLE_SET)
    place = SETS_FOLDER / rule_set.id / f"{rule_set.effective_from}.toml"
    versions = [one for one in law.rule_sets if one.id == rule_set.id]
    return dates_document(on_day, READER, settings_of_sets(on_day, [rule_set])) | whole_document(
        rule_set, on_day, versions=versions, text=place.read_text(encoding="utf-8")
    )


def _part(name: str, description: str, schema: Any = str) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.PATH, description=description)


_REFERENCE = [
    _part("jurisdiction", "such as us"),
    _part("name", "such as 3a090"),
    _part("effective_from", "the version, by the day it took effect", {"type": "string", "format": "date"}),
]
_REFUSALS = refusals(
    "invalid", *MENDABLE_BY_A_KEY, "not_acceptable", not_found="There is no rule set us/nothing@2026-01-01."
)

describe_rule_sets = extend_schema(
    operation_id="rule_sets",
    tags=TAG,
    summary="Which rule sets there are",
    description="The dated rule sets that apply on a day, or every version of all. Directives, which are confidential, "
    "are listed for persons who may read them and for nobody else.",
    parameters=[RuleSetsQuery],
    responses={
        200: OpenApiResponse(
            RuleSetList, examples=[example("the watch levels of the project", _list_example)]
        )
    }
    | refusals("invalid", *MENDABLE_BY_A_KEY, "not_acceptable"),
)

describe_rule_set = extend_schema(
    operation_id="rule_set",
    tags=TAG,
    summary="One rule set",
    description="One version with its dates, enforcement, rules and text. `status` and `readings` are those of the day "
    "asked for, whether or not this is the version in force.",
    parameters=[*_REFERENCE, RuleSetQuery],
    responses={200: OpenApiResponse(RuleSetWhole, examples=[example("model weights", _whole_example)])}
    | _REFUSALS,
)

describe_rule_set_text = extend_schema(
    operation_id="rule_set_text",
    tags=TAG,
    summary="The text of a rule set",
    description="The TOML to the byte: `sha256sum` says of it what `sha256` says.",
    parameters=_REFERENCE,
    responses={(200, "application/toml"): OpenApiResponse({"type": "string"}, description="the text")}
    | refusals(*MENDABLE_BY_A_KEY, not_found="There is no rule set us/nothing@2026-01-01."),
)
