"""The page of one tenant."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.charts import read_use_chart
from compliance.console.kyc import read_kyc_state
from compliance.console.notices import read_tenant_notices
from compliance.lawbook.record_reading import record_rule_sets_read
from compliance.screening.models import Flag
from compliance.tenants.models import Tenant
from compliance.usage.models import ResourceSession

_SESSIONS_SHOWN = 25


@require_safe
@requires(Act.READ_CASEWORK)
def tenant_page(request: DeskRequest, reference: str) -> HttpResponse:
    """What one tenant used, what was flagged, and which fields its know-your-customer file has; never their values.

    That an auditor reads the notice of a directive is recorded.
    """
    tenants = Tenant.objects.select_related("provider", "party", "kyc_file")
    tenant = get_object_or_404(tenants, reference=reference)
    notices = read_tenant_notices(tenant)
    record_rule_sets_read(references=notices.rule_sets, by=request.user)
    context = {
        "tenant": tenant,
        "chart": read_use_chart(tenant),
        "flags": Flag.objects.filter(tenant=tenant).order_by("-severity", "-raised_at"),
        "sessions": ResourceSession.objects.filter(tenant=tenant).order_by("-started_at", "-id")[
            :_SESSIONS_SHOWN
        ],
        "kyc": read_kyc_state(tenant),
        "notices": notices,
    }
    return render(request, "console/tenant.html", context)
