"""PUT /api/v1/tenants/<account>: a provider's machine says who is behind one of its accounts."""

from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DictField,
    RegexField,
    Serializer,
    ValidationError,
)
from rest_framework.views import APIView

from compliance.accounts.roles import Act
from compliance.parties.models import Party
from compliance.pipeline import enrol_tenant
from compliance.providers.models import ApiKey
from compliance.tenants.enrol import TenantStatement
from rules.catalogue import KYC_FIELDS

_COUNTRY = r"^[A-Z]{2}$"
_LONGEST_VALUE_CHARACTERS = 2000


class StatementFields(Serializer[dict[str, object]]):
    """The form of a tenant record. Whatever is left out stays unknown."""

    kind = ChoiceField(choices=Party.Kind.choices)
    name = CharField(max_length=500)
    declared_country = RegexField(_COUNTRY, required=False, default="")
    headquarters_country = RegexField(_COUNTRY, required=False, default="")
    parent_name = CharField(max_length=500, required=False, default="")
    parent_headquarters_country = RegexField(_COUNTRY, required=False, default="")
    has_no_parent = BooleanField(required=False, allow_null=True, default=None)
    kyc = DictField(child=CharField(max_length=_LONGEST_VALUE_CHARACTERS), required=False, default=dict)

    def validate_kyc(self, value: dict[str, str]) -> dict[str, str]:
        """Refuse a field that no know-your-customer rule knows."""
        unknown = sorted(set(value) - set(KYC_FIELDS))
        if unknown:
            raise ValidationError(f"unknown: {', '.join(unknown)}; there are {', '.join(KYC_FIELDS)}.")
        return value


class TenantRecord(APIView):
    """The record of one tenant of the asking provider."""

    acts = frozenset({Act.PUSH_LOGS})

    def put(self, request: Request, account: str) -> Response:
        """Take the record, replace what was stated before, and ask for the tenant to be screened."""
        if not isinstance(request.auth, ApiKey):
            raise PermissionDenied("Only a provider's key may state who its tenants are.")
        form = StatementFields(data=request.data)
        form.is_valid(raise_exception=True)
        statement = TenantStatement(**form.validated_data)
        tenant = enrol_tenant(provider=request.auth.provider, account=account, statement=statement, by=request.auth.prefix)
        return Response({"tenant": tenant.reference, "account": tenant.account})
