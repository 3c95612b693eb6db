"""What README promises a newcomer: a chip, a change of a country and a rule are one edit of one data file each."""

import json
import shutil
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from rules.clocks import Reading
from rules.country_reader import COUNTRIES_FILE, country_groups, read_country_groups
from rules.evaluate import evaluate
from rules.law import Law
from rules.library import SETS_FOLDER, all_sets, read_folder
from rules.licensing import Requirement, TransferQuestion, answer

REGISTRY = settings.BASE_DIR / "fixtures" / "registry"
README = settings.BASE_DIR / "README.md"

CHIP = (
    "newcomer-n1,Newcomer,N1,One,PCIe,2026,,,500,,500,250,250,,31,,,,,800,yes,5,96,4000,600,,yes,US,"
    "a data sheet,medium,\n"
)
CHANGE = """
[[changes]]
group = "D:5"
country = "XK"
joins = true
effective_from = 2026-12-01
published_on = 2026-11-30
citation = "an invented notice"
confidence = "K"
"""
RULE = """jurisdiction = "us"
name = "newcomer"
title = "An invented rule"
authority = "An invented authority"
citation = "1 CFR 2"
source_url = "https://example.org/1"
confidence = "K"
standing = "project"
published_on = 2026-01-01
effective_from = 2026-01-01

[[enforcement]]
status = "enforced"
from = 2026-01-01
source = "invented"

[[rules]]
id = "newcomer.many"
subjects = ["tenant"]
severity = "notice"
title = "Many accelerators"
clause = "1 CFR 2(a)"
explanation = "Held {peak_concurrent_accelerators}."

[[rules.limbs]]
id = "ten"
clause = "1 CFR 2(a)(1)"
when = "peak_concurrent_accelerators >= 10"
"""


@pytest.mark.engines
@pytest.mark.django_db
def test_a_chip_is_one_row(tmp_path):
    shutil.copytree(REGISTRY, tmp_path / "registry")
    with (tmp_path / "registry" / "chips.csv").open("a") as file:
        file.write(CHIP)
    out = StringIO()
    call_command(
        "classify",
        every=True,
        as_of=date(2026, 7, 1),
        registry_file=tmp_path / "registry",
        format="json",
        stdout=out,
    )
    (row,) = [one for one in json.loads(out.getvalue()) if one["slug"] == "newcomer-n1"]
    assert (row["status"], row["limb"], row["tpp"], row["performance_density"]) == (
        "3A090.b",
        "3A090.b.1",
        "4000",
        "5",
    )


def test_a_change_of_a_country_is_one_entry():
    changed = read_country_groups(COUNTRIES_FILE.read_bytes() + CHANGE.encode(), "country_groups.toml")

    def requirement(groups, day):
        question = TransferQuestion(
            transfer_kind="export_from_us",
            destination_country="XK",
            as_of=day,
            item_entry="3A090.b",
            recipient_headquarters_country="US",
            recipient_ultimate_parent_headquarters_country="US",
        )
        found = answer(question, Law(all_sets(), groups)).under(Reading.ENFORCED)
        return any("742.6" in limb.clause for limb in found.requirements), found.requirement

    assert requirement(country_groups(), date(2026, 12, 1))[0] is False
    assert requirement(changed, date(2026, 11, 30))[0] is False
    assert requirement(changed, date(2026, 12, 1)) == (True, Requirement.REQUIRED)


def test_a_rule_is_one_file(tmp_path):
    shutil.copytree(SETS_FOLDER, tmp_path / "sets")
    place = tmp_path / "sets" / "us" / "newcomer"
    place.mkdir()
    (place / "2026-01-01.toml").write_text(RULE)
    law = Law(read_folder(tmp_path / "sets"), country_groups())
    findings = {
        one.rule_id: one.status
        for one in evaluate(
            law.on(date(2026, 2, 1)).under(Reading.CONSERVATIVE),
            "tenant",
            {"peak_concurrent_accelerators": 10},
        )
    }
    assert findings["newcomer.many"] == "met"


@pytest.mark.parametrize(
    "path", ["fixtures/registry/chips.csv", "rules/country_groups.toml", "rules/sets/", "rules/switches.toml"]
)
def test_readme_names_the_file(path):
    assert path in README.read_text()
    assert (settings.BASE_DIR / path).exists()
