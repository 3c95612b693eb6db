"""What accounts refuse, each as one sentence that says how to mend it."""


class AccountError(Exception):
    """Base of everything accounts refuse."""


class NotAPerson(AccountError):
    """The user is a provider's machine, which has a key and no password."""
