"""The environment: what is missing says how to mend it; nothing is guessed."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from compliance import environment
from compliance.environment import (
    optional,
    optional_list,
    required,
    required_folder,
    required_key,
    required_list,
    switched_on,
)

NAME = "CHOKEPOINT_MASTER_KEY"
KEY = "0f" * 32


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in (NAME, f"{NAME}_FILE", "CHOKEPOINT_DEBUG", "CHOKEPOINT_ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)


def test_what_is_set_is_read(monkeypatch):
    monkeypatch.setenv(NAME, KEY)
    assert required(NAME) == KEY
    assert required_key(NAME) == bytes.fromhex(KEY)
    assert optional(NAME, "other") == KEY


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("name", sorted(environment._MENDING))
def test_every_missing_variable_says_how_to_mend_it(monkeypatch, name, value):
    monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv(f"{name}_FILE", raising=False)
    if value is not None:
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as raised:
        required(name)
    assert str(raised.value).startswith(f"{name} is not set. Give ")
    assert f"{name}_FILE" in str(raised.value)


def test_a_secret_comes_from_a_file_without_its_line_end(monkeypatch, tmp_path):
    (tmp_path / "key").write_text(f"{KEY}\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "key"))
    assert required_key(NAME) == bytes.fromhex(KEY)


def test_a_file_that_cannot_be_read_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured, match=r"CHOKEPOINT_MASTER_KEY_FILE points at .*nowhere"):
        required(NAME)


def test_an_empty_file_is_nothing(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="is not set"):
        required(NAME)


def test_a_file_that_is_no_text_says_so(monkeypatch, tmp_path):
    (tmp_path / "key").write_bytes(bytes(range(200, 232)))
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        required(NAME)


def test_both_the_variable_and_its_file_is_one_too_many(monkeypatch):
    monkeypatch.setenv(NAME, KEY)
    monkeypatch.setenv(f"{NAME}_FILE", "/somewhere")
    with pytest.raises(ImproperlyConfigured, match="both set"):
        required(NAME)


@pytest.mark.parametrize("value", ["0f" * 31, "0f" * 33, "zz" * 32, "0f" * 32 + "\n0"])
def test_a_key_that_is_none_is_refused_and_not_repeated(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match="is not a key") as raised:
        required_key(NAME)
    assert value not in str(raised.value)


def test_lists_are_separated_by_commas_and_have_no_empty_parts(monkeypatch):
    assert optional_list("CHOKEPOINT_ALLOWED_HOSTS") == []
    monkeypatch.setenv("CHOKEPOINT_ALLOWED_HOSTS", " a.example, ,b.example,")
    assert required_list("CHOKEPOINT_ALLOWED_HOSTS") == ["a.example", "b.example"]
    assert optional_list("CHOKEPOINT_ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_a_list_of_nothing_is_not_a_list(monkeypatch):
    monkeypatch.setenv("CHOKEPOINT_ALLOWED_HOSTS", " , ")
    with pytest.raises(ImproperlyConfigured, match="the host names this service answers to"):
        required_list("CHOKEPOINT_ALLOWED_HOSTS")


@pytest.mark.parametrize(
    ("value", "is_on"), [(None, False), ("", False), ("no", False), ("yes", True), ("YES", True)]
)
def test_a_switch_is_yes_or_no(monkeypatch, value, is_on):
    if value is not None:
        monkeypatch.setenv("CHOKEPOINT_DEBUG", value)
    assert switched_on("CHOKEPOINT_DEBUG") is is_on


@pytest.mark.parametrize("value", ["true", "1", "on", "yes please", "noo"])
def test_anything_else_is_refused_so_that_no_typing_error_opens_a_door(monkeypatch, value):
    monkeypatch.setenv("CHOKEPOINT_DEBUG", value)
    with pytest.raises(ImproperlyConfigured, match="write yes or no"):
        switched_on("CHOKEPOINT_DEBUG")


def test_a_folder_is_made_for_us_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("CHOKEPOINT_DATA_DIR", str(tmp_path / "new" / "data"))
    folder = required_folder("CHOKEPOINT_DATA_DIR")
    assert folder.is_dir()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CHOKEPOINT_DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(ImproperlyConfigured, match="CHOKEPOINT_DATA_DIR"):
        required_folder("CHOKEPOINT_DATA_DIR")
