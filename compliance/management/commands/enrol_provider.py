"""manage.py enrol_provider: let an operator of compute push logs, and give it a key."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from compliance.providers.enrol import enrol_provider, issue_key
from compliance.providers.errors import ProviderKeyError


class Command(BaseCommand):
    """Makes a provider if it is not there, and a key, shown once."""

    help = "Enrol a provider and print a new key for it; the key is shown once and kept nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which provider."""
        parser.add_argument("key", help="short name used in logs and addresses, for example acme-cloud")
        parser.add_argument("--name", default="", help="full name; default: the key")
        parser.add_argument(
            "--catalogue",
            default="",
            help="whose instance type names its logs use: aws, gcp, azure ...; default: its own",
        )
        parser.add_argument("--label", default="", help="what the key is for")
        parser.add_argument(
            "--by", default="manage.py", help="username that the ledger names (default: manage.py)"
        )

    def handle(
        self, *_args: object, key: str, name: str, catalogue: str, label: str, by: str, **_options: object
    ) -> None:
        """Make what is missing and print the key alone on standard output."""
        try:
            provider = enrol_provider(key=key, name=name or key, by=by, instance_catalogue=catalogue)
        except ProviderKeyError as error:
            raise CommandError(str(error)) from error
        _, text = issue_key(provider=provider, by=by, label=label)
        self.stderr.write(f"{provider.name} may push with this key; it is shown only now:")
        self.stdout.write(text)
