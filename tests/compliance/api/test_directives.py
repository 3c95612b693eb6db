"""Directives over HTTP: written and checked, proposed by one, published by another, confidential throughout."""

import json

import pytest
from django.test import Client

from audit.ledger.models import OutboxEntry
from compliance.accounts.roles import Role
from compliance.api import directives
from compliance.api.directive_fields import DIRECTIVE_LIMIT_BYTES
from compliance.jobs.models import Job
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.questions import law
from tests.compliance.api.law_objects import written
from tests.compliance.api.law_requests import H20, H100, ask, examples, register_chips
from tests.compliance.api.requests import bearer, problem
from tests.compliance.lawbook.letters import LETTER, TITLE, letter, proposed, published

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

AT = "/api/v1/directives"
STEPS = ("propose", "publish", "decline", "withdraw")


def write(cast, who=Role.OFFICER, content=LETTER, title=TITLE):
    return ask(cast, "POST", AT, {"title": title, "content": content}, who)


def step(cast, who, reference, name, **body):
    return ask(cast, "POST", f"{AT}/{reference}/{name}", body, who)


def test_where_there_are_none_the_list_is_empty(cast):
    found = ask(cast, "GET", AT, who=Role.AUDITOR).json()
    assert found == {"drafts": [], "published": [], "is_complete": True}


def test_from_draft_to_law_takes_two_persons(cast):
    answer = write(cast)
    assert answer.status_code == 201
    draft = answer.json()
    assert (draft["state"], draft["author"], draft["content"]) == ("draft", "ingrid.solheim", LETTER)
    assert draft["check"] == {"passes": True, "rule_set": "us/directive_sorrel@2026-03-09", "complaints": []}
    assert ask(cast, "GET", answer.headers["Location"], who=Role.APPROVER).json() == draft
    reference = draft["reference"]
    problem(step(cast, Role.APPROVER, reference, "publish", sha256=draft["sha256"]), 409, "wrong_state")
    assert step(cast, Role.OFFICER, reference, "propose").json()["state"] == "proposed"
    problem(step(cast, Role.OFFICER, reference, "publish", sha256=draft["sha256"]), 403, "permission_denied")
    assert not Job.objects.exists()
    directive = step(cast, Role.APPROVER, reference, "publish", sha256=draft["sha256"]).json()
    assert (directive["rule_set"], directive["proposed_by"], directive["published_by"]) == (
        "us/directive_sorrel@2026-03-09",
        "ingrid.solheim",
        "tomas.reyes",
    )
    assert "us/directive_sorrel@2026-03-09" in {one.reference for one in law().rule_sets}
    assert list(Job.objects.values_list("kind", flat=True)) == ["rescreen"]
    listed = ask(cast, "GET", AT, who=Role.AUDITOR).json()
    assert [one["state"] for one in listed["drafts"]] == ["published"]
    assert listed["published"] == [directive]


def test_the_second_person_publishes_what_they_read_or_nothing(cast):
    draft = proposed(cast)
    problem(step(cast, Role.APPROVER, draft.reference, "publish", sha256="0" * 64), 409, "wrong_state")
    assert not PublishedDirective.objects.exists()


def test_nobody_answers_a_directive_of_their_own_whatever_their_role(cast):
    draft = write(cast, Role.APPROVER).json()
    step(cast, Role.APPROVER, draft["reference"], "propose")
    for name, body in (("publish", {"sha256": draft["sha256"]}), ("decline", {"reason": "No."})):
        document = problem(
            step(cast, Role.APPROVER, draft["reference"], name, **body), 403, "permission_denied"
        )
        assert "a different person" in document["detail"]


def test_a_declined_draft_says_why_and_is_written_again(cast):
    draft = proposed(cast)
    declined = step(cast, Role.APPROVER, draft.reference, "decline", reason="Not the letter.").json()
    assert (declined["state"], declined["answer_reason"]) == ("declined", "Not the letter.")
    again = ask(
        cast, "PUT", f"{AT}/{draft.reference}", {"title": TITLE, "content": LETTER}, Role.OFFICER
    ).json()
    assert (again["state"], again["answer_reason"]) == ("draft", None)
    assert step(cast, Role.OFFICER, draft.reference, "withdraw").json()["check"] is None
    problem(step(cast, Role.OFFICER, draft.reference, "propose"), 409, "wrong_state")


def test_a_check_saves_nothing_and_names_line_place_and_column(cast):
    wrong = letter(("tpp > 2000.0", "tpp > 2000"), ("peak_concurrent_accelerators > 100", "peek > 100"))
    found = ask(cast, "POST", f"{AT}/check", {"content": wrong}, Role.OFFICER).json()
    assert (found["passes"], found["rule_set"]) == (False, None)
    assert [(one["line"], one["column"]) for one in found["complaints"]] == [(28, 1), (41, 5)]
    assert found["complaints"][1]["place"] == "rules 2 (directive_sorrel.chip), limbs 1 (first)"
    assert "tpp" in found["complaints"][1]["message"]
    assert not DirectiveDraft.objects.exists()


def test_line_ends_of_another_system_change_nothing(cast):
    body = {"content": LETTER.replace("\n", "\r\n")}
    assert ask(cast, "POST", f"{AT}/check", body, Role.OFFICER).json()["passes"] is True


def test_what_does_not_pass_is_not_proposed_and_all_complaints_come_along(cast):
    draft = write(cast, content=letter(('standing = "directive"', 'standing = "codified"'))).json()
    assert draft["check"]["passes"] is False
    refused = problem(step(cast, Role.OFFICER, draft["reference"], "propose"), 422, "directive_refused")
    assert refused["complaints"] == draft["check"]["complaints"]
    preview = ask(cast, "GET", f"{AT}/{draft['reference']}/preview", who=Role.OFFICER)
    assert problem(preview, 422, "directive_refused")["complaints"] == draft["check"]["complaints"]


