"""What can go wrong in the ledger, each as one sentence that says how to mend it."""


class LedgerError(Exception):
    """Base of everything the ledger refuses."""


class NotInTransaction(LedgerError):
    """Something was recorded outside the transaction whose doing it should record."""


class HistoryChanged(LedgerError):
    """What the database holds is not an extension of what was signed before."""
