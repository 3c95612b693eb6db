"""One test for each known trap of this field: each fails if the code falls into it.

Named by number, so that what is guarded can be counted. The traps are described in our own words.
"""

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from rules.catalogue import CATALOGUE
from rules.chips.classification import classify
from rules.chips.systems import SystemFigures, classify_system
from rules.clocks import Reading
from rules.cloud import AccessQuestion, cloud_answer
from rules.errors import SourceClosed
from rules.evaluate import evaluate
from rules.facts import Subject
from rules.findings import FindingStatus
from rules.law import law_of, shipped_law
from rules.library import all_sets
from rules.licensing import TransferQuestion, answer
from rules.lists.entity_list import Footnote, footnote_of, read_entity_list_row
from rules.lists.sources import list_sources, live_source, sources_live_on
from rules.ownership.coverage import coverage
from rules.ownership.findings import CoverageState
from rules.ownership.stakes import Stake
from rules.performance import H100Metric, h100_equivalents
from rules.retention import retain_until
from rules.ruleset import Effect, Standing
from rules.ruleset_reader import read_rule_set
from rules.supercomputer import FP32_LIMB, Envelope, chips_to_reach, is_supercomputer
from rules.switches import Setting
from tests.rules.figures import chip, chip_of_tpp
from tests.rules.letters import letter_of
from tests.rules.ownership.laws import BIS_AFFILIATES, OFAC_50_PERCENT


def test_trap_12_ownership_percentages_are_not_multiplied_down_a_chain():
    """Multiplied, two halves are a quarter and six stakes of 60 percent are 5: both would be let go. Each
    entity is judged by the direct stakes in it, held by parties listed or already covered.
    """
    halves = [Stake("listed", "a", Decimal(50)), Stake("a", "b", Decimal(50))]
    quarter = [Stake("listed", "a", Decimal(25)), Stake("a", "b", Decimal(100))]
    chain = [Stake(f"e{level}", f"e{level + 1}", Decimal(60)) for level in range(6)]
    for rule in (OFAC_50_PERCENT, BIS_AFFILIATES):
        assert coverage(halves, {"listed"}, rule)["b"].state is CoverageState.COVERED
        assert coverage(quarter, {"listed"}, rule)["b"].state is CoverageState.NOT_COVERED
        assert coverage(chain, {"e0"}, rule)["e6"].state is CoverageState.COVERED


def test_trap_13_a_closed_list_is_no_live_source_and_an_unsteady_address_is_marked():
    """The consolidated list of OFSI closed on 2026-01-28 and may go on answering, frozen. The token in the
    address of the EU list is not a fixed part of it.
    """
    closing = date(2026, 1, 28)
    assert live_source("uk_ofsi_consolidated", closing - timedelta(days=1)).is_live_on(date(2026, 1, 27))
    for day in (closing, closing + timedelta(days=300)):
        assert "uk_ofsi_consolidated" not in {source.id for source in sources_live_on(day)}
        with pytest.raises(SourceClosed, match="UK Sanctions List") as caught:
            live_source("uk_ofsi_consolidated", day)
        assert caught.value.successor == "uk_sanctions_list"
    eu = list_sources()["eu_fsf"]
    assert (eu.confidence, "token" in eu.unstable) == ("U", True)


def test_trap_14_an_empty_type_is_no_error_and_footnotes_are_read_by_citation():
    """Most rows of the screening list have no type, and nothing says whether a person or a company is meant.
    A footnote's digit may be missing, in the middle, or another's: the paragraph cited says which it is.
    """
    for empty in (None, "", " "):
        row = read_entity_list_row(party_type=empty, licence_requirement=None, licence_policy=None)
        assert row.party_kind is None
    for text, footnote in (
        ("(See §§ 734.9(e)(3), and 744.11 of the EAR)", Footnote.FN5),
        ("(See §§ 734.4(a)(9) and 744.11 of the EAR)4", Footnote.FN5),
        ("(See ss. 734.9(e)1 and 744.11 of the EAR)", Footnote.FN1),
        ("(See §§ 734.9(g),3 and 746.8 of the EAR)", Footnote.FN3),
        ("(See ss. 734.9(e) and 744.11 of the EAR)4", Footnote.FN4),
    ):
        assert footnote_of(text).footnotes == (footnote,)