def test_a_preview_says_which_chips_would_be_caught_and_stores_nothing(cast):
    register_chips(H20, H100)
    draft = written(cast, "sorrel")
    found = ask(cast, "GET", f"{AT}/{draft.reference}/preview?as_of=2026-04-01", who=Role.OFFICER).json()
    assert (found["chips"], found["other_rules"]) == (2, ["directive_sorrel.hundred"])
    assert found["rules"][0]["met"] == [H100, H20]
    assert not PublishedDirective.objects.exists()
    early = ask(cast, "GET", f"{AT}/{draft.reference}/preview?as_of=2020-01-01", who=Role.OFFICER)
    problem(early, 422, "no_text_known")
    bad = ask(cast, "GET", f"{AT}/{draft.reference}/preview?on=2020-01-01", who=Role.OFFICER)
    assert "on" in problem(bad, 400, "invalid")["errors"]


def test_a_published_directive_ends_by_one_version_more(cast):
    directive = published(cast)
    answer = ask(cast, "POST", f"{AT}/{directive.reference}/end", {"ends_on": "2030-01-01"}, Role.OFFICER)
    assert (answer.status_code, answer.json()["state"]) == (201, "proposed")
    assert "effective_until = 2030-01-01" in answer.json()["content"]
    early = ask(cast, "POST", f"{AT}/{directive.reference}/end", {"ends_on": "2026-03-01"}, Role.OFFICER)
    problem(early, 422, "refused")
    problem(
        ask(cast, "POST", f"{AT}/dir_nothing/end", {"ends_on": "2030-01-01"}, Role.OFFICER), 404, "not_found"
    )


def test_an_auditors_reading_is_recorded_and_nobody_elses(cast):
    draft = written(cast, "sorrel")
    for who in (Role.OFFICER, Role.APPROVER):
        ask(cast, "GET", f"{AT}/{draft.reference}", who=who)
    assert not OutboxEntry.objects.filter(kind="directive.read").exists()
    ask(cast, "GET", f"{AT}/{draft.reference}", who=Role.AUDITOR)
    ask(cast, "GET", f"{AT}/{draft.reference}/preview", who=Role.AUDITOR)
    readings = OutboxEntry.objects.filter(kind="directive.read")
    assert [json.loads(bytes(one.leaf))["actor"] for one in readings] == ["aiko.mori"] * 2


def test_answers_are_kept_by_nobody_on_the_way(cast):
    draft = written(cast, "sorrel")
    for address in (AT, f"{AT}/{draft.reference}"):
        assert "no-store" in ask(cast, "GET", address, who=Role.OFFICER).headers["Cache-Control"]


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_draft_that_is_none_is_not_found(cast, method):
    body = {"title": TITLE, "content": LETTER} if method == "PUT" else None
    problem(ask(cast, method, f"{AT}/draft_nothing", body, Role.OFFICER), 404, "not_found")
    for name in STEPS:
        problem(step(cast, Role.OFFICER, "draft_nothing", name), 404, "not_found")


def test_a_providers_key_learns_nothing(cast):
    draft = written(cast, "sorrel")
    for address in (AT, f"{AT}/{draft.reference}", f"{AT}/draft_nothing"):
        answer = Client().get(address, headers=bearer(cast.key_text))
        assert problem(answer, 403, "permission_denied")["detail"].startswith("Your role may not do this.")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": TITLE}, "content"),
        ({"content": LETTER}, "title"),
        ({"title": "", "content": LETTER}, "title"),
        ({"title": "x" * 201, "content": LETTER}, "title"),
        ({"title": TITLE, "content": "#" * 200_001}, "content"),
        ({"title": TITLE, "content": "a\u0000b"}, "content"),
        ({"title": TITLE, "content": LETTER, "state": "published"}, "state"),
    ],
)
def test_a_directive_that_cannot_be_taken_names_the_field(cast, body, field):
    assert list(problem(ask(cast, "POST", AT, body, Role.OFFICER), 400, "invalid")["errors"]) == [field]


def test_a_text_of_too_many_bytes_is_refused_by_its_verb(cast):
    problem(write(cast, content="å" * 150_000), 422, "refused")
    problem(ask(cast, "POST", AT, " " * (DIRECTIVE_LIMIT_BYTES + 1), Role.OFFICER), 413, "body_too_large")


def test_of_many_the_newest_are_listed(cast, monkeypatch):
    monkeypatch.setattr(directives, "SHOWN", 2)
    for name in ("one", "two", "three"):
        written(cast, name)
    found = ask(cast, "GET", AT, who=Role.OFFICER).json()
    assert ([one["title"] for one in found["drafts"]], found["is_complete"]) == (
        ["Letter three", "Letter two"],
        False,
    )


def test_the_examples_are_what_is_really_answered(cast):
    register_chips(H20, H100, "nvidia-l4")
    for asked in examples(AT, "post").values():
        assert write(cast, **asked).json()["check"] == examples(AT, "post", 201)["Draft"]["check"]
    checks = examples(f"{AT}/check", "post", 200)
    assert (
        ask(cast, "POST", f"{AT}/check", examples(f"{AT}/check", "post")["ASlip"], Role.OFFICER).json()
        == checks["ASlip"]
    )
    draft = DirectiveDraft.objects.get()
    preview = ask(cast, "GET", f"{AT}/{draft.reference}/preview?as_of=2026-03-02", who=Role.OFFICER).json()
    assert preview == examples(f"{AT}/{{reference}}/preview", "get", 200)["ThreeChips"]
    assert draft.sha256 == examples(f"{AT}/{{reference}}/publish", "post")["Asked"]["sha256"]
