"""manage.py revoke_key and state_facility."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from audit.ledger.models import OutboxEntry
from compliance.providers.models import Facility
from compliance.providers.recognise import recognise
from compliance.registry.models import Chip

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

WHY = "The operator says these nodes hold nothing else."


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, skip_checks=True)
    return out.getvalue()


def leaves(kind: str) -> list[dict]:
    return [json.loads(bytes(row.leaf)) for row in OutboxEntry.objects.filter(kind=kind).order_by("id")]


@pytest.fixture
def _chip(db):
    Chip.objects.create(
        slug="example-x1-sxm", vendor="Example", name="X1", source="invented", confidence="high"
    )


class TestRevokeKey:
    """`revoke_key PREFIX`."""

    def test_an_unknown_key(self, cast):
        with pytest.raises(CommandError, match="no key 'cp_000000000000'"):
            run("revoke_key", "cp_000000000000")
        assert recognise(cast.key_text) == cast.key

    def test_a_whole_key_is_refused_and_not_repeated(self, cast):
        with pytest.raises(CommandError) as refused:
            run("revoke_key", cast.key_text)
        assert cast.key_text.partition(".")[2] not in str(refused.value)
        assert recognise(cast.key_text) == cast.key

    def test_one_key_ends_and_no_other(self, cast):
        assert cast.key.prefix in run("revoke_key", cast.key.prefix, "--by", "sam")
        assert recognise(cast.key_text) is None
        assert recognise(cast.outside_key_text) == cast.outside_key
        (leaf,) = leaves("key.revoked")
        assert (leaf["actor"], leaf["object"]) == ("sam", cast.key.prefix)

    def test_twice_is_recorded_once(self, cast):
        run("revoke_key", cast.key.prefix)
        assert "nothing changed" in run("revoke_key", cast.key.prefix)
        assert len(leaves("key.revoked")) == 1


@pytest.mark.usefixtures("_chip")
class TestStateFacility:
    """`state_facility PROVIDER KEY …`."""

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["nobody", "oslo-1"], "no provider 'nobody'"),
            (["fjordlys", ""], "1 to 50 characters"),
            (["fjordlys", "x" * 51], "1 to 50 characters"),
            (["fjordlys", "oslo-1", "--name", "x" * 201], "up to 200 characters"),
            (["fjordlys", "oslo-1", "--country", "Norway"], "two capitals"),
            (["fjordlys", "oslo-1", "--country", "no"], "two capitals"),
            (["fjordlys", "oslo-1", "--assumed-chip", "example-x1-sxm"], "go together"),
            (["fjordlys", "oslo-1", "--assumption", WHY], "go together"),
            (["fjordlys", "oslo-1", "--assumed-chip", "", "--assumption", WHY], "go together"),
            (["fjordlys", "oslo-1", "--assumed-chip", "example-x1", "--assumption", WHY], "example-x1-sxm"),
            (["fjordlys", "oslo-1", "--assumed-chip", "zzz", "--assumption", WHY], "load_registry"),
        ],
    )
    def test_what_cannot_be_stated(self, cast, arguments, message):
        with pytest.raises(CommandError, match=message):
            run("state_facility", *arguments)
        assert not Facility.objects.exists()
        assert leaves("facility.stated") == []

    def test_a_chip_of_the_registry_is_assumed_with_its_reason(self, cast):
        given = ["--country", "NO", "--assumed-chip", "example-x1-sxm", "--assumption", WHY, "--by", "sam"]
        said = run("state_facility", "fjordlys", "oslo-1", *given)
        assert "country NO, unnamed accelerators count as example-x1-sxm" in said
        assert "No log has named this facility yet" in said
        (leaf,) = leaves("facility.stated")
        assert (leaf["actor"], leaf["object"]) == ("sam", "fjordlys/oslo-1")
        assert leaf["body"] == {
            "provider": "fjordlys",
            "name": "",
            "country": "NO",
            "assumed_chip": "example-x1-sxm",
            "assumption": WHY,
        }

    def test_what_is_left_out_stays_and_what_is_empty_is_unknown_again(self, cast):
        run("state_facility", "fjordlys", "oslo-1", "--assumed-chip", "example-x1-sxm", "--assumption", WHY)
        said = run("state_facility", "fjordlys", "oslo-1", "--country", "NO", "--name", "Oslo 1")
        assert "No log has named" not in said
        facility = Facility.objects.get()
        assert (facility.name, facility.country) == ("Oslo 1", "NO")
        assert (facility.assumed_chip, facility.assumption) == ("example-x1-sxm", WHY)
        run("state_facility", "fjordlys", "oslo-1", "--assumed-chip", "", "--country", "")
        facility = Facility.objects.get()
        assert (facility.name, facility.country) == ("Oslo 1", "")
        assert (facility.assumed_chip, facility.assumption) == ("", "")
        assert leaves("facility.stated")[-1]["body"]["name"] == "Oslo 1"

    def test_the_same_name_at_another_provider_is_another_facility(self, cast):
        run("state_facility", "fjordlys", "oslo-1", "--country", "NO")
        run("state_facility", "tamarind", "oslo-1", "--country", "SG")
        assert set(Facility.objects.values_list("provider__key", "country")) == {
            ("fjordlys", "NO"),
            ("tamarind", "SG"),
        }
