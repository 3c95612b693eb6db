"""The law that everything here is judged by; asking changes nothing."""

from rules.law import Law, shipped_law


def law() -> Law:
    """The shipped sets with the operator's directives and settings, all versions of them."""
    return shipped_law()
