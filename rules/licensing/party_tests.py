"""Three tests of a recipient that are easily taken for one another: headquarters, ownership, nationality.

Headquarters: of the recipient or of its ultimate parent, in Macau or Country Group D:5 (742.6(a)(6)(iii)(A),
744.23(a)(3)). Ownership: 50 percent or more by listed parties (Affiliates Rule), or by blocked ones.
Nationality: of the people to whom technology is released (deemed exports). Each is answered by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.facts import FactValue
from rules.findings import FindingStatus
from rules.three_valued import Outcome, Undetermined, any_of


@dataclass(frozen=True, slots=True)
class PartyTest:
    """One test's outcome. missing_facts: what would decide, where undetermined."""

    status: FindingStatus
    explanation: str
    missing_facts: tuple[str, ...] = ()

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "status": str(self.status),
            "explanation": self.explanation,
            "missing_facts": list(self.missing_facts),
        }


def headquarters_test(facts: Mapping[str, FactValue | None]) -> PartyTest:
    """Whether the recipient of a transfer or its ultimate parent has its headquarters in Macau or D:5."""
    return headquarters_test_of(facts, "recipient_headquarters", "recipient_ultimate_parent_headquarters")


def headquarters_test_of(facts: Mapping[str, FactValue | None], own: str, parent: str) -> PartyTest:
    """The test by the names that its facts begin with, such as "recipient_headquarters"."""
    outcome = any_of([_is_macau_or_d5(facts, own), _is_macau_or_d5(facts, parent)])
    places = (
        f"Headquarters: {facts.get(f'{own}_country') or 'unknown'}; "
        f"of the ultimate parent: {facts.get(f'{parent}_country') or 'unknown'}."
    )
    return _test(outcome, places, "in Macau or Country Group D:5", "in neither Macau nor Country Group D:5")


def fifty_percent_test(facts: Mapping[str, FactValue | None]) -> PartyTest:
    """Whether listed or blocked parties own half of a party; what follows is for the rule sets."""
    outcome = any_of(
        [
            _known(facts, "party_owned_50_percent_by_listed"),
            _known(facts, "party_owned_50_percent_by_sdn"),
        ]
    )
    return _test(
        outcome,
        "Ownership is summed over listed owners and never multiplied down a chain.",
        "owned 50 percent or more by listed or blocked parties",
        "not owned 50 percent or more by listed or blocked parties",
    )


def nationality_test(facts: Mapping[str, FactValue | None]) -> PartyTest:
    """Whether people of nationalities other than the United States' use it; a deemed export is asked by that."""
    nationalities = facts.get("end_user_nationalities")
    if not isinstance(nationalities, tuple):
        return PartyTest(
            FindingStatus.UNDETERMINED,
            "Nationalities of the people who use it are not stated; they decide deemed exports of technology only.",
            ("end_user_nationalities",),
        )
    foreign = [one for one in nationalities if one != "US"]
    if foreign:
        return PartyTest(FindingStatus.MET, f"Foreign persons among the users: {', '.join(foreign)}.")
    return PartyTest(FindingStatus.NOT_MET, "No foreign person is stated among the users.")


def _is_macau_or_d5(facts: Mapping[str, FactValue | None], who: str) -> Outcome:
    country, groups = facts.get(f"{who}_country"), facts.get(f"{who}_groups")
    if country == "MO":
        return True
    if country is None or not isinstance(groups, tuple):
        return Undetermined((f"{who}_country",))
    return "D:5" in groups


def _known(facts: Mapping[str, FactValue | None], name: str) -> Outcome:
    value = facts.get(name)
    return value if isinstance(value, bool) else Undetermined((name,))


def _test(outcome: Outcome, preface: str, met: str, not_met: str) -> PartyTest:
    if isinstance(outcome, Undetermined):
        return PartyTest(
            FindingStatus.UNDETERMINED, f"{preface} It is not known whether: {met}.", outcome.missing_facts
        )
    if outcome:
        return PartyTest(FindingStatus.MET, f"{preface} Result: {met}.")
    return PartyTest(FindingStatus.NOT_MET, f"{preface} Result: {not_met}.")
