"""Two versions of a rule set side by side."""

from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from compliance.console.law.compare import compare
from compliance.console.law.directives import beginning
from compliance.console.law.text_diff import text_diff
from compliance.console.law.word_marks import marked
from compliance.lawbook.models import PublishedDirective
from rules.library import all_sets, by_reference
from tests.compliance.console.test_directives import answer_to, change, write

OLD, NEW = "us/3a090@2022-10-21", "us/3a090@2023-11-17"


@pytest.mark.parametrize("rule_set", all_sets(), ids=lambda one: one.reference)
def test_a_version_does_not_differ_from_itself(rule_set):
    found = compare(rule_set, rule_set)
    assert found.is_same
    assert found.count() == {"added": 0, "removed": 0, "changed": 0, "same": len(rule_set.rules)}


def test_everything_that_was_added_is_gone_the_other_way():
    for one in all_sets():
        for other in all_sets():
            if one.id == other.id and one.effective_from < other.effective_from:
                there, back = compare(one, other), compare(other, one)
                assert {rule.name for rule in there.rules if rule.state == "added"} == {
                    rule.name for rule in back.rules if rule.state == "removed"
                }
                assert there.count()["changed"] == back.count()["changed"]


def test_dates_limbs_and_ways_out_are_named():
    found = compare(by_reference(OLD), by_reference(NEW))
    assert {"Published", "Effective", "Comply from", "Enforcement"} <= {line.what for line in found.head}
    assert [(one.name, one.state) for one in found.rules] == [("3a090.a", "changed"), ("3a090.b", "added")]
    lines = {line.what: line for line in found.rules[0].lines}
    assert lines["Limb a"].after == ()
    assert "aggregate_bidirectional_io_gb_per_s" in lines["Limb a"].before[0].text
    assert lines["Limb a2"].is_code
    assert lines["Unless note2"].before == ()


def test_one_changed_threshold_is_one_marked_word():
    old = by_reference(NEW)
    rule = old.rules[0]
    limb = rule.limbs[0]
    higher = replace(limb, when=replace(limb.when, source=limb.when.source.replace("4800.0", "5000.0")))
    new = replace(old, rules=(replace(rule, limbs=(higher, *rule.limbs[1:])), *old.rules[1:]))
    (section,) = compare(old, new).rules
    (line,) = section.lines
    assert [piece.text for piece in line.after if piece.is_other] == ["5000.0"]
    assert [piece.text for piece in line.before if piece.is_other] == ["4800.0"]


def test_who_joined_a_list_and_who_left():
    old = next(one for one in all_sets() if one.lists)
    name, codes = next((name, one) for name, one in old.lists.items() if len(one.codes) > 1)
    new = replace(old, lists={**old.lists, name: replace(codes, codes=(*codes.codes[1:], "ZZ"))})
    (section,) = compare(old, new).lists
    moved = section.lines[0]
    assert (moved.before[0].text, moved.after[0].text) == (codes.codes[0], "ZZ")


@given(st.text(), st.text())
def test_pieces_put_together_are_the_text(before, after):
    left, right = marked(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after


@given(st.text())
def test_nothing_is_marked_in_a_text_that_is_the_same(text):
    assert not any(piece.is_other for side in marked(text, text) for piece in side)


def test_files_that_are_the_same_have_no_lines():
    assert text_diff("a\nb\n", "a\nb\n", "x", "y") == []
    assert [line.kind for line in text_diff("a\nb\n", "a\nc\n", "x", "y")] == [
        "place",
        "same",
        "removed",
        "added",
    ]


def page(browser, reference, **query):
    return browser.get(reverse("console:compare-sets", args=[reference]), query)


@pytest.mark.engines
@pytest.mark.django_db
class TestPage:
    """The page of two versions."""

    def test_a_set_with_one_version_has_nothing_to_be_compared_with(self, officer):
        alone = next(one for one in all_sets() if sum(other.id == one.id for other in all_sets()) == 1)
        assert "This set has one version." in page(officer, alone.reference).content.decode()

    def test_the_same_version_twice_is_said(self, officer):
        assert "Both sides are the same version." in page(officer, NEW, **{"with": NEW}).content.decode()

    def test_what_is_not_there(self, officer):
        assert page(officer, "us/nothing@2023-11-17").status_code == 404
        answer = page(officer, NEW, **{"with": "us/<b>"}).content.decode()
        assert "No rule set has the reference us/&lt;b&gt;." in answer

    def test_the_version_before_is_taken_by_itself(self, officer):
        answer = page(officer, NEW).content.decode()
        assert f"{OLD} → {NEW}" in answer
        assert "performance_density &gt;= 5.92" in answer
        assert '<div class="cp-diff-added">+effective_from = 2023-11-17</div>' in answer
        assert "what=rule_set&amp;rule_set=us/3a090%402022-10-21" in answer
        assert page(officer, OLD).content.decode().count(f"{NEW} → {OLD}") == 1

    def test_who_may_not_replay_is_not_offered_it(self, cast, browser_of):
        assert "over stored facts" not in page(browser_of(cast.auditor), NEW).content.decode()

    def test_a_directive_is_not_shown_to_who_has_no_need_of_it(self, cast, browser_of, officer, approver):
        _, draft = write(officer, beginning())
        change(officer, draft, "propose")
        draft.refresh_from_db()
        answer_to(approver, draft, "publish")
        reference = PublishedDirective.objects.get().rule_set
        assert "memory_bandwidth" in page(officer, NEW, **{"with": reference}).content.decode()
        hidden = page(browser_of(cast.administrator), NEW, **{"with": reference}).content.decode()
        assert "memory_bandwidth" not in hidden
        assert "No rule set has the reference" in hidden
