"""The law that everything here is judged by, and what the operator put into it; asking changes nothing."""

from dataclasses import replace
from datetime import UTC
from functools import lru_cache

from django.db.models import QuerySet

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.lawbook.errors import DirectiveUnreadable
from compliance.lawbook.models import DirectiveDraft, PublishedDirective, SwitchStatement
from rules.errors import RuleSetError
from rules.law import Law, law_of
from rules.ruleset import RuleSet, Standing
from rules.ruleset_reader import read_rule_set
from rules.switches import Setting

_Version = tuple[str, ...]


def law() -> Law:
    """The shipped sets with the operator's directives and settings, all versions of them.

    Read once a process, and again when either table has grown: asking costs two small queries. Raises
    DirectiveUnreadable.
    """
    return _law_of_version(
        _version_of(PublishedDirective.objects.all()), _version_of(SwitchStatement.objects.all())
    )


def law_for(user: User) -> Law:
    """The same, without directives where `user` may not read them: they are kept from whoever has no need of them."""
    whole = law()
    if user.may(Act.READ_DIRECTIVES):
        return whole
    return replace(
        whole, rule_sets=tuple(one for one in whole.rule_sets if one.standing is not Standing.DIRECTIVE)
    )


def rule_set_of(directive: PublishedDirective) -> RuleSet:
    """The rule set that a published directive is, on record since its publication.

    Raises DirectiveUnreadable where this release cannot read it.
    """
    try:
        read = read_rule_set(directive.content.encode(), directive.rule_set)
    except RuleSetError as error:
        raise DirectiveUnreadable(
            f"The published directive {directive.rule_set} cannot be read by this release: {error}. Go back to the "
            "release before this one, and report it: nothing is screened without a directive that binds."
        ) from error
    return replace(read, recorded_on=directive.published_at.astimezone(UTC).date())


def locked_draft(draft: DirectiveDraft) -> DirectiveDraft:
    """The draft as it stands now, locked until the transaction ends: of two who act at once, one sees the other."""
    return DirectiveDraft.objects.select_for_update(of=("self",)).select_related("author").get(pk=draft.pk)


def directive_of(rule_set: str) -> PublishedDirective | None:
    """The published directive of a rule set's reference, or None."""
    return PublishedDirective.objects.filter(rule_set=rule_set).first()


def _version_of(rows: QuerySet[PublishedDirective] | QuerySet[SwitchStatement]) -> _Version:
    # Rows only come and never change. Their references tell them from every other set of rows: of two that come at
    # once one may be seen late, and another database may have as many. There are a few hundred at most.
    return tuple(rows.order_by("pk").values_list("reference", flat=True))


@lru_cache(maxsize=2)
def _law_of_version(_directives: _Version, _settings: _Version) -> Law:
    directives = PublishedDirective.objects.order_by("id")
    return law_of([rule_set_of(one) for one in directives], _settings_stated())


def _settings_stated() -> list[Setting]:
    """Every statement, in the order in which they were made: of two of one day the later counts."""
    return [
        Setting(
            switch=one.switch,
            value=one.value,
            applies_from=one.applies_from,
            applies_until=one.applies_until,
            recorded_on=one.stated_at.astimezone(UTC).date(),
            stated_by=one.stated_by.get_username(),
            source=one.source,
        )
        for one in SwitchStatement.objects.select_related("stated_by").order_by("id")
    ]
