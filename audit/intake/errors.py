"""What can go wrong between a pushed body and its access records."""


class IntakeError(Exception):
    """Base of this family; the message says what was wrong, where, and how to mend it."""


class DecodeError(IntakeError):
    """A body that does not decompress to what its Content-Encoding promises."""


class BodyTooLargeError(DecodeError):
    """A body that is larger, once decompressed, than the ceiling allows."""


class BadRecordError(IntakeError):
    """One record that cannot be read; becomes a `Refusal` and never fails its batch."""


class MixedResourcesError(IntakeError):
    """Events of more than one resource were given where one resource's history is asked for."""