def test_trap_16_two_years_of_retention_are_no_maximum():
    """Customer records are to be kept at least 2 years by a proposal; the same records fall under 5 years
    (export administration) and 10 years (sanctions, since 2025-03-12). The longest decides.
    """
    closed_on = date(2026, 6, 30)
    found = retain_until(closed_on, date(2026, 8, 1))
    assert found.last_day == date(2036, 6, 30)
    assert "501.601" in found.decided_by.citation
    assert {duty.years for duty in found.shorter} == {5}
    assert {duty.years for duty in found.proposed} == {2}
    assert retain_until(closed_on, date(2025, 3, 11)).last_day == date(2031, 6, 30)


def test_trap_17_the_fp32_limb_of_the_supercomputer_test_trips_where_fp64_does_not():
    """A B300 does 1.2 teraflops at 64 bits and 75 at 32. Looking at 64 bits alone would let 30 times as many
    of them pass.
    """
    b300 = chips_to_reach(fp64_teraflops=Decimal("1.2"), fp32_teraflops=Decimal(75))
    assert (b300.first, b300.fp32, b300.fp64) == (2667, 2667, 83334)
    found = is_supercomputer(
        fp64_petaflops=Decimal("1.2") * 2667 / 1000,
        fp32_petaflops=Decimal(75) * 2667 / 1000,
        envelope=Envelope.of_cubic_feet(Decimal(20000)),
    )
    assert (found.outcome, found.capacity_limbs) == (True, (FP32_LIMB,))


def test_trap_18_h100_equivalents_say_by_which_metric():
    """One B300 is 3.54 H100 by total processing performance and 2.27 by dense BF16 rate: a number of H100
    without its metric is not a number.
    """
    by_tpp = h100_equivalents(Decimal(56000), H100Metric.TPP)
    by_rate = h100_equivalents(Decimal(2250), H100Metric.DENSE_BF16)
    assert (round(by_tpp.amount, 2), by_tpp.metric) == (Decimal("3.54"), H100Metric.TPP)
    assert (round(by_rate.amount, 2), by_rate.metric) == (Decimal("2.27"), H100Metric.DENSE_BF16)
    with pytest.raises(TypeError):
        h100_equivalents(Decimal(56000))


def test_trap_20_units_and_rounding_do_not_slip():
    """41,600 cubic feet are 1,177.98 cubic metres: 35 times fewer than the same number of cubic metres, and
    less than the 1,178 that a rounded table gives. A figure just below a limit stays below it.
    """

    def outcome(fp64_petaflops, envelope):
        return is_supercomputer(
            fp64_petaflops=Decimal(fp64_petaflops), fp32_petaflops=Decimal(0), envelope=envelope
        ).outcome

    assert outcome("100", Envelope.of_cubic_feet(Decimal(41600))) is True
    assert outcome("100", Envelope.of_cubic_metres(Decimal("1177.9808182272"))) is True
    assert outcome("100", Envelope.of_cubic_metres(Decimal(1178))) is not True
    assert outcome("100", Envelope.of_cubic_metres(Decimal(41600))) is not True
    assert outcome("99.9999999999999999999999999999999999", Envelope.of_cubic_feet(Decimal(1))) is False


def test_trap_11_know_your_customer_is_a_proposal_and_nobody_is_told_that_it_is_law():
    """The rule of 2024 on cloud customers was never made final. Its fields are a template: no set that reads
    them may be law on any day, and a tenant's missing file is never more than a flag or a notice.
    """
    of_kyc = [one for one in all_sets() if one.name.startswith("kyc_") and one.jurisdiction == "project"]
    assert {one.name for one in of_kyc} == {"kyc_completeness", "kyc_template"}
    for rule_set in of_kyc:
        assert rule_set.standing is Standing.PROPOSED
        assert "not law" in rule_set.citation
        assert {rule.effect for rule in rule_set.rules} <= {Effect.FLAG, Effect.NOTICE}
        assert all("Proposed" in rule.clause for rule in rule_set.rules)
    for day in (date(2024, 1, 29), date(2026, 7, 23), date(2027, 12, 31)):
        for reading in (Reading.CODIFIED, Reading.ENFORCED):
            facts = {
                name
                for one in shipped_law().on(day).under(reading)
                for rule in one.rules
                for name in rule.fact_names
            }
            assert not [name for name in facts if name.startswith("kyc_")]


