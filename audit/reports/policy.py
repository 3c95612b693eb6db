"""The trust policy: the public keys a verifier needs, given out apart from any bundle."""

from audit.ledger.keys import log_key
from audit.ledger.models import Head
from audit.ledger.origins import entity_of
from audit.proofs.members import MANIFEST_NAMESPACE
from audit.proofs.note_keys import NoteSigner
from audit.proofs.sshsig import allowed_signers_line
from audit.reports.errors import NotSealedError
from audit.reports.issue import report_signer


def trust_policy(provider: str | None = None) -> str:
    """Return the policy (format: `audit.proofs.policy`) that trusts every log there is and the report key.

    provider: a key; then only the logs of that provider are in it, so that its reader does not learn who the others
    are. Raises NotSealedError when that provider has no log.
    """
    report = report_signer()
    signer_line = allowed_signers_line(report.name, report.verifier.public_key, MANIFEST_NAMESPACE).strip()
    logs = [
        f"log {NoteSigner(log, log_key(log)).vkey}"
        for log in Head.objects.order_by("log").values_list("log", flat=True)
        if provider is None or entity_of(log) == provider
    ]
    if provider is not None and not logs:
        raise NotSealedError(
            f"There is no log of a provider {provider!r}; look at the key, or wait until its first entry is sealed."
        )
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
