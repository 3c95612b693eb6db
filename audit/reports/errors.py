"""Why a report is not given out, each as one line that says what, where and how to mend it."""


class ReportError(Exception):
    """Base of everything that stops a report. The message is one line."""


class PeriodError(ReportError):
    """The period cannot be reported on."""


class NotSealedError(ReportError):
    """What the report needs is not, or not all, under a signed head."""


class LedgerChangedError(ReportError):
    """The entries are not those that were signed, or do not say what a report needs."""


class EvidenceLostError(ReportError):
    """An evidence file that an entry names is missing, changed or unreadable."""


class SumsDifferError(ReportError):
    """The working tables of usage and the sealed entries tell different numbers."""


class TooLargeError(ReportError):
    """The bundle would be larger than its verifier reads."""


class RenderingError(ReportError):
    """The PDF could not be made."""