def test_trap_15_a_tenant_matching_by_address_or_former_name_only_is_flagged():
    """A listed company trades under a new name and bills through another country: its name comes back clean. An
    address, a former name, an identifier or an owner that matches is enough.
    """
    sets = shipped_law().on(date(2026, 7, 23)).under(Reading.CONSERVATIVE)
    rule = "red_flags_2025_05.a5_resembles_listed_party"

    def status(*by):
        found = {one.rule_id: one for one in evaluate(sets, "tenant", {"matches_listed_party_by": by})}
        return found[rule].status

    assert status() is FindingStatus.NOT_MET
    for by in ("address", "former_name", "telephone", "email", "identifier", "owner", "name"):
        assert status(by) is FindingStatus.MET
    renamed = {one.rule_id: one for one in evaluate(sets, "tenant", {"name_changed_after_listing": True})}
    assert renamed["cloud_indicators.b13_renamed_after_listing"].status is FindingStatus.MET
    assert renamed[rule].status is FindingStatus.UNDETERMINED


TODAY = date(2026, 7, 23)


def _codified(figures, law=None, as_of=TODAY):
    return classify(figures, law or shipped_law(), as_of=as_of).under(Reading.CODIFIED)


def test_trap_1_rates_of_data_sheets_are_not_doubled_again_and_sparse_ones_do_not_count():
    """296 dense tera operations at 8 bits are 2,368: doubled once more, or taken with sparsity, the H20 would be
    3A090.a. The notes' own example is exact.
    """
    h20 = chip({"fp8": 296}, 814)
    assert h20.tpp == 2368
    assert _codified(h20).status == "not_3A090"
    assert _codified(chip({"fp8": 2 * 296}, 814)).status != "not_3A090"
    assert chip({"int8": 600}).tpp == chip({"fp16": 300}).tpp == 4800


def test_trap_2_four_bit_formats_count():
    """On the B300 four bits set the total, on the B200 they tie with eight. Six bits count too."""
    b300 = {"fp4": 14000, "fp8": 4650, "bf16": 2325}
    assert (chip(b300).tpp, chip(b300).decisive_format) == (56000, "fp4")
    assert chip({"fp4": 9000}).tpp == chip({"fp8": 4500}).tpp == 36000
    by_slug = {row["slug"]: row for row in _shipped_chips()}
    assert Decimal(by_slug["nvidia-b300"]["fp4_tops"]) * 4 > Decimal(by_slug["nvidia-b300"]["fp8_tops"]) * 8
    assert Decimal(by_slug["amd-mi355x"]["fp6_tops"]) * 6 > Decimal(by_slug["amd-mi355x"]["fp4_tops"]) * 4


def test_trap_3_memory_area_does_not_count_and_input_output_dies_do():
    """With its memory counted an L4 would leave 3A090.a; the MI300X has four input/output dies at 6 nm."""
    l4 = chip({"int8": 242}, 294)
    assert _codified(l4).limb == "3A090.a.2"
    assert _codified(replace(l4, memory_area_mm2=Decimal(600))) == _codified(l4)
    assert _codified(chip({"int8": 242}, 294 + 600)).status == "not_3A090"
    by_slug = {row["slug"]: row for row in _shipped_chips()}
    assert Decimal(by_slug["amd-mi300x"]["die_area_mm2"]) == 8 * 115 + 4 * 370


def test_trap_4_a_is_tried_before_b_which_has_no_cap_and_bounds_are_inclusive_below_only():
    """b.2 holds for a chip of 6,000 too; 5.92 and 4800 are .a's, and a hair below they are not."""
    both = _codified(chip_of_tpp(6000, 1500))
    assert {one.outcome for one in both.findings if one.status == "met"} >= {"3A090.a", "3A090.b"}
    assert (both.status, both.limb) == ("3A090.a", "3A090.a.1")
    hair = Decimal("1e-20")
    assert _codified(chip_of_tpp(4800, 100000)).status == "3A090.a"
    assert _codified(chip_of_tpp(4800 - hair, 100000)).status == "not_3A090"
    assert _codified(chip_of_tpp(1776, 300)).limb == "3A090.a.2"
    assert _codified(chip_of_tpp(1776 - hair, 300)).limb == "3A090.b.2"


