"""Licence answers: an item x a destination x parties x a day -> is a licence asked for, why, and what then.

Software, not legal advice. Where nothing is found the answer says in which sets nothing was found, and what
remains to be asked; it never says that none is needed.
"""

from rules.licensing.answer import LicenceAnswer, ReadingAnswer, Requirement
from rules.licensing.answering import answer
from rules.licensing.question import QuestionError, TransferQuestion
from rules.licensing.question_document import question_from_document

__all__ = [
    "LicenceAnswer",
    "QuestionError",
    "ReadingAnswer",
    "Requirement",
    "TransferQuestion",
    "answer",
    "question_from_document",
]
