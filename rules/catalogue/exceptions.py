"""Facts that licence exceptions and the review of applications ask for.

Sources: 15 CFR part 740 (740.8, 740.25, 740.27 to 740.29) and 742.6(b)(10)(iii)(A)(1) with Supplement No. 2
to part 748, paragraph (dd), as described by 91 FR 1684.
"""

from collections.abc import Iterator

from rules.catalogue.transfers import TRANSFER_PURPOSES
from rules.facts import Fact, FactType, Subject

_TRANSFER = frozenset({Subject.TRANSFER})
_HELD_BY_THE_EXPORTER = (
    (
        "nac_confirmation_number_held",
        "whether the Bureau gave a confirmation number for Licence Exception NAC",
    ),
    (
        "written_purchase_order_held",
        "whether a written purchase order (or an equivalent) was in hand before notification",
    ),
)
_SHOWN_FOR_THE_REVIEW = (
    (
        "lane_available_in_us_on_2026_01_15",
        "whether the product was commercially available in the United States on 2026-01-15",
    ),
    ("lane_us_supply_sufficient", "whether supply in the US suffices, so that no US order is delayed"),
    (
        "lane_no_foundry_capacity_diverted",
        "whether no global foundry capacity is diverted from customers in the US",
    ),
    (
        "lane_no_barred_end_user_or_end_use",
        "whether no end-user or end-use control bars it, and no military, intelligence or weapons use is known",
    ),
    (
        "lane_consignee_prevents_remote_access",
        (
            "whether the ultimate consignee knows its customers and secures the site, so that nobody "
            "unauthorised has remote access"
        ),
    ),
    (
        "lane_tested_by_us_laboratory",
        "whether every shipment is tested before export by an independent laboratory headquartered in the US",
    ),
)


def exception_facts() -> Iterator[Fact]:
    yield from _amounts()
    yield Fact(
        "transfer_purposes",
        FactType.TEXT_LIST,
        "",
        "what the transfer is for, as far as licence exceptions ask",
        _TRANSFER,
        vocabulary=TRANSFER_PURPOSES,
    )
    for name, meaning in _HELD_BY_THE_EXPORTER + _SHOWN_FOR_THE_REVIEW:
        yield Fact(name, FactType.BOOLEAN, "", meaning, _TRANSFER)


def _amounts() -> Iterator[Fact]:
    yield Fact(
        "nac_notified_calendar_days_before",
        FactType.INTEGER,
        "days",
        "calendar days between the notification through SNAP-R and the shipment",
        _TRANSFER,
    )
    yield Fact(
        "lpp_tpp_to_consignee_this_calendar_year",
        FactType.DECIMAL,
        "TOPS x bit",
        "total processing performance to this ultimate consignee in this calendar year, this shipment included",
        _TRANSFER,
    )
    for measure, of_what in (("units", "units"), ("tpp", "total processing performance")):
        yield Fact(
            f"lane_percent_of_us_shipments_by_{measure}",
            FactType.DECIMAL,
            "percent",
            f"shipments of this product to China and Macau in percent of those to customers in the US, by {of_what}",
            _TRANSFER,
        )