def test_trap_5_the_datacenter_note_ends_at_4800_and_is_about_the_item():
    """A gaming chip of 4,800 is 3A090.a, and no fact about a customer can reach the note."""
    assert _codified(chip_of_tpp(4800, 600, datacenter=False)).status == "3A090.a"
    excluded = _codified(chip_of_tpp(Decimal("4799.99"), 600, datacenter=False))
    assert (excluded.status, excluded.limb_id) == ("not_3A090", "note2")
    assert Subject.TENANT not in CATALOGUE["marketed_for_datacenter"].subjects
    for rule_set in all_sets():
        if rule_set.id == "us/3a090":
            assert all(rule.subjects == (Subject.CHIP,) for rule in rule_set.rules)


LETTER = letter_of(
    "invented_letter",
    "2025-04-09",
    """[[rules]]
id = "invented_letter.circuits"
subjects = ["chip"]
severity = "high"
title = "Circuit named by a letter"
clause = "The letter"
effect = "licence_requirement"
outcome = "licence to China"
explanation = "Memory bandwidth is {memory_bandwidth_gb_per_s} GB/s."

[[rules.limbs]]
id = "bandwidth"
clause = "The letter"
when = "memory_bandwidth_gb_per_s >= 1400.0 || io_plus_memory_bandwidth_gb_per_s >= 1700.0"
""",
    jurisdiction="letters",
).encode()


def test_trap_6_outside_3a090_is_not_free():
    """It is 3A991.p (a server with it 4A994.l), end uses remain, and a letter may reach it all the same."""
    h20 = chip({"fp8": 296}, 814, memory_bandwidth_gb_per_s=4000, aggregate_bidirectional_io_gb_per_s=900)
    found = _codified(h20)
    assert (found.status, found.also) == ("not_3A090", ("3A991.p",))
    for remains in ("3A991.p", "4A994.l", "744.23", "letters"):
        assert remains in found.explanation
    server = classify_system(SystemFigures((h20,), "none"), shipped_law(), as_of=TODAY)
    assert server.under(Reading.CODIFIED).entry == "4A994.l"
    law = shipped_law().with_set(read_rule_set(LETTER, "letter.toml"))
    caught = classify(h20, law, as_of=TODAY).under(Reading.ENFORCED)
    assert caught.status == "not_3A090"
    assert [one.status for one in caught.findings if one.rule_id == "invented_letter.circuits"] == ["met"]
    before = classify(h20, law, as_of=date(2025, 4, 8)).under(Reading.ENFORCED)
    assert "invented_letter.circuits" not in {one.rule_id for one in before.findings}


def _shipped_chips():
    path = Path(__file__).parents[2] / "fixtures" / "registry" / "chips.csv"
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _requirements(destination, *, day=TODAY, law=None, hq=None, **changed):
    """The requirement under the three readings, for an item of level a unless said otherwise."""
    asked = {
        "transfer_kind": "export_from_us",
        "destination_country": destination,
        "item_entry": "3A090.a",
        "recipient_headquarters_country": hq or destination,
        "recipient_ultimate_parent_headquarters_country": hq or destination,
        "as_of": day,
    }
    found = answer(TransferQuestion(**(asked | changed)), law or shipped_law())
    return tuple(str(found.under(reading).requirement) for reading in Reading)


def test_trap_7_macau_hong_kong_the_emirates_cambodia_and_the_ultimate_parent():
    """Macau is in no D:5, Hong Kong is China, the Emirates moved groups and stay named, Cambodia left D:5, and a
    free destination says nothing of a parent elsewhere.
    """
    required, nothing = ("required",) * 3, ("not_found",) * 3
    assert "D:5" not in shipped_law().on(TODAY).groups_of("MO")
    for country in ("MO", "HK", "CN"):
        assert _requirements(country, item_entry="3A090.c") == required
        assert _requirements("SG", hq=country, item_entry="3A090.b") == required
    unapproved = {"recipient_is_approved_uae_entity": False, "recipient_is_uae_government": False}
    for day in (date(2026, 7, 9), date(2026, 7, 10)):
        assert _requirements("AE", day=day, item_entry="3A090.b", facts=unapproved) == required
    assert shipped_law().on(date(2026, 7, 10)).groups_of("AE") == ("A:5",)
    assert _requirements("SG", day=date(2026, 2, 2), hq="KH", item_entry="3A090.b") == required
    assert _requirements("SG", day=date(2026, 2, 3), hq="KH", item_entry="3A090.b") == nothing
    for own, parent in (("SG", "CN"), ("SG", "MO"), ("MO", "US"), ("CN", "US"), ("HK", "US")):
        seats = {
            "recipient_headquarters_country": own,
            "recipient_ultimate_parent_headquarters_country": parent,
        }
        assert _requirements("SG", item_entry="3A090.b", **seats) == required, (own, parent)


