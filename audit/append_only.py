"""Append-only tables: the database itself refuses UPDATE and DELETE.

A guard rail, not security: whoever owns the database can drop a trigger. What a dropped trigger would hide,
the ledger's tree, the signer's memory and the copies outside show.
"""

from collections.abc import Iterable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SENTENCE = "rows of {table} are append-only"


def _sqlite(table: str) -> Iterable[str]:
    sentence = _SENTENCE.format(table=table)
    for verb in ("UPDATE", "DELETE"):
        yield (
            f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )


def _postgresql(table: str) -> Iterable[str]:
    sentence = _SENTENCE.format(table=table)
    yield (
        f'CREATE OR REPLACE FUNCTION "{table}_refuse"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    yield (
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE OR DELETE ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{table}_refuse"()'
    )
    yield (
        f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{table}_refuse"()'
    )


def raise_guard(connection: BaseDatabaseWrapper, table: str) -> None:
    """Create the triggers that refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE on `table`."""
    statements = _sqlite(table) if connection.vendor == "sqlite" else _postgresql(table)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lower_guard(connection: BaseDatabaseWrapper, table: str) -> None:
    """Drop the triggers; for reversing a migration and for emptying a test database."""
    names = (
        [f"{table}_no_update", f"{table}_no_delete"]
        if connection.vendor == "sqlite"
        else [f"{table}_no_update", f"{table}_no_truncate"]
    )
    with connection.cursor() as cursor:
        for name in names:
            suffix = "" if connection.vendor == "sqlite" else f' ON "{table}"'
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{suffix}')


def guard_tables(*tables: str) -> migrations.RunPython:
    """Return the migration operation that makes `tables` append-only."""

    def forwards(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            raise_guard(schema_editor.connection, table)

    def backwards(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            lower_guard(schema_editor.connection, table)

    return migrations.RunPython(forwards, backwards)
