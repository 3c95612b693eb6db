import pytest

from rules.country_codes import COUNTRY_CODES, require_country_code
from rules.country_reader import country_groups
from rules.errors import CountryError


def test_a_code_is_given_back_as_it_is():
    assert [require_country_code(code) for code in ("GB", "HK", "MO", "XK")] == ["GB", "HK", "MO", "XK"]


def test_every_country_of_the_groups_is_a_country():
    groups = country_groups()
    assert {code for members in groups.members.values() for code in members} <= COUNTRY_CODES
    assert {change.country for change in groups.changes} <= COUNTRY_CODES


@pytest.mark.parametrize(
    ("code", "hint"),
    [("UK", "GB was probably meant"), ("EL", "GR was"), ("cn", "CN was"), ("EU", "no country code")],
)
def test_a_slip_is_named(code, hint):
    with pytest.raises(CountryError, match=hint):
        require_country_code(code)
