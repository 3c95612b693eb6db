"""GET /api/v1/log-batches/<id>.

The receipt with its counts, the refused lines, and the proof that it is in the ledger.
"""

from django.http import Http404, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audit.intake.models import LogBatch, NormalisedBatch, QuarantinedLine
from audit.intake.receive import receipt_of
from audit.ledger.models import Entry
from audit.ledger.prove import proof_of
from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.api.openapi.log_batches import describe_log_batch, describe_proof
from compliance.api.problems import Problem
from compliance.providers.models import ApiKey
from compliance.usage.questions import unknown_machine_names

LINES_PER_PAGE = 500
_LONGEST_NUMBER_DIGITS = 18  # what a database column holds in 64 bits


def batch_for(request: Request, reference: str) -> LogBatch:
    """Return the batch if the asking provider pushed it, or a person asks who may see intake.

    A stranger's is not found.
    """
    batches = LogBatch.objects.filter(reference=reference)
    if isinstance(request.auth, ApiKey):
        batches = batches.filter(provider=request.auth.provider.key)
    elif not (isinstance(request.user, User) and request.user.may(Act.READ_INTAKE)):
        batches = batches.none()
    batch = batches.first()
    if batch is None:
        raise Http404("There is no batch with this id among yours.")
    return batch


class LogBatchDetail(APIView):
    """One batch: its receipt, its counts and unknown names once they are known, and every line that was refused."""

    acts = frozenset({Act.PUSH_LOGS, Act.READ_INTAKE})

    @describe_log_batch
    def get(self, request: Request, reference: str) -> Response:
        """Answer with the receipt; `after` goes on where the last page of refused lines ended."""
        batch = batch_for(request, reference)
        after = _whole_number(request.query_params.get("after", "0"))
        lines = QuarantinedLine.objects.filter(batch=batch, pk__gt=after).order_by("pk")
        page = list(lines[: LINES_PER_PAGE + 1])
        shown = page[:LINES_PER_PAGE]
        return Response(
            receipt_of(batch)
            | {
                "unknown_event_names": _unknown_event_names(batch),
                "unknown_machine_names": unknown_machine_names(batch),
                "quarantined_lines": [
                    {
                        name: getattr(line, name)
                        for name in ("line_number", "byte_offset", "byte_length", "reason")
                    }
                    for line in shown
                ],
                "next_after": shown[-1].pk if len(page) > len(shown) else None,
            }
        )


class LogBatchProof(APIView):
    """The proof, as text in the C2SP tlog-proof form, that the receipt of this batch is in the provider's log.

    It carries the leaf of the receipt; `python -m audit.proofs verify-receipt` checks it without us.
    """

    acts = frozenset({Act.PUSH_LOGS, Act.READ_LEDGER})

    @describe_proof
    def get(self, request: Request, reference: str) -> HttpResponse:
        """Answer with the proof, or 404 with the time to wait while no signed head covers it."""
        batch = batch_for(request, reference)
        entry = Entry.objects.filter(kind="batch.received", subject=batch.reference).first()
        proof = proof_of(entry.reference) if entry else None
        if proof is None:
            raise Problem(
                404,
                "not_sealed_yet",
                "Not sealed yet.",
                "No signed checkpoint covers this batch yet; ask again in a few seconds.",
                retry_after_seconds=2,
            )
        return HttpResponse(proof.to_text(), content_type="text/plain; charset=utf-8")


def _unknown_event_names(batch: LogBatch) -> dict[str, int] | None:
    """Return event name -> how often it came; None until the batch is normalised."""
    normalised = NormalisedBatch.objects.filter(batch=batch).first()
    return normalised.unknown_event_names if normalised else None


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER_DIGITS):
        raise Problem(
            400,
            "bad_parameter",
            "Bad parameter.",
            "after takes what the page before gave as next_after, or 0.",
        )
    return int(text)
