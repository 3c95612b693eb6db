"""manage.py classify: from files without set-up, from the database, for people and for machines."""

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from compliance.management.without_setup import lend_settings
from compliance.registry.load import load_registry
from compliance.registry.models import Chip
from compliance.registry.record_maker_letter import record_maker_letter
from tests.cast import make_cast

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "fixtures" / "registry"
ON = ["--as-of", "2026-07-23"]


def classify(*arguments):
    out, told = StringIO(), StringIO()
    call_command("classify", *arguments, stdout=out, stderr=told)
    return out.getvalue(), told.getvalue()


def every(*arguments):
    out, _ = classify("--all", "--format", "json", "--registry-file", str(SHIPPED), *arguments)
    return {row["slug"]: row for row in json.loads(out)}


pytestmark = [pytest.mark.engines, pytest.mark.django_db]


def test_every_chip_as_a_machine_reads_it():
    rows = every(*ON)
    assert len(rows) == 218
    keys = ["slug", "tpp", "performance_density", "status", "limb", "also", "undetermined_facts"]
    for row in rows.values():
        assert list(row) == keys
        assert row["status"] in {"3A090.a", "3A090.b", "not_3A090", "undetermined"}
        assert (row["limb"] is not None) == row["status"].startswith("3A090")
        assert bool(row["undetermined_facts"]) == (row["status"] == "undetermined")
    assert rows["nvidia-l4"]["limb"] == "3A090.a.2"
    assert rows["nvidia-a40"]["limb"] == "3A090.b.2"
    assert rows["nvidia-h20-96gb"]["tpp"] == "2368"
    assert rows["nvidia-h20-96gb"]["also"] == ["3A991.p"]
    assert rows["qualcomm-ai200"]["tpp"] is None
    assert "tpp" in rows["qualcomm-ai200"]["undetermined_facts"]


def test_every_chip_under_the_first_text():
    rows = every("--as-of", "2022-10-21")
    assert rows["nvidia-a100-sxm4-80gb"]["status"] == "3A090.a"
    assert rows["nvidia-a800-sxm4-80gb"]["status"] == "not_3A090"


def test_every_chip_as_a_person_reads_it():
    out, _ = classify("--all", "--registry-file", str(SHIPPED), *ON)
    assert "nvidia-l4" in out
    assert "3A090.a.2" in out


def test_one_chip_with_its_working():
    out, _ = classify("L4", *ON, "--registry-file", str(SHIPPED))
    for part in (
        "nvidia-l4",
        "3A090.a.2",
        "1,940",
        "294",
        "us/3a090@2023-11-17",
        "88 FR 73458",
        "codified",
        "Settings of switches used",
        "not legal advice",
    ):
        assert part in out, part


def test_doubts_are_said():
    out, _ = classify("nvidia-h20-96gb", "--as-of", "2026-11-22", "--registry-file", str(SHIPPED))
    for part in ("Within 3 percent", "2400", "Other reading", "3,776", "Text read until 2026-07-23"):
        assert part in out, part


def test_before_the_first_text_one_line_says_so():
    with pytest.raises(CommandError, match=r"^No text known[^\n]*2022-10-20[^\n]*$"):
        classify("L4", "--as-of", "2022-10-20", "--registry-file", str(SHIPPED))


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "Name one chip"),
        (["L4", "--all"], "Name one chip"),
        (
            ["???", "--registry-file", str(SHIPPED)],
            r"no chip '\?\?\?' in the registry\. --all lists every key",
        ),
        (["910b"], "may be any of"),
        (["trainium9"], "Is one of these meant"),
        (["L4", "--as-of", "yesterday"], "is no day"),
    ],
)
def test_what_cannot_be_answered_is_refused(arguments, why):
    with pytest.raises(CommandError, match=why):
        classify(*arguments, "--registry-file", str(SHIPPED))


def test_a_wrong_folder_is_one_clear_error(tmp_path):
    with pytest.raises(CommandError, match=r"chips\.csv: cannot be read"):
        classify("L4", "--registry-file", str(tmp_path))


def test_an_empty_registry_says_how_to_load_it_and_answers_from_the_shipped_files():
    out, told = classify("L4", *ON, "--format", "json")
    assert "load_registry" in told
    assert json.loads(out)["entry"] == "3A090.a.2"


def test_the_databases_chips_and_letters_count():
    load_registry(folder=SHIPPED, by="ada")
    record_maker_letter(
        chip=Chip.objects.get(slug="nvidia-l4"),
        stated_entry="5A992.z.1",
        content=b"an invented letter",
        file_name="l4.txt",
        letter_on=date(2024, 1, 2),
        signer="an invented person",
        source="a test",
        by=make_cast().approver,
    )
    out, told = classify("L4", *ON)
    assert told == ""
    assert "The maker states 5A992.z.1" in out
    assert "Computed from published figures all the same: 3A090.a" in out
    as_json, _ = classify("L4", *ON, "--format", "json")
    assert json.loads(as_json)["basis"] == "maker_letter"
    assert every(*ON)["nvidia-l4"]["status"] == "3A090.a"


def test_a_letter_is_recorded_from_its_file(tmp_path):
    load_registry(folder=SHIPPED, by="ada")
    make_cast()
    file = tmp_path / "l4.txt"
    file.write_text("an invented letter")
    given = ["--entry", "3A090.a", "--letter-on", "2024-01-02", "--signer", "somebody", "--source", "a test"]

    def recorded(*arguments):
        out = StringIO()
        call_command("record_maker_letter", *arguments, *given, stdout=out)
        return out.getvalue()

    for arguments, why in (
        (["L4", "--file", str(file), "--by", "nobody"], "There is no user"),
        (["L4", "--file", str(file), "--by", "ingrid.solheim"], "may not"),
        (["L5000", "--file", str(file), "--by", "tomas.reyes"], "There is no chip"),
        (["L4", "--file", str(tmp_path / "lost"), "--by", "tomas.reyes"], "cannot be read"),
    ):
        with pytest.raises(CommandError, match=why):
            recorded(*arguments)
    assert "Recorded as letter_" in recorded("L4", "--file", str(file), "--by", "tomas.reyes")
    assert "The maker states 3A090.a" in classify("L4", *ON)[0]


def test_a_fresh_copy_answers_without_any_set_up(tmp_path):
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CHOKEPOINT_") and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "classify", "nvidia-l4", *ON, "--format", "json"],
        env=bare,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "3A090.a"
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_lent_to_other_commands_nor_where_something_is_set_up(monkeypatch):
    for name in [name for name in os.environ if name.startswith("CHOKEPOINT_")] + ["DATABASE_URL"]:
        monkeypatch.delenv(name, raising=False)
    lend_settings(["manage.py", "migrate"])
    lend_settings(["manage.py"])
    monkeypatch.setenv("CHOKEPOINT_LOG_DOMAIN", "audit.example.org")
    lend_settings(["manage.py", "classify"])
    assert "CHOKEPOINT_SECRET_KEY" not in os.environ
