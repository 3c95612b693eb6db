"""The ledger as it stands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.ledger import read_logs


@require_safe
@requires(Act.READ_LEDGER)
def ledger_page(request: DeskRequest) -> HttpResponse:
    """Every log: its size, its last checkpoint, its newest entries."""
    return render(request, "console/ledger.html", {"logs": read_logs()})
