"""Directives: written by one, published by another, never changed, sealed where they lie, never in the ledger."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.ledger.models import OutboxEntry
from compliance import pipeline
from compliance.jobs.models import Job
from compliance.lawbook.decline_directive import decline_directive
from compliance.lawbook.end_directive import end_directive
from compliance.lawbook.errors import (
    DirectiveRefused,
    DirectiveUnreadable,
    LawbookError,
    NotAllowed,
    StatementRefused,
    WrongState,
)
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.policies import check_can_answer, check_can_propose, check_can_write, passes
from compliance.lawbook.propose_directive import propose_directive
from compliance.lawbook.questions import directive_of, law, law_for
from compliance.lawbook.record_reading import record_directive_read
from compliance.lawbook.withdraw_directive import withdraw_directive
from compliance.lawbook.write_directive import LONGEST_TITLE_CHARACTERS, write_directive
from rules.clocks import Reading
from rules.law import shipped_law
from rules.ruleset_reader import read_rule_set
from tests.append_only_guards import guards_lowered
from tests.compliance.lawbook.letters import LETTER, TITLE, letter, proposed, published

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

State = DirectiveDraft.State
SECRETS = ("quokka", "Sorrel", "peak_concurrent_accelerators", "Invented letter")


def leaves(prefix: str = "directive.") -> list[dict]:
    return [
        json.loads(bytes(row.leaf))
        for row in OutboxEntry.objects.filter(kind__startswith=prefix).order_by("id")
    ]


def test_without_directives_the_law_is_the_shipped_one(cast):
    assert law() == shipped_law()
    assert law() is law()


def test_a_draft_and_a_proposal_bind_nobody(cast):
    proposed(cast)
    assert law().rule_sets == shipped_law().rule_sets
    assert not Job.objects.exists()


class TestPublishing:
    def test_a_second_person_publishes_and_everybody_is_screened_again(self, cast):
        directive = published(cast)
        assert directive.rule_set == "us/directive_sorrel@2026-03-09"
        assert (directive.proposed_by, directive.published_by) == (cast.officer, cast.approver)
        assert DirectiveDraft.objects.get().state == State.PUBLISHED
        assert directive_of("us/directive_sorrel@2026-03-09") == directive
        assert list(Job.objects.values_list("kind", "subject")) == [("rescreen", directive.reference)]

    def test_the_law_has_it_from_its_day_and_known_from_its_publication(self, cast):
        directive = published(cast)
        today = datetime.now(UTC).date()

        def is_there(as_of, known_on=None, reading=Reading.ENFORCED):
            return directive.rule_set in {one.reference for one in law().on(as_of, known_on).under(reading)}

        begins = directive.effective_from
        assert not is_there(begins - timedelta(days=1))
        assert is_there(begins)
        assert is_there(begins, today)
        # The letter was older; here nobody knew of it before it was published.
        assert not is_there(begins, today - timedelta(days=1))
        assert is_there(today, reading=Reading.CONSERVATIVE)
        assert not is_there(today, reading=Reading.CODIFIED), "a letter is no law for everybody"

    def test_who_may_not_read_directives_is_answered_without_them(self, cast):
        published(cast)
        for person in (cast.officer, cast.approver, cast.auditor):
            assert law_for(person) == law()
        for person in (cast.administrator, cast.key.user):
            assert law_for(person).rule_sets == shipped_law().rule_sets

    def test_the_ledger_says_who_and_which_text_and_not_what_it_says(self, cast):
        directive = published(cast)
        assert [leaf["type"] for leaf in leaves()] == [
            "directive.written",
            "directive.proposed",
            "directive.published",
        ]
        leaf = leaves()[-1]
        assert leaf["log"].split("/")[1] == "operator"
        assert (leaf["actor"], leaf["object"]) == (cast.approver.username, directive.reference)
        assert leaf["body"] == {
            "rule_set": "us/directive_sorrel@2026-03-09",
            "sha256": directive.sha256,
            "effective_from": "2026-03-09",
            "effective_until": None,
            "draft": directive.draft,
            "proposer": cast.officer.username,
            "publisher": cast.approver.username,
        }
        written = json.dumps(leaves(""))
        assert not [secret for secret in SECRETS if secret in written]

    def test_nothing_of_it_is_readable_in_the_tables(self, cast):
        published(cast)
        for table in ("lawbook_directivedraft", "lawbook_publisheddirective"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  names of our own tables
                row = str(cursor.fetchall())
            assert not [secret for secret in SECRETS if secret in row]
        assert PublishedDirective.objects.get().content == LETTER
        assert DirectiveDraft.objects.get().title == TITLE

    def test_nothing_of_it_is_logged(self, cast, caplog):
        caplog.set_level("DEBUG", logger="compliance")
        draft = proposed(cast)
        with pytest.raises(NotAllowed):
            pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.officer)
        pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver)
        assert not [secret for secret in SECRETS if secret in caplog.text]

    def test_the_author_does_not_publish_even_as_approver(self, cast):
        draft = write_directive(title=TITLE, content=LETTER, by=cast.approver)
        draft = propose_directive(draft=draft, by=cast.approver)
        with pytest.raises(NotAllowed, match="a different person"):
            pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver)
        with pytest.raises(NotAllowed, match="a different person"):
            decline_directive(draft=draft, reason="no", by=cast.approver)
        with pytest.raises(NotAllowed, match="officer does not"):
            pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.officer)
        assert not PublishedDirective.objects.exists()

    def test_it_is_published_once(self, cast):
        draft = proposed(cast)
        pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver)
        with pytest.raises(WrongState, match="is published"):
            pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver)
        with pytest.raises(WrongState):
            decline_directive(draft=draft, reason="late", by=cast.approver)
        assert len(leaves("directive.published")) == 1

    def test_a_text_that_changed_after_it_was_read_is_not_published(self, cast):
        draft = proposed(cast)
        read = draft.sha256
        changed = write_directive(
            title=TITLE, content=letter(("> 100", "> 200")), by=cast.officer, draft=draft
        )
        assert changed.state == State.DRAFT
        with pytest.raises(WrongState):
            pipeline.publish_directive(draft=draft, sha256=read, by=cast.approver)
        propose_directive(draft=draft, by=cast.officer)
        with pytest.raises(WrongState, match="changed after you read it"):
            pipeline.publish_directive(draft=draft, sha256=read, by=cast.approver)

    def test_it_is_checked_again_against_what_was_published_meanwhile(self, cast):
        first, second = proposed(cast), proposed(cast, letter(("> 100", "> 200")))
        pipeline.publish_directive(draft=first, sha256=first.sha256, by=cast.approver)
        with pytest.raises(DirectiveRefused, match="is there already"):
            pipeline.publish_directive(draft=second, sha256=second.sha256, by=cast.approver)
        assert Job.objects.count() == 1

    def test_what_the_ledger_cannot_take_is_not_published(self, cast, monkeypatch):
        def full(**_):
            raise OSError("no space left on device")

        draft = proposed(cast)
        monkeypatch.setattr("compliance.lawbook.leaves.record", full)
        with pytest.raises(OSError, match="no space"):
            pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver)
        assert not PublishedDirective.objects.exists()
        assert not Job.objects.exists()
        assert law().rule_sets == shipped_law().rule_sets


class TestTheDatabase:
    def test_refuses_one_person_in_both_places(self, cast):
        directive = published(cast)
        directive.pk, directive.reference, directive.rule_set, directive.draft = (
            None,
            "dir_2",
            "us/x@2026-01-01",
            "d",
        )
        directive.published_by = directive.proposed_by
        with pytest.raises(IntegrityError, match="a_published_directive_has_four_eyes"), transaction.atomic():
            directive.save(force_insert=True)
        with pytest.raises(IntegrityError, match="a_directive_has_four_eyes"), transaction.atomic():
            DirectiveDraft.objects.update(answered_by=cast.officer)

    def test_refuses_the_same_version_twice(self, cast):
        directive = published(cast)
        directive.pk, directive.reference, directive.draft = None, "dir_2", "d"
        with pytest.raises(IntegrityError, match="rule_set"), transaction.atomic():
            directive.save(force_insert=True)

    @pytest.mark.parametrize("verb", ["update", "delete"])
    def test_refuses_to_change_or_remove_a_version(self, cast, verb):
        published(cast)
        with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
            if verb == "update":
                PublishedDirective.objects.update(sha256="0" * 64)
            else:
                PublishedDirective.objects.all().delete()
        assert PublishedDirective.objects.get().sha256 != "0" * 64

    def test_refuses_an_answer_without_a_person_and_a_proposal_without_a_time(self, cast):
        proposed(cast)
        for change in ({"state": State.PUBLISHED}, {"proposed_at": None}):
            with pytest.raises(IntegrityError, match="draft_says"), transaction.atomic():
                DirectiveDraft.objects.update(**change)


class TestDrafts:
    def test_only_who_may_writes(self, cast):
        for person in (cast.auditor, cast.administrator, cast.key.user):
            with pytest.raises(NotAllowed):
                write_directive(title=TITLE, content=LETTER, by=person)
        assert not DirectiveDraft.objects.exists()

    def test_only_its_author_changes_proposes_and_withdraws(self, cast):
        draft = write_directive(title=TITLE, content=LETTER, by=cast.officer)
        for attempt in (
            lambda: write_directive(title="x", content="y", by=cast.approver, draft=draft),
            lambda: propose_directive(draft=draft, by=cast.approver),
            lambda: withdraw_directive(draft=draft, by=cast.approver),
        ):
            with pytest.raises(NotAllowed, match="Ingrid Solheim wrote this draft"):
                attempt()

    @pytest.mark.parametrize(
        ("title", "content"),
        [("", LETTER), ("x" * (LONGEST_TITLE_CHARACTERS + 1), LETTER), ("x", " \n"), ("x", "#" * 200_001)],
    )
    def test_what_cannot_be_a_draft(self, cast, title, content):
        with pytest.raises(StatementRefused):
            write_directive(title=title, content=content, by=cast.officer)

    def test_a_draft_may_be_wrong_and_is_proposed_only_when_it_is_right(self, cast):
        draft = write_directive(title=TITLE, content="title =", by=cast.officer)
        with pytest.raises(DirectiveRefused, match="TOML"):
            propose_directive(draft=draft, by=cast.officer)
        write_directive(title=TITLE, content=LETTER.replace("\n", "\r\n"), by=cast.officer, draft=draft)
        assert propose_directive(draft=draft, by=cast.officer).content == LETTER
        with pytest.raises(WrongState):
            propose_directive(draft=draft, by=cast.officer)

    def test_a_declined_draft_says_why_and_may_be_mended(self, cast):
        draft = proposed(cast)
        with pytest.raises(StatementRefused):
            decline_directive(draft=draft, reason=" ", by=cast.approver)
        declined = decline_directive(draft=draft, reason="Cite the quokka letter.", by=cast.approver)
        assert (declined.state, declined.answer_reason) == (State.DECLINED, "Cite the quokka letter.")
        with pytest.raises(WrongState):
            propose_directive(draft=draft, by=cast.officer)
        mended = write_directive(title=TITLE, content=LETTER, by=cast.officer, draft=draft)
        assert (mended.state, mended.answered_by, mended.answer_reason) == (State.DRAFT, None, "")
        assert propose_directive(draft=mended, by=cast.officer).state == State.PROPOSED
        assert "quokka" not in json.dumps(leaves())

    @pytest.mark.parametrize(
        "prepare", [proposed, lambda cast: write_directive(title="x", content="y", by=cast.officer)]
    )
    def test_a_withdrawn_draft_stays_withdrawn(self, cast, prepare):
        draft = withdraw_directive(draft=prepare(cast), by=cast.officer)
        assert draft.state == State.WITHDRAWN
        for attempt in (
            lambda: write_directive(title="x", content="y", by=cast.officer, draft=draft),
            lambda: propose_directive(draft=draft, by=cast.officer),
            lambda: withdraw_directive(draft=draft, by=cast.officer),
            lambda: pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver),
        ):
            with pytest.raises(WrongState, match="withdrawn"):
                attempt()

    def test_a_page_may_ask_before_it_offers(self, cast):
        draft = proposed(cast)
        assert passes(check_can_answer, cast.approver, draft)
        assert not passes(check_can_answer, cast.officer, draft)
        assert passes(check_can_write, cast.officer, draft)
        assert not passes(check_can_propose, cast.officer, draft)
        assert passes(check_can_write, cast.approver, None)


class TestEnding:
    def test_a_version_more_says_the_same_and_ends(self, cast):
        directive = published(cast)
        ends_on = directive.effective_from + timedelta(days=60)
        draft = end_directive(directive=directive, ends_on=ends_on, by=cast.officer)
        assert draft.state == State.PROPOSED
        assert (
            "effective_from = 2026-05-07 # as the letter says\neffective_until = 2026-05-08\n"
            in draft.content
        )
        last = pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver)
        assert PublishedDirective.objects.get(pk=directive.pk).content == LETTER
        for days, expected in (
            (0, directive.rule_set),
            (58, directive.rule_set),
            (59, last.rule_set),
            (60, None),
        ):
            day = directive.effective_from + timedelta(days=days)
            in_force = {one.id: one.reference for one in law().on(day).under(Reading.ENFORCED)}
            assert in_force.get("us/directive_sorrel") == expected

    def test_a_compliance_date_moves_along(self, cast):
        content = letter(("effective_from", "compliance_from = 2026-04-01\neffective_from"))
        draft = end_directive(
            directive=published(cast, content),
            ends_on=datetime(2026, 5, 8, tzinfo=UTC).date(),
            by=cast.officer,
        )
        assert "compliance_from = 2026-05-07\n" in draft.content

    def test_a_compliance_date_that_is_the_day_of_effect_moves_along(self, cast):
        content = letter(("effective_from", "compliance_from = 2026-03-09\neffective_from"))
        draft = end_directive(directive=published(cast, content), ends_on=date(2026, 5, 8), by=cast.officer)
        assert "compliance_from = 2026-05-07\n" in draft.content

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("# as the letter says", "# as\u2028the letter\x85says"),
            ("effective_from =", '"effective_from" ='),
            ("published_on", "'published_on'"),
            ('title = "Inv', 'notes = """\neffective_from = 2026-01-01"""\ntitle = "Inv'),
            ('authority = "An invented authority"', 'authority = "An \\u2014 authority" # \u2029'),
        ],
    )
    def test_however_the_head_is_written_the_days_are_those_asked_for(self, cast, old, new):
        directive = published(cast, letter((old, new)))
        draft = end_directive(directive=directive, ends_on=date(2027, 1, 1), by=cast.officer)
        read = read_rule_set(draft.content.encode(), "x")
        assert (read.effective_from, read.effective_until) == (date(2026, 12, 31), date(2027, 1, 1))
        assert read.rules == read_rule_set(directive.content.encode(), "x").rules

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("effective_from = 2026-03-09", '"effective\\u005ffrom" = 2026-03-09'),
            ('title = "Invented', 'notes = """x\'\'\'y\npublished_on = 2026-01-01\nz"""\ntitle = "Invented'),
        ],
    )
    def test_where_the_days_cannot_be_set_nothing_is_proposed(self, cast, old, new):
        directive = published(cast, letter((old, new)))
        with pytest.raises(
            StatementRefused, match="write its last version yourself, with effective_from = 2026-12-31"
        ):
            end_directive(directive=directive, ends_on=date(2027, 1, 1), by=cast.officer)
        assert DirectiveDraft.objects.count() == 1

    @pytest.mark.parametrize("ends_on", [date.min, date.max, date(2200, 1, 1)])
    def test_a_day_beyond_reckoning(self, cast, ends_on):
        directive = published(cast)
        with pytest.raises(StatementRefused, match="can end"):
            end_directive(directive=directive, ends_on=ends_on, by=cast.officer)
        assert DirectiveDraft.objects.count() == 1

    def test_too_early_an_end(self, cast):
        directive = published(cast)
        with pytest.raises(StatementRefused, match="2026-03-11 at the earliest"):
            end_directive(
                directive=directive, ends_on=directive.effective_from + timedelta(days=1), by=cast.officer
            )

    def test_one_that_ended_cannot_be_ended_again_before_that(self, cast):
        directive = published(cast)
        ends_on = directive.effective_from + timedelta(days=60)
        draft = end_directive(directive=directive, ends_on=ends_on, by=cast.officer)
        pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver)
        with pytest.raises(DirectiveRefused, match="already"):
            end_directive(directive=directive, ends_on=ends_on, by=cast.officer)
        assert DirectiveDraft.objects.count() == 2

    def test_who_may_not_write_does_not_end(self, cast):
        directive = published(cast)
        with pytest.raises(NotAllowed):
            end_directive(
                directive=directive, ends_on=directive.effective_from + timedelta(days=9), by=cast.auditor
            )


