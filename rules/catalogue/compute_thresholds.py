"""Facts of models and their developers for the compute thresholds of several laws, beside `models`.

Sources: Regulation (EU) 2024/1689; guidelines of the European Commission of 2025-07-18; California SB 53; the New York
RAISE Act; 31 CFR part 850; Executive Order 14110 (revoked).
"""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject

_MODEL = frozenset({Subject.MODEL})


def compute_threshold_facts() -> Iterator[Fact]:
    for name, meaning in (
        ("generates_text_or_audio", "whether the model generates text or audio"),
        ("generates_image_or_video_from_text", "whether the model generates images or video from text"),
        (
            "trained_mainly_on_biological_data",
            "whether the model was trained primarily on biological sequence data",
        ),
        (
            "modified_with_more_than_a_third",
            "whether the model is another one modified with more than a third of the operations of its training",
        ),
    ):
        yield Fact(name, FactType.BOOLEAN, "", meaning, _MODEL)
    for name, meaning in (
        (
            "developer_annual_revenue_usd",
            "revenue of the developer and its affiliates in the calendar year before",
        ),
        ("training_compute_cost_usd", "cost of the compute with which the model was trained"),
    ):
        yield Fact(name, FactType.DECIMAL, "USD", meaning, _MODEL)
    yield Fact(
        "developer_headquarters_country",
        FactType.TEXT,
        "ISO 3166-1 alpha-2",
        "country in which the model's developer has its headquarters",
        _MODEL,
        is_country=True,
    )
    yield Fact(
        "placed_on_eu_market_at",
        FactType.TIMESTAMP,
        "",
        "when the model was first placed on the market of the European Union",
        _MODEL,
    )
