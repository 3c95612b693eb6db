"""Django application of `audit.ledger`."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """What was recorded: outbox, entries, checkpoints."""

    name = "audit.ledger"
    label = "ledger"
