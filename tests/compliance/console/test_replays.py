"""Replays at the desk: asked for, watched, read, taken away."""

import csv
import hashlib
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from compliance.console.law.directives import beginning
from compliance.console.law.replays import BAR_WIDTH, remaining_text, rule_rows
from compliance.lawbook.write_directive import write_directive
from compliance.pipeline import request_replay
from compliance.replays.ask import Trial
from compliance.replays.models import Replay
from compliance.replays.questions import Progress
from tests.compliance.console.objects import make_chip, make_replay
from tests.compliance.replays.stored import BIG, EXAMPLE, IN_NORWAY, SMALL, screened

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

PART = {"HX-Request": "true"}


def text(answer):
    return answer.content.decode()


def address(replay):
    return reverse("console:replay", args=[replay.reference])


def ask(browser, **fields):
    return browser.post(reverse("console:ask-replay"), fields)


def test_the_empty_list_says_so_and_offers_the_form(officer):
    page = text(officer.get(reverse("console:replays")))
    assert "Nothing has been tried yet." in page
    assert "us/3a090@2022-10-21" in page
    assert "data-poll" not in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "This field is required."),
        ({"what": "rule_set"}, "Choose a rule set."),
        ({"what": "draft"}, "Choose a draft."),
        ({"what": "other_day"}, "Give the other day."),
        ({"what": "other_day", "other_day": "soon"}, "This is no date"),
        ({"what": "rule_set", "rule_set": "us/nothing@2020-01-01"}, "not one of the available choices"),
        ({"what": "other_day", "other_day": "2023-11-17", "provider": "nobody"}, "not one of the available"),
        (
            {"what": "other_day", "other_day": "2023-11-17", "known_on": "2999-01-01"},
            "Nobody can say what will be known on 2999-01-01",
        ),
        ({"what": "bribe"}, "not one of the available choices"),
    ],
)
def test_a_form_that_will_not_do_is_sent_back_with_its_reason(officer, fields, sentence):
    answer = ask(officer, **fields)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Replay.objects.exists()


def test_a_rule_set_is_tried_in_place_of_the_one_in_force(cast, officer):
    answer = ask(
        officer,
        what="rule_set",
        rule_set="us/3a090@2022-10-21",
        as_of="2026-07-01",
        provider=cast.provider.key,
    )
    replay = Replay.objects.get()
    assert answer.url == address(replay)
    assert (replay.mode, replay.as_of, replay.provider) == ("in_place", date(2026, 7, 1), cast.provider)
    assert replay.asked_by == cast.officer


def test_a_draft_is_tried_from_its_own_page(cast, officer):
    draft = write_directive(title="A letter", content=beginning(), by=cast.officer)
    page = text(officer.get(reverse("console:directive", args=[draft.reference])))
    assert "Try it on stored facts" in page
    ask(officer, what="draft", draft=draft.reference)
    replay = Replay.objects.get()
    assert replay.tried_content == draft.content
    assert replay.as_of == datetime.now(UTC).date()


def test_a_draft_that_is_no_rule_set_is_refused_in_words(cast, officer):
    draft = write_directive(title="A letter", content="nonsense = 1", by=cast.officer)
    answer = ask(officer, what="draft", draft=draft.reference)
    assert answer.status_code == 422
    assert "This cannot be replayed" in text(answer)


def test_the_law_of_another_day_is_tried(cast, officer):
    ask(officer, what="other_day", other_day="2023-11-16", as_of="2026-07-01", rule_set="us/3a090@2022-10-21")
    replay = Replay.objects.get()
    assert (replay.mode, replay.tried_as_of, replay.tried_reference) == ("other_day", date(2023, 11, 16), "")


def test_the_address_fills_the_form(officer):
    page = text(
        officer.get(reverse("console:replays"), {"what": "rule_set", "rule_set": "us/3a090@2022-10-21"})
    )
    assert '<option value="us/3a090@2022-10-21" selected>' in page


def test_a_replay_that_waits_asks_for_itself_again(cast, officer):
    reference = request_replay(trial=Trial(content=EXAMPLE), as_of=date(2026, 7, 1), by=cast.officer)
    page = text(officer.get(reverse("console:replay", args=[reference])))
    assert 'hx-trigger="every 1s"' in page
    assert "It begins as soon as a worker is free." in page
    part = text(officer.get(reverse("console:replay", args=[reference]), headers=PART))
    assert "<html" not in part
    assert "data-poll" in text(officer.get(reverse("console:replays"), headers=PART))
    for name in ("replay-csv", "replay-json"):
        assert officer.get(reverse(f"console:{name}", args=[reference])).status_code == 404


def test_a_replay_that_failed_says_why_and_has_nothing_to_take_away(cast, officer):
    replay = make_replay(cast, Trial(content=EXAMPLE))
    Replay.objects.filter(pk=replay.pk).update(failure="The law has moved on.")
    page = text(officer.get(address(replay)))
    assert "It ended without a result: The law has moved on." in page
    assert "data-poll" not in page
    assert officer.get(reverse("console:replay-csv", args=[replay.reference])).status_code == 404
    assert "ended without a result" in text(officer.get(reverse("console:replays")))


