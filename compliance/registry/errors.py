"""What can go wrong with the registry's files, each as one sentence that says where and how to mend it."""


class RegistryError(Exception):
    """A registry file cannot be loaded as it stands; nothing of any file was loaded."""
