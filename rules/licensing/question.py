"""What is asked: which item moves, how, from where to where, to whom, on which day, and what is known besides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from rules.catalogue import CATALOGUE
from rules.catalogue.items import ITEM_ENTRIES
from rules.catalogue.transfers import GROUPS_OF_TRANSFER_COUNTRIES, REGIONS, TRANSFER_KINDS
from rules.chips.classification import Classification
from rules.country_codes import require_country_code
from rules.errors import CountryError, FactError, RulesError
from rules.facts import FactValue, Subject

STATED_IN_FIELDS = frozenset(
    {
        "item_entry",
        "transfer_kind",
        "origin_country",
        "destination_country",
        "destination_region",
        "recipient_headquarters_country",
        "recipient_ultimate_parent_headquarters_country",
    }
)
"""Facts that a question has fields for; they may not be stated a second time among `facts`."""

WORKED_OUT = frozenset({"item_level", "designer_headquarters_groups", *GROUPS_OF_TRANSFER_COUNTRIES.values()})
"""Facts that follow from others and from the day; nobody states them."""

PARTS_OF_THE_US = frozenset({"AS", "GU", "MP", "PR", "UM", "VI"})
"""Codes of their own, and the United States in the regulations (15 CFR 772.1, "United States")."""


class QuestionError(RulesError):
    """A question cannot be answered as it stands. field: where it is wrong."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


@dataclass(frozen=True)
class TransferQuestion:
    """One transfer. None is unknown and is said to be missing where it matters; it is never taken for "no".

    item_entry: one of ITEM_ENTRIES. classification: of the chip that moves, instead of an entry; then each
    reading takes its own entry. transfer_kind: one of TRANSFER_KINDS. destination_region: one of REGIONS,
    asked for Ukraine only. Headquarters: of the recipient, and of its ultimate parent (its own, where it has
    none). facts: any other fact of a transfer by its name in the catalogue. known_on: as it was known that
    day; None is today. Raises QuestionError naming the field.
    """

    transfer_kind: str
    destination_country: str | None
    as_of: date
    item_entry: str | None = None
    classification: Classification | None = None
    origin_country: str | None = None
    destination_region: str | None = None
    recipient_headquarters_country: str | None = None
    recipient_ultimate_parent_headquarters_country: str | None = None
    known_on: date | None = None
    facts: Mapping[str, FactValue | None] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        _require_one_of(self.transfer_kind, TRANSFER_KINDS, "transfer_kind")
        if self.item_entry is not None:
            _require_one_of(self.item_entry, tuple(ITEM_ENTRIES), "item_entry")
        if self.item_entry is not None and self.classification is not None:
            raise QuestionError("give an entry or a classified chip, not both", field="item_entry")
        for name in (
            "origin_country",
            "destination_country",
            "recipient_headquarters_country",
            "recipient_ultimate_parent_headquarters_country",
        ):
            _require_country(getattr(self, name), name)
        self._require_region()
        self._require_origin()
        _require_facts(self.facts)

    @property
    def destination(self) -> str | None:
        """The destination as the regulations count it: parts of the United States are the United States."""
        return "US" if self.destination_country in PARTS_OF_THE_US else self.destination_country

    @property
    def origin(self) -> str | None:
        """The country that the item leaves; where the kind of transfer says it, that."""
        if self.transfer_kind == "export_from_us":
            return "US"
        return self.destination if self.transfer_kind == "transfer_in_country" else self.origin_country

    def _require_region(self) -> None:
        if self.destination_region is None:
            return
        _require_one_of(self.destination_region, REGIONS, "destination_region")
        if self.destination_region != "none" and self.destination_country != "UA":
            raise QuestionError(
                f"{self.destination_region} is a region of Ukraine, and the destination is "
                f"{self.destination_country or 'unknown'}: give UA as the destination",
                field="destination_region",
            )

    def _require_origin(self) -> None:
        origin = "US" if self.origin_country in PARTS_OF_THE_US else self.origin_country
        if origin is None:
            return
        if self.transfer_kind == "export_from_us" and origin != "US":
            raise QuestionError(
                f"an export from the United States does not leave {origin}: give reexport or foreign_made_export",
                field="origin_country",
            )
        if self.transfer_kind in {"reexport", "foreign_made_export"} and origin == "US":
            raise QuestionError(
                f"a {self.transfer_kind} does not leave the United States: give export_from_us",
                field="origin_country",
            )
        if self.transfer_kind == "transfer_in_country" and self.destination and origin != self.destination:
            raise QuestionError(
                f"a transfer in-country stays in one country, and goes from {origin} to {self.destination}: "
                "give reexport, or one country",
                field="origin_country",
            )


def _require_one_of(value: str, allowed: tuple[str, ...], name: str) -> None:
    if value not in allowed:
        raise QuestionError(f"{value!r} is none of {', '.join(allowed)}", field=name)


def _require_country(code: str | None, name: str) -> None:
    try:
        if code is not None:
            require_country_code(code)
    except CountryError as error:
        raise QuestionError(str(error), field=name) from error


def _require_facts(facts: Mapping[str, FactValue | None]) -> None:
    for name, value in facts.items():
        where = f"facts.{name}"
        if name not in CATALOGUE or Subject.TRANSFER not in CATALOGUE[name].subjects:
            raise QuestionError("there is no such fact of a transfer", field=where)
        if name in STATED_IN_FIELDS:
            raise QuestionError("the question has a field of its own for it: state it there", field=where)
        if name in WORKED_OUT or name.startswith("setting_"):
            raise QuestionError("it is worked out here and cannot be stated", field=where)
        try:
            if value is not None:
                CATALOGUE[name].parse(value)
        except FactError as error:
            raise QuestionError(str(error), field=where) from error
        if CATALOGUE[name].is_country:
            for code in value if isinstance(value, tuple | list) else [value]:
                _require_country(None if code is None else str(code), where)