def test_no_difference_is_said_in_words(cast, officer):
    make_chip()
    screened(cast.provider, "tn-1", SMALL | IN_NORWAY)
    page = text(officer.get(address(make_replay(cast, Trial(rule_set="us/3a090@2023-11-17")))))
    assert "No tenant of 1 would be judged otherwise." in page
    assert "No chip of 1 would be classed otherwise." in page
    assert "No rule says anything else of any tenant." in page
    assert "The same sets on both sides." in page


def test_what_a_replay_found(cast, officer):
    tenant = screened(cast.provider, "tn-big", BIG | IN_NORWAY)
    screened(cast.provider, "tn-small", SMALL | IN_NORWAY)
    replay = make_replay(cast, Trial(content=EXAMPLE))
    page = text(officer.get(address(replay)))
    assert "1 of 2 tenants would be judged otherwise." in page
    assert reverse("console:tenant", args=[tenant.reference]) in page
    assert "tn-small" not in page
    assert "no such rule" in page
    assert replay.differences_sha256 in page
    assert "?change=appears#lines" in page
    assert "data-poll" not in page


def test_chips_go_from_class_to_class_with_their_limbs(cast, officer):
    make_chip(
        "test-h800",
        name="H800 of a test",
        fp8_tops=Decimal(1979),
        interconnect_gbs=Decimal(400),
        io_at_most_gbs=Decimal(528),
    )
    make_chip()
    replay = make_replay(cast, Trial(rule_set="us/3a090@2022-10-21"))
    page = text(officer.get(address(replay)))
    assert '1</span><span class="cp-tile-label">of 2 chips classed otherwise' in page
    assert "all three" in page
    assert reverse("console:chip", args=["test-h800"]) in page
    assert reverse("console:chip", args=["test-h20"]) not in page
    after = page.split("H800 of a test</a>")[1].split("</tr>")[0].split("cp-class-a")[1]
    assert "3A090.a.1" in after
    assert "not 3A090" in after


def test_lines_are_filtered_and_paged(cast, officer):
    for number in range(60):
        screened(cast.provider, f"tn-{number:03}", BIG | IN_NORWAY)
    replay = make_replay(cast, Trial(content=EXAMPLE))
    lines = {"HX-Request": "true", "HX-Target": "lines"}
    first = text(officer.get(address(replay), headers=lines))
    assert "<html" not in first
    assert "tn-029" in first
    assert "tn-030" not in first
    more = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = text(officer.get(more, headers=lines))
    assert "tn-059" in second
    assert 'rel="next"' not in second
    assert "None of them." in text(officer.get(address(replay), {"change": "disappears"}, headers=lines))
    assert "None of them." in text(officer.get(address(replay), {"rule": "example.country"}, headers=lines))
    assert "tn-000" in text(officer.get(address(replay), {"after": "'; --"}))
    assert "None of them." in text(officer.get(address(replay), {"after": "9" * 18}))


def test_the_csv_is_the_one_in_the_ledger(cast, officer):
    screened(cast.provider, "tn-big", BIG | IN_NORWAY)
    replay = make_replay(cast, Trial(content=EXAMPLE))
    answer = officer.get(reverse("console:replay-csv", args=[replay.reference]))
    body = b"".join(answer.streaming_content)
    assert hashlib.sha256(body).hexdigest() == replay.differences_sha256
    assert [row["account"] for row in csv.DictReader(io.StringIO(body.decode()))] == ["tn-big"]
    assert f'filename="{replay.reference}.csv"' in answer["Content-Disposition"]


def test_bars_share_one_scale_and_never_run_over(cast):
    for number in range(3):
        screened(cast.provider, f"tn-{number}", BIG)
    screened(cast.provider, "tn-known", BIG | IN_NORWAY)
    rows = rule_rows(make_replay(cast, Trial(content=EXAMPLE)))
    assert [(row.rule, row.changes) for row in rows] == [("example.large", 4), ("example.country", 3)]
    assert [part.width for row in rows for part in row.bar] == [BAR_WIDTH, BAR_WIDTH * 3 // 4]


@pytest.mark.parametrize(
    ("done", "spent_seconds", "sentence"),
    [
        (0, 5, "It has only just begun."),
        (50, 60, "About a minute left, or less."),
        (10, 60, "About 9 minutes left at this pace."),
        (1, 3600, "About 99.0 hours left at this pace."),
    ],
)
def test_how_long_it_takes_is_said_in_words(done, spent_seconds, sentence):
    now = datetime(2026, 7, 1, tzinfo=UTC)
    replay = SimpleNamespace(begun_at=now - timedelta(seconds=spent_seconds))
    assert remaining_text(replay, Progress("running", done, 100, ""), now) == sentence
