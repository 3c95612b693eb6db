"""Nothing of these tests rings a broker."""

import pytest


@pytest.fixture(autouse=True)
def _no_broker(request):
    """Hear the bells instead of ringing them."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("bells")
