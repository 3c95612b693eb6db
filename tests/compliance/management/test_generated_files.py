"""Generated files: up to date, found out when they are not, and renewed by the command the failure names."""

import pytest
from django.core.management import CommandError, call_command

from compliance.management.commands import generate_docs
from compliance.management.generated_files import GENERATED, out_of_date, renew


def test_what_is_committed_is_up_to_date(settings):
    assert GENERATED
    assert out_of_date(settings.BASE_DIR) == []


@pytest.fixture
def root(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    assert set(renew(tmp_path)) == set(GENERATED)
    return tmp_path


def test_nothing_is_said_or_written_when_nothing_is_stale(root, capsys):
    before = {place: (root / place).stat().st_mtime_ns for place in GENERATED}
    call_command("generate_docs", "--check")
    call_command("generate_docs")
    assert {place: (root / place).stat().st_mtime_ns for place in GENERATED} == before
    assert capsys.readouterr().out.count("Every generated file is up to date.") == 2


@pytest.mark.parametrize("place", GENERATED)
@pytest.mark.parametrize("change", ["edited", "missing", "not text"])
def test_a_stale_file_fails_the_check_with_one_line_that_says_how_to_mend_it(root, place, change, capsys):
    file = root / place
    if change == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + (b"\n" if change == "edited" else b"\xff"))
    with pytest.raises(CommandError) as failure:
        call_command("generate_docs", "--check")
    assert str(failure.value) == f"Out of date: {place}. `make docs` renews what is generated."
    call_command("generate_docs")
    assert capsys.readouterr().out == f"{place} is renewed.\n"
    call_command("generate_docs", "--check")


def test_a_view_that_says_nothing_of_itself_is_one_line_too(monkeypatch):
    def complain(_root):
        raise generate_docs.NotDescribed("Guess: unable to guess serializer")

    monkeypatch.setattr(generate_docs, "out_of_date", complain)
    with pytest.raises(CommandError, match=r"^Guess: unable to guess serializer$"):
        call_command("generate_docs", "--check")


def test_the_check_is_among_those_of_make_check():
    from tests.checks import CHECKS

    assert CHECKS["generated files up to date"][-2:] == ["generate_docs", "--check"]
