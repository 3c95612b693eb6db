"""Which units a citation names: none first, then as the rule sets write them."""

import pytest

from rules.regulation_text import Place, places_named


@pytest.mark.parametrize(
    "citation",
    [
        "",
        "Proposed 15 CFR 7.302: telephone number",
        "EU AI Act, Regulation (EU) 2024/1689, Art. 51(2) (more than 1e25 operations)",
        "Project rule: unknown is never counted as nothing",
        "large_compute.expected_1e26, which the expected value of 365 days reaches",
        "31 CFR 560.204",
        "1742.6, 742.61234 and A3A0901",
    ],
)
def test_what_lies_elsewhere_names_no_unit_here(citation):
    assert places_named(citation) == ()


@pytest.mark.parametrize(
    ("citation", "places"),
    [
        ("15 CFR 744.23(a)(3): ultimate parent in Hong Kong", [("744.23", "(a)(3)")]),
        (
            "15 CFR 742.6(a)(6)(iii)(A), 744.23(a)(3): entity headquartered in Macau or D:5",
            [("742.6", "(a)(6)(iii)(A)"), ("744.23", "(a)(3)")],
        ),
        ("§ 740.2(a)(9)(ii)", [("740.2", "(a)(9)(ii)")]),
        ("15 CFR 740.29", [("740.29", "")]),
        ("3A090", [("3A090", "")]),
        ("3A090.a.1", [("3A090", ".a.1")]),
        ("3A090.a and 3A090.b, or 3A001.z.", [("3A090", ".a"), ("3A090", ".b"), ("3A001", ".z")]),
        ("3A090. Then more.", [("3A090", "")]),
        ("ECCN 4E091 (1e26 operations or more; text not enforced)", [("4E091", "")]),
        ("Note 2 to 3A090 (not designed or marketed for datacenters)", [("3A090", "Note 2")]),
        ("Supplement No. 1 to part 740", [("740 Supplement No. 1", "")]),
        ("Supp. No. 3 to Part 732", [("732 Supplement No. 3", "")]),
        ("3A090.a, 3A090.a", [("3A090", ".a")]),
    ],
)
def test_places_come_in_the_order_of_the_citation(citation, places):
    assert places_named(citation) == tuple(Place(unit_id, clause) for unit_id, clause in places)
