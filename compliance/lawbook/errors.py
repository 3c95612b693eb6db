"""What the law book refuses, each as one sentence that a person at the desk can read."""

from dataclasses import dataclass


class LawbookError(Exception):
    """Base of everything the law book refuses; `str()` of it is shown as it stands."""


class NotAllowed(LawbookError):
    """This person may not do this to this directive, or state this."""


class WrongState(LawbookError):
    """The draft is in a state from which this step does not lead anywhere, or changed since it was read."""


class StatementRefused(LawbookError):
    """A title, reason, switch, value, day or source is missing, too long or not one of those there are."""


class DirectiveUnreadable(LawbookError):
    """A published directive cannot be read by this release."""


class ContentChanged(LawbookError):
    """The text of a rule set is no longer the one that was loaded."""


class ImportRefused(LawbookError):
    """A text of regulations cannot be imported as it stands."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong with a directive.

    line: in its text, counted from 1; None where none is to blame. place: the rule, limb or other table, in words;
    None for the whole. column: in the expression that is wrong, else in the line; None where none is to blame.
    """

    line: int | None
    message: str
    place: str | None = None
    column: int | None = None


class DirectiveRefused(LawbookError):
    """A directive that does not pass its check; `complaints` are all that was found, in order of lines."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        super().__init__("; ".join(complaint.message for complaint in complaints))
        self.complaints = complaints
