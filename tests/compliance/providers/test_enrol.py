"""Providers, facilities and keys: shown once, kept as a digest, recorded."""

import hashlib
import json

import pytest
from django.db import IntegrityError, transaction

from audit.ledger.models import OutboxEntry
from compliance.accounts.roles import Role
from compliance.providers.enrol import enrol_provider, issue_key, revoke_key, state_facility
from compliance.providers.errors import ProviderKeyError
from compliance.providers.models import ApiKey, Facility, Provider
from compliance.providers.recognise import recognise

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


def leaves(kind: str) -> list[dict]:
    return [json.loads(bytes(row.leaf)) for row in OutboxEntry.objects.filter(kind=kind).order_by("id")]


def test_enrolling_again_changes_nothing(cast):
    again = enrol_provider(key="fjordlys", name="Another name", by="sam")
    assert again == cast.provider
    assert Provider.objects.get(key="fjordlys").name == "Fjordlys Compute AS"
    assert len([leaf for leaf in leaves("provider.enrolled") if leaf["object"] == "fjordlys"]) == 1


@pytest.mark.parametrize("key", ["operator", "", "a/b", "a b", "Acme", "1st", "å", "x" * 51, "a\n"])
def test_a_key_that_could_not_name_a_log_of_its_own_is_refused(cast, key):
    with pytest.raises(ProviderKeyError):
        enrol_provider(key=key, name="Whoever", by="sam")
    assert not Provider.objects.filter(name="Whoever").exists()


def test_a_provider_names_instance_types_its_own_way_unless_it_says_whose(cast):
    assert cast.provider.instance_catalogue == "fjordlys"
    assert (
        enrol_provider(key="reseller", name="R", by="sam", instance_catalogue="aws").instance_catalogue
        == "aws"
    )


def test_a_key_is_recognised_by_its_whole_text(cast):
    assert recognise(cast.key_text) == cast.key
    assert recognise(cast.key_text).provider == cast.provider
    assert cast.key.user.role == Role.PROVIDER_CLIENT


@pytest.mark.parametrize("text", ["", ".", "cp_.", "cp_000000000000." + "A" * 43, "x" * 10_000, "cp_\x00"])
def test_what_is_no_key_is_nobody(cast, text):
    assert recognise(text) is None


def test_two_keys_are_never_mixed(cast):
    assert recognise(f"{cast.key.prefix}.{cast.outside_key_text.partition('.')[2]}") is None


def test_the_text_of_a_key_is_kept_nowhere(cast):
    secret = cast.key_text.partition(".")[2]
    assert cast.key.digest == hashlib.sha256(cast.key_text.encode()).hexdigest()
    assert secret not in json.dumps([list(row) for row in ApiKey.objects.values_list()], default=str)
    assert secret not in "".join(bytes(row.leaf).decode() for row in OutboxEntry.objects.all())


def test_issuing_and_revoking_are_recorded_by_the_public_part(cast):
    key, text = issue_key(provider=cast.provider, by="sam", label="second")
    assert leaves("key.issued")[-1]["body"] == {"provider": "fjordlys", "label": "second"}
    revoke_key(api_key=key, by="sam")
    revoked_at = ApiKey.objects.get(pk=key.pk).revoked_at
    assert recognise(text) is None
    assert recognise(cast.key_text) == cast.key
    assert leaves("key.revoked")[-1]["object"] == key.prefix
    revoke_key(api_key=key, by="sam")
    assert ApiKey.objects.get(pk=key.pk).revoked_at == revoked_at
    assert len(leaves("key.revoked")) == 1


def test_an_assumption_says_why(cast):
    with pytest.raises(IntegrityError, match="an_assumed_chip_says_why"), transaction.atomic():
        state_facility(provider=cast.provider, key="oslo-1", by="sam", assumed_chip="example-x1")
    assert not leaves("facility.stated")
    facility = state_facility(
        provider=cast.provider,
        key="oslo-1",
        by="sam",
        assumed_chip="example-x1",
        assumption="only these stand there",
    )
    assert leaves("facility.stated")[-1]["body"]["assumption"] == "only these stand there"
    state_facility(provider=cast.provider, key="oslo-1", by="sam", country="NO")
    assert (Facility.objects.get().pk, Facility.objects.get().assumed_chip) == (facility.pk, "")
