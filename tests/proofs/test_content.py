"""The content checks: an issuer with all the keys cannot issue a report that says other than its ledger."""

import hashlib

import pytest

from audit.proofs.annex import Annex, Cell
from audit.proofs.canonical import canonical_bytes
from audit.proofs.errors import ContentError, ProofError
from audit.proofs.merkle import leaf_hash
from audit.proofs.verify import verify_bundle
from tests.proofs.ledger import ANNEXES, HOUR, POLICY, PROVIDER, annex_file, told


def refused(story, message):
    with pytest.raises(ProofError, match=message):
        story.bundle()


def row(story, name, number=0):
    return story.document[name][number]


def account(story, annex):
    """Account one more batch in the range, with its annex in the bundle."""
    story.ledger.append("batch.accounted", annex.batch, provider=PROVIDER, usage_sha256=annex.sha256)
    story.annexes.update([annex_file(annex)])
    widen(story)


def widen(story):
    story.document["ledger"]["size_until"] = len(story.ledger.leaves)
    story.document["issued_at"] = f"2026-02-01T00:00:{len(story.ledger.leaves) - 1:02d}Z"


def test_an_annex_reads_back():
    name, data = annex_file(ANNEXES[0])
    assert Annex.from_bytes(data, name) == ANNEXES[0]
    assert ANNEXES[0].sha256 == hashlib.sha256(data).hexdigest()


def test_a_report_of_nothing_verifies():
    story = told()
    story.ledger.leaves = story.ledger.leaves[:6]  # the one of the range was recorded before the period
    story.ledger.frontier = story.start()
    story.ledger.frontier.append(leaf_hash(story.ledger.leaves[5]))
    story.annexes = {}
    story.document.update(usage=[], totals={}, flags=[], decisions=[])
    widen(story)
    assert verify_bundle(story.bundle(), POLICY).is_authenticated


def test_corrections_add_up_even_when_a_batch_is_accounted_again():
    story = told()
    account(story, Annex("BAT-3", (Cell("TEN-2", "h100", "fra-1", HOUR, 40),)))
    account(story, Annex("BAT-3", (Cell("TEN-2", "h100", "fra-1", HOUR, -40),)))
    story.annexes["annexes/BAT-3b.json"] = Annex(
        "BAT-3", (Cell("TEN-2", "h100", "fra-1", HOUR, 40),)
    ).to_bytes()
    account(
        story, Annex("BAT-4", (Cell("TEN-2", "h100", "fra-1", HOUR + 31 * 86_400, 5),))
    )  # after the period
    assert verify_bundle(story.bundle(), POLICY).is_authenticated


@pytest.mark.parametrize("seconds", [6999, 7001, 0, -7000])
def test_usage_that_the_annexes_do_not_give(seconds):
    story = told()
    row(story, "usage")["accelerator_seconds"] = seconds
    story.document["totals"] = {}
    refused(story, f"states {seconds} accelerator-seconds for TEN-1 / h100 / fra-1, the annexes sum to 7000")


def test_a_usage_row_left_out_or_added_or_doubled():
    story = told()
    del story.document["usage"][2]
    refused(story, "states 0 accelerator-seconds for TEN-2 / h100 / fra-1, the annexes sum to 3600")
    for seconds in (0, 5):
        story = told()
        extra = {"tenant": "TEN-3", "chip": "h100", "facility": "fra-1", "accelerator_seconds": seconds}
        story.document["usage"].append(extra)
        refused(story, "TEN-3 / h100 / fra-1, the annexes sum to 0")
    story = told()
    story.document["usage"].append(dict(row(story, "usage")))
    refused(story, "repeats")


def test_a_shifted_period_changes_what_must_be_stated():
    story = told()
    story.document["period"]["from"] = "2025-12-31T23:00:00Z"
    refused(story, "states 7000 .* sum to 7999")
    story = told()
    story.document["period"]["from"] = "2026-01-01T00:00:00.000001Z"  # the first hour begins before it
    refused(story, "states 7000 .* sum to 0")


def test_an_annex_left_out():
    story = told()
    del story.annexes["annexes/BAT-2.json"]
    story.document["usage"] = [
        {"tenant": "TEN-1", "chip": "h100", "facility": "fra-1", "accelerator_seconds": 7200},
        {"tenant": "TEN-2", "chip": "h100", "facility": "fra-1", "accelerator_seconds": 3600},
    ]
    story.document["totals"] = {}
    refused(story, r"the annex of batch BAT-2 \(leaf 9\) was left out of the bundle")


