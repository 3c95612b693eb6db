"""Replays from asking to their end: what they find, and that nothing real is touched."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection

from audit.ledger.models import OutboxEntry
from compliance.jobs.models import Job
from compliance.replays import ask, run
from compliance.replays.ask import Trial
from compliance.replays.differences import chip_lines, tenant_lines
from compliance.replays.models import ChipChange, Replay, ReplayedRule, TenantChange
from compliance.replays.questions import replay_progress, rules_of, summary
from compliance.replays.tried import content_of
from compliance.screening.models import Screening
from compliance.tenants.models import Tenant
from rules.law import shipped_law
from rules.library import in_force_on
from rules.ruleset_reader import read_rule_set
from tests.compliance.replays.stored import (
    AS_OF,
    BIG,
    EXAMPLE,
    IN_NORWAY,
    SCREENED_AT,
    SMALL,
    counts_by_rule,
    replayed,
    screened,
    store,
    text_of,
)
from tests.compliance.usage.chips import make_chip
from tests.rules.sets import changed

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

IN_PLACE_OF_LARGE = next(one.reference for one in in_force_on(AS_OF) if one.id == "project/large_compute")


def leaf_of(kind: str) -> dict:
    (row,) = OutboxEntry.objects.filter(kind=kind)
    return json.loads(bytes(row.leaf))


def lines(replay):
    return [(one.account, one.rule, one.change, one.before, one.after) for one in tenant_lines(replay)]


def test_over_nobody_there_is_nothing_to_differ(cast):
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    assert replay.failure == ""
    assert (replay.tenants_total, replay.counts["tenants"], lines(replay)) == (0, 0, [])
    assert counts_by_rule(replay) == {"example.country": {}, "example.large": {}}
    assert replay_progress(replay.reference).state == "finished"


@pytest.mark.parametrize("reference", [one.reference for one in in_force_on(AS_OF)])
def test_a_set_in_its_own_place_makes_no_difference(cast, reference):
    make_chip()
    screened(cast.provider, "tn-1", BIG | {"headquarters_country": "CN"})
    replay = replayed(cast.officer, Trial(rule_set=reference))
    assert (lines(replay), list(chip_lines(replay))) == ([], [])
    assert replay.counts["chips_changed"] == 0
    assert replay.law["before"] == replay.law["after"]


def test_the_law_of_the_same_day_makes_no_difference(cast):
    screened(cast.provider, "tn-1", BIG | {"headquarters_country": "CN"})
    replay = replayed(cast.officer, Trial(other_day=AS_OF))
    assert (lines(replay), replay.counts["changes"]) == ([], {})


def test_a_set_in_addition_raises_flags(cast):
    for account, facts in {"tn-big": BIG | IN_NORWAY, "tn-small": SMALL | IN_NORWAY, "tn-who": SMALL}.items():
        screened(cast.provider, account, facts)
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    assert lines(replay) == [
        ("tn-big", "example.large", "appears", "no_such_rule", "met"),
        ("tn-who", "example.country", "appears", "no_such_rule", "undetermined"),
    ]
    assert counts_by_rule(replay) == {
        "example.country": {"appears": 1, "quiet": 2},
        "example.large": {"appears": 1, "quiet": 2},
    }
    assert replay.counts["changes"] == {"appears": 2}
    assert (replay.counts["tenants"], replay.counts["changed"]) == (3, 2)
    assert replay.counts["facts_not_stored"] == {"headquarters_country": 1}
    (first, _) = tenant_lines(replay)
    assert (first.severity_before, first.severity_after) == (None, "high")
    assert (first.rule_set_before, first.rule_set_after) == (None, "us/example@2024-02-01")


def test_lines_come_a_page_at_a_time_and_by_rule_and_kind(cast):
    for number in range(5):
        screened(cast.provider, f"tn-{number}", BIG)
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    first = tenant_lines(replay, limit=4)
    assert len(first) == 4
    assert len(tenant_lines(replay, after=first[-1].position)) == 6
    assert {one.rule for one in tenant_lines(replay, rule="example.large")} == {"example.large"}
    assert len(tenant_lines(replay, change="appears")) == 10
    assert tenant_lines(replay, change="disappears") == tenant_lines(replay, change="unchanged") == []


def large(old: str, new: str) -> bytes:
    content = content_of(IN_PLACE_OF_LARGE).decode()
    assert old in content
    return content.replace(old, new).encode()


def test_a_changed_set_in_place_and_the_other_way_round(cast, monkeypatch):
    for number, operations in enumerate([10**20, 10**24, 2 * 10**25, 10**27]):
        facts = {
            f"operations_{bound}_{window}": operations
            for bound in ("lower", "expected", "upper")
            for window in ("30d", "90d", "365d", "lifetime")
        }
        screened(cast.provider, f"tn-{number}", BIG | facts)
    other = large('severity = "critical"', 'severity = "high"').replace(b">= 1e26", b">= 1e19")
    there = replayed(cast.officer, Trial(content=other))
    assert there.mode == "in_place"
    assert there.counts["changes"].keys() >= {"appears", "changes_severity"}
    reversed_law = shipped_law().with_set(read_rule_set(other, "other"))
    for module in (ask, run):
        monkeypatch.setattr(module, "law", lambda: reversed_law)
    back = replayed(cast.officer, Trial(rule_set=IN_PLACE_OF_LARGE))
    mirrored = {"appears": "disappears", "disappears": "appears"}
    assert counts_by_rule(back) == {
        rule: {mirrored.get(change, change): number for change, number in counts.items()}
        for rule, counts in counts_by_rule(there).items()
    }
    assert [
        (one.account, one.rule, one.severity_after, one.severity_before) for one in tenant_lines(there)
    ] == [(one.account, one.rule, one.severity_before, one.severity_after) for one in tenant_lines(back)]


def test_the_counts_of_a_rule_are_the_tenants_replayed(cast):
    for number in range(7):
        screened(cast.provider, f"tn-{number}", BIG if number % 2 else SMALL)
    Tenant.objects.create(provider=cast.provider, account="tn-new")
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    assert replay.counts["without_facts"] == 1
    assert [sum(counts.values()) for counts in counts_by_rule(replay).values()] == [7, 7]
    assert sum(replay.counts["changes"].values()) == len(tenant_lines(replay)) == 7 + 3
    assert "1 tenants had not been screened by then, and nothing is said of them." in summary(replay)["notes"]


def test_the_rules_with_most_changes_come_first(cast):
    screened(cast.provider, "tn-1", BIG | IN_NORWAY)
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    assert [one["rule"] for one in rules_of(replay)] == ["example.large", "example.country"]


def test_the_newest_facts_known_on_the_day_are_taken(cast):
    screened(cast.provider, "tn-1", SMALL | IN_NORWAY, SCREENED_AT - timedelta(days=2))
    middle = screened(cast.provider, "tn-1", BIG | IN_NORWAY, SCREENED_AT - timedelta(days=1))
    screened(cast.provider, "tn-1", SMALL | IN_NORWAY, SCREENED_AT)
    assert lines(replayed(cast.officer, Trial(content=EXAMPLE))) == []
    replay = replayed(cast.officer, Trial(content=EXAMPLE), known_on=date(2026, 6, 30))
    (line,) = tenant_lines(replay)
    assert line.screening == middle.screenings.order_by("id")[1].reference
    assert (
        replayed(cast.officer, Trial(content=EXAMPLE), known_on=date(2026, 6, 28)).counts["without_facts"]
        == 1
    )


def test_a_replay_of_one_provider_leaves_the_others_alone(cast):
    screened(cast.provider, "tn-1", BIG | IN_NORWAY)
    screened(cast.outside_provider, "tn-2", BIG | IN_NORWAY)
    replay = replayed(cast.officer, Trial(content=EXAMPLE), provider="tamarind")
    assert [(one.provider, one.account) for one in tenant_lines(replay)] == [("tamarind", "tn-2")]
    assert replay.tenants_total == 1


def test_facts_that_cannot_be_read_are_counted_and_said(cast):
    def tenant(number):
        return Tenant.objects.create(provider=cast.provider, account=f"tn-{number}")

    store(tenant(1), text_of({"peak_concurrent_tpp": "not a number"}))
    store(tenant(2), text_of({"headquarters_country": "NO", "shoe_size": "44", "tpp": "4800"}))
    Screening.objects.filter(pk=store(tenant(3), text_of({})).pk).update(facts=text_of(SMALL))
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    assert replay.counts["unreadable"] == 2
    assert replay.counts["facts_without_name"] == {"shoe_size": 1, "tpp": 1}
    assert {one.account for one in tenant_lines(replay)} == {"tn-2"}  # its compute is not known
    said = " ".join(summary(replay)["notes"])
    assert "fact 'peak_concurrent_tpp' cannot be read from 'not a number'" in said
    assert "the stored facts are not those that were written" in said
    assert "1 screenings stored shoe_size, which is no fact about a tenant any more" in said


@pytest.mark.parametrize("text", ["null", "5", "[]", '["a"]', '"text"', "no JSON", "[" * 100_000, "9" * 5000])
def test_what_is_stored_and_no_document_of_facts_is_counted_and_said(cast, text):
    store(Tenant.objects.create(provider=cast.provider, account="tn-1"), text)
    screened(cast.provider, "tn-2", BIG | IN_NORWAY)
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    assert (replay.counts["unreadable"], replay.counts["tenants"]) == (1, 2)
    assert {one.account for one in tenant_lines(replay)} == {"tn-2"}
    assert "what is stored is no document of facts by name" in " ".join(summary(replay)["notes"])


def test_a_broken_fact_that_no_rule_reads_is_no_obstacle(cast):
    tenant = Tenant.objects.create(provider=cast.provider, account="tn-1")
    store(tenant, text_of({"headquarters_country": "NO", "kyc_entity_kind": "robot"}))
    assert replayed(cast.officer, Trial(content=EXAMPLE)).counts["unreadable"] == 0


GROUPS = changed("headquarters_country in some_countries", "'D:5' in headquarters_groups").replace(
    b"{headquarters_country}", b"{headquarters_groups}"
)


def test_groups_stay_as_stored_and_are_worked_out_where_they_were_not(cast):
    screened(
        cast.provider, "tn-stored", SMALL | {"headquarters_country": "NO", "headquarters_groups": ("D:5",)}
    )
    screened(cast.provider, "tn-old", SMALL | {"headquarters_country": "CN"})
    screened(cast.provider, "tn-quiet", SMALL | {"headquarters_country": "NO"})
    screened(cast.provider, "tn-who", SMALL)
    replay = replayed(cast.officer, Trial(content=GROUPS), provider="fjordlys")
    assert {(one.account, one.after) for one in tenant_lines(replay)} == {
        ("tn-stored", "met"),
        ("tn-old", "met"),
        ("tn-who", "undetermined"),
    }
    assert replay.counts["facts_from_law"] == {"headquarters_groups": 2}
    assert replay.counts["facts_not_stored"] == {"headquarters_country": 1, "headquarters_groups": 1}


def test_for_the_law_of_another_day_groups_are_worked_out_anew(cast, monkeypatch):
    """Cambodia left D:5 in February 2026; what was stored under either law must not decide."""
    with_groups = shipped_law().with_set(read_rule_set(GROUPS, "groups"))
    for module in (ask, run):
        monkeypatch.setattr(module, "law", lambda: with_groups)
    screened(cast.provider, "tn-kh", SMALL | {"headquarters_country": "KH", "headquarters_groups": ()})
    replay = replayed(cast.officer, Trial(other_day=date(2025, 7, 1)))
    assert ("tn-kh", "example.country", "appears", "not_met", "met") in lines(replay)
    assert "worked out for each side's own day" in " ".join(summary(replay)["notes"])


def test_a_chip_changes_class_under_an_older_text(cast):
    """600 GB/s and 4800 were the limits of October 2022."""
    make_chip(
        "example-fast",
        fp16_tops=1000,
        die_area_mm2=800,
        has_non_planar_die=True,
        interconnect_gbs=100,
        io_at_most_gbs=140,
    )
    make_chip(
        "example-slow",
        fp16_tops=1,
        bf16_tops=1,
        die_area_mm2=800,
        has_non_planar_die=True,
        interconnect_gbs=100,
    )
    replay = replayed(cast.officer, Trial(rule_set="us/3a090@2022-10-21"))
    found = {(one.chip, one.reading, one.before, one.after) for one in chip_lines(replay)}
    assert ("example-fast", "codified", "3A090.a", "not_3A090") in found
    assert {chip for chip, *_ in found} == {"example-fast"}
    assert (replay.counts["chips"], replay.counts["chips_changed"]) == (2, 1)
    (codified, *_) = chip_lines(replay)
    assert (codified.limb_before, codified.limb_after) == ("3A090.a.1", None)


def test_before_any_text_no_chip_has_a_class(cast):
    make_chip()
    replay = replayed(cast.officer, Trial(other_day=date(2020, 7, 1)))
    assert {one.after for one in chip_lines(replay)} == {"no_text_known"}


def rows_of_everything() -> dict[str, list[tuple]]:
    """Every row of every table that is ours, but those of replays and jobs."""
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model.__module__.startswith(("audit.", "compliance."))
        and model._meta.app_label not in {"replays", "jobs"}
    }


def test_nothing_real_is_touched(cast):
    make_chip()
    for number in range(4):
        screened(cast.provider, f"tn-{number}", BIG)
    before = rows_of_everything()
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    assert TenantChange.objects.filter(replay=replay).count() == 8
    after = rows_of_everything()
    leaf = leaf_of("replay.finished")
    assert leaf["log"].split("/")[-2] == "operator"
    after["ledger.OutboxEntry"] = [row for row in after["ledger.OutboxEntry"] if "replay.finished" not in row]
    assert after == before


def test_the_ledger_keeps_what_was_tried_and_digests_of_what_was_found(cast):
    screened(cast.provider, "tn-1", BIG)
    replay = replayed(cast.officer, Trial(content=EXAMPLE), provider="fjordlys")
    leaf = leaf_of("replay.finished")
    assert (leaf["object"], leaf["actor"]) == (replay.reference, "worker")
    assert leaf["body"] == {
        "asked_by": "ingrid.solheim",
        "mode": "in_addition",
        "tried": None,
        "tried_sha256": replay.tried_sha256,
        "provider": "fjordlys",
        "facts_until": leaf["body"]["facts_until"],
        "law_sha256": replay.law_sha256,
        "tenants": 1,
        "changes": {"appears": 2},
        "differences_sha256": replay.differences_sha256,
    }
    assert datetime.fromisoformat(leaf["body"]["facts_until"]) == replay.facts_until


def test_a_shipped_set_is_named_in_the_ledger_and_a_draft_is_not(cast):
    replayed(cast.officer, Trial(rule_set=IN_PLACE_OF_LARGE))
    assert leaf_of("replay.finished")["body"]["tried"] == IN_PLACE_OF_LARGE


def test_titles_of_rules_are_not_in_the_database_in_clear(cast):
    replayed(cast.officer, Trial(content=EXAMPLE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM replays_replayedrule")
        stored = {title for (title,) in cursor.fetchall()}
    assert len(stored) == 2
    assert not stored & {"Large", "Country"}


def test_both_laws_are_described_by_their_digests(cast):
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    before, after = replay.law["before"], replay.law["after"]
    assert before["rule_sets"] == {one.reference: one.sha256 for one in in_force_on(AS_OF)}
    assert after["rule_sets"] == before["rule_sets"] | {"us/example@2024-02-01": replay.tried_sha256}
    assert before["as_of"] == after["as_of"] == "2026-07-01"


def test_a_trial_that_fits_no_more_fails_in_words_and_leaves_no_row(cast, monkeypatch):
    screened(cast.provider, "tn-1", BIG)
    reference = run_first_part(cast, monkeypatch, 1)
    with_example = shipped_law().with_set(read_rule_set(EXAMPLE, "published meanwhile"))
    monkeypatch.setattr(run, "law", lambda: with_example)
    assert run.run_replay(reference, show=lambda *_: None)
    progress = replay_progress(reference)
    assert progress.state == "failed"
    assert "us/example@2024-02-01 is in force on 2026-07-01: try this version in place" in progress.failure
    assert "us/example" not in json.dumps(leaf_of("replay.failed"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT failure FROM replays_replay")
        assert "us/example" not in str(cursor.fetchall())
    for model in (TenantChange, ReplayedRule, ChipChange):
        assert not model.objects.exists()


def run_first_part(cast, monkeypatch, tenants):
    """Ask, and run one turn of one part of so many tenants; return the reference."""
    monkeypatch.setattr(run, "TENANTS_PER_PART", tenants)
    replay = ask.ask_replay(trial=Trial(content=EXAMPLE), as_of=AS_OF, by=cast.officer)
    run.run_replay(replay.reference, show=lambda *_: None, turn_seconds=0)
    return replay.reference


def test_a_finished_replay_is_not_run_again(cast):
    replay = replayed(cast.officer, Trial(content=EXAMPLE))
    before = Replay.objects.values().get()
    screened(cast.provider, "tn-late", BIG)
    assert run.run_replay(replay.reference, show=lambda *_: None)
    assert Replay.objects.values().get() == before
    assert OutboxEntry.objects.filter(kind="replay.finished").count() == 1
    assert Job.objects.get(kind="replay").done == 1
