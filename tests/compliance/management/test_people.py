"""manage.py create_user, set_password and deactivate_user."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from audit.ledger.models import OutboxEntry
from compliance.accounts import access
from compliance.accounts.models import User

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

OLD, NEW = "an invented pass phrase", "another invented phrase"


@pytest.fixture(autouse=True)
def _quick_hash(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ingrid", role="officer", full_name="Ingrid Solheim", password=OLD)


@pytest.fixture
def typed(monkeypatch):
    """Return a function that types one line on standard input."""
    return lambda line: monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\nand more\n"))


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, skip_checks=True)
    return out.getvalue()


def leaves(kind: str) -> list[dict]:
    return [json.loads(bytes(row.leaf)) for row in OutboxEntry.objects.filter(kind=kind)]


def browser_of(user: User, password: str = OLD) -> Client:
    client = Client()
    client.post(reverse("console:login"), {"username": user.username, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("console:queue")).status_code == 200


@pytest.mark.parametrize("command", ["set_password", "deactivate_user"])
def test_nobody_of_that_name(command, typed):
    typed(NEW)
    with pytest.raises(CommandError, match="no user 'nobody'"):
        run(command, "nobody")


@pytest.mark.parametrize("command", ["set_password", "deactivate_user"])
def test_a_machine_has_a_key_and_no_password(cast, command, typed):
    typed(NEW)
    with pytest.raises(CommandError, match="revoke_key ends"):
        run(command, cast.key.user.username)
    cast.key.user.refresh_from_db()
    assert cast.key.user.is_active
    assert not cast.key.user.has_usable_password()


@pytest.mark.parametrize("password", ["", "short", "1q2w3e4r5t6y", "ingrid-solheim"])
def test_a_password_that_is_easily_guessed_is_refused(person, typed, password):
    typed(password)
    with pytest.raises(CommandError, match="cannot be taken"):
        run("set_password", "ingrid")
    person.refresh_from_db()
    assert person.check_password(OLD)
    assert leaves("user.password_set") == []


def test_a_new_password_replaces_the_old_and_ends_the_sessions(person, cast, typed):
    browser, another = browser_of(person), Client()
    another.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    assert is_in(browser)
    typed(NEW)
    said = run("set_password", "ingrid", "--by", "sam")
    assert NEW not in said
    assert not is_in(browser)
    assert is_in(another)
    assert not is_in(browser_of(person, OLD))
    assert is_in(browser_of(person, NEW))
    (leaf,) = leaves("user.password_set")
    assert (leaf["actor"], leaf["object"], leaf["body"]) == ("sam", "ingrid", {"sessions_ended": 1})


def test_who_is_shut_out_is_out_at_once_and_stays_out(person, cast, typed):
    browser, another = browser_of(person), Client()
    another.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    assert run("deactivate_user", "ingrid", "--by", "sam") == "ingrid is shut out.\n"
    assert not is_in(browser)
    assert is_in(another)
    assert not is_in(browser_of(person))
    (leaf,) = leaves("user.deactivated")
    assert (leaf["actor"], leaf["object"]) == ("sam", "ingrid")
    assert leaf["body"] == {"role": "officer", "sessions_ended": 1}
    User.objects.update(is_active=True)
    assert not is_in(browser), "a session that ended does not come back with the account"


def test_shutting_out_twice_is_recorded_once(person):
    run("deactivate_user", "ingrid")
    assert "nothing changed" in run("deactivate_user", "ingrid")
    assert len(leaves("user.deactivated")) == 1


def test_a_new_password_lets_nobody_in_who_was_shut_out(person, typed):
    run("deactivate_user", "ingrid")
    typed(NEW)
    assert "deactivated all the same" in run("set_password", "ingrid")
    assert not is_in(browser_of(person, NEW))


@pytest.mark.parametrize("verb", ["set_password", "deactivate"])
def test_a_ledger_that_cannot_be_written_leaves_everything_as_it_was(person, monkeypatch, verb):
    def full(**_):
        raise OSError("no space left on device")

    browser = browser_of(person)
    monkeypatch.setattr(access, "record", full)
    given = {"password": NEW} if verb == "set_password" else {}
    with pytest.raises(OSError, match="no space"):
        getattr(access, verb)(user=person, by="sam", **given)
    person = User.objects.get(username="ingrid")
    assert person.is_active
    assert person.check_password(OLD)
    assert is_in(browser)


def test_create_user_reads_one_line(typed):
    typed(NEW)
    run("create_user", "tomas", "--role", "approver", "--full-name", "Tomás Reyes")
    assert User.objects.get(username="tomas").check_password(NEW)
    typed(NEW)
    with pytest.raises(CommandError, match="already"):
        run("create_user", "tomas", "--role", "officer")
