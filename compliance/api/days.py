"""Days in addresses of the API."""

from datetime import date


class DayConverter:
    """`<iso_day:name>`: a day as ISO 8601 writes it, and no other text."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day; ValueError, and so no such address, for a day that no calendar has."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the text."""
        return value.isoformat()
