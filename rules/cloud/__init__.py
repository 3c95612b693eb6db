"""Cloud answers: somebody uses accelerators from afar. What was found, as of when, and what applies instead.

Remote access is, as such, no export of the hardware, so these answers never say that a licence has to be had.
Software, not legal advice.
"""

from rules.cloud.answer import CloudAnswer, CloudStatus, DueDiligence
from rules.cloud.answering import cloud_answer
from rules.cloud.question import AccessQuestion, access_question_from_document

__all__ = [
    "AccessQuestion",
    "CloudAnswer",
    "CloudStatus",
    "DueDiligence",
    "access_question_from_document",
    "cloud_answer",
]
