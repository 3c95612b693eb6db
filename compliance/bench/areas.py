"""The areas there are, by name."""

import django
from django.core.management import call_command

django.setup()
call_command("migrate", verbosity=0)

from compliance.bench import intake, ledger, rules  # noqa: E402  Django must be set up first

MEASURES = {"intake": intake.measure, "ledger": ledger.measure, "rules": rules.measure}

__all__ = ["MEASURES"]
