"""One case for each red flag: facts under which it is quiet, and facts under which each of its limbs is met."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

FLAG_SETS = (
    "red_flags_2025_05",
    "kyc_guidance_supp3",
    "kyc_guidance_supp3_flags_15_to_19",
    "kyc_guidance_supp3_flags_20_to_27",
    "kyc_guidance_supp3_flag_28",
    "kyc_guidance_supp3_flag_29",
    "cloud_indicators",
)

Facts = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """loud: limb id -> facts."""

    rule: str
    quiet: tuple[Facts, ...]
    loud: dict[str, Facts]


def of_list(rule: str, fact: str, limbs: tuple[str, ...] | dict[str, str], *quiet: str) -> Case:
    """A rule that asks for texts in a list. limbs: limb id -> text, or both the same."""
    texts = limbs if isinstance(limbs, dict) else {one: one for one in limbs}
    silent: list[Facts] = [{fact: ()}, *({fact: (text,)} for text in quiet)]
    return Case(rule, tuple(silent), {limb: {fact: (text,)} for limb, text in texts.items()})


def of_text(rule: str, fact: str, limb: str, loud: str, *quiet: str) -> Case:
    """A rule that asks for one text."""
    return Case(rule, tuple({fact: text} for text in quiet), {limb: {fact: loud}})


def of_truth(rule: str, fact: str, limb: str, *, loud: bool) -> Case:
    """A rule that asks yes or no."""
    return Case(rule, ({fact: not loud},), {limb: {fact: loud}})


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


_A = "red_flags_2025_05."
_S = "kyc_guidance_supp3.flag_"
_S15 = "kyc_guidance_supp3_flags_15_to_19.flag_"
_S20 = "kyc_guidance_supp3_flags_20_to_27.flag_"
_B = "cloud_indicators."
_LARGE = Decimal(1_266_560)
_NO_RUNS = {
    f"{name}_{window}": Decimal(0)
    for name in ("largest_run_operations", "operations_expected")
    for window in ("90d", "365d")
}
_FABRICATION = {
    "20_advanced_equipment_elsewhere": "advanced_equipment_for_other_fab",
    "21_end_user_uncertain": "end_user_uncertain",
    "22_altered_item": "altered_by_third_party",
    "23_made_for_listed_customer": "made_for_customer_now_listed",
    "24_leadership_overlaps": "leadership_overlaps_with_listed",
    "25_connected_to_advanced_fab": "connected_to_advanced_fab",
    "26_direct_product_presumed": "foreign_direct_product_presumed",
    "27_listed_customer_again": "listed_customer_under_another_name",
}

CASES = (
    Case(
        f"{_A}a1_new_to_advanced_circuits",
        ({"first_advanced_order_at": at(2022, 10, 6), "incorporated_on": at(2022, 10, 7)},),
        {
            "first_order": {"first_advanced_order_at": at(2022, 10, 7)},
            "formed": {"incorporated_on": at(2022, 10, 8)},
        },
    ),
    Case(
        f"{_A}a2_large_first_order",
        (
            {
                "first_order_tpp": _LARGE - 1,
                "first_order_tpp_per_employee": Decimal("126655.9"),
                "first_order_reason": "none_given",
            },
            {
                "first_order_tpp": _LARGE * 9,
                "first_order_tpp_per_employee": _LARGE,
                "first_order_reason": "checked",
            },
        ),
        {
            "large": {"first_order_tpp": _LARGE, "first_order_reason": "not_asked"},
            "for_its_people": {
                "first_order_tpp": _LARGE - 1,
                "first_order_tpp_per_employee": Decimal(126_656),
                "first_order_reason": "not_convincing",
            },
        },
    ),
    of_list(
        f"{_A}a3_address",
        "address_kinds",
        ("residential", "virtual_office", "mail_drop", "shared_delivery", "shared_registration"),
        "business",
    ),
    of_text(f"{_A}a4_web_presence", "web_presence", "presence", "new", "established"),
    of_list(
        f"{_A}a5_resembles_listed_party",
        "matches_listed_party_by",
        ("name", "former_name", "address", "telephone", "email", "identifier", "owner"),
    ),
    of_list(
        f"{_A}a6_evasive",
        "evasive_answers",
        ("end_use", "end_user", "final_location", "reexport"),
        "domestic_or_export",
    ),
    of_truth(f"{_A}a7_site_not_affirmed", "site_power_affirmed", "not_affirmed", loud=False),
    of_text(f"{_A}a8_final_installation", "final_installation", "place", "changed_after_order", "stated"),
    of_list(
        f"{_A}a9_unusual_parties",
        "unusual_parties",
        (
            "freight_forwarder_as_consignee",
            "freight_forwarder_as_end_user",
            "unusual_reseller",
            "atypical_routing",
        ),
    ),
    Case(
        f"{_A}a10_payment",
        ({"payer_is_third_party": False, "payer_country_differs": False, "late_changes": ()},),
        {
            "third_party": {"payer_is_third_party": True},
            "another_country": {"payer_country_differs": True},
            "late_consignee": {"late_changes": ("consignee",)},
            "late_payer": {"late_changes": ("payer",)},
        },
    ),
    Case(
        f"{_A}a11_ties_to_macau_or_d5",
        (
            {
                "headquarters_country": "SG",
                "headquarters_groups": ("A:6",),
                "ultimate_parent_headquarters_country": "US",
                "ultimate_parent_headquarters_groups": ("A:1",),
                "ties_to_macau_or_d5": (),
            },
        ),
        {
            "headquarters": {"headquarters_country": "MO"},
            "ultimate_parent": {"ultimate_parent_headquarters_groups": ("D:1", "D:5")},
            **{
                tie: {"ties_to_macau_or_d5": (tie,)}
                for tie in (
                    "owner",
                    "director",
                    "address",
                    "staff",
                    "funding",
                    "affiliate",
                    "concealed_headquarters",
                )
            },
        },
    ),
    of_list(f"{_S}1_reluctant_on_end_use", "evasive_answers", {"end_use": "end_use"}, "reexport"),
    of_truth(f"{_S}2_capability_does_not_fit", "capability_fits_business", "misfit", loud=False),
    of_truth(f"{_S}3_technical_level", "fits_technical_level_of_country", "misfit", loud=False),
    of_text(
        f"{_S}4_little_business_background", "business_background", "background", "little", "established"
    ),
    of_list(f"{_S}5_cash", "payment_means_kinds", ("cash",), "invoice", "card"),
    of_truth(f"{_S}6_unfamiliar_with_product", "knows_product", "unfamiliar", loud=False),
    of_list(f"{_S}7_declines_services", "declined_services", ("installation", "training", "maintenance")),
    of_list(
        f"{_S}8_delivery_terms", "delivery_terms", ("vague_dates", "out_of_the_way_destination"), "usual"
    ),
    of_list(
        f"{_S}9_freight_forwarder_as_destination",
        "unusual_parties",
        {"forwarder": "freight_forwarder_as_end_user"},
        "freight_forwarder_as_consignee",
    ),
    of_list(f"{_S}10_abnormal_route", "unusual_parties", {"route": "atypical_routing"}, "unusual_reseller"),
    of_truth(f"{_S}11_packaging", "packaging_fits_shipment", "packaging", loud=False),
    of_list(
        f"{_S}12_evasive_on_destination", "evasive_answers", ("domestic_or_export", "reexport"), "end_user"
    ),
    of_list(
        f"{_S}13_parts_for_end_item_not_held",
        "six_hundred_series_concerns",
        {"end_item": "end_item_not_held"},
        "destination_under_embargo",
    ),
    of_list(
        f"{_S}14_parts_for_embargoed_destination",
        "six_hundred_series_concerns",
        {"destination": "destination_under_embargo"},
        "end_item_not_held",
    ),
    of_list(
        f"{_S15}15_advertised_early",
        "advanced_computing_ambitions",
        {"advertised": "advertised_before_2022_10_07"},
        "advertised_since",
    ),
    of_list(f"{_S15}16_advertised_or_known", "advanced_computing_ambitions", {"plans": "advertised_since"}),
    of_list(
        f"{_S15}17_advanced_node_facility",
        "advanced_computing_ambitions",
        {"facility": "delivery_to_advanced_node_facility"},
    ),
    of_text(
        f"{_S15}18_parent_unknown",
        "ultimate_parent_inquiry",
        "not_established",
        "could_not_be_established",
        "answered",
    ),
    Case(
        f"{_S15}19_fifty_billion_transistors",
        (
            {"ordered_circuit_transistors": Decimal("49999999999"), "ordered_circuit_has_hbm": True},
            {"ordered_circuit_transistors": Decimal(10**12), "ordered_circuit_has_hbm": False},
        ),
        {"circuit": {"ordered_circuit_transistors": Decimal(50 * 10**9), "ordered_circuit_has_hbm": True}},
    ),
    *(
        of_list(f"{_S20}{rule}", "fabrication_concerns", {"concern": text})
        for rule, text in _FABRICATION.items()
    ),
    Case(
        "kyc_guidance_supp3_flag_28.flag_28_training_for_others",
        (
            {"operations_expected_365d": Decimal("1e26") - 1},
            {
                "operations_expected_365d": Decimal("1e27"),
                "headquarters_country": "US",
                "ultimate_parent_headquarters_country": "TW",
            },
        ),
        {
            "headquarters": {"operations_expected_365d": Decimal("1e26"), "headquarters_country": "SG"},
            "ultimate_parent": {
                "operations_expected_365d": Decimal("1e26"),
                "headquarters_country": "US",
                "ultimate_parent_headquarters_country": "CN",
            },
        },
    ),
    of_truth(
        "kyc_guidance_supp3_flag_29.flag_29_listed_owner_of_unknown_share",
        "has_listed_owner_of_unknown_percent",
        "unknown_share",
        loud=True,
    ),
    Case(
        f"{_B}b1_undeclared_access",
        (
            {"undeclared_access_countries": (), "undeclared_access_groups": ()},
            {"undeclared_access_countries": ("FR",), "undeclared_access_groups": ("A:1", "A:5")},
        ),
        {
            "macau": {"undeclared_access_countries": ("FR", "MO")},
            "d5": {"undeclared_access_countries": ("CN",), "undeclared_access_groups": ("D:1", "D:5")},
            "e1": {"undeclared_access_countries": ("IR",), "undeclared_access_groups": ("E:1",)},
            "e2": {"undeclared_access_countries": ("CU",), "undeclared_access_groups": ("E:2",)},
        },
    ),
    of_list(f"{_B}b2_anonymising_networks", "anonymising_networks", ("open_proxy", "tor", "commercial_vpn")),
    of_list(
        f"{_B}b3_shared_identifiers",
        "shared_identifiers",
        ("payment_instrument", "device", "ssh_key", "telephone", "email", "beneficial_owner"),
    ),
    Case(
        f"{_B}b4_structuring",
        (
            _NO_RUNS,
            _NO_RUNS
            | {"operations_expected_365d": Decimal("1e25"), "operations_expected_90d": Decimal("1e25")},
            {
                "largest_run_operations_90d": Decimal("2e26"),
                "operations_expected_90d": Decimal("3e26"),
                "largest_run_operations_365d": Decimal("2e26"),
                "operations_expected_365d": Decimal("3e26"),
            },
        ),
        {
            f"{threshold}_{window}": {
                f"largest_run_operations_{window}": Decimal(threshold),
                f"operations_expected_{window}": Decimal(threshold) + 1,
            }
            for threshold in ("1e26", "1e25")
            for window in ("90d", "365d")
        },
    ),
    Case(
        f"{_B}b5_synchronous_accounts",
        ({"synchronous_accounts": 0}, {"synchronous_accounts": 1}),
        {"accounts": {"synchronous_accounts": 2}},
    ),
    Case(
        f"{_B}b6_checkpoint_handovers",
        ({"checkpoint_handovers": 0},),
        {"handovers": {"checkpoint_handovers": 1}},
    ),
    Case(
        f"{_B}b7_unidentified_sub_tenants",
        ({"is_reseller": True, "unidentified_sub_tenants": 0}, {"is_reseller": False}),
        {"sub_tenants": {"is_reseller": True, "unidentified_sub_tenants": 1}},
    ),
    Case(
        f"{_B}b8_training_like",
        (
            {"sustained_accelerators_72h": 511},
            {"sustained_accelerators_72h": 4096, "collective_traffic_seen": False},
            {"sustained_accelerators_72h": 4096, "sustained_utilisation_percent": Decimal("59.9")},
        ),
        {
            "sustained": {
                "sustained_accelerators_72h": 512,
                "collective_traffic_seen": True,
                "sustained_utilisation_percent": Decimal(60),
            }
        },
    ),
    Case(
        f"{_B}b9_admin_hours",
        ({"admin_actions_at_night_percent": Decimal("49.9")},),
        {"night": {"admin_actions_at_night_percent": Decimal(50)}},
    ),
    Case(
        f"{_B}b10_ownership_change",
        ({"ownership_changes_365d": 0},),
        {"changes": {"ownership_changes_365d": 1}},
    ),
    of_list(
        f"{_B}b11_payment_means", "payment_means_kinds", ("cryptocurrency", "prepaid_card"), "card", "cash"
    ),
    of_text(
        f"{_B}b12_workload_not_described", "workload_description", "refused", "refused", "described", "vague"
    ),
    of_truth(f"{_B}b13_renamed_after_listing", "name_changed_after_listing", "renamed", loud=True),
)
