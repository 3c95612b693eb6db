"""Sealed text: readable in Python, nothing in clear in the database, and no changed value passes."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction

from compliance.parties.models import Party

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM parties_party")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("name", ["", "Auroch Ltd", "ÅÄÖ 東京 🚀", "x" * 100_000, "a\x00b"])
def test_what_was_written_is_read(name):
    Party.objects.create(kind="entity", name=name)
    assert Party.objects.get().name == name
    if name:
        assert name not in stored()


def test_the_same_name_twice_is_two_texts():
    for _ in range(2):
        Party.objects.create(kind="entity", name="Auroch Ltd")
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT name FROM parties_party")
        assert len(cursor.fetchall()) == 2


@pytest.mark.parametrize("place", [0, 11, 12, -1])
def test_a_changed_value_is_refused(place):
    Party.objects.create(kind="entity", name="Auroch Ltd")
    sealed = bytearray(base64.b64decode(stored()))
    sealed[place] ^= 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parties_party SET name = %s", [base64.b64encode(sealed).decode()])
    with pytest.raises(ImproperlyConfigured, match="the row was changed"):
        Party.objects.get()


def test_another_key_opens_nothing(settings):
    Party.objects.create(kind="entity", name="Auroch Ltd")
    settings.MASTER_KEY = bytes(32)
    with pytest.raises(ImproperlyConfigured, match="CHOKEPOINT_MASTER_KEY"):
        Party.objects.get()


def test_a_party_is_never_named_where_it_is_shown_by_chance():
    assert "Auroch" not in str(Party.objects.create(kind="individual", name="Auroch"))


def test_nobody_stands_above_and_somebody_does_cannot_both_be():
    parent = Party.objects.create(kind="entity", name="Above")
    with pytest.raises(IntegrityError, match="no_parent_means_no_parent"), transaction.atomic():
        Party.objects.create(kind="entity", name="Below", ultimate_parent=parent, has_no_parent=True)
