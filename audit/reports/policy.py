"""The trust policy: the public keys a verifier needs, given out apart from any bundle."""

from audit.ledger.keys import log_key
from audit.ledger.models import Head
from audit.proofs.members import MANIFEST_NAMESPACE
from audit.proofs.note_keys import NoteSigner
from audit.proofs.sshsig import allowed_signers_line
from audit.reports.issue import report_signer


def trust_policy() -> str:
    """Return the policy (format: `audit.proofs.policy`) that trusts every log there is and the report key."""
    report = report_signer()
    signer_line = allowed_signers_line(report.name, report.verifier.public_key, MANIFEST_NAMESPACE).strip()
    logs = [
        f"log {NoteSigner(log, log_key(log)).vkey}"
        for log in Head.objects.order_by("log").values_list("log", flat=True)
    ]
    return "\n".join(
        [
            "# Trust policy of Chokepoint. Obtain it apart from any report and compare it over a second channel.",
            "# For ssh-keygen -Y verify, this is the report key:",
            f"# allowed_signers: {signer_line}",
            *logs,
            f"report {report.vkey}",
            "quorum none",
            "",
        ]
    )
