"""Missing facts by the names under which somebody can go and find them."""

from collections.abc import Iterable

_FOLLOWS_FROM = {
    "item_level": "item_entry",
    "designer_headquarters_groups": "designer_headquarters_countries",
    "access_groups": "access_countries",
}


def findable(missing: Iterable[str]) -> tuple[str, ...]:
    """The entry instead of the level that follows from it, the country instead of its groups; sorted."""
    return tuple(sorted({_source_of(name) for name in missing}))


def _source_of(name: str) -> str:
    if name in _FOLLOWS_FROM:
        return _FOLLOWS_FROM[name]
    return f"{name.removesuffix('_groups')}_country" if name.endswith("_groups") else name
