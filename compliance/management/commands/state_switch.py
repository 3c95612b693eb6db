"""manage.py state_switch: say what is true of a question about the law that the texts read do not answer."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from compliance.accounts.models import User
from compliance.lawbook.errors import LawbookError
from compliance.management.days import day
from compliance.pipeline import state_switch
from rules.switches import SWITCHES


class Command(BaseCommand):
    """States one setting; with --list it says which switches there are and changes nothing."""

    help = "State a setting of a switch, from and until a day, with the source where it was looked up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which switch, what is true of it, when, and who says so."""
        parser.add_argument("switch", nargs="?", help="id of the switch; --list shows them")
        parser.add_argument("value", nargs="?", help="one of the switch's settings")
        parser.add_argument("--list", action="store_true", dest="is_list", help="show switches and settings")
        parser.add_argument("--from", type=day, dest="applies_from", help="first day; left out: from ever")
        parser.add_argument(
            "--until", type=day, dest="applies_until", help="first day it no longer holds; left out: for ever"
        )
        parser.add_argument("--source", default="", help="where it was looked up: a citation, an address")
        parser.add_argument(
            "--by", default="", help="user name of the approver or administrator who states it"
        )

    def handle(
        self,
        *_args: object,
        switch: str | None,
        value: str | None,
        is_list: bool,
        applies_from: date | None,
        applies_until: date | None,
        source: str,
        by: str,
        **_options: object,
    ) -> None:
        """State it, or show what there is to state."""
        if is_list:
            self._show()
            return
        if switch is None or value is None:
            raise CommandError("Name a switch and one of its settings; --list shows them.")
        person = User.objects.filter(username=by).first()
        if person is None:
            raise CommandError(
                f"There is no user {by!r}: name with --by the approver or administrator who states it."
            )
        try:
            statement = state_switch(
                switch=switch,
                value=value,
                applies_from=applies_from,
                applies_until=applies_until,
                source=source,
                by=person,
            )
        except LawbookError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{statement}, from {applies_from or 'ever'} until {applies_until or 'further notice'}, "
            f"as {statement.reference}. Everybody is screened again."
        )

    def _show(self) -> None:
        for switch in SWITCHES.values():
            self.stdout.write(f"{switch.id}: {switch.question}")
            for value, meaning in switch.settings.items():
                default = " (default)" if value == switch.default else ""
                self.stdout.write(f"    {value}{default}: {meaning}")
