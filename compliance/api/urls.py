"""Addresses of the API, version 1."""

from django.urls import path, register_converter

from compliance.api import schemas
from compliance.api.classify import Classify
from compliance.api.days import DayConverter
from compliance.api.directive_steps import (
    DeclineDirective,
    EndDirective,
    ProposeDirective,
    PublishDirective,
    WithdrawDirective,
)
from compliance.api.directives import DirectiveCheck, DirectivePreview, Directives, OneDirective
from compliance.api.licence_answers import AccessAnswers, LicenceAnswers
from compliance.api.log_batches import LogBatchDetail, LogBatchProof
from compliance.api.openapi_file import openapi_file
from compliance.api.push import PushLogs
from compliance.api.replays import OneReplay, ReplayCsv, ReplayJson, Replays
from compliance.api.rule_sets import OneRuleSet, RuleSets, RuleSetText
from compliance.api.switches import Switches
from compliance.api.tenants import TenantRecord

register_converter(DayConverter, "iso_day")
_RULE_SET = "rule-sets/<slug:jurisdiction>/<slug:name>@<iso_day:effective_from>"

app_name = "api"
urlpatterns = [
    path("logs", PushLogs.as_view(), name="logs"),
    path("log-batches/<slug:reference>", LogBatchDetail.as_view(), name="log-batch"),
    path("log-batches/<slug:reference>/proof", LogBatchProof.as_view(), name="log-batch-proof"),
    path("tenants/<path:account>", TenantRecord.as_view(), name="tenant"),
    path("rule-sets", RuleSets.as_view(), name="rule-sets"),
    path(_RULE_SET, OneRuleSet.as_view(), name="rule-set"),
    path(f"{_RULE_SET}.toml", RuleSetText.as_view(), name="rule-set-text"),
    path("classify", Classify.as_view(), name="classify"),
    path("licence-answers", LicenceAnswers.as_view(), name="licence-answers"),
    path("access-answers", AccessAnswers.as_view(), name="access-answers"),
    path("directives", Directives.as_view(), name="directives"),
    path("directives/check", DirectiveCheck.as_view(), name="directive-check"),
    path("directives/<slug:reference>", OneDirective.as_view(), name="directive"),
    path("directives/<slug:reference>/preview", DirectivePreview.as_view(), name="directive-preview"),
    path("directives/<slug:reference>/propose", ProposeDirective.as_view(), name="directive-propose"),
    path("directives/<slug:reference>/publish", PublishDirective.as_view(), name="directive-publish"),
    path("directives/<slug:reference>/decline", DeclineDirective.as_view(), name="directive-decline"),
    path("directives/<slug:reference>/withdraw", WithdrawDirective.as_view(), name="directive-withdraw"),
    path("directives/<slug:reference>/end", EndDirective.as_view(), name="directive-end"),
    path("switches", Switches.as_view(), name="switches"),
    path("replays", Replays.as_view(), name="replays"),
    path("replays/<slug:reference>", OneReplay.as_view(), name="replay"),
    path("replays/<slug:reference>/differences.csv", ReplayCsv.as_view(), name="replay-csv"),
    path("replays/<slug:reference>/differences.json", ReplayJson.as_view(), name="replay-json"),
    path("openapi.yaml", openapi_file, name="openapi"),
    path("schemas/", schemas.index, name="schemas"),
    path("schemas/<str:name>", schemas.schema, name="schema"),
]
