"""The bytes of a rule set that is tried by its reference: shipped, or published as a directive."""

import hashlib

from compliance.lawbook.questions import directive_of
from compliance.replays.errors import ReplayRefused
from rules.errors import RuleSetNotFound
from rules.library import SETS_FOLDER, by_reference


def content_of(reference: str) -> bytes:
    """Return the file of the rule set with this reference, "us/3a090@2023-11-17".

    Raises ReplayRefused where there is none, and where the file is no longer what was loaded.
    """
    directive = directive_of(reference)
    if directive is not None:
        return str(directive.content).encode()
    try:
        shipped = by_reference(reference)
    except RuleSetNotFound as error:
        raise ReplayRefused(f"There is no rule set {reference!r}, neither shipped nor published.") from error
    content = (SETS_FOLDER / shipped.id / f"{shipped.effective_from.isoformat()}.toml").read_bytes()
    if hashlib.sha256(content).hexdigest() != shipped.sha256:
        raise ReplayRefused(f"The file of {reference} was changed since the service started; restart it.")
    return content
