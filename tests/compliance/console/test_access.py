"""Every page with every role, with nobody, and with what is not there."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.references import new_reference
from compliance.accounts.roles import Act, Role, may
from compliance.console.urls import urlpatterns
from tests.compliance.console.objects import every_page

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

OPEN_TO_ALL = {"login", "logout"}


def test_every_address_is_walked_and_says_what_it_needs(cast):
    pages = {page.name: page for page in every_page(cast)}
    assert set(pages) | OPEN_TO_ALL == {pattern.name for pattern in urlpatterns}
    for pattern in urlpatterns:
        if pattern.name not in OPEN_TO_ALL:
            assert pattern.callback.required_act == pages[pattern.name].act


def test_nobody_sees_nothing(cast):
    for page in every_page(cast):
        response = getattr(Client(), page.method)(page.address)
        assert response.status_code == 302, page
        assert response.url.startswith(reverse("console:login")), page


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_it_may_and_is_told_about_the_rest(cast, browser_of, role):
    browser = browser_of(cast.persons[role])
    for page in every_page(cast):
        response = getattr(browser, page.method)(page.address)
        if may(role, page.act):
            # A form without its fields is sent back (422): the door was open.
            assert response.status_code == (200 if page.method == "get" else page.empty_form), page
            assert "no-store" in response["Cache-Control"], page
        else:
            assert response.status_code == 403, page
            assert f"Your role is {role.label.lower()}" in response.content.decode()


def test_what_is_not_there(officer):
    for name, prefix in [
        ("flag", "flag"),
        ("tenant", "tenant"),
        ("batch", "batch"),
        ("report-bundle", "report"),
    ]:
        address = reverse(f"console:{name}", args=[new_reference(prefix)])
        assert officer.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/flags/1/", "/flags/%00/", "/flags/flag_'%20or%201=1/", "/batches/batch_x/"]
)
def test_what_is_no_reference_never_reaches_the_database(officer, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get(address).status_code == 404


def test_reading_pages_refuse_to_be_posted_to_and_verbs_to_be_read(cast, officer):
    for page in every_page(cast):
        other = "post" if page.method == "get" else "get"
        assert getattr(officer, other)(page.address).status_code == 405, page


def test_steps_need_the_token_of_their_form(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.approver, backend="django.contrib.auth.backends.ModelBackend")
    for page in every_page(cast):
        if page.method == "post":
            assert strict.post(page.address, {"reason": "x"}).status_code == 403


def test_the_policy_for_content_allows_nothing_inline(cast, officer):
    for page in every_page(cast):
        if page.method == "get" and may(Role.OFFICER, page.act):
            policy = officer.get(page.address)["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy


def test_navigation_offers_what_the_role_may_open(cast, browser_of):
    page = browser_of(cast.administrator).get(reverse("console:ledger")).content.decode()
    assert reverse("console:batches") in page
    assert reverse("console:reports") not in page
    assert not may(Role.ADMINISTRATOR, Act.READ_REPORTS)
