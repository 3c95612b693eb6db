"""An auditor's reading of a directive is on record, on whichever page it is read."""

import json
from datetime import date

import pytest
from django.urls import reverse

from audit.ledger.models import OutboxEntry
from compliance.screening.models import Flag
from compliance.screening.screen import screen
from tests.compliance.casework.flags import make_tenant
from tests.compliance.lawbook.letters import letter, published

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

SHIPPED = "us/3a090@2023-11-17"


@pytest.fixture
def directive(cast, bells):
    return published(cast)


def readings() -> list[tuple[str, str]]:
    rows = OutboxEntry.objects.filter(kind="directive.read").order_by("id")
    return [(row.subject, json.loads(bytes(row.leaf))["body"]["sha256"]) for row in rows]


def read(browser, name, reference, **query) -> int:
    return browser.get(reverse(f"console:{name}", args=[reference]), query).status_code


def test_shipped_law_is_read_unrecorded(cast, browser_of, directive):
    auditor = browser_of(cast.auditor)
    assert read(auditor, "rule-set", SHIPPED) == read(auditor, "compare-sets", SHIPPED) == 200
    assert readings() == []


def test_an_officer_reads_unrecorded(officer, directive):
    assert read(officer, "rule-set", directive.rule_set) == 200
    assert read(officer, "compare-sets", SHIPPED, **{"with": directive.rule_set}) == 200
    assert readings() == []


def test_who_may_not_read_it_leaves_no_reading(cast, browser_of, directive):
    assert read(browser_of(cast.administrator), "rule-set", directive.rule_set) == 404
    assert readings() == []


def test_the_page_of_the_set_records_an_auditor(cast, browser_of, directive):
    assert read(browser_of(cast.auditor), "rule-set", directive.rule_set) == 200
    assert readings() == [(directive.reference, directive.sha256)]


def test_both_versions_compared_are_recorded(cast, browser_of, directive):
    later = published(
        cast,
        letter(
            ("effective_from = 2026-03-09", "effective_from = 2026-05-01"),
            ("from = 2026-03-09", "from = 2026-05-01"),
        ),
    )
    both = [(one.reference, one.sha256) for one in (directive, later)]
    auditor = browser_of(cast.auditor)
    assert read(auditor, "compare-sets", later.rule_set) == 200
    assert readings() == both
    assert read(auditor, "compare-sets", SHIPPED, **{"with": directive.rule_set}) == 200
    assert readings() == [*both, both[0]]


@pytest.fixture
def flag(cast, bells) -> Flag:
    published(cast, letter(("accelerators > 100", "accelerators >= 0")))
    screen([make_tenant(cast.provider)], as_of_on=date(2026, 4, 1))
    return Flag.objects.get(rule="directive_sorrel.hundred")


def test_the_page_of_its_flag_shows_the_words(cast, officer, flag):
    page = officer.get(reverse("console:flag", args=[flag.reference])).content.decode()
    assert "More than one hundred accelerators" in page
    assert "second paragraph of the quokka letter, (a)" in page
    assert "Rule of a directive" not in page
    for listing in (reverse("console:queue"), reverse("console:tenant", args=[flag.tenant.reference])):
        assert "More than one hundred accelerators" in officer.get(listing).content.decode()
    assert readings() == []


def test_the_page_of_its_flag_records_an_auditor(cast, browser_of, flag):
    assert read(browser_of(cast.auditor), "flag", flag.reference) == 200
    ((_, sha256),) = readings()
    assert sha256 == flag.rule_set_sha256
