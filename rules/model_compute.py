"""Operations that a model took to train and takes to use, counted from the model itself; ECCN 4E091.

Training a dense model costs 6 operations for each parameter and token: 2 forwards, 4 backwards (Note 2 to
4E091 says the same). For a mixture of experts only the parameters active for a token count. Using it costs
2. The attention term is left out, and so is recomputation, which is work of the hardware and not of the
model. What hardware does is counted in `rules.compute`.

4E091 (15 CFR part 774 Supp. No. 1) describes the parameters of a model trained with 10^26 operations or
more. Its text stands since 2025-01-13 and is not enforced since 2025-05-13; published weights are not
controlled. Seen: the number 10^26, the 6, and that there are limits for derived models and synthetic data.
How the parts of those two limits join is our reading (confidence U), stated at each function.
"""

from dataclasses import dataclass
from decimal import Decimal

from rules.compute import OPERATIONS_PER_TERA_OPERATION
from rules.decimals import exact_product, exact_sum, non_negative, ordered_quotient
from rules.errors import FigureError
from rules.three_valued import Outcome, Undetermined, any_of

TRAINING_OPERATIONS_PER_PARAMETER_AND_TOKEN = 6
INFERENCE_OPERATIONS_PER_PARAMETER_AND_TOKEN = 2
SECONDS_PER_HOUR = 3600

CITATION = "15 CFR part 774 Supp. No. 1, ECCN 4E091 (90 FR 4544, effective 2025-01-13; not enforced since 2025-05-13)"
TRAINED_MODEL_OPERATIONS_FROM = Decimal(10**26)
DERIVED_MODEL_OPERATIONS_ABOVE = Decimal(25 * 10**24)
DERIVED_MODEL_SHARE_ABOVE = Decimal("0.25")
SYNTHETIC_DATA_SHARE_ABOVE = Decimal("0.1")


def training_operations(active_parameters: int, tokens: int) -> Decimal:
    """6 x N x D: operations to train N active parameters on D tokens. FigureError for a negative count."""
    return _operations(TRAINING_OPERATIONS_PER_PARAMETER_AND_TOKEN, active_parameters, tokens)


def inference_operations(active_parameters: int, tokens: int) -> Decimal:
    """2 x N for each of D tokens, read or written. FigureError for a negative count."""
    return _operations(INFERENCE_OPERATIONS_PER_PARAMETER_AND_TOKEN, active_parameters, tokens)


def _operations(factor: int, active_parameters: int, tokens: int) -> Decimal:
    if active_parameters < 0 or tokens < 0:
        raise FigureError(f"{active_parameters} parameters and {tokens} tokens: counts cannot be negative")
    return exact_product(Decimal(active_parameters), tokens, factor)


def utilisation_reached(
    operations: Decimal, accelerator_hours: Decimal, dense_tera_operations_per_second: Decimal
) -> Decimal:
    """The share of a dense peak rate at which so many accelerator-hours do so many operations.

    Above 1 says that a figure is wrong: the hours, the model, or the format of the peak. FigureError where a
    figure is negative, or there are no hours or no rate.
    """
    at_peak = _operations_at_peak(accelerator_hours, dense_tera_operations_per_second)
    return ordered_quotient(non_negative(operations, "operations"), at_peak)


def accelerator_hours_for(
    operations: Decimal, dense_tera_operations_per_second: Decimal, utilisation: Decimal
) -> Decimal:
    """Hours of one accelerator to do so many operations at a share of its dense peak rate.

    utilisation: above 0, up to 1. FigureError for figures outside that, or a rate of 0.
    """
    if not (utilisation.is_finite() and 0 < utilisation <= 1):
        raise FigureError(f"utilisation is {utilisation}: give a share above 0, up to 1 (35 percent is 0.35)")
    in_an_hour = exact_product(_operations_at_peak(Decimal(1), dense_tera_operations_per_second), utilisation)
    return ordered_quotient(non_negative(operations, "operations"), in_an_hour)


def _operations_at_peak(accelerator_hours: Decimal, dense_tera_operations_per_second: Decimal) -> Decimal:
    hours = non_negative(accelerator_hours, "accelerator-hours")
    rate = non_negative(dense_tera_operations_per_second, "dense tera operations per second")
    if hours == 0 or rate == 0:
        raise FigureError("accelerator-hours and the dense rate must be above 0")
    return exact_product(hours, rate, OPERATIONS_PER_TERA_OPERATION, SECONDS_PER_HOUR)


@dataclass(frozen=True, slots=True)
class CountedTraining:
    """Operations that count toward 4E091. synthetic_counts: whether those for synthetic data are in the sum."""

    operations: Decimal
    synthetic_counts: bool

    @property
    def is_described(self) -> bool:
        """Whether the parameters are described by 4E091: 10^26 operations or more."""
        return self.operations >= TRAINED_MODEL_OPERATIONS_FROM


def counted_training(training: Decimal, synthetic_data: Decimal = Decimal(0)) -> CountedTraining:
    """What counts of a training: all of it, and the generation of synthetic data where that is more than 10
    percent.

    training: operations of all training, fine-tuning included. synthetic_data: operations that made the
    synthetic data it was trained on. The 10 percent is taken of the training alone (our reading, confidence
    U; taken of the sum, it would be reached a little later). FigureError for negative figures.
    """
    non_negative(training, "training operations")
    non_negative(synthetic_data, "operations for synthetic data")
    counts = synthetic_data > exact_product(training, SYNTHETIC_DATA_SHARE_ABOVE)
    return CountedTraining(exact_sum((training, synthetic_data)) if counts else training, counts)


@dataclass(frozen=True, slots=True)
class DerivedModelAnswer:
    """outcome: whether the further training is large enough to make another model of it. limbs: those met."""

    outcome: Outcome
    limbs: tuple[str, ...]


def is_large_derivation(*, further: Decimal, base: Decimal | None) -> DerivedModelAnswer:
    """Whether further training of an existing model goes beyond the limits for derived models.

    further: operations of the further training. base: operations that trained the model it began from; None
    is unknown. More than 2.5 x 10^25 operations, or more than 25 percent of the base; either is enough (our
    reading, the stricter one, confidence U). FigureError for negative figures.
    """
    non_negative(further, "operations of further training")
    is_large = further > DERIVED_MODEL_OPERATIONS_ABOVE
    share: Outcome = Undetermined(("base_operations",))
    if base is not None:
        limit = exact_product(non_negative(base, "operations of the base model"), DERIVED_MODEL_SHARE_ABOVE)
        share = further > limit
    elif further == 0:
        share = False
    limbs = (("more than 2.5e25 operations", is_large), ("more than 25 percent of the base", share))
    return DerivedModelAnswer(any_of([is_large, share]), tuple(name for name, met in limbs if met is True))
