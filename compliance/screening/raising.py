"""What a finding does to the queue: raises a flag, renews the one there is, lets it lapse, or nothing. Pure."""

from enum import StrEnum

from compliance.screening.models import Flag
from rules.findings import Finding, FindingStatus
from rules.standing_in import FOR_A_PERSON


class Consequence(StrEnum):
    """Of one finding, for one flag."""

    RAISE = "raise"
    RENEW = "renew"
    LAPSE = "lapse"
    NOTHING = "nothing"


def consequence_of(
    finding: Finding | None, flag: str | None, *, gives_way: frozenset[str] = frozenset()
) -> Consequence:
    """Return what follows from what a rule says now, for its flag.

    finding: None where the rule is in force no more. flag: the status of its flag, None where there is none. gives_way:
    the rules that another stands in for (`rules.standing_in`).

    What was not met and not seen raises nothing where the rule says so (`raises_when_unknown`). A flag that stands is
    another matter: when its fact becomes unknown it stays, undetermined, for a person to see, and it lapses only when
    the rule is known not to hold. Likewise a flag that stands is not taken away by another that would do in its place.
    """
    is_standing = flag in {Flag.Status.MET, Flag.Status.UNDETERMINED}
    otherwise = Consequence.LAPSE if is_standing else Consequence.NOTHING
    if finding is None or finding.effect not in FOR_A_PERSON:
        return otherwise
    if finding.status is FindingStatus.NOT_MET:
        return otherwise
    if is_standing:
        return Consequence.RENEW
    is_for_a_person = finding.status is FindingStatus.MET or finding.raises_when_unknown
    if not is_for_a_person or finding.rule_id in gives_way:
        return Consequence.NOTHING
    return Consequence.RAISE if flag is None else Consequence.RENEW
