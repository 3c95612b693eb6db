"""Facts of the catalogue as a program states them: by name, each of its type, null for unknown."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Field

from rules.catalogue import CATALOGUE
from rules.country_codes import require_country_code
from rules.errors import CountryError, FactError
from rules.facts import Fact, FactType, FactValue, Subject

MOST_TEXTS = 100
LONGEST_TEXT_CHARACTERS = 500


class FactsField(Field[Any, Any, Any, Any]):
    """An object of facts about one kind of subject. left_out: those worked out, or with fields of their own."""

    def __init__(self, subject: Subject, *, left_out: frozenset[str] = frozenset(), **more: Any) -> None:
        super().__init__(**more)
        self.facts = {
            name: fact
            for name, fact in CATALOGUE.items()
            if subject in fact.subjects and name not in left_out and not name.startswith("setting_")
        }

    def to_internal_value(self, data: Any) -> dict[str, FactValue | None]:
        """Return the facts in the catalogue's form; every one that cannot be taken is named with what is wrong."""
        if not isinstance(data, Mapping):
            raise ValidationError("This takes an object of facts by name.")
        found: dict[str, FactValue | None] = {}
        errors: dict[str, list[str]] = {}
        for name, value in data.items():
            try:
                found[name] = self._read(name, value)
            except (FactError, CountryError) as error:
                errors[str(name)[:100]] = [f"{error}."]
        if errors:
            raise ValidationError(errors)
        return found

    def _read(self, name: str, value: Any) -> FactValue | None:
        fact = self.facts.get(name)
        if fact is None:
            raise FactError(f"there is no such fact to state here; there are {', '.join(self.facts)}")
        if value is None:
            return None
        _require_moderate(value)
        is_as_text = isinstance(value, str) and fact.type in {
            FactType.DECIMAL,
            FactType.INTEGER,
            FactType.TIMESTAMP,
        }
        parsed = fact.parse_text(value) if is_as_text else fact.parse(value)
        if fact.is_country:
            for code in parsed if isinstance(parsed, tuple) else (str(parsed),):
                require_country_code(code)
        return parsed


def _require_moderate(value: Any) -> None:
    texts = value if isinstance(value, list) else [value]
    if len(texts) > MOST_TEXTS or any(
        isinstance(one, str) and len(one) > LONGEST_TEXT_CHARACTERS for one in texts
    ):
        raise FactError(
            f"a fact takes a text of up to {LONGEST_TEXT_CHARACTERS} characters, or up to {MOST_TEXTS} of them"
        )


class FactsFieldSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """How such an object is described: every fact with its type, unit and meaning."""

    target_class = "compliance.api.fact_fields.FactsField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:  # noqa: ARG002
        """Return the schema."""
        properties = {name: fact_schema(fact) for name, fact in sorted(self.target.facts.items())}
        return {"type": "object", "properties": properties, "additionalProperties": False}


def fact_schema(fact: Fact) -> dict[str, Any]:
    """Return the JSON schema of one fact; every fact may be null, which is unknown."""
    unit = f", {fact.unit}" if fact.unit else ""
    return {"description": f"{fact.meaning}{unit}", **_type_schema(fact)}


def _type_schema(fact: Fact) -> dict[str, Any]:
    match fact.type:
        case FactType.BOOLEAN:
            return {"type": ["boolean", "null"]}
        case FactType.INTEGER:
            return {"type": ["integer", "string", "null"]}
        case FactType.DECIMAL:
            return {"type": ["number", "string", "null"]}
        case FactType.TIMESTAMP:
            return {"type": ["string", "null"], "format": "date-time"}
        case FactType.TEXT_LIST:
            return {
                "type": ["array", "null"],
                "maxItems": MOST_TEXTS,
                "items": {"type": "string"} | _words(fact),
            }
        case _:
            words = _words(fact)
            return {"type": ["string", "null"]} | (
                {"enum": [*words["enum"], None]} if "enum" in words else words
            )


def _words(fact: Fact) -> dict[str, Any]:
    if fact.vocabulary:
        return {"enum": list(fact.vocabulary)}
    return {"pattern": "^[A-Z]{2}$"} if fact.is_country else {"maxLength": LONGEST_TEXT_CHARACTERS}
