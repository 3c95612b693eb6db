import pytest

from rules.errors import ListError, RuleSetError
from rules.lists.effects import effect_of_list, list_effects, read_list_effects

VALID = """[[lists]]
code = "XY"
also_written = ["XYZ"]
title = "An invented list"
authority = "An invented authority"
effect = "Nothing follows."
citation = "1 CFR 2"
confidence = "K"
"""


def test_no_lists_at_all():
    assert read_list_effects(b"", "x.toml") == {}


def test_an_unknown_list_is_not_given_an_effect():
    for source in ("", "NEW", "A new list (NEW) - Somebody"):
        with pytest.raises(ListError, match=r"nothing is recorded.*known are EL, MEU"):
            effect_of_list(source)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("EL", "EL"),
        ("Entity List (EL) - Bureau of Industry and Security", "EL"),
        ("Military End User (MEU) List - Bureau of Industry and Security", "MEU"),
        ("Specially Designated Nationals (SDN) - Treasury Department", "SDN"),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "MBS"),
        (" UVL ", "UVL"),
    ],
)
def test_a_list_is_found_by_code_and_by_its_long_name(source, code):
    assert effect_of_list(source).code == code


def test_every_code_of_the_consolidated_screening_list_has_an_effect():
    seen = {"SDN", "EL", "DPL", "DTC", "SSI", "UVL", "ISN", "PLC", "MEU", "CMIC", "MBS", "CAP", "FSE"}
    assert seen <= set(list_effects())


def test_the_entity_list_is_about_items_and_not_about_services():
    entity_list = effect_of_list("EL")
    assert entity_list.needs_licence_for_items
    assert not entity_list.freezes_assets
    assert not entity_list.forbids_services
    assert "no ban on cloud access as such" in entity_list.not_an_effect
    assert entity_list.ownership_rules == ("bis_affiliates",)
    assert "744.11" in entity_list.citation


def test_blocking_lists_are_about_services_too():
    blocked = effect_of_list("SDN")
    assert blocked.freezes_assets
    assert blocked.forbids_services
    assert blocked.ownership_rules == ("ofac_50_percent", "bis_affiliates")


def test_no_other_list_of_the_bureau_freezes_assets():
    assert not any(effect_of_list(code).freezes_assets for code in ("EL", "MEU", "UVL", "DPL"))


def test_every_effect_is_cited_and_says_what_follows():
    for effect in list_effects().values():
        assert effect.citation
        assert effect.effect.endswith(".")
        assert effect.freezes_assets or effect.not_an_effect or effect.forbids_services


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('citation = "1 CFR 2"\n', "", "'citation' is missing"),
        ('confidence = "K"', 'confidence = "sure"', "one of V, S, K, U"),
        ('code = "XY"', 'code = "XYZ"', "'XYZ' is used twice"),
        ('title = "An invented list"', 'title = "An invented list"\ncolour = "red"', "unknown key 'colour'"),
        ('title = "An invented list"', 'title = "x"\nfreezes_assets = "yes"', "must be true or false"),
        ('title = "An invented list"', 'title = "x"\nownership_rules = ["half"]', "'half' is none of"),
    ],
)
def test_what_does_not_follow_the_format_is_refused_with_its_place(old, new, says):
    with pytest.raises(RuleSetError, match=says) as caught:
        read_list_effects(VALID.replace(old, new).encode(), "x.toml")
    assert "x.toml" in str(caught.value)


def test_bytes_that_are_no_toml_are_refused():
    for content in (b"\xff", b"[[lists"):
        with pytest.raises(RuleSetError, match=r"x\.toml: not a TOML file in UTF-8"):
            read_list_effects(content, "x.toml")