def test_trap_8_the_diffusion_rule_is_codified_and_not_enforced_and_both_are_shown():
    """Neither gone nor live: and the headquarters test, which its text carries now, is enforced all the same."""
    assert _requirements("DE", day=date(2025, 1, 12)) == ("not_found",) * 3
    assert _requirements("DE") == ("required", "not_found", "required")
    assert _requirements("DE", item_entry="4E091") == ("required", "not_found", "required")
    assert _requirements("DE", hq="CN") == ("required",) * 3


def test_trap_9_the_limits_of_january_2026_are_a_lane_of_review_and_no_threshold_of_control():
    """Below both limits an export from the US to China needs a licence as before, and only its review changes;
    no other kind of transfer and no other destination is in the lane.
    """
    h200 = {"tpp": Decimal(15832), "total_dram_bandwidth_gb_per_s": Decimal(4800)}

    def review(**changed):
        asked = {
            "transfer_kind": "export_from_us",
            "destination_country": "CN",
            "item_entry": "3A090.a",
            "recipient_headquarters_country": "CN",
            "recipient_ultimate_parent_headquarters_country": "CN",
            "as_of": TODAY,
            "facts": h200,
        }
        found = answer(TransferQuestion(**(asked | changed)), shipped_law()).under(Reading.ENFORCED)
        return str(found.requirement), found.review.governing

    assert review() == ("required", "case_by_case")
    for kind in ("reexport", "foreign_made_export", "transfer_in_country"):
        assert review(transfer_kind=kind) == ("required", "presumption_of_denial")
    assert review(destination_country="SG") == ("required", "presumption_of_denial")
    assert review(facts=h200 | {"tpp": Decimal(21000)}) == ("required", "presumption_of_denial")
    # Of so low a density only the limit of 4800 is left: were 21,000 a threshold of control, it would be free.
    sparse = replace(chip_of_tpp(15832, 100000), memory_bandwidth_gb_per_s=Decimal(4800))
    for day in (date(2026, 1, 14), date(2026, 1, 15)):
        for reading in Reading:
            assert classify(sparse, shipped_law(), as_of=day).under(reading).limb == "3A090.a.1"


def test_trap_10_the_end_of_the_stay_of_the_affiliates_rule_is_a_switch():
    """Whether it came back on 2026-11-10 is for the operator to say; every answer names the setting it used."""
    facts = {"party_owned_50_percent_by_listed": True, "owned_party_is_us_entity": False}
    owned = {"item_entry": "ear99", "facts": facts}
    day = date(2026, 11, 10)
    assert _requirements("DE", day=date(2026, 11, 9), **owned) == ("not_found", "not_found", "required")
    for setting, enforced in (
        (None, "required"),
        ("in_force", "required"),
        ("stayed", "not_found"),
    ):
        stated = [Setting("affiliates_rule", setting, None, None, day, "ana", "looked up")] if setting else []
        law = law_of([], stated)
        assert _requirements("DE", day=day, law=law, **owned)[1] == enforced
        asked = TransferQuestion("export_from_us", "DE", day, **owned, recipient_headquarters_country="DE")
        used = {one.switch: one for one in answer(asked, law).settings_used}["affiliates_rule"]
        assert (used.value, used.is_default) == (setting or "returned_unless_extended", setting is None)


def test_trap_11_remote_access_is_never_said_to_need_a_licence():
    """Not for a user of Macau or D:5, not for a blocked one; only what was found and what applies instead."""
    for headquarters, facts in (("CN", {}), ("MO", {}), ("IR", {}), ("SG", {"party_on_entity_list": True})):
        found = cloud_answer(AccessQuestion(TODAY, headquarters, headquarters, facts=facts), shipped_law())
        text = json.dumps(found.to_document()).lower()
        assert "licence required" not in text and "licence is required" not in text
        assert f"no ear licence requirement found for remote access as such (as of {TODAY})" in text
    china = cloud_answer(AccessQuestion(TODAY, "SG", "CN"), shipped_law())
    assert "heightened due diligence" in china.sentence
    assert "pending law: H.R. 2683" in china.sentence


