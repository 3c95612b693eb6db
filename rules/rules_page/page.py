"""The page as a whole."""

from itertools import groupby

from rules.catalogue import CATALOGUE
from rules.law import TEXT_READ_UNTIL, shipped_law
from rules.pending_law import pending_law
from rules.rules_page.countries import countries_section
from rules.rules_page.markdown import paragraphs
from rules.rules_page.other_data import facts_section, pending_section, switches_section
from rules.rules_page.sets import contents, set_section
from rules.switches import SWITCHES

JURISDICTIONS = {
    "us": "United States",
    "us_ca": "United States, California",
    "us_ny": "United States, New York",
    "eu": "European Union",
    "my": "Malaysia",
    "project": "This project's own",
}

_INTRODUCTION = f"""# The law that is shipped

Every rule set, switch, country group and fact of this release, written from the data files under `rules/` by
`make docs`: change those, not this page. What operators add themselves (directives, settings) is not here.

It restates law in our words so that a program can apply it. It is software, not legal advice; the authentic text is the
authority's. The newest issue of the regulations that was read is that of {TEXT_READ_UNTIL}.

How to read it:

- Periods are half-open: `from` belongs to them, `until` does not. *Effective* is the day from which the text counts,
  *compliance* the day from which it must be followed, *enforcement* what the authority says it does. Where they differ,
  three answers stand side by side: codified, enforced and conservative.
- Confidence: V was read in the text itself, S is quoted by others, K is from knowledge, U is uncertain or disputed.
- A rule is met where one limb holds, no carve-out ("not where") does, and no condition is known to fail. An expression
  that needs a fact nobody knows is neither true nor false: the rule is undetermined and names the fact.
- Expressions are in the [Common Expression Language](https://cel.dev). The facts they name are at the end."""


def rules_page() -> str:
    """The page, ending in a line end."""
    law = shipped_law()
    ordered = sorted(law.rule_sets, key=lambda one: (_rank(one.jurisdiction), one.id, one.effective_from))
    sets = [
        paragraphs(
            f"## {JURISDICTIONS.get(jurisdiction, jurisdiction)}",
            *(set_section(one, ordered) for one in found),
        )
        for jurisdiction, found in groupby(ordered, key=lambda one: one.jurisdiction)
    ]
    return (
        paragraphs(
            _INTRODUCTION,
            "## Rule sets",
            contents(ordered),
            *sets,
            "## Switches",
            switches_section(SWITCHES, ordered),
            "## Country groups",
            countries_section(law.countries),
            "## Pending law",
            pending_section(pending_law()),
            "## Facts",
            facts_section(CATALOGUE),
        )
        + "\n"
    )


def _rank(jurisdiction: str) -> tuple[int, str]:
    """In the order of the names above: law first, our own watch levels last."""
    known = list(JURISDICTIONS)
    return (known.index(jurisdiction) if jurisdiction in known else len(known), jurisdiction)
