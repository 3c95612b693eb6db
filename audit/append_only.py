"""Append-only tables: the database itself refuses UPDATE and DELETE.

A queue is guarded too: its rows never change either, and leave it only for the table that keeps them.

A guard rail, not security: whoever owns the database can drop a trigger. What a dropped trigger would hide,
the ledger's tree, the signer's memory and the copies outside show.
"""

from collections.abc import Iterable, Mapping

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SENTENCE = "rows of {table} are append-only"


def _sentence(table: str, kept_in: str | None) -> str:
    ending = f": one leaves only once {kept_in} holds it" if kept_in else ""
    return _SENTENCE.format(table=table) + ending


def _is_kept(kept_in: str) -> str:
    """Return the SQL condition that the row about to go is kept, under its reference and with the same leaf."""
    same = "kept.reference = OLD.reference AND kept.leaf = OLD.leaf"
    return f'EXISTS (SELECT 1 FROM "{kept_in}" AS kept WHERE {same})'  # noqa: S608  names of our own tables


def _sqlite(table: str, kept_in: str | None) -> Iterable[str]:
    sentence = _sentence(table, kept_in)
    for verb in ("UPDATE", "DELETE"):
        unless = f"WHEN NOT {_is_kept(kept_in)} " if kept_in and verb == "DELETE" else ""
        yield (
            f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" {unless}'
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )


def _postgresql(table: str, kept_in: str | None) -> Iterable[str]:
    sentence = _sentence(table, kept_in)
    # Nested: in a plain AND, OLD would be looked at in a TRUNCATE too, where there is none.
    unless = (
        f"IF TG_OP = 'DELETE' THEN IF {_is_kept(kept_in)} THEN RETURN OLD; END IF; END IF; "
        if kept_in
        else ""
    )
    yield (
        f'CREATE OR REPLACE FUNCTION "{table}_refuse"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {unless}RAISE EXCEPTION '{sentence}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    yield (
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE OR DELETE ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{table}_refuse"()'
    )
    yield (
        f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{table}_refuse"()'
    )


def raise_guard(connection: BaseDatabaseWrapper, table: str, *, kept_in: str | None = None) -> None:
    """Create the triggers that refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE on `table`.

    kept_in: for a queue, the table that must hold a row's `reference` and `leaf` before DELETE may take it.
    """
    statements = _sqlite(table, kept_in) if connection.vendor == "sqlite" else _postgresql(table, kept_in)
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
    return _guard(dict.fromkeys(tables))


def guard_queue(table: str, *, kept_in: str) -> migrations.RunPython:
    """Return the migration operation that lets rows leave `table` only once `kept_in` holds them."""
    return _guard({table: kept_in})


def _guard(kept_in: Mapping[str, str | None]) -> migrations.RunPython:
    def forwards(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table, keeper in kept_in.items():
            raise_guard(schema_editor.connection, table, kept_in=keeper)

    def backwards(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in kept_in:
            lower_guard(schema_editor.connection, table)

    return migrations.RunPython(forwards, backwards)