def test_an_annex_that_no_leaf_states():
    story = told()
    story.annexes.update([annex_file(Annex("BAT-7", ()))])
    refused(story, "annexes/BAT-7.json was added")
    story = told()
    story.annexes["annexes/more.json"] = Annex("BAT-1", ()).to_bytes()
    refused(story, "annexes/more.json was added")
    story = told()
    story.annexes["annexes/copy.json"] = story.annexes["annexes/BAT-1.json"]
    refused(story, "is the same file as")


def test_an_annex_of_another_batch():
    story = told()
    annex = Annex("BAT-8", ())
    story.ledger.append("batch.accounted", "BAT-7", provider=PROVIDER, usage_sha256=annex.sha256)
    story.annexes.update([annex_file(annex)])
    widen(story)
    refused(story, "annexes/BAT-8.json is of batch BAT-8, its leaf of BAT-7")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        canonical_bytes({"v": 2, "batch": "B", "cells": []}),
        canonical_bytes({"v": 1, "batch": "", "cells": []}),
        canonical_bytes({"v": 1, "batch": "B", "cells": {}}),
        canonical_bytes({"v": 1, "batch": "B", "cells": [], "more": 1}),
        canonical_bytes({"v": 1, "batch": "B", "cells": [["t", "c", "f", HOUR]]}),
        canonical_bytes({"v": 1, "batch": "B", "cells": [["t", "c", "f", HOUR + 1, 1]]}),
        canonical_bytes({"v": 1, "batch": "B", "cells": [["t", "c", "f", HOUR, 0.5]]}),
        canonical_bytes({"v": 1, "batch": "B", "cells": [["t", "c", "f", HOUR, True]]}),
        canonical_bytes({"v": 1, "batch": "B", "cells": [["t", "c", 1, HOUR, 1]]}),
        canonical_bytes({"v": 1, "batch": "B", "cells": ["t"]}),
        b'{"batch":"B", "cells":[],"v":1}',
    ],
    ids=range(13),
)
def test_malformed_annexes(content):
    with pytest.raises(ProofError):
        Annex.from_bytes(content, "annexes/B.json")


@pytest.mark.parametrize("name", ["accelerator_seconds", "tenants", "flags", "decisions"])
def test_totals_that_do_not_follow(name):
    story = told()
    story.document["totals"][name] += 1
    refused(story, f"total of .* {name}, its rows give")


def test_totals_of_other_things_are_named_not_passed_over():
    story = told()
    story.document["totals"]["operations_upper"] = "1e26"
    result = verify_bundle(story.bundle(), POLICY)
    (sentence,) = (check.sentence for check in result.checks if check.name == "totals")
    assert sentence.endswith("not derived here: operations_upper")


def test_a_flag_left_out_or_added():
    story = told()
    del story.document["flags"][1]
    story.document["totals"] = {}
    refused(story, r"flag FLG-2 \(leaf 11\) was left out of report.json")
    story = told()
    story.document["flags"].append({"reference": "FLG-3"})
    story.document["totals"] = {}
    refused(story, "flag FLG-3 of report.json is in no ledger entry of the range")
    story = told()
    story.document["flags"].append(dict(row(story, "flags")))
    refused(story, "holds FLG-1 twice")


@pytest.mark.parametrize(("name", "value"), [("tenant", "TEN-9"), ("rule", "other"), ("severity", "low")])
def test_a_flag_that_says_other_than_was_last_recorded(name, value):
    story = told()
    row(story, "flags")[name] = value
    refused(story, f"gives flag FLG-1 the {name} {value}, leaf 12 says")


def test_a_flag_of_another_provider_does_not_belong():
    story = told()
    story.document["flags"].append({"reference": "FLG-9"})
    story.document["totals"] = {}
    refused(story, "flag FLG-9 of report.json is in no ledger entry")


def test_a_flag_raised_after_the_report_was_drawn_is_of_the_next():
    story = told()
    story.ledger.append("flag.raised", "FLG-4", provider=PROVIDER, tenant="TEN-1", rule="x", severity="low")
    assert verify_bundle(story.bundle(), POLICY).is_authenticated
    story = told()
    story.ledger.append("flag.raised", "FLG-4", provider=PROVIDER, tenant="TEN-1", rule="x", severity="low")
    widen(story)
    refused(story, "flag FLG-4 .* was left out")


