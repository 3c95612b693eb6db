"""Logging in and out."""

import pytest
from django.test import Client
from django.urls import reverse

from compliance.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

PASSWORD = "an invented pass phrase"


@pytest.fixture(autouse=True)
def _quick_hash(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def log_in(role: str, password: str = PASSWORD, **more: str):
    if not User.objects.filter(username=role).exists():
        User.objects.create_user(role, role=role, password=PASSWORD)
    client = Client()
    return client.post(reverse("console:login"), {"username": role, "password": password, **more})


def test_a_wrong_password_says_so_and_opens_nothing():
    response = log_in("officer", "something else")
    assert response.status_code == 200
    assert "Name or password is wrong" in response.content.decode()


def test_eight_wrong_passwords_lock_the_door_for_the_right_one_too():
    for _ in range(8):
        last = log_in("officer", "something else")
    assert last.status_code == 429
    assert "There were 8 wrong passwords" in last.content.decode()
    assert "after 15 minutes" in last.content.decode()
    assert log_in("officer").status_code == 429


def test_another_site_is_never_the_next_page():
    assert log_in("officer", next="https://elsewhere.invalid/").url == reverse("console:queue")


def test_the_page_asked_for_is_the_next_page():
    assert log_in("officer", next=reverse("console:ledger")).url == reverse("console:ledger")


@pytest.mark.parametrize(
    ("role", "name"),
    [("officer", "queue"), ("approver", "queue"), ("auditor", "queue"), ("administrator", "batches")],
)
def test_everybody_begins_at_the_first_page_they_may_open(role, name):
    assert log_in(role).url == reverse(f"console:{name}")


def test_a_refresh_after_the_session_ended_loads_the_log_in_page_as_a_whole(cast, officer):
    officer.logout()
    response = officer.get(reverse("console:queue"), headers={"HX-Request": "true"}, follow=True)
    assert response["HX-Refresh"] == "true"
    assert response.content == b""


def test_logging_out_is_a_post_and_ends_the_session(officer):
    assert officer.get(reverse("console:logout")).status_code == 405
    assert officer.post(reverse("console:logout")).url == reverse("console:login")
    assert officer.get(reverse("console:queue")).status_code == 302
