"""manage.py revoke_key: end a provider's key."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from compliance.providers.enrol import revoke_key
from compliance.providers.models import ApiKey


class Command(BaseCommand):
    """Ends one key at once; what it pushed stays."""

    help = "End a provider's key. It is named by its public part, which the ledger shows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which key."""
        parser.add_argument("prefix", help="the part of the key before the dot: cp_ and twelve digits")
        parser.add_argument(
            "--by", default="manage.py", help="username that the ledger names (default: manage.py)"
        )

    def handle(self, *_args: object, prefix: str, by: str, **_options: object) -> None:
        """End the key, or say since when it has been ended."""
        if "." in prefix:
            # Not repeated: what is printed here may be kept in somebody's log.
            raise CommandError("Give the public part alone, the part before the dot; never type a whole key.")
        api_key = ApiKey.objects.select_related("provider").filter(prefix=prefix).first()
        if api_key is None:
            raise CommandError(f"There is no key {prefix!r}.")
        if api_key.revoked_at is not None:
            self.stdout.write(
                f"{prefix} was revoked at {api_key.revoked_at:%Y-%m-%dT%H:%M:%SZ}; nothing changed."
            )
            return
        revoke_key(api_key=api_key, by=by)
        self.stdout.write(f"{prefix} of {api_key.provider.name} is revoked.")
