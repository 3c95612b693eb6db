"""Rendering report.json as a PDF (PDF/A-3a, PDF/UA-1): the same report.json always gives the same bytes."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from audit.proofs.dsse import sha256_hex
from audit.proofs.errors import printable as one_line
from audit.proofs.report import read_report
from audit.reports.errors import RenderingError
from audit.reports.printable import printable_tree
from audit.reports.view import view_of

TEMPLATE = Path(__file__).parent / "templates" / "period.typ"
_PROGRAM = Path(__file__).parent / "typeset.py"
_LONGEST_SECONDS = 120


def render(report_json: bytes) -> bytes:
    """Return the PDF of a report document.

    The data reaches the template as a JSON file only, never as markup; report.json itself is attached to the PDF.
    Raises RenderingError when the typesetter fails or meets its limits of time and memory; ProofError for bytes that
    are no report.json.
    """
    report = read_report(report_json)
    view = view_of(report.fields) | {"report_sha256": sha256_hex(report_json)}
    with tempfile.TemporaryDirectory(prefix="report-") as name:
        folder = Path(name)
        shutil.copyfile(TEMPLATE, folder / "period.typ")
        (folder / "report.json").write_bytes(report_json)
        (folder / "view.json").write_text(json.dumps(printable_tree(view)))
        _typeset(folder, int(report.issued_at.timestamp()))
        return (folder / "report.pdf").read_bytes()


def _typeset(folder: Path, timestamp_seconds: int) -> None:
    command = [sys.executable, "-I", str(_PROGRAM), str(folder), str(timestamp_seconds)]
    try:
        outcome = subprocess.run(
            command, cwd=folder, env={}, capture_output=True, text=True, timeout=_LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RenderingError(
            f"The PDF was not made within {_LONGEST_SECONDS} seconds; report a shorter period."
        ) from error
    if outcome.returncode:
        said = outcome.stderr.strip().splitlines()
        why = (
            said[-1]
            if said
            else f"the typesetter ended with {outcome.returncode} (its limit of time or memory)"
        )
        raise RenderingError(one_line(f"The PDF could not be made: {why}"))
