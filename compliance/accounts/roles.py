"""Who may do what. Denied unless allowed: a role without an entry may do nothing."""

from django.db import models


class Role(models.TextChoices):
    """What a person or machine is here for; exactly one each, so that duties stay apart."""

    OFFICER = "officer", "Officer"
    APPROVER = "approver", "Approver"
    AUDITOR = "auditor", "Auditor"
    PROVIDER_CLIENT = "provider_client", "Provider client"
    ADMINISTRATOR = "administrator", "Administrator"


class Act(models.TextChoices):
    """Something a role may be allowed to do."""

    READ_CASEWORK = "read_casework", "read flags, cases and decisions"
    PROPOSE = "propose", "propose a decision"
    APPROVE = "approve", "approve or decline what another person proposed"
    READ_REPORTS = "read_reports", "read and download reports"
    REQUEST_REPORT = "request_report", "ask for a report"
    READ_LEDGER = "read_ledger", "read the ledger"
    READ_INTAKE = "read_intake", "see what was pushed, by whom, and what was refused"
    PUSH_LOGS = "push_logs", "push one's own logs and tenant records"
    READ_LAW = "read_law", "read rule sets, chips and answers of law"
    READ_DIRECTIVES = "read_directives", "read directives and their drafts, which are confidential"
    WRITE_DIRECTIVES = "write_directives", "write, change and propose drafts of directives"
    PUBLISH_DIRECTIVES = "publish_directives", "publish or decline a directive that another person proposed"
    STATE_LAW = "state_law", "state settings of switches and makers' letters"
    REPLAY = "replay", "replay rule sets over stored facts"
    ADMINISTER = "administer", "users, keys, settings"


ALLOWED: dict[str, frozenset[Act]] = {
    Role.OFFICER: frozenset(
        {
            Act.READ_CASEWORK,
            Act.PROPOSE,
            Act.READ_REPORTS,
            Act.REQUEST_REPORT,
            Act.READ_LEDGER,
            Act.READ_INTAKE,
            Act.READ_LAW,
            Act.READ_DIRECTIVES,
            Act.WRITE_DIRECTIVES,
            Act.REPLAY,
        }
    ),
    Role.APPROVER: frozenset(
        {
            Act.READ_CASEWORK,
            Act.PROPOSE,
            Act.APPROVE,
            Act.READ_REPORTS,
            Act.REQUEST_REPORT,
            Act.READ_LEDGER,
            Act.READ_INTAKE,
            Act.READ_LAW,
            Act.READ_DIRECTIVES,
            Act.WRITE_DIRECTIVES,
            Act.PUBLISH_DIRECTIVES,
            Act.STATE_LAW,
            Act.REPLAY,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Act.READ_CASEWORK,
            Act.READ_REPORTS,
            Act.READ_LEDGER,
            Act.READ_INTAKE,
            Act.READ_LAW,
            Act.READ_DIRECTIVES,
        }
    ),
    Role.PROVIDER_CLIENT: frozenset({Act.PUSH_LOGS, Act.READ_LAW}),
    Role.ADMINISTRATOR: frozenset(
        {Act.ADMINISTER, Act.READ_INTAKE, Act.READ_LEDGER, Act.READ_LAW, Act.STATE_LAW}
    ),
}


def may(role: str, act: Act) -> bool:
    """Say whether `role` may do `act`."""
    return act in ALLOWED.get(role, frozenset())
