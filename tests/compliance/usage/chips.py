"""One invented chip, so that use is of something known."""

from decimal import Decimal

from compliance.registry.models import Chip, Confidence


def make_chip(slug: str = "example-x1", **more: object) -> Chip:
    """Return a chip of 400 TFLOPS in 16-bit floating point."""
    fields = {
        "vendor": "Example",
        "name": f"Example {slug}",
        "fp16_tops": Decimal(400),
        "bf16_tops": Decimal(400),
        "source": "invented",
        "confidence": Confidence.HIGH,
    }
    return Chip.objects.create(slug=slug, **fields | more)
