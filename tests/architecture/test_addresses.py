"""Every address has an owner: an act of a role that may use it, or a note here why everybody may."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from compliance.accounts.roles import ALLOWED, Act, Role

FOR_EVERYBODY = {
    "api:logs": "the health check of log shippers; pushing itself asks for a key",
    "api:schemas": "published, so that a provider can read it before it has a key",
    "api:schema": "the same",
    "api:openapi": "the same",
    "console:login": "nobody is logged in yet",
    "console:logout": "whoever is logged in may leave",
}


def addresses(resolver=None, namespace=""):
    """Yield (name, pattern) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern


NAMES = sorted(name for name, _ in addresses())


def acts_of(pattern: URLPattern) -> frozenset[Act]:
    """Return the acts an address serves: of its class (API), or the one that its decorator requires (console)."""
    view = pattern.callback
    of_class = getattr(getattr(view, "cls", None), "acts", frozenset())
    required = getattr(view, "required_act", None)
    return frozenset(of_class) | ({required} if required else set())


def test_every_address_has_a_name_of_its_own():
    assert len(NAMES) == len(set(NAMES))
    assert not [name for name in NAMES if name.endswith("None")]


def test_what_is_for_everybody_exists_and_says_why():
    assert set(FOR_EVERYBODY) <= set(NAMES)
    assert all(FOR_EVERYBODY.values())


@pytest.mark.parametrize("name", [name for name in NAMES if name not in FOR_EVERYBODY])
def test_every_address_names_its_acts(name):
    acts = acts_of(dict(addresses())[name])
    assert acts, f"{name} names no act, so it has no owner"
    assert any(acts & allowed for allowed in ALLOWED.values())


@pytest.mark.engines
@pytest.mark.django_db
@pytest.mark.parametrize("name", [n for n in NAMES if n.startswith("console:") and n not in FOR_EVERYBODY])
def test_nobody_sees_a_page_of_the_console_without_logging_in(name):
    pattern = dict(addresses())[name]
    path = "/" + re.sub(r"<rule_set:[^>]+>", "us/3a090@2023-11-17", str(pattern.pattern))
    path = re.sub(r"<[^>]+>", "flag_" + "0" * 22, path)
    answer = Client().get(path)
    assert answer.status_code == 302, (path, answer.status_code)
    assert answer.headers["Location"].startswith("/login/")


def test_every_role_may_do_something_and_every_act_somebody():
    assert set(ALLOWED) == set(Role)
    assert frozenset().union(*ALLOWED.values()) == set(Act)
