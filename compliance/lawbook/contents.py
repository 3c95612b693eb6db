"""The bytes of a rule set, as it was shipped or published: what its SHA-256 is over."""

import hashlib

from compliance.lawbook.errors import ContentChanged
from compliance.lawbook.questions import directive_of
from rules.library import SETS_FOLDER
from rules.ruleset import RuleSet, Standing


def content_of(rule_set: RuleSet) -> bytes:
    """Return the TOML of a set of the law that holds here (`questions.law`).

    Raises ContentChanged where the file is no longer what was loaded.
    """
    content = _published(rule_set) if rule_set.standing is Standing.DIRECTIVE else _shipped(rule_set)
    if hashlib.sha256(content).hexdigest() != rule_set.sha256:
        raise ContentChanged(
            f"The file of {rule_set.reference} was changed since the service started; restart it."
        )
    return content


def _published(rule_set: RuleSet) -> bytes:
    directive = directive_of(rule_set.reference)
    return str(directive.content).encode() if directive else b""


def _shipped(rule_set: RuleSet) -> bytes:
    path = SETS_FOLDER / rule_set.id / f"{rule_set.effective_from.isoformat()}.toml"
    return path.read_bytes() if path.exists() else b""
