"""Which tables the database guards, as its own catalogue tells, and how they are emptied in a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from audit.append_only import lower_guard, raise_guard

QUEUES = {"ledger_outboxentry": "ledger_entry"}
"""Guarded tables that rows may leave, each with the table that must hold them first."""
_SQLITE = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_update'"
_POSTGRESQL = (
    "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND tgname LIKE '%_no_update'"
)


def guarded_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables that have a guard now, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)
        return sorted(table for (table,) in cursor.fetchall())


@contextmanager
def guards_lowered(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lower every guard and raise the same ones again, whatever happens in between."""
    tables = guarded_tables(connection)
    for table in tables:
        lower_guard(connection, table)
    try:
        yield
    finally:
        for table in tables:
            raise_guard(connection, table, kept_in=QUEUES.get(table))
