"""Notices on the page of a tenant: rules that hold of it and ask nobody to look, so that nothing met goes unseen."""

from dataclasses import dataclass

from compliance.screening.models import Screening
from compliance.screening.notices import notices_of
from compliance.tenants.models import Tenant
from rules.errors import FactError
from rules.findings import Finding


@dataclass(frozen=True, slots=True)
class TenantNotices:
    """The met notices of the newest screening. screening: None before the first. unreadable: why none can be said."""

    screening: Screening | None
    notices: list[Finding]
    unreadable: str = ""

    @property
    def rule_sets(self) -> frozenset[str]:
        """References of the rule sets that the notices quote."""
        return frozenset(one.rule_set_reference for one in self.notices)


def read_tenant_notices(tenant: Tenant) -> TenantNotices:
    """Return the met notices for the facts of the newest screening of `tenant`, worked out again from them."""
    screening = Screening.objects.filter(tenant=tenant).order_by("-id").first()
    if screening is None:
        return TenantNotices(None, [])
    try:
        return TenantNotices(screening, notices_of(screening))
    except FactError as error:
        return TenantNotices(screening, [], str(error))
