"""Facts of a customer's conduct and circumstances, for the red flags of the Bureau of Industry and Security.

A red flag is a duty to inquire. Nearly all of these facts come from people who asked or looked; until they did,
they are unknown. A list of what was seen is known once somebody looked: what is not on it was looked for and not seen.
Sources: Industry Guidance of 2025-05-13; Supplement No. 3 to 15 CFR part 732; Supplement No. 2 to part 748.
"""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject

ADDRESS_KINDS = (
    "business",
    "residential",
    "virtual_office",
    "mail_drop",
    "shared_delivery",
    "shared_registration",
)
WEB_PRESENCES = ("established", "new", "minimal", "none", "inconsistent")
MATCHES_BY = ("name", "former_name", "address", "telephone", "email", "identifier", "owner")
EVASIVE_ANSWERS = ("end_use", "end_user", "final_location", "reexport", "domestic_or_export")
FIRST_ORDER_REASONS = ("checked", "not_convincing", "none_given", "not_asked")
FINAL_INSTALLATIONS = ("stated", "not_stated", "changed_after_order")
UNUSUAL_PARTIES = (
    "freight_forwarder_as_consignee",
    "freight_forwarder_as_end_user",
    "unusual_reseller",
    "atypical_routing",
)
LATE_CHANGES = ("consignee", "payer")
TIES = ("owner", "director", "address", "staff", "funding", "affiliate", "concealed_headquarters")
BUSINESS_BACKGROUNDS = ("established", "little", "none")
PAYMENT_MEANS_KINDS = ("invoice", "bank_transfer", "card", "prepaid_card", "cash", "cryptocurrency")
DECLINED_SERVICES = ("installation", "training", "maintenance")
DELIVERY_TERMS = ("usual", "vague_dates", "out_of_the_way_destination")
SIX_HUNDRED_SERIES_CONCERNS = ("end_item_not_held", "destination_under_embargo")
ADVANCED_COMPUTING_AMBITIONS = (
    "advertised_before_2022_10_07",
    "advertised_since",
    "delivery_to_advanced_node_facility",
)
PARENT_INQUIRIES = ("answered", "not_answered", "could_not_be_established")
FABRICATION_CONCERNS = (
    "advanced_equipment_for_other_fab",
    "end_user_uncertain",
    "altered_by_third_party",
    "made_for_customer_now_listed",
    "leadership_overlaps_with_listed",
    "connected_to_advanced_fab",
    "foreign_direct_product_presumed",
    "listed_customer_under_another_name",
)

_TENANT = frozenset({Subject.TENANT})
_SITE = frozenset({Subject.TENANT, Subject.PROVIDER})


def red_flag_facts() -> Iterator[Fact]:
    yield from _moments()
    yield from _orders()
    yield from _words()
    yield from _seen()
    yield from _yes_or_no()


def _moments() -> Iterator[Fact]:
    for name, meaning in (
        (
            "incorporated_on",
            "day on which the customer was formed, as the midnight (UTC) with which it begins",
        ),
        (
            "first_advanced_order_at",
            "when the customer first bought or rented advanced computing circuits, from anybody",
        ),
    ):
        yield Fact(name, FactType.TIMESTAMP, "", meaning, _TENANT)


def _orders() -> Iterator[Fact]:
    for name, unit, meaning in (
        ("first_order_tpp", "TOPS x bit", "total processing performance of the customer's first order"),
        (
            "first_order_tpp_per_employee",
            "TOPS x bit / employee",
            "total processing performance of the first order, divided by the people the customer employs",
        ),
        (
            "ordered_circuit_transistors",
            "transistors",
            "transistors in the largest circuit that is ordered to be made, packaged or supplied",
        ),
    ):
        yield Fact(name, FactType.DECIMAL, unit, meaning, _TENANT)


def _words() -> Iterator[Fact]:
    for name, vocabulary, meaning in (
        ("first_order_reason", FIRST_ORDER_REASONS, "whether business explains the size of the first order"),
        ("web_presence", WEB_PRESENCES, "what the customer shows of itself on the web"),
        (
            "final_installation",
            FINAL_INSTALLATIONS,
            "what the customer said of the final place of installation",
        ),
        (
            "business_background",
            BUSINESS_BACKGROUNDS,
            "business that the customer was found to have done before",
        ),
        (
            "ultimate_parent_inquiry",
            PARENT_INQUIRIES,
            "what came of asking where the ultimate parent's seat is",
        ),
    ):
        yield Fact(name, FactType.TEXT, "", meaning, _TENANT, vocabulary=vocabulary)
    yield Fact(
        "payer_country",
        FactType.TEXT,
        "ISO 3166-1 alpha-2",
        "country from which the customer's bills are paid",
        _TENANT,
        is_country=True,
    )


def _seen() -> Iterator[Fact]:
    for name, vocabulary, meaning in (
        ("address_kinds", ADDRESS_KINDS, "what the customer's addresses were found to be"),
        ("matches_listed_party_by", MATCHES_BY, "by what the customer resembles a restricted party"),
        ("evasive_answers", EVASIVE_ANSWERS, "questions that the customer refused or evaded"),
        (
            "unusual_parties",
            UNUSUAL_PARTIES,
            "unusual parts that companies play in the order, and unusual routes",
        ),
        ("late_changes", LATE_CHANGES, "what was changed after the order"),
        ("ties_to_macau_or_d5", TIES, "ties to Macau or Country Group D:5 other than a stated headquarters"),
        ("payment_means_kinds", PAYMENT_MEANS_KINDS, "means by which the customer pays or offers to pay"),
        (
            "declined_services",
            DECLINED_SERVICES,
            "services that usually come with the product and were declined",
        ),
        ("delivery_terms", DELIVERY_TERMS, "what the delivery terms were found to be"),
        (
            "six_hundred_series_concerns",
            SIX_HUNDRED_SERIES_CONCERNS,
            "concerns about an order for parts of the 600 series (military items)",
        ),
        (
            "advanced_computing_ambitions",
            ADVANCED_COMPUTING_AMBITIONS,
            "plans for advanced-node circuits or supercomputers that the customer showed or that became known",
        ),
        (
            "fabrication_concerns",
            FABRICATION_CONCERNS,
            "concerns about semiconductor fabrication in the order",
        ),
    ):
        yield Fact(name, FactType.TEXT_LIST, "", meaning, _TENANT, vocabulary=vocabulary)


def _yes_or_no() -> Iterator[Fact]:
    for name, meaning in (
        ("payer_is_third_party", "whether somebody other than the customer pays"),
        ("payer_country_differs", "whether the bills are paid from none of the customer's known countries"),
        ("capability_fits_business", "whether what is ordered fits what the customer does"),
        (
            "fits_technical_level_of_country",
            "whether what is ordered fits the technical level of its destination",
        ),
        ("knows_product", "whether the customer is familiar with what the product does"),
        ("packaging_fits_shipment", "whether the packaging fits the stated way of shipment and destination"),
        (
            "ordered_circuit_has_hbm",
            "whether that circuit has, or is to be packaged with, high-bandwidth memory",
        ),
        (
            "has_listed_owner_of_unknown_percent",
            "whether a restricted party is known to own part of the customer and nobody could establish how much",
        ),
    ):
        yield Fact(name, FactType.BOOLEAN, "", meaning, _TENANT)
    yield Fact(
        "site_power_affirmed",
        FactType.BOOLEAN,
        "",
        "whether the data centre affirmed that it has power, cooling and space for more than 10 MW of servers with "
        "advanced circuits; false: it was asked, and does not or cannot",
        _SITE,
    )
