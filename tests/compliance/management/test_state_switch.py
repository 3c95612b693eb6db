"""manage.py state_switch."""

import io

import pytest
from django.core.management import CommandError, call_command

from compliance.lawbook.models import SwitchStatement
from compliance.lawbook.questions import law
from rules.switches import SWITCHES

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("state_switch", *arguments, stdout=out, skip_checks=True)
    return out.getvalue()


def test_the_list_shows_every_setting_and_its_default():
    shown = run("--list")
    for switch in SWITCHES.values():
        assert f"{switch.id}: {switch.question}" in shown
        assert f"{switch.default} (default): " in shown
        assert all(meaning in shown for meaning in switch.settings.values())


def test_a_statement_is_made(cast, bells):
    said = run(
        *("affiliates_rule", "stayed", "--from", "2026-11-10", "--until", "2027-11-10"),
        *("--source", "91 FR 1", "--by", cast.approver.username),
    )
    statement = SwitchStatement.objects.get()
    assert said == (
        "affiliates_rule = stayed, from 2026-11-10 until 2027-11-10, "
        f"as {statement.reference}. Everybody is screened again.\n"
    )
    assert law().settings[0].stated_by == cast.approver.username


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "--list shows them"),
        (["affiliates_rule"], "--list shows them"),
        (["affiliates_rule", "stayed", "--source", "x"], "no user ''"),
        (["affiliates_rule", "stayed", "--source", "x", "--by", "nobody"], "no user 'nobody'"),
        (["affiliates_rule", "stayed", "--source", "x", "--by", "ingrid.solheim"], "may not state settings"),
        (["affiliates_rule", "stayed", "--by", "tomas.reyes"], "where it was looked up"),
        (["affiliates_rule", "gone", "--source", "x", "--by", "tomas.reyes"], "cannot be set to 'gone'"),
        (["affiliates_rule", "stayed", "--from", "tomorrow"], "'tomorrow' is no day"),
    ],
)
def test_what_cannot_be_stated_is_one_line(cast, bells, arguments, message):
    with pytest.raises(CommandError, match=message) as refused:
        run(*arguments)
    assert "\n" not in str(refused.value)
    assert not SwitchStatement.objects.exists()
