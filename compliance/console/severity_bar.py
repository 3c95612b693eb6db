"""The bar of severities above the queue: where each part begins and how wide it is."""

from collections.abc import Mapping
from dataclasses import dataclass

BAR_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the bar: how many flags, where it begins and its width, in thousandths of the bar."""

    how_many: int
    begins: int
    width: int


def severity_shares(counts: Mapping[int, int]) -> dict[int, Share]:
    """Return severity -> share of the bar, in the order of `counts`; all widths are 0 where there is nothing."""
    total = sum(counts.values())
    shares: dict[int, Share] = {}
    before = 0
    for severity, how_many in counts.items():
        begins = BAR_WIDTH * before // total if total else 0
        before += how_many
        ends = BAR_WIDTH * before // total if total else 0
        shares[severity] = Share(how_many, begins, ends - begins)
    return shares