def test_a_decision_left_out_added_or_bent():
    for change, message in (
        (lambda rows: rows.clear(), r"decision DEC-1 \(leaf 14\) was left out"),
        (
            lambda rows: rows.append({"reference": "DEC-2"}),
            "decision DEC-2 of report.json is in no ledger entry",
        ),
        (
            lambda rows: rows[0].update(flags=["FLG-2"]),
            "gives decision DEC-1 the flags .*FLG-2.*, leaf 14 says .*FLG-1",
        ),
        (
            lambda rows: rows[0].update(measure="none"),
            "gives decision DEC-1 the measure none, leaf 14 says report",
        ),
        (lambda rows: rows[0].update(status="declined"), "calls decision DEC-1 declined, leaf 14 approved"),
    ):
        story = told()
        story.document["totals"] = {}
        change(story.document["decisions"])
        refused(story, message)


def test_a_flag_stands_as_its_last_entry_says():
    story = told()
    story.document["flags"][0]["status"] = "lapsed"
    refused(story, "gives flag FLG-1 the status lapsed, leaf 12 says open")
    flag = {"provider": PROVIDER, "tenant": "TEN-1", "rule": "compute-1e26", "severity": "high"}
    story.ledger.append("flag.lapsed", "FLG-1", status="lapsed", **flag)
    widen(story)
    assert verify_bundle(story.bundle(), POLICY).is_authenticated
    story = told()
    story.ledger.append("flag.lapsed", "FLG-1", status="lapsed", **flag)
    widen(story)
    refused(story, "gives flag FLG-1 the status open, leaf 27 says lapsed")


def test_entries_that_could_hide():
    story = told()
    story.ledger.append("flag.raised", "FLG-5", tenant="TEN-1")
    refused(story, "log/entries: the body of leaf 27 has no field 'provider'")
    story = told()
    story.ledger.append_bytes(
        story.ledger.leaves[10].replace(b"ledger.example/operator", b"ledger.example/another")
    )
    refused(story, "was written for the log ledger.example/another/2026")
    story = told()
    story.ledger.append_bytes(story.ledger.leaves[8].replace(b"usage_sha256", b"usage_sha257"))
    widen(story)
    refused(story, "no field 'usage_sha256'")


def test_times_out_of_order():
    for instant in ("2026-02-01T00:00:15Z", "2026-02-01T00:00:28Z", "2025-02-01T00:00:27Z"):
        story = told()
        story.document["issued_at"] = instant
        refused(story, "'issued_at' of report.json does not lie between")


def test_a_range_that_begins_within_the_period_could_hide_entries():
    story = told()
    story.start_size += 1
    story.document["ledger"]["size_from"] = story.start_size
    refused(story, "the range begins with leaf 6, recorded within the period or less than a day before it")


def test_a_report_that_claims_another_range():
    for change in (
        {"size_from": 4},
        {"size_from": 6},
        {"size_until": 4},
        {"size_until": 30},
        {"size_until": 28},
    ):
        story = told()
        story.document["ledger"].update(change)
        refused(story, "report.json")
    story = told()
    story.document["ledger"]["origin"] = "elsewhere.example"
    refused(story, "log/checkpoint is of another log")


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"kind": "other"},
        {"provider": ""},
        {"reference": 5},
        {"usage": {}},
        {"usage": [1]},
        {"usage": [{}]},
        {"flags": [{}]},
        {"decisions": None},
        {"totals": []},
        {"period": {"from": "2026-01-01T00:00:00Z"}},
        {"period": {"from": "2026-01-02T00:00:00Z", "until": "2026-01-02T00:00:00Z"}},
        {"period": {"from": "2026-01-02", "until": "2026-01-03"}},
        {"period": {"from": "2026-13-02T00:00:00Z", "until": "2027-01-03T00:00:00Z"}},
        {"issued_at": "2026-01-02T00:00:00+00:00"},
        {"ledger": {"origin": "x", "size_from": "0", "size_until": 1}},
        {"more": 1},
    ],
    ids=range(17),
)
def test_malformed_reports(change):
    story = told()
    story.document.update(change)
    with pytest.raises(ProofError):
        story.bundle()


def test_a_period_that_ends_before_it_begins():
    story = told()
    story.document["period"]["until"] = story.document["period"]["from"]
    refused(story, "ends before it begins")


def test_content_errors_are_of_the_family():
    assert issubclass(ContentError, ProofError)
