"""Which units a citation speaks of, as the rule sets write citations."""

import re
from dataclasses import dataclass

_DESIGNATORS = r"(?:\([A-Za-z0-9]{1,7}\))*"
_PLACE = re.compile(
    rf"""
    (?P<note>Note\ [0-9]{{1,2}})\ to\ (?P<noted>[0-9][A-E][0-9]{{3}})(?![0-9A-Za-z])
    | (?P<section>(?<![0-9.])7[0-9]{{2}}\.[0-9]{{1,3}})(?![0-9])(?P<paragraph>{_DESIGNATORS})
    | (?P<entry>(?<![0-9A-Za-z])[0-9][A-E][0-9]{{3}})(?![0-9A-Za-z])
      (?P<item>(?:\.(?:[a-z]|[0-9]{{1,2}})(?![0-9A-Za-z]))*)
    | [Ss]upp(?:lement|\.)\ [Nn]o\.\ (?P<supplement>[0-9]{{1,2}})\ to\ [Pp]art\ (?P<part>7[0-9]{{2}})
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Place:
    """A unit and the clause within it; the clause is "" for the whole unit."""

    unit_id: str
    clause: str


def places_named(citation: str) -> tuple[Place, ...]:
    """Return the places in the Export Administration Regulations (15 CFR 7xx) that a citation names, in its order.

    "15 CFR 742.6(a)(6)(iii)(A), 744.23(a)(3)" names two, "3A090.a.1" and "Note 2 to 3A090" one each. What is proposed
    ("Proposed 15 CFR 7.302") and what lies elsewhere (OFAC, the EU) names none here.
    """
    found = []
    for match in _PLACE.finditer(citation):
        if match["note"]:
            found.append(Place(match["noted"], match["note"]))
        elif match["section"]:
            found.append(Place(match["section"], match["paragraph"]))
        elif match["entry"]:
            found.append(Place(match["entry"], match["item"]))
        else:
            found.append(Place(f"{match['part']} Supplement No. {match['supplement']}", ""))
    return tuple(dict.fromkeys(found))
