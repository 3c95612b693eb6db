from datetime import date

import pytest

from rules.errors import RuleSetError, SwitchError
from rules.switches import SWITCHES, SWITCHES_FILE, Setting, read_switches, require_setting, setting_used

SWITCH = "affiliates_rule"
DAY = date(2026, 11, 22)


def stated(value, *, recorded_on=date(2026, 11, 12), applies_from=None, applies_until=None):
    return Setting(SWITCH, value, applies_from, applies_until, recorded_on, "ana", "federalregister.gov")


def test_where_nobody_said_anything_the_default_counts_and_says_so():
    used = setting_used(SWITCH, [], DAY)
    assert (used.value, used.is_default, used.stated_by) == ("returned_unless_extended", True, None)


def test_a_statement_counts_from_the_day_it_applies_and_only_until_its_end():
    settings = [stated("stayed", applies_from=date(2026, 11, 10), applies_until=date(2027, 5, 10))]
    assert setting_used(SWITCH, settings, date(2026, 11, 9)).is_default
    assert setting_used(SWITCH, settings, date(2026, 11, 10)).value == "stayed"
    assert setting_used(SWITCH, settings, date(2027, 5, 9)).value == "stayed"
    assert setting_used(SWITCH, settings, date(2027, 5, 10)).is_default


def test_a_statement_is_not_known_before_it_was_made():
    settings = [stated("in_force", recorded_on=DAY)]
    assert setting_used(SWITCH, settings, DAY, known_on=date(2026, 11, 21)).is_default
    assert setting_used(SWITCH, settings, DAY, known_on=DAY).value == "in_force"


def test_the_statement_recorded_last_counts_whatever_the_order():
    settings = [stated("in_force", recorded_on=date(2026, 11, 13)), stated("stayed")]
    assert setting_used(SWITCH, settings, DAY).value == "in_force"
    assert setting_used(SWITCH, settings[::-1], DAY).value == "in_force"


def test_of_two_of_one_day_the_later_counts():
    assert setting_used(SWITCH, [stated("stayed"), stated("in_force")], DAY).value == "in_force"


@pytest.mark.parametrize(("switch", "value"), [("nothing", "stayed"), (SWITCH, "perhaps")])
def test_an_unknown_switch_or_setting_is_refused_with_those_there_are(switch, value):
    with pytest.raises(SwitchError, match=r"there are|it is one of"):
        require_setting(switch, value)


def test_every_default_is_among_its_settings_and_every_setting_says_what_it_means():
    for switch in SWITCHES.values():
        assert switch.default in switch.settings
        assert all(switch.settings.values())


def test_a_default_that_is_no_setting_is_refused():
    content = SWITCHES_FILE.read_text().replace('default = "returned_unless_extended"', 'default = "x"')
    with pytest.raises(RuleSetError, match="none of the settings"):
        read_switches(content.encode(), "switches.toml")


def test_an_id_that_is_used_twice_and_bytes_that_are_no_toml_are_refused_with_their_place():
    shipped = SWITCHES_FILE.read_text()
    twice = shipped + "\n" + shipped[shipped.index("[[switches]]") :]
    for content, says in (
        (twice.encode(), r"x\.toml, switches \d+, line \d+: id '\w+' is used twice"),
        (b"\xff", r"^x\.toml"),
    ):
        with pytest.raises(RuleSetError, match=says):
            read_switches(content, "x.toml")