def test_other_rows_are_another_law_though_they_are_as_many_and_the_newest_is_the_same(cast):
    earlier = published(cast)
    published(cast, letter(("2026-03-09 #", "2026-03-20 #")))
    references = ("dir_a", "dir_z")
    with guards_lowered(connection):
        for directive, reference in zip(PublishedDirective.objects.order_by("pk"), references, strict=True):
            PublishedDirective.objects.filter(pk=directive.pk).update(reference=reference)
        assert "Invented letter on memory bandwidth" in {one.title for one in law().rule_sets}
        PublishedDirective.objects.filter(pk=earlier.pk).update(
            reference="dir_b", content=letter(("Invented letter", "Another letter"))
        )
    assert "Another letter on memory bandwidth" in {one.title for one in law().rule_sets}


def test_a_directive_that_this_release_cannot_read_stops_everything_in_words(cast):
    published(cast)
    with guards_lowered(connection):
        PublishedDirective.objects.update(content=letter(("> 100", "> misspelt")), reference="dir_changed")
    with pytest.raises(
        DirectiveUnreadable, match=r"us/directive_sorrel@2026-03-09 cannot be read by this release"
    ):
        law()


def test_what_an_auditor_reads_is_recorded_and_what_others_read_is_not(cast):
    directive = published(cast)
    record_directive_read(directive=directive, by=cast.officer)
    assert leaves("directive.read") == []
    record_directive_read(directive=directive, by=cast.auditor)
    (leaf,) = leaves("directive.read")
    assert (leaf["actor"], leaf["object"], leaf["body"]) == (
        cast.auditor.username,
        directive.reference,
        {"sha256": directive.sha256},
    )


def test_everything_refused_is_of_one_family():
    for kind in (NotAllowed, WrongState, StatementRefused, DirectiveUnreadable, DirectiveRefused):
        assert issubclass(kind, LawbookError)
