"""References in addresses."""


class ReferenceConverter:
    """Matches what `audit.references.new_reference` makes, so that nothing else reaches the database."""

    regex = "[a-z]{2,12}_[0-9a-z]{22}"

    def to_python(self, value: str) -> str:
        """Return the reference as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Return the reference as it stands."""
        return value


class RuleSetReferenceConverter:
    """Matches the reference of a rule set: jurisdiction/name@YYYY-MM-DD."""

    regex = r"[a-z0-9_]{1,40}/[a-z0-9_]{1,80}@\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> str:
        """Return the reference as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Return the reference as it stands."""
        return value
