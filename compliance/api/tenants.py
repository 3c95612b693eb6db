"""PUT /api/v1/tenants/<account>: a provider's machine says who is behind one of its accounts."""

import re
import unicodedata

from django.conf import settings
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BooleanField, CharField, ChoiceField, Field, RegexField, Serializer
from rest_framework.views import APIView

from compliance.accounts.roles import Act
from compliance.api.problems import Problem
from compliance.parties.models import Party
from compliance.pipeline import enrol_tenant
from compliance.providers.models import ApiKey
from compliance.tenants.enrol import TenantStatement
from compliance.tenants.models import MAX_ACCOUNT_CHARACTERS
from rules.catalogue import KYC_FIELDS

_COUNTRY = r"^[A-Z]{2}\Z"
_ACCOUNT = re.compile(rf"[^\x00-\x1f\x7f]{{1,{MAX_ACCOUNT_CHARACTERS}}}")
_LONGEST_VALUE_CHARACTERS = 2000
_MOST_VALUES = 100
_VALUE = CharField(max_length=_LONGEST_VALUE_CHARACTERS, allow_blank=True)


class AnyJson(Field[object, object, object, object]):
    """JSON as it came; REST framework's own field writes it out again, however deep it is nested."""

    def to_internal_value(self, data: object) -> object:
        """Take it as it is: `validate_kyc` looks at it."""
        return data


class ParentFields(Serializer[dict[str, str]]):
    """Who stands at the top of the ownership."""

    name = CharField(max_length=500)
    country = RegexField(_COUNTRY, required=False, default="")


class StatementFields(Serializer[dict[str, object]]):
    """The form of a tenant record. Whatever is left out stays unknown."""

    entity_kind = ChoiceField(choices=Party.Kind.choices)
    name = CharField(max_length=500)
    declared_country = RegexField(_COUNTRY, required=False, default="")
    headquarters_country = RegexField(_COUNTRY, required=False, default="")
    ultimate_parent = ParentFields(required=False, allow_null=True, default=None)
    states_no_parent = BooleanField(required=False, allow_null=True, default=None)
    kyc = AnyJson(required=False, default=dict)

    def validate_kyc(self, value: object) -> dict[str, str]:
        """Take field name -> text or list of texts; refuse a field that no know-your-customer rule knows."""
        if not isinstance(value, dict):
            raise ValidationError("kyc takes an object of field name and value.")
        unknown = sorted(set(value) - set(KYC_FIELDS))
        if unknown:
            raise ValidationError(f"unknown: {', '.join(unknown)}; there are {', '.join(KYC_FIELDS)}.")
        return {name: _text(name, given) for name, given in value.items()}

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """Refuse a parent beside the statement that there is none."""
        if attrs["states_no_parent"] and attrs["ultimate_parent"]:
            raise ValidationError(
                {"states_no_parent": "is true although ultimate_parent names one; send one of the two."}
            )
        return attrs


def _text(name: str, given: object) -> str:
    """Return a value as one text; refuse what is no text, too long, or holds characters no database can keep."""
    values = given if isinstance(given, list) else [given]
    if len(values) > _MOST_VALUES or not all(isinstance(one, str) for one in values):
        raise ValidationError(f"{name} takes a text, or a list of up to {_MOST_VALUES} of them.")
    return "\n".join(_VALUE.run_validation(one) for one in values)


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

    def put(self, request: Request, account: str) -> Response:
        """Take the record in place of what was stated before, and ask for the tenant to be screened."""
        if not isinstance(request.auth, ApiKey):
            raise PermissionDenied("Only a provider's key may state who its tenants are.")
        _check_request(request, account)
        form = StatementFields(data=request.data)
        form.is_valid(raise_exception=True)
        stated = form.validated_data
        parent = stated["ultimate_parent"] or {"name": "", "country": ""}
        statement = TenantStatement(
            kind=stated["entity_kind"],
            name=stated["name"],
            declared_country=stated["declared_country"],
            headquarters_country=stated["headquarters_country"],
            parent_name=parent["name"],
            parent_headquarters_country=parent["country"],
            has_no_parent=stated["states_no_parent"],
            kyc=stated["kyc"],
        )
        tenant = enrol_tenant(
            provider=request.auth.provider, account=account, statement=statement, by=request.auth.prefix
        )
        return Response({"tenant": tenant.reference, "account": tenant.account})
