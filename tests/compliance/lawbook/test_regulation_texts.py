"""Imported texts: kept once for a day, compared with the day before, shown beside the sets that encode them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from audit.ledger.models import OutboxEntry
from compliance.lawbook.errors import ImportRefused, NotAllowed, WrongState
from compliance.lawbook.import_regulation_text import import_regulation_text
from compliance.lawbook.models import RegulationIssue, RegulationNotice, RegulationText
from compliance.lawbook.see_notice import see_notice
from compliance.lawbook.texts import open_notices, sets_citing, text_beside, words_beside
from rules.law import Law
from rules.ruleset import TextReference
from rules.ruleset_reader import read_rule_set
from tests.compliance.lawbook.letters import letter
from tests.rules.regulation_text.invented import CONTROL_LIST, SECTIONS

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
OTHER_TAIL = CONTROL_LIST.replace(b"A tail of 7.", b"A tail of 8.")


def take(xml: bytes = CONTROL_LIST, day: date = MAY, part: int = 774):
    return import_regulation_text(xml=xml, part=part, issue_date=day, by="setup")


def set_of(begins: date, unit: str = "3A090", until: date | None = None):
    text = letter(("2026-03-09 #", f"{begins} #"))
    read = read_rule_set(text.encode(), "a set")
    return replace(read, texts=(TextReference(774, unit),), effective_until=until)


def law_of(*rule_sets) -> Law:
    return Law(rule_sets, countries=None)


class TestImport:
    def test_the_first_issue_has_nothing_to_be_compared_with(self):
        imported = take()
        assert (imported.is_new, imported.compared_with, imported.notices) == (True, None, ())
        units = list(RegulationText.objects.order_by("id").values_list("unit", flat=True))
        assert units == ["774.1", "774 Supplement No. 1", "3A090", "3A991", "3D001", "774 Supplement No. 2"]
        assert imported.units == len(units)

    def test_the_same_again_does_nothing(self):
        first = take()
        again = take(CONTROL_LIST.replace(b"Kites for moonlight.", b"Kites  for\n moonlight."))
        assert (again.issue, again.is_new) == (first.issue, False)
        assert RegulationIssue.objects.count() == 1
        assert OutboxEntry.objects.filter(kind="regulation_text.imported").count() == 1

    def test_another_text_for_the_same_day_is_refused(self):
        take()
        with pytest.raises(
            ImportRefused, match=r"with another text \(3A090\); the text of a day is kept once"
        ):
            take(OTHER_TAIL)
        assert not RegulationNotice.objects.exists()

    def test_the_same_text_on_a_later_day_raises_no_notice(self):
        take()
        imported = take(day=JUNE)
        assert imported.compared_with.issue_date == MAY
        assert imported.notices == ()

    def test_what_changed_came_and_went_raises_a_notice_each(self):
        take()
        imported = take(
            OTHER_TAIL.replace(b"3D001 Songs about kites in 3A090", b"3D002 Songs about kites in 3A090"), JUNE
        )
        assert [(one.change, one.unit) for one in imported.notices] == [
            ("changed", "3A090"),
            ("added", "3D002"),
            ("removed", "3D001"),
        ]
        assert set(open_notices()) == set(imported.notices)

    def test_each_issue_is_compared_with_the_one_before_it_in_time(self):
        take()
        take(OTHER_TAIL, JULY)
        between = take(OTHER_TAIL, JUNE)
        assert between.compared_with.issue_date == MAY
        assert [one.unit for one in between.notices] == ["3A090"]

    def test_parts_are_apart(self):
        take()
        imported = take(SECTIONS, JUNE, part=742)
        assert (imported.is_new, imported.compared_with) == (True, None)

    def test_the_ledger_has_the_file_s_digest_and_not_its_text(self):
        imported = take()
        leaf = json.loads(bytes(OutboxEntry.objects.get(kind="regulation_text.imported").leaf))
        assert leaf["log"].split("/")[1] == "operator"
        assert (leaf["actor"], leaf["object"]) == ("setup", "title-15/part-774/2026-05-01")
        assert leaf["body"] == {
            "part": 774,
            "issue_date": "2026-05-01",
            "sha256": imported.issue.sha256,
            "units": 6,
            "compared_with": None,
            "notices": 0,
        }

    @pytest.mark.parametrize(
        ("xml", "part", "message"),
        [
            (b"", 774, "no whole XML"),
            (b"<html/>", 774, "no part of the CFR"),
            (CONTROL_LIST, 742, "does not hold part 742"),
            (CONTROL_LIST.replace(b'N="774.1"', b'N="774.' + b"1" * 200 + b'"'), 774, "so long a name"),
        ],
    )
    def test_what_is_no_such_part_is_refused_and_nothing_is_kept(self, xml, part, message):
        with pytest.raises(ImportRefused, match=message):
            take(xml, part=part)
        assert not RegulationIssue.objects.exists()

    def test_a_day_that_has_not_come_is_refused(self):
        with pytest.raises(ImportRefused, match="has not come yet"):
            take(day=datetime.now(UTC).date() + timedelta(days=1))

    @pytest.mark.parametrize("model", [RegulationIssue, RegulationText])
    def test_the_database_keeps_what_was_imported(self, model):
        take()
        for attempt in (
            lambda: model.objects.update(sha256="0" * 64),
            lambda: model.objects.all()._raw_delete("default"),
        ):
            with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
                attempt()


class TestNotices:
    @pytest.fixture
    def notice(self):
        take()
        return take(OTHER_TAIL, JUNE).notices[0]

    def test_one_who_may_has_looked(self, cast, notice):
        for person in (cast.officer, cast.auditor, cast.key.user):
            with pytest.raises(NotAllowed):
                see_notice(notice=notice, by=person)
        seen = see_notice(notice=notice, by=cast.approver)
        assert (seen.seen_by, seen.seen_at is not None) == (cast.approver, True)
        assert not open_notices().exists()
        leaf = json.loads(bytes(OutboxEntry.objects.get(kind="regulation_notice.seen").leaf))
        assert leaf["object"] == "title-15/part-774/3A090"
        assert leaf["body"] == {
            "part": 774,
            "unit": "3A090",
            "change": "changed",
            "earlier": "2026-05-01",
            "later": "2026-06-01",
        }
        with pytest.raises(WrongState, match="Tomás Reyes has looked"):
            see_notice(notice=notice, by=cast.administrator)

    def test_the_database_wants_a_person_with_a_time(self, cast, notice):
        with pytest.raises(IntegrityError, match="a_seen_notice_says_by_whom"), transaction.atomic():
            RegulationNotice.objects.update(seen_by=cast.approver)


class TestBeside:
    def test_a_set_that_names_no_text_has_none(self):
        take()
        plain = replace(set_of(MAY), texts=())
        assert text_beside(plain, law_of(plain)) == ()

    def test_nothing_imported_is_no_text(self):
        one = set_of(MAY)
        (beside,) = text_beside(one, law_of(one))
        assert (beside.issue, beside.text, beside.notices) == (None, None, ())
        assert beside.words_of("a.1") is None

    def test_the_newest_issue_within_the_set_s_days(self):
        take(), take(OTHER_TAIL, JUNE), take(OTHER_TAIL, JULY)
        first, second = set_of(MAY), set_of(JUNE)
        law = law_of(first, second)
        (beside,) = text_beside(first, law)
        assert (beside.issue.issue_date, beside.text.unit) == (MAY, "3A090")
        assert beside.words_of("a.2") == "a.2. A tail of 7."
        (beside,) = text_beside(second, law)
        assert beside.issue.issue_date == JULY
        assert beside.words_of("a.2") == "a.2. A tail of 8."

    def test_a_set_that_ended_or_has_not_begun_has_no_text_of_other_days(self):
        take(day=JUNE)
        for one in (set_of(MAY, until=JUNE), set_of(JULY)):
            assert text_beside(one, law_of(one))[0].issue is None

    def test_a_unit_the_part_does_not_have(self):
        take()
        one = set_of(MAY, unit="9A999")
        (beside,) = text_beside(one, law_of(one))
        assert (beside.issue.issue_date, beside.text) == (MAY, None)

    def test_a_change_within_the_set_s_days_is_a_notice_until_somebody_looked(self, cast):
        take()
        (notice,) = take(OTHER_TAIL, JUNE).notices
        stale, other, next_version = set_of(MAY), set_of(MAY, unit="3A991"), set_of(JUNE)
        assert text_beside(stale, law_of(stale))[0].notices == (notice,)
        assert text_beside(other, law_of(other))[0].notices == ()
        assert text_beside(next_version, law_of(stale, next_version))[0].notices == ()
        assert text_beside(stale, law_of(stale, next_version))[0].notices == ()
        see_notice(notice=notice, by=cast.approver)
        assert text_beside(stale, law_of(stale))[0].notices == ()

    def test_the_words_a_citation_names(self):
        take()
        one = set_of(MAY)
        found = words_beside(
            "3A090.a.2, 742.6(a), Note 2 to 3A090, Note 3 to 3A090", text_beside(one, law_of(one))
        )
        assert [(place.unit_id, words) for place, words in found] == [
            ("3A090", "a.2. A tail of 7."),
            ("742.6", None),
            ("3A090", "Note 2 to 3A090.a and 3A090.b: Paper kites: a. Are not meant."),
            ("3A090", None),
        ]

    def test_which_sets_encode_a_unit_on_a_day(self):
        earlier, later, other = set_of(MAY), set_of(JUNE), replace(set_of(MAY, unit="3A991"), id="us/other")
        law = law_of(earlier, later, other)

        def citing(unit, on, part=774):
            return sets_citing(part, unit, law, on=on)

        assert citing("3A090", MAY) == (earlier,)
        assert citing("3A090", JULY) == (later,)
        assert citing("3A991", JULY) == (other,)
        assert citing("3A090", MAY - timedelta(days=1)) == citing("3A090", JULY, part=742) == ()
