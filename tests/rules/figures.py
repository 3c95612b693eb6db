"""Chips for tests: by their rates, or by a total and an area."""

from decimal import Decimal

from rules.chips.figures import ChipFigures, NamedMode
from rules.performance import Mode

PUBLISHED = {"fp4": 4, "fp8": 8, "int8": 8, "fp16": 16, "bf16": 16, "tf32": 19, "fp32": 32}


def chip(rates=None, area=None, *, datacenter=True, **known):
    """A chip by its dense rates (format -> tera operations a second) and applicable die area in mm2."""
    modes = tuple(
        NamedMode(name, Mode(PUBLISHED[name], Decimal(str(rate)))) for name, rate in (rates or {}).items()
    )
    return ChipFigures(
        modes=modes,
        applicable_die_area_mm2=None if area is None else Decimal(str(area)),
        marketed_for_datacenter=datacenter,
        **{name: Decimal(value) if type(value) is int else value for name, value in known.items()},
    )


def chip_of_tpp(tpp, area=None, **known):
    """A chip with this total, from one 8-bit rate."""
    return chip({} if tpp is None else {"int8": Decimal(tpp) / 8}, area, **known)
