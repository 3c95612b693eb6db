"""manage.py import_rules_text."""

import io
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from audit.ledger.models import OutboxEntry
from compliance.lawbook.models import RegulationIssue
from compliance.management.commands import import_rules_text
from rules.law import shipped_law
from rules.ruleset import TextReference
from tests.rules.regulation_text.invented import CONTROL_LIST

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

OTHER_TAIL = CONTROL_LIST.replace(b"A tail of 7.", b"A tail of 8.")


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a file and returns its path."""

    def written(content: bytes = CONTROL_LIST) -> str:
        (tmp_path / "part.xml").write_bytes(content)
        return str(tmp_path / "part.xml")

    return written


def run(path: str, day: str = "2026-05-01", part: str = "774") -> str:
    out = io.StringIO()
    call_command(
        "import_rules_text",
        path,
        "--part",
        part,
        "--issue-date",
        day,
        "--by",
        "sam",
        stdout=out,
        skip_checks=True,
    )
    return out.getvalue()


def test_the_first_issue_and_the_same_again(file):
    assert run(file()) == (
        "part 774 of 2026-05-01: 6 units are imported.\nThere is no earlier issue of this part to compare it with.\n"
    )
    assert run(file()) == "part 774 of 2026-05-01 is there already with the same text. Nothing changed.\n"
    assert OutboxEntry.objects.filter(kind="regulation_text.imported").count() == 1


def test_it_says_what_changed_and_which_sets_encode_it(file, monkeypatch):
    one = replace(shipped_law().rule_sets[0], texts=(TextReference(774, "3A090"),))
    monkeypatch.setattr(import_rules_text, "shipped_law", lambda: replace(shipped_law(), rule_sets=(one,)))
    run(file())
    assert run(file(), "2026-05-02").endswith("Nothing changed since 2026-05-01.\n")
    changed = OTHER_TAIL.replace(b"Kites that hum.", b"Kites that sing.")
    assert run(file(changed), "2026-06-01").endswith(
        "Since 2026-05-02, for somebody to look at:\n"
        f"    changed 3A090, encoded in {one.reference}\n"
        "    changed 3A991\n"
    )


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(CONTROL_LIST)))
    assert "6 units are imported" in run("-")


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (b"no xml", {}, "no whole XML document"),
        (CONTROL_LIST, {"part": "742"}, "does not hold part 742"),
        (CONTROL_LIST, {"day": "July"}, "'July' is no day"),
        (CONTROL_LIST, {"day": "2999-01-01"}, "has not come yet"),
        (CONTROL_LIST, {"part": "seven"}, "invalid int value"),
    ],
)
def test_what_is_refused_is_one_line(file, content, arguments, message):
    with pytest.raises(CommandError, match=message) as refused:
        run(file(content), **arguments)
    assert "\n" not in str(refused.value)
    assert not RegulationIssue.objects.exists()


def test_no_such_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        run(str(tmp_path / "nothing.xml"))
