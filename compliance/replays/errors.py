"""What replays refuse, each as one sentence that a person at the desk can read."""


class ReplayError(Exception):
    """Base of everything replays refuse; `str()` of it is shown as it stands."""


class NotAllowed(ReplayError):
    """This person may not ask for a replay."""


class ReplayRefused(ReplayError):
    """What was asked for cannot be replayed: the rule set, its place in the law, or a day is wrong."""


class TakenOver(ReplayError):
    """Another worker has gone on with this replay meanwhile; what this one was about to write is not needed."""
