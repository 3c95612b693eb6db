"""What the registry refuses, each as one sentence that says where and how to mend it."""


class RegistryError(Exception):
    """A registry file cannot be loaded as it stands; nothing of any file was loaded."""


class ChipNotFound(RegistryError):
    """No chip, or more than one, goes by a name. suggestions: keys of those that may be meant."""

    def __init__(self, message: str, *, suggestions: tuple[str, ...]) -> None:
        super().__init__(message)
        self.suggestions = suggestions


class LetterRefused(Exception):
    """A maker's letter cannot be recorded as it stands; nothing was recorded."""
