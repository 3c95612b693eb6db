"""Loading: twice the same, all or nothing, recorded once."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from audit.ledger.models import OutboxEntry
from compliance.registry.errors import RegistryError
from compliance.registry.load import Counts, load_registry
from compliance.registry.models import Chip, ChipAlias, InstanceType, PlainFamily
from tests.compliance.registry.small import chip, small_registry, write

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

MODELS = (Chip, InstanceType, PlainFamily, ChipAlias)


def tables():
    return {model.__name__: sorted(model.objects.values_list(), key=lambda row: row[0]) for model in MODELS}


def leaves():
    return [
        json.loads(bytes(leaf)) for leaf in OutboxEntry.objects.order_by("id").values_list("leaf", flat=True)
    ]


def test_the_shipped_files_twice_give_the_same_rows_with_the_same_ids(shipped_folder):
    first = load_registry(folder=shipped_folder, by="ada")
    assert first.chips == Counts(added=218, changed=0, unchanged=0, removed=0)
    assert first.instance_types.added == InstanceType.objects.count() == 624
    before = tables()
    second = load_registry(folder=shipped_folder, by="ada")
    assert second.chips == Counts(added=0, changed=0, unchanged=218, removed=0)
    assert second.event is None
    assert tables() == before
    assert OutboxEntry.objects.count() == 1


def test_a_load_is_recorded_with_the_digests_and_counts(tmp_path):
    report = load_registry(folder=write(tmp_path, small_registry()), by="ada")
    (leaf,) = leaves()
    assert (leaf["type"], leaf["actor"], leaf["id"]) == ("registry.loaded", "ada", report.event)
    assert leaf["body"]["files"] == report.file_sha256
    assert leaf["body"]["chips"] == {"added": 2, "changed": 0, "removed": 0, "unchanged": 0}


def test_a_changed_row_keeps_its_id_and_is_counted(tmp_path):
    files = small_registry()
    load_registry(folder=write(tmp_path, files), by="ada")
    before = Chip.objects.get(slug="example-x1-sxm")
    files["chips.csv"][1] = chip("example-x1-sxm", fp16_tops="401", has_non_planar_die="yes")
    report = load_registry(folder=write(tmp_path, files), by="ben")
    after = Chip.objects.get(slug="example-x1-sxm")
    assert (after.id, after.fp16_tops) == (before.id, 401)
    assert report.chips == Counts(added=0, changed=1, unchanged=1, removed=0)
    assert len(leaves()) == 2


def test_equal_numbers_written_differently_are_no_change(tmp_path):
    files = small_registry()
    load_registry(folder=write(tmp_path, files), by="ada")
    files["chips.csv"][1]["fp16_tops"] = "0400.000"
    assert load_registry(folder=write(tmp_path, files), by="ada").chips.changed == 0


def test_what_a_file_no_longer_has_is_removed_but_a_chip_stays(tmp_path):
    files = small_registry()
    load_registry(folder=write(tmp_path, files), by="ada")
    files["chips.csv"].pop(0)
    files["aliases.csv"].pop(0)
    files["plain-families.csv"].clear()
    report = load_registry(folder=write(tmp_path, files), by="ada")
    assert (report.plain_families.removed, report.aliases.removed, report.chips.removed) == (1, 1, 0)
    assert not PlainFamily.objects.exists()
    assert Chip.objects.count() == 2
    assert report.event is not None


def test_one_bad_row_and_nothing_of_any_file_is_loaded(tmp_path):
    files = small_registry()
    files["aliases.csv"][1]["chip"] = "example-x9"
    with pytest.raises(RegistryError, match=r"^aliases.csv, line 3, column chip: "):
        load_registry(folder=write(tmp_path, files), by="ada")
    assert not any(model.objects.exists() for model in MODELS)
    assert not OutboxEntry.objects.exists()


def test_a_ledger_that_refuses_undoes_the_load(tmp_path, monkeypatch):
    def refuse(**_: object) -> str:
        raise RuntimeError("the ledger is closed")

    monkeypatch.setattr("compliance.registry.load.record", refuse)
    with pytest.raises(RuntimeError, match="closed"):
        load_registry(folder=write(tmp_path, small_registry()), by="ada")
    assert not any(model.objects.exists() for model in MODELS)


def test_the_command_prints_counts_and_says_when_nothing_changed(tmp_path):
    folder = write(tmp_path, small_registry())
    first, second = StringIO(), StringIO()
    call_command("load_registry", folder=folder, by="ada", stdout=first, skip_checks=True)
    call_command("load_registry", folder=folder, by="ada", stdout=second, skip_checks=True)
    assert "instance types" in first.getvalue()
    assert "Recorded as ev_" in first.getvalue()
    assert "Nothing changed" in second.getvalue()


def test_the_command_names_a_bad_row_in_one_line(tmp_path):
    files = small_registry()
    files["chips.csv"][0]["fp16_tops"] = "fast"
    with pytest.raises(CommandError) as refusal:
        call_command("load_registry", folder=write(tmp_path, files), by="ada", skip_checks=True)
    assert str(refusal.value).startswith("chips.csv, line 2, column fp16_tops: 'fast' is not a number")
    assert refusal.value.returncode == 1
