"""Numbers of law as they were written, and every way a document can be none."""

from decimal import Decimal
from io import BytesIO

import pytest
from rest_framework.exceptions import ParseError

from compliance.api.json_documents import ExactJsonDocument, JsonDocument

BOTH = [JsonDocument(), ExactJsonDocument()]


def read(parser, text):
    return parser.parse(BytesIO(text.encode()), None, {"encoding": "utf-8"})


@pytest.mark.parametrize("text", ["4799.99999999999999999999", "1e26", "0.10", "-0.0"])
def test_a_number_with_a_point_is_the_decimal_that_was_written(text):
    (number,) = read(ExactJsonDocument(), f"[{text}]")
    assert (type(number), str(number)) == (Decimal, str(Decimal(text)))


def test_whole_numbers_texts_and_the_rest_stay_what_they_are():
    document = {"a": [1, "1.5", True, None, {"b": []}]}
    assert read(ExactJsonDocument(), '{"a": [1, "1.5", true, null, {"b": []}]}') == document


@pytest.mark.parametrize("parser", BOTH)
@pytest.mark.parametrize("text", ["", "{", "[1,]", "NaN", "Infinity", "[" * 100_000, "9" * 5000])
def test_what_is_no_document_is_refused(parser, text):
    with pytest.raises(ParseError):
        read(parser, text)


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', '[{"b": {"a": 1, "c": 2, "a": 3}}]'])
def test_a_key_that_stands_twice_is_named(text):
    with pytest.raises(ParseError, match="'a' stands twice"):
        read(ExactJsonDocument(), text)


def test_a_number_no_decimal_can_hold_is_refused():
    with pytest.raises(ParseError, match="JSON parse error"):
        read(ExactJsonDocument(), "[1e99999999999999999999999]")


@pytest.mark.parametrize("parser", BOTH)
@pytest.mark.parametrize("charset", ["bz2", "rot13", "utf-16"])
def test_the_charset_a_sender_names_is_never_used_to_decode(parser, charset):
    assert parser.parse(BytesIO(b'{"a": "\xc3\xa5"}'), None, {"encoding": charset}) == {"a": "\u00e5"}
