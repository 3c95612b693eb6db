"""The page of the law has everything the data files have, and its text is text."""

import re

import pytest

from rules.catalogue import CATALOGUE
from rules.countries import Change
from rules.law import shipped_law
from rules.pending_law import pending_law
from rules.rules_page import rules_page
from rules.rules_page.markdown import anchor, plain, table
from rules.rules_page.page import JURISDICTIONS
from rules.rules_page.sets import contents, set_section
from rules.ruleset_reader import read_rule_set
from rules.switches import SWITCHES
from tests.rules.sets import VALID, changed


@pytest.fixture(scope="module")
def page() -> str:
    return rules_page()


def code_blocks(text: str) -> set[str]:
    return {block.strip() for block in re.findall(r"^```\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)}


def test_the_page_is_the_same_each_time_and_ends_in_one_line_end(page):
    assert rules_page() == page
    assert page.endswith("|\n")


def test_every_set_every_rule_and_every_expression_is_there(page):
    headings, blocks = set(re.findall(r"^#+ (.+)$", page, re.MULTILINE)), code_blocks(page)
    for rule_set in shipped_law().rule_sets:
        assert rule_set.reference in headings
        for rule in rule_set.rules:
            assert rule.id in headings
            for piece in (*rule.limbs, *rule.unless, *rule.conditions):
                assert plain(piece.clause) in page
                assert piece.when is None or piece.when.source.strip() in blocks
            assert not rule.question or plain(rule.question) in page
            assert not rule.confidence or f"Confidence of this rule: {rule.confidence.value}." in page
        for period in rule_set.enforcement:
            assert plain(period.source) in page


def test_every_link_within_the_page_leads_to_a_heading(page):
    anchors = [anchor(heading) for heading in re.findall(r"^#+ (.+)$", page, re.MULTILINE)]
    targets = re.findall(r"\]\((#[^)]+)\)", page)
    assert len(targets) == len(shipped_law().rule_sets)
    assert all(anchors.count(target) == 1 for target in targets)


def test_switches_facts_and_changes_of_country_groups_are_there(page):
    for switch in SWITCHES.values():
        assert f"### Switch {switch.id}\n" in page
        assert all(f"| `{value}` |" in page for value in switch.settings)
        assert f"| `{switch.default}` | default |" in page
    for fact in CATALOGUE.values():
        assert f"| `{fact.name}` | {fact.type.value.replace('_', ' ')} | {plain(fact.unit)} |" in page
    change: Change
    for change in shipped_law().countries.changes:
        verb = "joins" if change.joins else "leaves"
        assert (
            f"| {change.effective_from} | {change.published_on} | {change.country} {verb} {change.group} |"
            in page
        )


def test_pending_law_is_there_with_every_step(page):
    for bill in pending_law().bills:
        assert f"### Bill {plain(bill.id)}\n" in page
        for step in bill.steps:
            assert f"| {step.on} | {step.state.value.replace('_', ' ')} | {plain(step.what)} |" in page


def test_every_jurisdiction_has_its_name():
    assert {one.jurisdiction for one in shipped_law().rule_sets} <= set(JURISDICTIONS)


def test_one_set_reads_as_it_is_written():
    first = read_rule_set(VALID.encode(), "x")
    later = read_rule_set(changed("effective_from = 2024-02-01", "effective_from = 2024-05-01"), "x")
    ended = read_rule_set(
        changed("effective_from = 2024-02-01", "effective_from = 2024-02-01\neffective_until = 2024-04-01"),
        "x",
    )
    section = set_section(first, (first, later))
    assert section.startswith("### us/example@2024-02-01\n\n**An invented set.** An invented authority.\n\n")
    assert "| 2024-01-01 | 2024-02-01 | 2024-05-01, then the next version | 2024-02-01 |" in section
    assert "| stayed | 2024-06-01 | open | 2024-06-01 | a notice |" in section
    assert "About a tenant or group; flag; severity high." in section
    assert "Met where `first`, 1 CFR 2(a)(1):\n\n```\npeak_concurrent_tpp >= 5.92\n```" in section
    assert "Not where `idle`, 1 CFR 2(b):" in section
    assert "List `some_countries`, as of 2024-01-01 (an annex, confidence K): CN, MO." in section
    assert "| 2024-04-01 |" in contents((ended,))
    assert "| open |" in contents((first,))


@pytest.mark.parametrize(
    "extra", ["", 'effect = "licence_requirement"\noutcome = "licence"\ninstead_of = ["other.rule"]\n']
)
def test_what_follows_from_a_rule_is_said_and_nothing_else(extra):
    one = read_rule_set(
        changed('clause = "1 CFR 3"\nexplanation', f'{extra}clause = "1 CFR 3"\nexplanation'), "x"
    )
    section = set_section(one, (one,))
    assert (
        "licence requirement licence; severity low. Where it is met, it stands instead of `other.rule`."
        in section
    ) is (bool(extra))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, (a)(1)", "plain words, (a)(1)"),
        ("a < b | *c* `d` [e](f)", "a &lt; b \\| \\*c\\* \\`d\\` \\[e\\](f)"),
        ("two\n  lines", "two lines"),
    ],
)
def test_text_is_text_whatever_it_holds(text, shown):
    assert plain(text) == shown
    assert "\n" not in table(("a",), [(plain(text),)]).splitlines()[2]
