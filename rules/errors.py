"""The errors of `rules`: one family, so that a caller may catch all of them or one kind.

Every message says what is wrong, where, and how to mend it.
"""

from datetime import date


class RulesError(Exception):
    """Something in a rule set, a fact or a figure cannot be used as it stands."""


class RuleSetError(RulesError):
    """A rule set file does not follow the format: unknown or missing key, wrong type, dates out of order.

    line: where in the file, counted from 1; None where no line is to blame. place: the file, and the table in it, in
    words; None where it is no table's fault.
    """

    def __init__(self, message: str, *, line: int | None = None, place: str | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.place = place


class ExpressionError(RulesError):
    """A CEL expression does not compile against the fact catalogue, or says what a rule may not say."""


class FactError(RulesError):
    """A fact has a name the catalogue does not know, or a value that is not of the catalogue's type."""


class FigureError(RulesError):
    """A chip or usage figure is impossible: negative, not finite, or a fraction outside 0 to 1."""


class RuleSetNotFound(RulesError):
    """No shipped rule set has the reference that was asked for, or none was in force on that day."""


class TrialError(RulesError):
    """A rule set cannot be tried under the law of that day as it was asked for."""


class CountryError(RulesError):
    """A country, region or group code is unknown, or nothing is recorded of it for that day."""


class SwitchError(RulesError):
    """A switch or one of its settings does not exist, or settings of one switch overlap."""


class ListError(RulesError):
    """A list of restricted parties, or a source of one, is unknown or not live on the day asked for."""


class SourceClosed(ListError):
    """The source was closed by that day; `successor` is the id of the one to use instead."""

    def __init__(self, message: str, *, successor: str) -> None:
        super().__init__(message)
        self.successor = successor


class RegulationTextError(RulesError):
    """A file that should hold the published text of a part of the CFR is no such file, or cannot be read whole."""


class NoTextKnown(RulesError):
    """The question is about a day before the first text of the law it asks for, or before it could be known.

    first_text_from: the day on which the first took effect; None where there is none.
    """

    def __init__(self, message: str, *, first_text_from: date | None = None) -> None:
        super().__init__(message)
        self.first_text_from = first_text_from
