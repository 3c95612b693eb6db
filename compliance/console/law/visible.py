"""The law a person may read: directives are confidential and kept from roles that have no need of them."""

from dataclasses import replace

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.lawbook.questions import law
from rules.law import Law
from rules.ruleset import Standing


def law_for(user: User) -> Law:
    """Return the law as it stands, without directives where `user` may not read them."""
    whole = law()
    if user.may(Act.READ_DIRECTIVES):
        return whole
    return replace(
        whole, rule_sets=tuple(one for one in whole.rule_sets if one.standing is not Standing.DIRECTIVE)
    )
