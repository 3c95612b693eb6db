"""What a replay takes for a flag is what screening raises."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.replays.ask import Trial
from compliance.replays.differences import tenant_lines
from compliance.screening.models import Flag
from compliance.screening.raising import Consequence, consequence_of
from compliance.screening.screen import screen
from compliance.tenants.models import Tenant
from rules.evaluate import evaluate
from rules.findings import Finding, FindingStatus
from rules.replay import raised
from rules.ruleset import Effect
from rules.ruleset_reader import read_rule_set
from rules.standing_in import giving_way
from tests.compliance.replays.stored import AS_OF, replayed
from tests.compliance.usage.chips import make_chip
from tests.rules.sets import VALID

_FOUND = evaluate([read_rule_set(VALID.encode(), "x")], "tenant", {})[0]
_RULES = ("x.a", "x.b", "x.c")


@st.composite
def findings(draw):
    """Up to three findings of different rules, any status and effect, standing in for each other or not."""

    def of(rule):
        as_found = {name: getattr(_FOUND, name) for name in Finding.__annotations__}
        return Finding(
            **as_found
            | {
                "rule_id": rule,
                "status": draw(st.sampled_from(FindingStatus)),
                "effect": draw(st.sampled_from(Effect)),
                "raises_when_unknown": draw(st.booleans()),
                "instead_of": tuple(draw(st.sets(st.sampled_from(_RULES)))),
            }
        )

    return [of(rule) for rule in sorted(draw(st.sets(st.sampled_from(_RULES))))]


@given(findings())
def test_the_same_findings_raise(found):
    gives_way = giving_way(found)
    by_screening = {
        one.rule_id for one in found if consequence_of(one, None, gives_way=gives_way) is Consequence.RAISE
    }
    assert set(raised(found)) == by_screening


@pytest.mark.engines
@pytest.mark.django_db
def test_where_there_is_no_law_every_flag_that_was_raised_disappears(cast):
    make_chip()
    tenants = [Tenant.objects.create(provider=cast.provider, account=f"tn-{n}") for n in range(2)]
    screen(tenants, as_of_on=AS_OF)
    flags = {
        (flag.tenant.account, flag.rule, flag.status, flag.get_severity_display())
        for flag in Flag.objects.all()
    }
    assert flags
    replay = replayed(cast.officer, Trial(other_day=date(2000, 1, 1)))
    assert {
        (one.account, one.rule, one.before, one.severity_before.capitalize()) for one in tenant_lines(replay)
    } == flags
    assert {one.change for one in tenant_lines(replay)} == {"disappears"}
    assert replay.counts["changes"] == {"disappears": len(flags)}
