"""How an invented person logs in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Login:
    """One account of the demo; the password was made for this run."""

    username: str
    password: str
    full_name: str
    role: str
