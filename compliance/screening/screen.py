"""Screening: facts of tenants, the rules in force, flags. The same facts under the same rules change nothing."""

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db import DataError, IntegrityError, transaction
from django.db.models import OuterRef, Subquery

from audit.ledger.record import record
from compliance.lawbook.questions import law
from compliance.screening.directive_flags import columns_of, names_in_leaves
from compliance.screening.facts import gather_facts
from compliance.screening.facts_of_law import with_law
from compliance.screening.models import Flag, Screening
from compliance.screening.raising import Consequence, consequence_of
from compliance.tenants.models import Tenant
from rules.clocks import Reading
from rules.errors import RulesError
from rules.evaluate import evaluate, facts_digest, facts_document
from rules.facts import FactValue, Subject
from rules.findings import Finding
from rules.ruleset import RuleSet
from rules.standing_in import giving_way

log = logging.getLogger(__name__)

_OF_ONE_TENANT = (DataError, IntegrityError, RulesError, ValueError, ArithmeticError)
"""What the facts or flags of one tenant can cause; a database that is busy or gone is nobody's in particular."""


@dataclass
class Screened:
    """What one run did, in counts. failed: id of each tenant that could not be screened -> the kind of error."""

    tenants: int = 0
    unchanged: int = 0
    raised: int = 0
    renewed: int = 0
    lapsed: int = 0
    failed: dict[int, str] = field(default_factory=dict)

    def add(self, other: "Screened") -> None:
        """Count what was done for one tenant more."""
        self.unchanged += other.unchanged
        self.raised += other.raised
        self.renewed += other.renewed
        self.lapsed += other.lapsed


def screen(tenants: Sequence[Tenant], *, as_of_on: date) -> Screened:
    """Screen `tenants` under the law of `as_of_on`: store facts; raise, renew and lapse flags.

    The law is read conservatively: what is stayed, not enforced or proposed, and the project's own watch levels, count
    too. One transaction: a tenant's screening, its flags and their ledger events commit together. A tenant whose
    screening fails is left as it was and named in `failed`; the others are screened.
    """
    day = law().on(as_of_on)
    rule_sets = [one for one in day.under(Reading.CONSERVATIVE) if _judges_tenants(one)]
    result = Screened(tenants=len(tenants))
    with transaction.atomic():
        facts = with_law(gather_facts(tenants), day)
        newest = _newest_screenings(tenants)
        flags = _flags_of(tenants)
        for tenant in tenants:
            try:
                result.add(
                    _screen_one(
                        tenant,
                        facts[tenant.pk],
                        rule_sets,
                        before=newest.get(tenant.pk),
                        flags=flags.get(tenant.pk, {}),
                        as_of_on=as_of_on,
                    )
                )
            except _OF_ONE_TENANT as error:
                # Its words may be those of a confidential rule, or of a tenant's file: neither is for a log.
                result.failed[tenant.pk] = type(error).__name__
                log.error(  # noqa: TRY400  a traceback ends with those words
                    "tenant %s could not be screened: %s", tenant.reference, type(error).__name__
                )
    return result


def _screen_one(
    tenant: Tenant,
    facts: Mapping[str, FactValue | None],
    rule_sets: Sequence[RuleSet],
    *,
    before: Screening | None,
    flags: Mapping[str, Flag],
    as_of_on: date,
) -> Screened:
    shipped = {rule_set.reference: rule_set.sha256 for rule_set in rule_sets}
    digest = facts_digest(facts)
    if before is not None and before.facts_sha256 == digest and before.rule_sets == shipped:
        return Screened(unchanged=1)
    done = Screened()
    with transaction.atomic():
        screening = _store(tenant, facts, digest, shipped, as_of_on)
        _renew_flags(screening, _findings(rule_sets, facts), flags, done)
    return done


def _judges_tenants(rule_set: RuleSet) -> bool:
    """Say whether a set has anything to say of a tenant: one about chips or transfers changes no screening."""
    return any(Subject.TENANT in rule.subjects for rule in rule_set.rules)


