"""What is said of work that failed: where it arose, and nothing of the data it stumbled over."""

import logging

import pytest
from django.db import DataError, OperationalError

from compliance.jobs.failures import log_failure, sentence_of
from rules.errors import RuleSetError

WORDS = "DETAIL: Failing row contains (Held by the quokka letter)"


def stumble(errors):
    """Raise the last of the errors, each while the one before is handled."""
    if len(errors) == 1:
        raise errors[0]
    try:
        stumble(errors[:-1])
    except type(errors[-2]) as earlier:
        raise errors[-1] from earlier


def failed(*errors):
    with pytest.raises(type(errors[-1])) as caught:
        stumble(errors)
    return caught.value


def test_an_error_that_quotes_nothing_is_told_in_its_words(caplog):
    error = failed(OSError("no space left on device"))
    assert sentence_of(error) == "OSError: no space left on device"
    log_failure("normalise", "batch_1", error)
    assert "no space left on device" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    "errors",
    [
        (DataError(WORDS),),
        (OperationalError(WORDS),),
        (RuleSetError(WORDS),),
        (DataError(WORDS), ValueError(WORDS)),
        (ValueError(WORDS), DataError("short")),
    ],
)
def test_words_of_errors_that_quote_data_are_kept_nowhere(caplog, errors):
    caplog.set_level(logging.DEBUG)
    error = failed(*errors)
    sentence = sentence_of(error)
    assert sentence.startswith(type(error).__name__)
    assert " in stumble: " in sentence
    log_failure("screen", "fjordlys", error)
    assert "quokka" not in sentence + caplog.text
    assert "screen of fjordlys failed" in caplog.text
    assert "test_failures.py" in caplog.text


def test_an_error_that_was_never_raised_has_no_place():
    assert sentence_of(DataError(WORDS)).startswith("DataError: its words")
