"""PUT /api/v1/tenants/<account>: a provider's machine says who is behind one of its accounts."""

import re
import unicodedata

from django.conf import settings
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from compliance.accounts.roles import Act
from compliance.api.openapi.tenants import describe_tenant
from compliance.api.problems import Problem
from compliance.api.tenant_fields import StatementFields
from compliance.pipeline import enrol_tenant
from compliance.providers.models import ApiKey
from compliance.tenants.enrol import TenantStatement
from compliance.tenants.models import MAX_ACCOUNT_CHARACTERS

_ACCOUNT = re.compile(rf"[^\x00-\x1f\x7f]{{1,{MAX_ACCOUNT_CHARACTERS}}}")


def _check_request(request: Request, account: str) -> None:
    """Refuse an account that no log could name, and a document larger than any record, before it is read."""
    if not _ACCOUNT.fullmatch(account) or any(unicodedata.category(one) == "Cf" for one in account):
        raise Problem(
            400,
            "bad_account",
            "Bad account.",
            f"An account has 1 to {MAX_ACCOUNT_CHARACTERS} characters and no control or direction characters.",
        )
    limit_bytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit_bytes:
        raise Problem(
            413,
            "body_too_large",
            "Body too large.",
            f"A tenant record may have {limit_bytes} bytes; send only what is asked for.",
            limit_bytes=limit_bytes,
        )


class TenantRecord(APIView):
    """The record of one tenant of the asking provider."""

    acts = frozenset({Act.PUSH_LOGS})

    @describe_tenant
    def put(self, request: Request, account: str) -> Response:
        """Take the record in place of what was stated before, and ask for the tenant to be screened."""
        if not isinstance(request.auth, ApiKey):
            raise PermissionDenied("Only a provider's key may state who its tenants are.")
        _check_request(request, account)
        form = StatementFields(data=request.data)
        form.is_valid(raise_exception=True)
        stated = form.validated_data
        parent = stated["ultimate_parent"] or {"name": ""}
        statement = TenantStatement(
            kind=stated["entity_kind"],
            name=stated["name"],
            declared_country=stated.get("declared_country", ""),
            headquarters_country=stated.get("headquarters_country", ""),
            parent_name=parent["name"],
            parent_headquarters_country=parent.get("country", ""),
            has_no_parent=stated["states_no_parent"],
            kyc=stated["kyc"],
        )
        tenant = enrol_tenant(
            provider=request.auth.provider, account=account, statement=statement, by=request.auth.prefix
        )
        return Response({"tenant": tenant.reference, "account": tenant.account})
