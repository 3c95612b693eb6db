"""A day on the command line."""

from argparse import ArgumentTypeError
from datetime import date


def day(text: str) -> date:
    """Return the day that an argument names, or refuse it in words."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day; write it as 2026-11-10") from error
