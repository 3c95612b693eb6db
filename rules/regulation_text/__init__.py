"""The published text of a regulation, so that the words of a clause stand beside their encoding and a change is seen.

`read_units` reads the XML that the eCFR versioner answers for one part and day
(https://www.ecfr.gov/api/versioner/v1/full/<date>/title-15.xml?part=<part>); `clause_text` and `clause_paragraphs` find
a clause in a unit; `places_named` finds the units a citation speaks of; `compare` says what changed between two days.
"""

from rules.regulation_text.changes import Comparison, ParagraphChange, UnitChange, compare
from rules.regulation_text.citations import Place, places_named
from rules.regulation_text.clauses import clause_paragraphs, clause_text
from rules.regulation_text.reader import MAX_BYTES, read_units
from rules.regulation_text.unit import Unit, normalised

__all__ = [
    "MAX_BYTES",
    "Comparison",
    "ParagraphChange",
    "Place",
    "Unit",
    "UnitChange",
    "clause_paragraphs",
    "clause_text",
    "compare",
    "normalised",
    "places_named",
    "read_units",
]
