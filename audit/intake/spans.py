"""Which stretches of stated usage can be counted at all."""

from audit.intake.errors import BadRecordError
from audit.intake.records import MAX_ACCELERATORS, MAX_USAGE_SPAN_SECONDS


def check_usage_span(started_at: int, ended_at: int, accelerator_seconds: int) -> None:
    """Raise BadRecordError unless usage can be spread over its span: forward, bounded, not over no time."""
    if ended_at < started_at:
        message = "usage ends before it starts; check the two instants"
        raise BadRecordError(message)
    if ended_at - started_at > MAX_USAGE_SPAN_SECONDS:
        message = f"usage spans over {MAX_USAGE_SPAN_SECONDS // 86_400} days; send it in shorter stretches"
        raise BadRecordError(message)
    if accelerator_seconds > 0 and ended_at == started_at:
        message = "usage is stated over no time at all; give the instants between which it fell"
        raise BadRecordError(message)
    if accelerator_seconds > MAX_ACCELERATORS * (ended_at - started_at):
        message = f"usage is that of more than {MAX_ACCELERATORS} accelerators; check its unit"
        raise BadRecordError(message)
