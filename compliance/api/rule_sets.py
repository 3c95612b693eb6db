"""GET /api/v1/rule-sets and GET /api/v1/rule-sets/<jurisdiction>/<name>@<date>: the law that answers rest on.

Directives are shown to persons who may read them; for anybody else they do not exist.
"""

from datetime import date

from django.http import Http404, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.api.law_answers import dates_document
from compliance.api.negotiation import OneForm
from compliance.api.openapi.rule_sets import describe_rule_set, describe_rule_set_text, describe_rule_sets
from compliance.api.permissions import asker
from compliance.api.rule_set_documents import list_document, sets_listed, whole_document
from compliance.api.rule_set_queries import RuleSetQuery, RuleSetsQuery
from compliance.api.strict_forms import read_query
from compliance.lawbook.contents import content_of
from compliance.lawbook.questions import directive_of, law_for
from compliance.lawbook.record_reading import record_directive_read
from rules.clocks import Reading
from rules.law import Law
from rules.licensing.settings_read import settings_of_sets
from rules.ruleset import RuleSet

TOML = "application/toml"


class RuleSets(APIView):
    """The sets there are: those that apply on a day under a reading, or every version."""

    acts = frozenset({Act.READ_LAW})

    @describe_rule_sets
    def get(self, request: Request) -> Response:
        """Answer with the head of each, by id and newest version first."""
        asked, user = read_query(RuleSetsQuery, request), asker(request)
        whole = law_for(user)
        on_day = whole.on(asked["as_of"], asked["known_on"])
        reading = None if asked["all"] == "yes" else Reading(asked["reading"])
        listed = sets_listed(whole, on_day, reading=reading, jurisdiction=asked.get("jurisdiction"))
        return Response(
            dates_document(on_day, user, settings_of_sets(on_day, listed))
            | list_document(listed, on_day, reading=reading)
        )


class OneRuleSet(APIView):
    """One version of one set."""

    acts = frozenset({Act.READ_LAW})

    @describe_rule_set
    def get(self, request: Request, jurisdiction: str, name: str, effective_from: date) -> Response:
        """Answer with everything in it, its status on a day, and its text."""
        asked, user = read_query(RuleSetQuery, request), asker(request)
        whole = law_for(user)
        rule_set = _found(whole, f"{jurisdiction}/{name}@{effective_from}")
        on_day = whole.on(asked["as_of"], asked["known_on"])
        versions = [one for one in whole.rule_sets if one.id == rule_set.id]
        document = whole_document(rule_set, on_day, versions=versions, text=content_of(rule_set).decode())
        _record_reading(rule_set, user)
        used = settings_of_sets(on_day, [rule_set])
        return Response(dates_document(on_day, user, used) | document)


class RuleSetText(APIView):
    """The text of one version, to the byte: what its SHA-256 is over."""

    acts = frozenset({Act.READ_LAW})
    content_negotiation_class = OneForm

    @describe_rule_set_text
    def get(self, request: Request, jurisdiction: str, name: str, effective_from: date) -> HttpResponse:
        """Answer with the TOML."""
        user = asker(request)
        rule_set = _found(law_for(user), f"{jurisdiction}/{name}@{effective_from}")
        content = content_of(rule_set)
        _record_reading(rule_set, user)
        return HttpResponse(content, content_type=TOML)


def _found(whole: Law, reference: str) -> RuleSet:
    for rule_set in whole.rule_sets:
        if rule_set.reference == reference:
            return rule_set
    raise Http404(f"There is no rule set {reference[:200]}; /api/v1/rule-sets?all=yes lists those there are.")


def _record_reading(rule_set: RuleSet, user: User) -> None:
    directive = directive_of(rule_set.reference)
    if directive is not None:
        record_directive_read(directive=directive, by=user)
