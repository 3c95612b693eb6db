"""Addresses of the console."""

from django.contrib.auth.views import LogoutView
from django.urls import path, register_converter

from compliance.console.references import ReferenceConverter, RuleSetReferenceConverter
from compliance.console.views.answers import access_answers_page, licence_answers_page
from compliance.console.views.batches import batch_page, batches_page
from compliance.console.views.chips import chip_page, chips_page
from compliance.console.views.compare import compare_page
from compliance.console.views.directives import (
    answer_directive,
    change_directive,
    check_directive_part,
    directive_page,
    directives_page,
    new_directive_page,
    write_directive_page,
)
from compliance.console.views.flag import answer_decision, flag_page, propose_decision
from compliance.console.views.ledger import ledger_page
from compliance.console.views.letters import letter_file, record_letter
from compliance.console.views.queue import queue_page
from compliance.console.views.replays import (
    ask_replay_page,
    replay_csv,
    replay_json,
    replay_page,
    replays_page,
)
from compliance.console.views.reports import report_bundle, reports_page, request_report_page
from compliance.console.views.rule_sets import end_directive_page, rule_set_page, rule_sets_page
from compliance.console.views.sign_in import SignIn
from compliance.console.views.switches import state_switch_page, switches_page
from compliance.console.views.tenant import tenant_page
from compliance.console.views.texts import see_notice_page, texts_page

register_converter(ReferenceConverter, "reference")
register_converter(RuleSetReferenceConverter, "rule_set")

app_name = "console"
urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("", queue_page, name="queue"),
    path("flags/<reference:reference>/", flag_page, name="flag"),
    path("flags/<reference:reference>/propose/", propose_decision, name="propose"),
    path(
        "flags/<reference:reference>/decisions/<reference:decision_reference>/",
        answer_decision,
        name="answer",
    ),
    path("tenants/<reference:reference>/", tenant_page, name="tenant"),
    path("batches/", batches_page, name="batches"),
    path("batches/<reference:reference>/", batch_page, name="batch"),
    path("reports/", reports_page, name="reports"),
    path("reports/request/", request_report_page, name="request-report"),
    path("reports/<reference:reference>/bundle/", report_bundle, name="report-bundle"),
    path("ledger/", ledger_page, name="ledger"),
    path("law/chips/", chips_page, name="chips"),
    path("law/chips/<slug:slug>/", chip_page, name="chip"),
    path("law/chips/<slug:slug>/letters/", record_letter, name="record-letter"),
    path("law/letters/<reference:reference>/", letter_file, name="letter-file"),
    path("law/sets/", rule_sets_page, name="rule-sets"),
    path("law/sets/<rule_set:reference>/", rule_set_page, name="rule-set"),
    path("law/sets/<rule_set:reference>/compare/", compare_page, name="compare-sets"),
    path("law/sets/<rule_set:reference>/end/", end_directive_page, name="end-directive"),
    path("law/directives/", directives_page, name="directives"),
    path("law/directives/new/", new_directive_page, name="new-directive"),
    path("law/directives/write/", write_directive_page, name="write-directive"),
    path("law/directives/check/", check_directive_part, name="check-directive"),
    path("law/directives/<reference:reference>/", directive_page, name="directive"),
    path("law/directives/<reference:reference>/change/", change_directive, name="change-directive"),
    path("law/directives/<reference:reference>/answer/", answer_directive, name="answer-directive"),
    path("law/answers/", licence_answers_page, name="licence-answers"),
    path("law/answers/access/", access_answers_page, name="access-answers"),
    path("law/replays/", replays_page, name="replays"),
    path("law/replays/ask/", ask_replay_page, name="ask-replay"),
    path("law/replays/<reference:reference>/", replay_page, name="replay"),
    path("law/replays/<reference:reference>/csv/", replay_csv, name="replay-csv"),
    path("law/replays/<reference:reference>/json/", replay_json, name="replay-json"),
    path("law/texts/", texts_page, name="texts"),
    path("law/texts/seen/", see_notice_page, name="see-notice"),
    path("law/switches/", switches_page, name="switches"),
    path("law/switches/state/", state_switch_page, name="state-switch"),
]
