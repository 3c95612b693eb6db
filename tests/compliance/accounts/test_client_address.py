"""The lock-out counts by the client's address: the proxy's word for it, and nobody else's."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from compliance.accounts.client_address import client_address
from compliance.accounts.models import User

PROXY, CLIENT = "10.0.0.1", "198.51.100.7"
PASSWORD = "an invented pass phrase"


def seen(forwarded: str | None, peer: str = PROXY) -> str | None:
    more = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **more))


@pytest.mark.parametrize("forwarded", [None, "", CLIENT, f"{CLIENT}, 203.0.113.9"])
def test_without_a_proxy_the_header_means_nothing(settings, forwarded):
    settings.BEHIND_PROXY = False
    assert seen(forwarded) == PROXY


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        (CLIENT, CLIENT),
        (f"203.0.113.9, {CLIENT}", CLIENT),
        (f"203.0.113.9,{CLIENT} ", CLIENT),
        ("2001:db8::7", "2001:db8::7"),
        (None, PROXY),
        ("", PROXY),
        (f"{CLIENT},", PROXY),
        ("unknown", PROXY),
        (f"{CLIENT}:4711", PROXY),
        ("fe80::1%eth0", PROXY),
        ("\x00", PROXY),
    ],
)
def test_behind_a_proxy_what_the_proxy_appended_counts(settings, forwarded, address):
    settings.BEHIND_PROXY = True
    assert seen(forwarded) == address


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_a_unix_socket_has_no_address(settings, behind_proxy):
    settings.BEHIND_PROXY = behind_proxy
    assert seen(None, peer="") is None


@pytest.mark.django_db
@pytest.mark.engines
class TestLockOut:
    """Eight wrong passwords, as django-axes counts them."""

    @pytest.fixture(autouse=True)
    def _somebody(self, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        User.objects.create_user("ingrid", role="officer", password=PASSWORD)

    def log_in(self, forwarded: str, password: str) -> int:
        client = Client(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=forwarded)
        return client.post(reverse("console:login"), {"username": "ingrid", "password": password}).status_code

    def guess(self, prefix: str = "") -> int:
        for number in range(8):
            last = self.log_in(f"{prefix.format(number)}{CLIENT}", "a wrong guess")
        return last

    def test_a_guesser_locks_out_himself_and_not_the_person(self, settings):
        settings.BEHIND_PROXY = True
        assert self.guess() == 429
        assert self.log_in(CLIENT, PASSWORD) == 429
        assert self.log_in("203.0.113.9", PASSWORD) == 302

    def test_a_guesser_cannot_take_a_new_address_for_each_guess(self, settings):
        settings.BEHIND_PROXY = True
        assert self.guess("203.0.113.{}, ") == 429

    def test_without_a_proxy_a_header_gives_nobody_a_new_address(self, settings):
        settings.BEHIND_PROXY = False
        assert self.guess() == 429
        assert self.log_in("203.0.113.9", PASSWORD) == 429
