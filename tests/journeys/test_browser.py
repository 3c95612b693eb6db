"""What two officers do, in a real browser: one proposes, the other approves, and no page breaks its own rules."""

import secrets
import shutil

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.pushes import HOUR, MONDAY, job, job_table

pytestmark = [pytest.mark.engines, pytest.mark.journey]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update"]
QUIET += ["--disable-background-networking", "--disable-sync"]
SIZES = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; on Debian: apt install chromium")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="module")
def people(service):
    """Password by name, of an officer and an approver."""
    made = {"olga": ("officer", secrets.token_urlsafe(16)), "pavel": ("approver", secrets.token_urlsafe(16))}
    for username, (role, password) in made.items():
        service.enrol(username, role, password)
    return {username: password for username, (_, password) in made.items()}


@pytest.fixture(scope="module")
def flag(service):
    """The address of a flag that is met."""
    service.push("browser", job_table([job("j1", "tn-browser", MONDAY, HOUR, 8)]))
    question = (
        "SELECT f.reference FROM screening_flag f JOIN tenants_tenant t ON t.id = f.tenant_id "
        "WHERE t.account = 'tn-browser' AND f.status = 'met' ORDER BY f.id"
    )
    service.wait("a flag", lambda: service.ask(question) != [])
    return f"{service.address}/flags/{service.ask(question)[0][0]}/"


def log_in(browser, service, username: str, password: str, **more: object) -> tuple[Page, list[str]]:
    """Return a page of somebody who is logged in, and what its console complains of from now on."""
    page = browser.new_context(**more).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{service.address}/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("main button[type=submit], form button[type=submit]")
    page.wait_for_url(f"{service.address}/")
    return page, complaints


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_queue_and_flag_show_no_error_and_never_scroll_sideways(
    browser, service, people, flag, width, scheme
):
    shape = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    page, complaints = log_in(browser, service, "olga", people["olga"], **shape)
    for address in (f"{service.address}/", flag):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("svg").count() > 0
    assert complaints == []
    page.context.close()


def test_one_proposes_and_only_another_can_approve(browser, service, people, flag):
    officer, complaints = log_in(browser, service, "olga", people["olga"])
    officer.goto(flag)
    officer.check("[name=disposition][value=inconclusive]", force=True)
    officer.select_option("[name=measure]", "request_information")
    officer.fill("[name=reason]", "Ask who is behind the account.")
    officer.click("form[action$='/propose/'] button[type=submit]")
    officer.wait_for_load_state("networkidle")
    assert officer.locator("button[value=approve]").count() == 0

    approver, more = log_in(browser, service, "pavel", people["pavel"])
    approver.goto(flag)
    approver.fill("[name=reason]", "Agreed.")
    approver.click("button[value=approve]")
    approver.wait_for_load_state("networkidle")
    found = service.ask(
        "SELECT d.answer, p.username, a.username FROM casework_decision d "
        "JOIN accounts_user p ON p.id = d.proposed_by_id JOIN accounts_user a ON a.id = d.answered_by_id"
    )
    assert found == [("approved", "olga", "pavel")]
    assert complaints + more == []


LAW_PAGES = (
    "/law/sets/",
    "/law/sets/us/3a090@2023-11-17/",
    "/law/sets/us/3a090@2023-11-17/compare/",
    "/law/answers/",
    "/law/answers/?item=entry&entry=3A090.a&destination=AE",
    "/law/answers/access/?headquarters=SG&parent=CN",
    "/law/chips/",
    "/law/chips/nvidia-h20-96gb/",
    "/law/replays/",
    "/law/directives/",
    "/law/directives/new/",
    "/law/texts/",
    "/law/switches/",
)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_pages_about_law_show_no_error_and_never_scroll_sideways(browser, service, people, width, scheme):
    shape = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    page, complaints = log_in(browser, service, "pavel", people["pavel"], **shape)
    for address in LAW_PAGES:
        assert page.goto(f"{service.address}{address}").ok, address
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert complaints == []
    page.context.close()


def test_a_letter_becomes_law_by_two_persons_and_is_tried_before(browser, service, people):
    officer, complaints = log_in(browser, service, "olga", people["olga"])
    officer.goto(f"{service.address}/law/directives/new/")
    officer.fill("[name=title]", "Bandwidth of memory")
    text = officer.locator("[name=content]")
    whole = text.input_value()
    text.fill(whole.replace(">= 4000.0", ">= 4000"))
    officer.locator("#check [data-line]").first.wait_for()
    text.fill(whole)
    officer.locator("#check", has_text="It may be proposed.").wait_for()
    assert "met" in officer.locator("#check").inner_text()
    officer.click("main form button[type=submit]")
    officer.wait_for_load_state("networkidle")
    officer.click("button[value=propose]")
    officer.wait_for_load_state("networkidle")
    directive = officer.url

    approver, more = log_in(browser, service, "pavel", people["pavel"])
    approver.goto(directive)
    approver.click("form[action='/law/replays/ask/'] button, form[action*='/law/replays/'] button")
    approver.locator("text=/finished|Finished|would/").first.wait_for(timeout=60_000)
    approver.goto(directive)
    approver.click("button[value=publish]")
    approver.wait_for_url("**/law/sets/us/directive_example@*/")
    assert "letter to this operator, confidential" in approver.content()
    found = service.ask(
        "SELECT p.username, a.username FROM lawbook_publisheddirective d "
        "JOIN accounts_user p ON p.id = d.proposed_by_id JOIN accounts_user a ON a.id = d.published_by_id"
    )
    assert found == [("olga", "pavel")]
    assert complaints + more == []
