"""Enrolling: providers, their facilities and their keys. Each is recorded in the ledger."""

import hashlib
import re
import secrets
from datetime import UTC, datetime

from django.db import transaction

from audit.ledger.origins import OPERATOR
from audit.ledger.record import record
from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.providers.errors import ProviderKeyError
from compliance.providers.models import ApiKey, Facility, Provider

_PREFIX_BYTES, _SECRET_BYTES = 6, 32
_KEY = re.compile(r"[a-z][a-z0-9-]{0,49}")


def enrol_provider(*, key: str, name: str, by: str, instance_catalogue: str = "") -> Provider:
    """Return the provider with this key, made if it was not there.

    Raises ProviderKeyError for a key that could not name a log, or names the operator's own.
    """
    if not _KEY.fullmatch(key) or key == OPERATOR:
        raise ProviderKeyError(
            f"{key!r} cannot be a provider's key: take up to 50 lower-case letters, digits and hyphens, "
            f"beginning with a letter, other than {OPERATOR!r}, whose log is the operator's own."
        )
    with transaction.atomic():
        provider, is_new = Provider.objects.get_or_create(
            key=key, defaults={"name": name, "instance_catalogue": instance_catalogue or key}
        )
        if is_new:
            body = {"name": name, "instance_catalogue": provider.instance_catalogue}
            record(entity=OPERATOR, kind="provider.enrolled", by=by, subject=key, body=body)
    return provider


def state_facility(
    *,
    provider: Provider,
    key: str,
    by: str,
    name: str = "",
    country: str = "",
    assumed_chip: str = "",
    assumption: str = "",
) -> Facility:
    """Say where a facility stands and, if its logs never name the chip, what its accelerators count as and why."""
    stated = {"name": name, "country": country, "assumed_chip": assumed_chip, "assumption": assumption}
    with transaction.atomic():
        facility, _ = Facility.objects.update_or_create(provider=provider, key=key, defaults=stated)
        record(
            entity=provider.key,
            kind="facility.stated",
            by=by,
            subject=f"{provider.key}/{key}",
            body=dict(stated),
        )
    return facility


def issue_key(
    *, provider: Provider, by: str, label: str = "", expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """Return a new key and its text, which is shown once and kept nowhere: the database holds its SHA-256.

    A plain hash is enough: the secret half has 256 random bits, so there is nothing to guess.
    """
    prefix = f"cp_{secrets.token_hex(_PREFIX_BYTES)}"
    text = f"{prefix}.{secrets.token_urlsafe(_SECRET_BYTES)}"
    with transaction.atomic():
        machine = User.objects.create_user(
            f"key:{prefix}", role=Role.PROVIDER_CLIENT, full_name=f"{provider.name} client"
        )
        api_key = ApiKey.objects.create(
            provider=provider,
            user=machine,
            prefix=prefix,
            digest=digest_of(text),
            label=label,
            expires_at=expires_at,
        )
        record(
            entity=OPERATOR,
            kind="key.issued",
            by=by,
            subject=prefix,
            body={"provider": provider.key, "label": label},
        )
    return api_key, text


def revoke_key(*, api_key: ApiKey, by: str) -> None:
    """End a key now. What it pushed stays; one that was revoked before stays revoked since then."""
    with transaction.atomic():
        live = ApiKey.objects.filter(pk=api_key.pk, revoked_at=None)
        if not live.update(revoked_at=datetime.now(UTC)):
            return
        record(
            entity=OPERATOR,
            kind="key.revoked",
            by=by,
            subject=api_key.prefix,
            body={"provider": api_key.provider.key},
        )


def digest_of(text: str) -> str:
    """Return the SHA-256 of a key's text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