def _newest_screenings(tenants: Sequence[Tenant]) -> dict[int, Screening]:
    """Return tenant id -> its last screening; one index look-up each, however long their histories are."""
    of_tenant = Screening.objects.filter(tenant=OuterRef("pk")).order_by("-id").values("pk")[:1]
    newest = Tenant.objects.filter(pk__in=[tenant.pk for tenant in tenants]).values_list(Subquery(of_tenant))
    found = Screening.objects.filter(pk__in=[pk for (pk,) in newest if pk is not None]).defer("facts")
    return {screening.tenant_id: screening for screening in found}


def _flags_of(tenants: Sequence[Tenant]) -> dict[int, dict[str, Flag]]:
    found: dict[int, dict[str, Flag]] = {}
    for flag in Flag.objects.filter(tenant__in=tenants).select_related("tenant__provider"):
        found.setdefault(flag.tenant_id, {})[flag.rule] = flag
    return found


def _store(
    tenant: Tenant,
    facts: Mapping[str, FactValue | None],
    digest: str,
    rule_sets: dict[str, str],
    as_of_on: date,
) -> Screening:
    return Screening.objects.create(
        tenant=tenant,
        as_of_on=as_of_on,
        screened_at=datetime.now(UTC),
        facts=json.dumps(facts_document(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False),
        facts_sha256=digest,
        rule_sets=rule_sets,
    )


def _findings(rule_sets: Sequence[RuleSet], facts: Mapping[str, FactValue | None]) -> dict[str, Finding]:
    return {finding.rule_id: finding for finding in evaluate(rule_sets, Subject.TENANT, facts)}


def _renew_flags(
    screening: Screening, findings: Mapping[str, Finding], flags: Mapping[str, Flag], result: Screened
) -> None:
    gives_way = giving_way(findings.values())
    for rule, finding in findings.items():
        flag = flags.get(rule)
        match consequence_of(finding, flag.status if flag else None, gives_way=gives_way):
            case Consequence.RAISE:
                _raise(screening, finding)
                result.raised += 1
            case Consequence.RENEW:
                result.renewed += _renew(flags[rule], screening, finding)
            case Consequence.LAPSE:
                _lapse(flags[rule], screening)
                result.lapsed += 1
    for rule, flag in flags.items():
        if rule not in findings and consequence_of(None, flag.status) is Consequence.LAPSE:
            _lapse(flag, screening)
            result.lapsed += 1


def _said_by(finding: Finding, screening: Screening) -> dict[str, object]:
    document = finding.to_document()
    return {
        "rule_set": finding.rule_set_reference,
        "rule_set_sha256": finding.rule_set_sha256,
        "status": Flag.Status(str(finding.status)),
        "severity": Flag.Severity[str(finding.severity).upper()],
        **columns_of(finding),
        "finding_sha256": hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest(),
        "screening": screening,
        "renewed_at": screening.screened_at,
    }


def _raise(screening: Screening, finding: Finding) -> None:
    said = _said_by(finding, screening)
    flag = Flag.objects.create(
        tenant=screening.tenant, rule=finding.rule_id, raised_at=screening.screened_at, **said
    )
    _record("flag.raised", flag, screening)


def _renew(flag: Flag, screening: Screening, finding: Finding) -> bool:
    """Renew the flag's evidence; return whether it says anything else than before."""
    said = _said_by(finding, screening)
    is_other = flag.finding_sha256 != said["finding_sha256"] or flag.status != said["status"]
    for name, value in said.items():
        setattr(flag, name, value)
    flag.save()
    if is_other:
        _record("flag.renewed", flag, screening)
    return is_other


def _lapse(flag: Flag, screening: Screening) -> None:
    flag.status, flag.screening, flag.renewed_at = Flag.Status.LAPSED, screening, screening.screened_at
    flag.save()
    _record("flag.lapsed", flag, screening)


def _record(kind: str, flag: Flag, screening: Screening) -> None:
    names = names_in_leaves(flag)
    record(
        entity=flag.tenant.provider.key,
        kind=kind,
        by="worker",
        subject=flag.reference,
        body={
            "tenant": flag.tenant.reference,
            "rule": names.rule,
            "rule_set": names.rule_set,
            "rule_set_sha256": names.rule_set_sha256,
            "status": flag.status,
            "severity": Flag.Severity(flag.severity).name.lower(),
            "clause": names.clause,
            "finding_sha256": flag.finding_sha256,
            "screening": screening.reference,
            "facts_sha256": screening.facts_sha256,
            "as_of_on": screening.as_of_on.isoformat(),
        },
    )
