"""The page of one tenant."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.charts import read_use_chart
from compliance.console.kyc import read_kyc_state
from compliance.screening.models import Flag
from compliance.tenants.models import Tenant
from compliance.usage.models import ResourceSession

_SESSIONS_SHOWN = 25


@require_safe
@requires(Act.READ_CASEWORK)
def tenant_page(request: DeskRequest, reference: str) -> HttpResponse:
    """What one tenant used, what was flagged, and which fields its know-your-customer file has; never their values."""
    tenants = Tenant.objects.select_related("provider", "party", "kyc_file")
    tenant = get_object_or_404(tenants, reference=reference)
    context = {
        "tenant": tenant,
        "chart": read_use_chart(tenant),
        "flags": Flag.objects.filter(tenant=tenant).order_by("-severity", "-raised_at"),
        "sessions": ResourceSession.objects.filter(tenant=tenant).order_by("-started_at", "-id")[
            :_SESSIONS_SHOWN
        ],
        "kyc": read_kyc_state(tenant),
    }
    return render(request, "console/tenant.html", context)
