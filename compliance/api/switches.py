"""GET and POST /api/v1/switches: what the texts read do not say, and what somebody who looked has stated."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from compliance.accounts.roles import Act
from compliance.api.confidential import read_form
from compliance.api.lawbook_refusals import refusals_as_problems
from compliance.api.openapi.switches import describe_state_switch, describe_switches
from compliance.api.permissions import asker
from compliance.api.strict_forms import read_query
from compliance.api.switch_documents import statement_document, switches_document
from compliance.api.switch_fields import StatementForm, SwitchesQuery
from compliance.lawbook.models import SwitchStatement
from compliance.lawbook.questions import law_for
from compliance.pipeline import state_switch


class Switches(APIView):
    """Every switch with its statements; a new statement, for which the verb decides who may make it."""

    acts = frozenset({Act.READ_LAW})

    @describe_switches
    def get(self, request: Request) -> Response:
        """Answer with the question of each, the setting in use on a day, and all statements, newest first."""
        asked, user = read_query(SwitchesQuery, request), asker(request)
        whole = law_for(user)
        statements = list(SwitchStatement.objects.select_related("stated_by").order_by("-id"))
        on_day = whole.on(asked["as_of"], asked["known_on"])
        return Response(switches_document(whole, on_day, statements, user))

    @describe_state_switch
    def post(self, request: Request) -> Response:
        """State a setting; everybody is screened again under it."""
        stated, user = read_form(StatementForm, request), asker(request)
        with refusals_as_problems():
            statement = state_switch(**stated, by=user)
        return Response(statement_document(statement, user), status=201)
