"""What can go wrong with providers, each as one sentence that says how to mend it."""


class ProvidersError(Exception):
    """Base of everything that enrolling refuses."""


class ProviderKeyError(ProvidersError):
    """A key that cannot name a provider's log."""