MODEL_LETTER = letter_of(
    "invented_access_letter",
    "2026-06-12",
    """[lists.models]
codes = ["invented-one", "invented-two"]
citation = "The letter"
as_of = 2026-06-12
confidence = "S"

[[rules]]
id = "invented_access_letter.foreign_nationals"
subjects = ["access"]
severity = "critical"
title = "Foreign nationals and the two models"
clause = "The letter"
effect = "prohibition"
outcome = "letter"
explanation = "People of {end_user_nationalities} are to use {accessed_model}."

[[rules.limbs]]
id = "foreign"
clause = "The letter"
when = 'accessed_model in models && (size(end_user_nationalities) > 1 || !("US" in end_user_nationalities))'

[[rules]]
id = "invented_access_letter.tenants"
subjects = ["tenant"]
severity = "high"
title = "Tenants with foreign nationals"
clause = "The letter"
explanation = "Users are of {end_user_nationalities}."

[[rules.limbs]]
id = "foreign"
clause = "The letter"
when = 'size(end_user_nationalities) > 1 || !("US" in end_user_nationalities)'
""",
    jurisdiction="operator",
).encode()

TRANSFER_LETTER = (
    LETTER.replace(b'subjects = ["chip"]', b'subjects = ["transfer"]')
    .replace(b'name = "invented_letter"', b'name = "invented_transfer_letter"')
    .replace(b'id = "invented_letter.', b'id = "invented_transfer_letter.')
)


def test_trap_19_letters_can_be_written_as_directives_with_predicates_of_their_own():
    """By memory and interconnect bandwidth, and by the nationality of who has access; dated like any law."""
    law = law_of([read_rule_set(MODEL_LETTER, "letter.toml")], [])

    def access(nationalities, *, model="invented-one", day=TODAY):
        facts = {"accessed_model": model, "us_person_takes_part": True}
        if nationalities is not None:
            facts["end_user_nationalities"] = nationalities
        return cloud_answer(AccessQuestion(day, "US", "US", facts=facts), law)

    assert access(("US",)).status == "no_requirement_found"
    assert access(("US",), model="another").status == "no_requirement_found"
    for nationalities in (("CN",), ("GB", "US")):
        assert access(nationalities).status == "prohibited_unless_authorised"
        assert access(nationalities, day=date(2026, 6, 11)).status == "no_requirement_found"
    assert access(None).status == "undetermined"
    tenant = evaluate(
        law.on(TODAY).under(Reading.ENFORCED), Subject.TENANT, {"end_user_nationalities": ("FR", "US")}
    )
    assert [one.status for one in tenant if one.rule_id == "invented_access_letter.tenants"] == ["met"]
    assert law.on(TODAY).under(Reading.CODIFIED) == shipped_law().on(TODAY).under(Reading.CODIFIED)


def test_trap_19_a_letter_on_bandwidth_asks_for_a_licence_for_a_chip_outside_3a090():
    """H20-like: 3A991.p, and nothing in the Code asks for a licence to China; the letter does."""
    law = law_of([read_rule_set(TRANSFER_LETTER, "letter.toml")], [])
    asked = {"item_entry": "3A991.p", "facts": {"memory_bandwidth_gb_per_s": Decimal(4000)}}
    assert _requirements("CN", **asked) == ("not_found",) * 3
    assert _requirements("CN", law=law, **asked) == ("not_found", "required", "required")
    assert _requirements("CN", law=law, day=date(2025, 4, 8), **asked) == ("not_found",) * 3
    slow = {"item_entry": "3A991.p", "facts": {"memory_bandwidth_gb_per_s": Decimal(900)}}
    slow["facts"] |= {"io_plus_memory_bandwidth_gb_per_s": Decimal(1000)}
    assert _requirements("CN", law=law, **slow) == ("not_found",) * 3
    unknown = _requirements("CN", law=law, item_entry="3A991.p")
    assert unknown == ("not_found", "undetermined", "undetermined")
