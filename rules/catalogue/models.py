"""Facts of a trained model, as ECCN 4E091 asks for them (15 CFR part 774 Supplement No. 1; 90 FR 4544)."""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject

_MODEL = frozenset({Subject.MODEL})


def model_facts() -> Iterator[Fact]:
    yield Fact(
        "training_operations",
        FactType.DECIMAL,
        "operations",
        "operations of all the model's training, its base's included",
        frozenset({Subject.MODEL, Subject.ACCESS}),
    )
    for name, unit, meaning in (
        (
            "further_training_operations",
            "operations",
            "operations of training beyond the base with published weights",
        ),
        (
            "further_training_percent_of_base",
            "percent",
            "operations of training beyond the base, in percent of the base's",
        ),
    ):
        yield Fact(name, FactType.DECIMAL, unit, meaning, _MODEL)
    yield Fact(
        "weights_are_published",
        FactType.BOOLEAN,
        "",
        "whether the model's weights are published (open) in the sense of 15 CFR 734.7",
        _MODEL,
    )
    yield Fact(
        "base_weights_are_published",
        FactType.BOOLEAN,
        "",
        "whether the model was made by further training of a model whose weights are published",
        _MODEL,
    )
