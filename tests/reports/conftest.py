"""A provider's story, short or nearly empty."""

import pytest

from tests.reports.story import Story, begin, told


@pytest.fixture
def quiet(db, bells) -> Story:
    """A provider of whom nothing is recorded but where its facility stands."""
    return begin()


@pytest.fixture
def story(db, bells) -> Story:
    """Three tenants, two batches, two flags, two decisions."""
    return told()
