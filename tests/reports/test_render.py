"""The PDF: the same bytes each time, tagged and archivable, and nothing a stranger wrote is taken for markup."""

import json
import re
import zlib

import pytest

from audit.proofs.canonical import canonical_bytes
from audit.proofs.errors import ProofError
from audit.reports import render as rendering
from audit.reports.errors import RenderingError
from audit.reports.render import render
from audit.reports.typeset import MEMORY_BYTES

NOTHING = {
    "v": 1,
    "kind": "period-report",
    "reference": "report_01m827f5e8zvtscpbnbm8m",
    "provider": "fjordlys",
    "period": {"from": "2026-10-01T00:00:00Z", "until": "2026-11-01T00:00:00Z"},
    "issued_at": "2026-11-22T18:14:00Z",
    "as_of_law": "2026-11-22",
    "usage": [],
    "totals": {
        "accelerator_seconds": 0,
        "tenants": 0,
        "flags": 0,
        "decisions": 0,
        "by_tenant": [],
        "by_chip": [],
        "by_facility": [],
    },
    "flags": [],
    "decisions": [],
    "chips": [],
    "rule_sets": [],
    "ledger": {
        "origin": "log.test.invalid/fjordlys/2026",
        "provider_name": "Fjordlys Compute AS",
        "root_sha256": "0" * 64,
        "size_from": 0,
        "size_until": 1,
    },
}


def with_tenant(account: str, **changes: object) -> dict:
    tenant = {
        "reference": "tenant_01m827f5dzfm11pztgqph0",
        "account": account,
        "operations": {"lower": "1", "expected": "2", "upper": "3"},
        "accelerator_seconds_without_rate": 3600,
        "h100_hours": {},
        "accelerator_seconds": 3600,
    }
    usage = {
        "tenant": tenant["reference"],
        "chip": None,
        "facility": None,
        "accelerator_seconds": 3600,
    }
    totals = NOTHING["totals"] | {
        "by_tenant": [tenant],
        "by_chip": [{"chip": None, "accelerator_seconds": 3600}],
        "accelerator_seconds": 3600,
        "tenants": 1,
    }
    return NOTHING | {"usage": [usage], "totals": totals} | changes


def pdf_of(document: dict) -> bytes:
    return render(canonical_bytes(document))


def streams(pdf: bytes) -> bytes:
    """Everything in the PDF's compressed streams, unpacked."""
    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return b"\n".join(found)


def test_a_report_without_content_is_a_page_that_says_so():
    pdf = pdf_of(NOTHING)
    assert pdf.startswith(b"%PDF-")


def test_the_same_report_gives_the_same_bytes():
    assert pdf_of(with_tenant("acme")) == pdf_of(with_tenant("acme"))


def test_it_declares_what_it_conforms_to_and_carries_the_data():
    pdf = pdf_of(NOTHING)
    content = streams(pdf) + pdf
    assert b"<pdfaid:part>3</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert canonical_bytes(NOTHING) in content


@pytest.mark.parametrize(
    "account",
    [
        '#read("/etc/passwd")',
        '#panic("no")',
        "*bold* _it_ `raw` $x$ <label> @ref = Heading \\ #",
        "\u202egnirts desrever",
        "中文 عربي 😀 \ue000 \x00 \x07 line\nbreak\ttab",
        "x" * 200,
        "Größe Ålesund Ωmega Жизнь",
        "",
    ],
)
def test_whatever_a_tenant_is_called_it_is_printed_as_text(account):
    assert pdf_of(with_tenant(account)).startswith(b"%PDF-")


def test_every_character_called_drawable_can_be_drawn():
    from audit.reports.printable import _DRAWABLE, _MARKS, printable

    drawable = "".join(chr(one) for first, last in _DRAWABLE for one in range(first, last + 1)) + _MARKS
    assert printable(drawable) == drawable
    words = [drawable[start : start + 20] for start in range(0, len(drawable), 20)]
    # In both typefaces: the provider's name is set in the text's, its key in the fixed-width one.
    ledger = NOTHING["ledger"] | {"provider_name": " ".join(words), "origin": " ".join(words)}
    assert pdf_of(NOTHING | {"ledger": ledger}).startswith(b"%PDF-")


def test_what_is_no_report_is_refused():
    with pytest.raises(ProofError):
        render(json.dumps(NOTHING).encode())


def test_a_typesetter_that_fails_gives_one_line(monkeypatch, tmp_path):
    template = tmp_path / "period.typ"
    template.write_text('#panic("first\\nsecond")')
    monkeypatch.setattr(rendering, "TEMPLATE", template)
    with pytest.raises(RenderingError) as failed:
        pdf_of(NOTHING)
    assert "could not be made" in str(failed.value)
    assert "\n" not in str(failed.value)


def test_a_template_cannot_read_outside_its_folder(monkeypatch, tmp_path):
    template = tmp_path / "period.typ"
    template.write_text('#read("/../../../../../../etc/hostname")')
    monkeypatch.setattr(rendering, "TEMPLATE", template)
    with pytest.raises(RenderingError):
        pdf_of(NOTHING)


def test_a_typesetter_that_wants_too_much_memory_is_stopped(monkeypatch, tmp_path):
    program = tmp_path / "typeset.py"
    source = rendering._PROGRAM.read_text()
    program.write_text(source.replace("    # Embedded", f"    bytearray({MEMORY_BYTES})\n    # Embedded"))
    assert program.read_text() != source
    monkeypatch.setattr(rendering, "_PROGRAM", program)
    with pytest.raises(RenderingError, match="MemoryError"):
        pdf_of(NOTHING)


def test_a_typesetter_that_never_ends_is_stopped(monkeypatch, tmp_path):
    template = tmp_path / "period.typ"
    template.write_text("#import sys: version\n#let forever() = { while true { let x = 1 } }\n")
    program = tmp_path / "typeset.py"
    program.write_text("while True: pass\n")
    monkeypatch.setattr(rendering, "_PROGRAM", program)
    monkeypatch.setattr(rendering, "_LONGEST_SECONDS", 1)
    with pytest.raises(RenderingError, match="within 1 seconds"):
        pdf_of(NOTHING)
