"""What casework refuses, each as one sentence that a person at the desk can read."""


class CaseworkError(Exception):
    """Base of everything casework refuses; `str()` of it is shown as it stands."""


class PolicyError(CaseworkError):
    """This person may not do this to this case."""


class IllegalMove(CaseworkError):
    """The case is in a state from which this step does not lead anywhere."""


class ReasonMissing(CaseworkError):
    """A proposal or an answer came without its reason, or with one that is too long."""


class UnknownChoice(CaseworkError):
    """A disposition or a measure is not one of those there are."""
