"""How answers of law are written in the console."""

from django import template

from compliance.console.rule_texts import CONFIDENCE_TEXTS, STANDING_TEXTS

register = template.Library()

_REQUIREMENTS = {
    "required": "licence required",
    "not_found": "no requirement found",
    "undetermined": "undetermined",
}
_EXCEPTIONS = {
    "eligible": "eligible",
    "undetermined": "undetermined",
    "not_examined": "read the section",
    "not_offered": "not offered",
    "not_available": "not available",
    "gated_out": "gated out",
}
_TESTS = {"met": "met", "not_met": "not met", "undetermined": "undetermined"}
_ENFORCEMENT = {"enforced": "enforced", "not_enforced": "not enforced", "stayed": "stayed"}
_READINGS = {"codified": "codified", "enforced": "enforced", "conservative": "careful"}


@register.filter
def requirement_text(requirement: str) -> str:
    """Write whether a licence is asked for."""
    return _REQUIREMENTS[str(requirement)]


@register.filter
def exception_text(status: str) -> str:
    """Write what becomes of an exception."""
    return _EXCEPTIONS[str(status)]


@register.filter
def test_text(status: str) -> str:
    """Write a test's outcome."""
    return _TESTS[str(status)]


@register.filter
def enforcement_text(status: str | None) -> str:
    """Write what the authority says it does with a text."""
    return _ENFORCEMENT.get(str(status), "enforcement not known")


@register.filter
def enforcement_of(answer: object, reference: str) -> str | None:
    """Return what the authority does with the set of a limb, of one reading's answer."""
    found: str | None = getattr(answer, "enforcement", {}).get(reference)
    return found


@register.filter
def confidence_text(confidence: str) -> str:
    """Write how a text was seen."""
    return CONFIDENCE_TEXTS.get(str(confidence), str(confidence))


@register.filter
def standing_text(standing: str) -> str:
    """Write what kind of text it is."""
    return STANDING_TEXTS.get(str(standing), str(standing))


@register.filter
def readings_text(readings: tuple[str, ...]) -> str:
    """Write which of the three answers say so."""
    if len(readings) == len(_READINGS):
        return "all three answers"
    return ", ".join(_READINGS[str(one)] for one in readings)


@register.filter
def without_brackets(meaning: str) -> str:
    """Write a fact's meaning without what stands in brackets at its end."""
    return meaning[: meaning.rindex(" (")] if meaning.endswith(")") and " (" in meaning else meaning


@register.filter
def policy_text(policy: str | None) -> str:
    """Write a review policy."""
    return (policy or "not determined").replace("_", " ")
