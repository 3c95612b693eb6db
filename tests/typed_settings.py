"""Settings as the type checker needs them: the real ones, with the variables of a test run."""

# ruff: noqa: I001  the order matters: the first import gives the variables their values
from tests import environment  # noqa: F401
from compliance.settings import *  # noqa: F403
