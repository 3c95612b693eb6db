"""What was pushed, for the summary."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pushed:
    """One log of one provider, and what became of it."""

    provider: str
    what: str
    reference: str
