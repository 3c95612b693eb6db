"""What can go wrong with evidence files, each as one sentence."""


class EvidenceError(Exception):
    """Base of everything the evidence store refuses."""


class EvidenceTooLarge(EvidenceError):
    """More bytes came than the limit allows."""


class EvidenceMissing(EvidenceError):
    """A file that a row names is not there."""


class EvidenceChanged(EvidenceError):
    """A file is there, but its bytes are not those that were kept."""
