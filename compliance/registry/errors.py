"""What the registry refuses, each as one sentence that says where and how to mend it."""


class RegistryError(Exception):
    """A registry file cannot be loaded as it stands; nothing of any file was loaded."""


class LetterRefused(Exception):
    """A maker's letter cannot be recorded as it stands; nothing was recorded."""
