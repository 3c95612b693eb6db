"""The working shows every limb and note for itself, with its values, whatever the rule as a whole came to."""

from datetime import date

from rules.chips.classification import classify
from rules.law import shipped_law
from tests.rules.figures import chip


def working(figures):
    found = classify(figures, shipped_law(), as_of=date(2026, 7, 23)).working()
    return {(one.rule_id, one.limb_id): one for one in found}


def test_every_limb_of_3a090_is_there_in_order():
    ids = [limb for rule, limb in working(chip({"fp8": 296}, 814)) if rule.startswith("3a090.")]
    assert ids == ["a1", "a2", "note2", "b1", "b2", "note2"]


def test_each_limb_is_asked_for_itself_and_notes_are_marked():
    found = working(chip({"int8": "588.5"}, 608, datacenter=False))
    assert (found["3a090.a", "a2"].status, found["3a090.a", "a2"].is_carve_out) == ("met", False)
    assert (found["3a090.a", "note2"].status, found["3a090.a", "note2"].is_carve_out) == ("met", True)
    assert found["3a090.a", "a1"].status == "not_met"


def test_values_are_exact_and_unknown_ones_say_so():
    found = working(chip({"fp8": 296}))
    limb = found["3a090.a", "a2"]
    assert limb.status == "undetermined"
    assert limb.values == {
        "applicable_die_area_mm2": None,
        "performance_density": None,
        "tpp": "2368",
    }
    assert limb.to_document()["values"]["tpp"] == "2368"


def test_what_follows_reads_the_entry_that_was_found():
    assert working(chip({"fp8": 296}, 814))["3a991_p.p", "p1"].values["control_entry"] == "none"
    assert working(chip({"fp8": 296}))["3a991_p.p", "p1"].values["control_entry"] is None
