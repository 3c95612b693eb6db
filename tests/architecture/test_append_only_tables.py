"""Append-only tables: every one of them refuses UPDATE, DELETE and, where there is one, TRUNCATE."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.append_only import lower_guard, raise_guard
from audit.ledger.models import Entry, OutboxEntry
from audit.ledger.seal import seal_all
from tests.append_only_guards import guarded_tables, guards_lowered

pytestmark = pytest.mark.engines

CHANGE = {
    "ledger.Head": "where the sequencer stands; derived from the entries",
}
"""Tables of audit that may change, each with its reason. Everything else in audit only grows."""
GUARDED_ELSEWHERE = {
    "lawbook.PublishedDirective": "what bound the operator, and from when, is evidence as much as a log is",
    "lawbook.SwitchStatement": "every answer names the statement it used",
    "registry.MakerLetter": "what a maker stated outranks what is computed, and answers rest on it",
    "lawbook.RegulationIssue": "a text is imported once for a day",
    "lawbook.RegulationText": "the same",
}
"""Tables outside audit that only grow, each with its reason."""


def audit_models():
    return [model for model in apps.get_models() if model.__module__.startswith("audit.")]


def only_growing():
    of_audit = [model for model in audit_models() if model._meta.label not in CHANGE]
    return [*of_audit, *map(apps.get_model, GUARDED_ELSEWHERE)]


@pytest.mark.django_db
def test_every_table_of_audit_is_guarded_or_says_why_not_and_no_other_without_a_reason():
    assert guarded_tables(connection) == sorted(model._meta.db_table for model in only_growing())


def test_the_exceptions_name_tables_that_exist():
    assert set(CHANGE) <= {model._meta.label for model in audit_models()}


def _statements(table, column):
    yield f"UPDATE {table} SET {column} = {column}"  # noqa: S608  names of our own tables
    yield f"DELETE FROM {table}"  # noqa: S608
    if connection.vendor == "postgresql":
        yield f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE"  # else foreign keys would refuse first


@pytest.fixture
def a_row(cast):
    """One row in every guarded table."""
    from tests.one_of_everything import fill_every_append_only_table

    fill_every_append_only_table(cast)


@pytest.mark.django_db
def test_a_row_in_each_can_neither_be_changed_nor_removed(a_row):
    for model in only_growing():
        table = model._meta.db_table
        before = model.objects.count()
        assert before, f"{table} has no row to try it on"
        for statement in _statements(table, model._meta.pk.column):
            with (
                pytest.raises((DatabaseError, IntegrityError), match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
        assert model.objects.count() == before


@pytest.mark.django_db
def test_a_leaf_leaves_the_outbox_only_once_an_entry_holds_it(cast):
    assert not Entry.objects.exists()
    waiting = list(OutboxEntry.objects.order_by("id"))
    assert len(waiting) > 1
    kept, changed = waiting[0], waiting[1]
    fields = {name: getattr(kept, name) for name in ("log", "kind", "subject", "recorded_at")}
    Entry.objects.create(
        **fields, index=0, reference=kept.reference, leaf=bytes(kept.leaf), leaf_hash=bytes(32)
    )
    Entry.objects.create(**fields, index=1, reference=changed.reference, leaf=b"{}", leaf_hash=bytes(32))
    kept.delete()
    for leaf in waiting[1:]:
        with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
            OutboxEntry.objects.filter(pk=leaf.pk).delete()
    assert list(OutboxEntry.objects.order_by("id")) == waiting[1:]


@pytest.mark.django_db
def test_a_lowered_guard_of_a_queue_stands_again_as_it_was(cast):
    with guards_lowered(connection):
        OutboxEntry.objects.first().delete()
    waiting = OutboxEntry.objects.count()
    with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
        OutboxEntry.objects.all().delete()
    assert seal_all() == waiting
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db
def test_a_lowered_guard_stands_again_afterwards(a_row):
    before = guarded_tables(connection)
    with guards_lowered(connection):
        assert guarded_tables(connection) == []
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM intake_quarantinedline")
    assert guarded_tables(connection) == before


@pytest.mark.django_db
def test_guards_can_be_lowered_twice_and_raised_once():
    lower_guard(connection, "intake_seenevent")
    lower_guard(connection, "intake_seenevent")
    raise_guard(connection, "intake_seenevent")
    assert "intake_seenevent" in guarded_tables(connection)
