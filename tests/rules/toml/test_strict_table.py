"""What a key may hold: nothing longer than it is stored, and no character that a person would not see."""

from datetime import date

import pytest

from rules.errors import RuleSetError
from rules.toml.strict_table import (
    LONGEST_ID,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_ENTRIES,
    MOST_TABLES,
    StrictTable,
)


def table(value: object) -> StrictTable:
    return StrictTable({"key": value}, "file", {("key",): 7})


def test_what_is_plain_reads():
    assert table("Zoë's 光 — one\nand\ttwo").text("key") == "Zoë's 光 — one\nand\ttwo"
    assert table("x" * LONGEST_LINE).line("key") == "x" * LONGEST_LINE
    assert table("https://example.org/a?b=c").address("key") == "https://example.org/a?b=c"
    assert table({"a": "b"}).text_map("key") == {"a": "b"}
    assert table("x").optional_line("other") is None
    assert table(date(2199, 12, 31)).day("key") == date(2199, 12, 31)


@pytest.mark.parametrize(
    "unseen", ["\0", "\x1b", "\x7f", "\x85", "\u202e", "\u200b", "\ufeff", "\u2028", "\ue000"]
)
@pytest.mark.parametrize(
    "read",
    [
        lambda value: table(value).text("key"),
        lambda value: table(value).line("key"),
        lambda value: table(value).address("key"),
        lambda value: table([value]).texts("key"),
        lambda value: table({"a": value}).text_map("key"),
        lambda value: table({value: "a"}).text_map("key"),
    ],
    ids=["text", "line", "address", "texts", "text_map", "key of text_map"],
)
def test_a_character_that_cannot_be_seen_is_named_and_refused(unseen, read):
    with pytest.raises(RuleSetError, match=rf"line 7: .*U\+{ord(unseen):04X}, in place 12") as refused:
        read(f"https://exa{unseen}mple.org")
    assert unseen not in str(refused.value)


@pytest.mark.parametrize(
    ("read", "longest"),
    [
        (lambda value: table(value).text("key"), LONGEST_TEXT),
        (lambda value: table(value).line("key"), LONGEST_LINE),
        (lambda value: table(value).line("key", LONGEST_ID), LONGEST_ID),
        (lambda value: table(value).name("key"), LONGEST_NAME),
        (lambda value: table([value]).texts("key"), LONGEST_LINE),
        (lambda value: table({"a": value}).text_map("key"), LONGEST_TEXT),
        (lambda value: table({value: "a"}).text_map("key"), LONGEST_LINE),
    ],
    ids=["text", "line", "id", "name", "texts", "text_map", "key of text_map"],
)
def test_a_text_is_as_long_as_it_may_be_and_no_longer(read, longest):
    assert read("x" * longest)
    with pytest.raises(RuleSetError, match=f"has {longest + 1} characters and may have {longest}"):
        read("x" * (longest + 1))


@pytest.mark.parametrize("ending", ["\n", "\t"])
def test_a_line_is_one_line(ending):
    with pytest.raises(RuleSetError, match="cannot be seen"):
        table(f"a{ending}b").line("key")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "example.org",
        "https://",
        "https://[",
        "file:///x",
    ],
)
def test_an_address_that_a_browser_would_not_fetch_is_refused(address):
    with pytest.raises(RuleSetError, match="line 7: key 'key' is"):
        table(address).address("key")


@pytest.mark.parametrize("day", [date.min, date.max, date(1899, 12, 31), date(2200, 1, 1)])
def test_a_day_is_of_an_age_with_which_can_be_reckoned(day):
    with pytest.raises(RuleSetError, match="years from 1900 to 2199"):
        table(day).day("key")


def test_there_are_only_so_many_entries_and_tables():
    with pytest.raises(RuleSetError, match="has 1001 entries and may have 1000"):
        table([str(number) for number in range(MOST_ENTRIES + 1)]).texts("key")
    assert len(table([{}] * MOST_TABLES).tables("key")) == MOST_TABLES
    with pytest.raises(RuleSetError, match="has 201 entries and may have 200"):
        table([{}] * (MOST_TABLES + 1)).tables("key")
    with pytest.raises(RuleSetError, match="has 201 entries and may have 200"):
        table({f"n{number}": {} for number in range(MOST_TABLES + 1)}).named_tables("key")


def test_a_wrong_value_is_quoted_in_short():
    for read in (
        lambda value: table(value).text("key"),
        lambda value: table(value).day("key"),
        lambda value: table(value).integer("key"),
        lambda value: table(value).flag("key", otherwise=True),
    ):
        with pytest.raises(RuleSetError) as refused:
            read(["x" * 9000])
        assert len(str(refused.value)) < 300
