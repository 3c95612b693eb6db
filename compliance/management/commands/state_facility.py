"""manage.py state_facility: say where a facility stands, and what its unnamed accelerators count as."""

import re
from argparse import ArgumentParser
from difflib import get_close_matches

from django.core.management.base import BaseCommand, CommandError

from compliance.providers.enrol import state_facility
from compliance.providers.models import Facility, Provider
from compliance.registry.models import Chip

_KEY = re.compile(r"[^\x00-\x1f\x7f]{1,50}")
_LONGEST_NAME_CHARACTERS = 200
_COUNTRY = re.compile(r"[A-Z]{2}")


class Command(BaseCommand):
    """States one facility. What is left out stays as it was stated; an empty text makes it unknown again."""

    help = (
        "Say where a facility stands and, if its logs never name the chip, what its accelerators count as and why. "
        "An option that is left out changes nothing; an empty one makes it unknown again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which facility, and what of it."""
        parser.add_argument("provider", help="the provider's key")
        parser.add_argument("key", help="the facility's name in the logs, or the region where they name none")
        parser.add_argument("--name", help="full name")
        parser.add_argument("--country", help="two capitals, ISO 3166-1")
        parser.add_argument("--assumed-chip", help="slug of a chip in the registry")
        parser.add_argument("--assumption", help="who assumes that, and why; shown wherever the numbers are")
        parser.add_argument(
            "--by", default="manage.py", help="username that the ledger names (default: manage.py)"
        )

    def handle(
        self,
        *_args: object,
        provider: str,
        key: str,
        name: str | None,
        country: str | None,
        assumed_chip: str | None,
        assumption: str | None,
        by: str,
        **_options: object,
    ) -> None:
        """Check what is stated against the registry, state it, and say what holds now."""
        operator = Provider.objects.filter(key=provider).first()
        if operator is None:
            raise CommandError(f"There is no provider {provider!r}; enrol it first.")
        _check(key, name, country, assumed_chip, assumption)
        if assumed_chip == "":
            assumption = ""
        before = Facility.objects.filter(provider=operator, key=key).first()
        given = {"name": name, "country": country, "assumed_chip": assumed_chip, "assumption": assumption}
        stated = {
            field: getattr(before, field, "") if value is None else value for field, value in given.items()
        }
        facility = state_facility(provider=operator, key=key, by=by, **stated)
        self.stdout.write(
            f"{facility}: country {facility.country or 'unknown'}, "
            f"unnamed accelerators count as {facility.assumed_chip or 'unknown'}."
        )
        if before is None:
            self.stdout.write("No log has named this facility yet; check its spelling.")


def _check(
    key: str, name: str | None, country: str | None, assumed_chip: str | None, assumption: str | None
) -> None:
    """Raise CommandError for what cannot be stated."""
    if not _KEY.fullmatch(key):
        raise CommandError("A facility has 1 to 50 characters and no control characters.")
    if name and len(name) > _LONGEST_NAME_CHARACTERS:
        raise CommandError(f"A name has up to {_LONGEST_NAME_CHARACTERS} characters.")
    if country and not _COUNTRY.fullmatch(country):
        raise CommandError(f"{country!r} is no country; write two capitals (ISO 3166-1), for example NO.")
    if bool(assumed_chip) != bool(assumption):
        raise CommandError(
            "--assumed-chip and --assumption go together: what is assumed, and who says so and why."
        )
    if assumed_chip and not Chip.objects.filter(slug=assumed_chip).exists():
        near = get_close_matches(assumed_chip, Chip.objects.values_list("slug", flat=True))
        meant = f" Is one of these meant: {', '.join(near)}?" if near else " load_registry loads it."
        raise CommandError(f"There is no chip {assumed_chip!r} in the registry.{meant}")
