"""Two versions of a rule set side by side."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.law.compare import compare
from compliance.console.law.rule_sets import find, versions_of
from compliance.console.law.text_diff import text_diff
from compliance.lawbook.questions import law_for
from compliance.lawbook.record_reading import record_rule_sets_read
from compliance.replays.errors import ReplayRefused
from compliance.replays.tried import content_of
from rules.law import Law
from rules.ruleset import RuleSet


@require_safe
@requires(Act.READ_LAW)
def compare_page(request: DeskRequest, reference: str) -> HttpResponse:
    """What differs between a version and another: in words, and line by line in the files.

    That an auditor reads a directive is recorded.
    """
    whole = law_for(request.user)
    after = find(whole, reference)
    if after is None:
        raise Http404(f"No rule set has the reference {reference}.")
    asked = request.GET.get("with", "")[:140]
    before = find(whole, asked) if asked else _version_before(whole, after)
    context: dict[str, object] = {
        "rule_set": after,
        "before": before,
        "versions": [one for one in versions_of(whole, after) if one.reference != reference],
        "asked": asked,
        "may_replay": request.user.may(Act.REPLAY),
    }
    record_rule_sets_read(
        references=[one.reference for one in (before, after) if one is not None], by=request.user
    )
    if before is not None and before.reference != reference:
        comparison = compare(before, after)
        context |= {
            "comparison": comparison,
            "counts": comparison.count(),
            "diff": _diff(before, after),
        }
    return render(request, "console/law/compare.html", context)


def _version_before(whole: Law, rule_set: RuleSet) -> RuleSet | None:
    """The version that this one followed; of the first, the one that followed it."""
    others = [one for one in versions_of(whole, rule_set) if one.reference != rule_set.reference]
    earlier = [one for one in others if one.effective_from < rule_set.effective_from]
    return earlier[0] if earlier else (others[-1] if others else None)


def _diff(before: RuleSet, after: RuleSet) -> object:
    try:
        old, new = (content_of(one.reference).decode() for one in (before, after))
    except ReplayRefused as error:
        return {"refused": str(error)}
    return {"lines": text_diff(old, new, before.reference, after.reference)}
