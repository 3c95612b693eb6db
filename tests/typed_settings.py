"""Settings as the type checker needs them: the real ones, with the variables of a test run."""

from tests import environment  # noqa: F401  the import gives the variables their values
from compliance.settings import *  # noqa: F403, E402
