"""Questions for tests: an H100-like item to somebody in a country, with one thing changed."""

from datetime import date, timedelta

from rules.clocks import Reading
from rules.law import shipped_law
from rules.licensing import TransferQuestion, answer

TODAY = date(2026, 11, 22)
ONE_DAY = timedelta(days=1)


def question(destination="CN", **changed):
    headquarters = changed.pop("hq", destination)
    values = {
        "transfer_kind": "export_from_us",
        "destination_country": destination,
        "item_entry": "3A090.a",
        "recipient_headquarters_country": headquarters,
        "recipient_ultimate_parent_headquarters_country": changed.pop("parent", headquarters),
        "as_of": TODAY,
    }
    return TransferQuestion(**(values | changed))


def answered(destination="CN", law=None, **changed):
    return answer(question(destination, **changed), law or shipped_law())


def requirement(destination="CN", reading=Reading.ENFORCED, law=None, **changed):
    """The requirement as a text."""
    return str(answered(destination, law, **changed).under(reading).requirement)


def three(destination="CN", law=None, **changed):
    """Codified, enforced, conservative."""
    found = answered(destination, law, **changed)
    return tuple(str(found.under(reading).requirement) for reading in Reading)


def rules_met(destination="CN", reading=Reading.ENFORCED, law=None, **changed):
    found = answered(destination, law, **changed).under(reading)
    return {one.rule_id for one in found.requirements}


def exceptions(destination="CN", reading=Reading.ENFORCED, law=None, **changed):
    """Status by name; the most favourable where an exception has two ways in."""
    favourable = ("eligible", "undetermined", "not_offered", "not_available", "gated_out", "not_examined")
    found = {}
    for one in answered(destination, law, **changed).under(reading).exceptions:
        found.setdefault(one.name, []).append(str(one.status))
    return {name: min(statuses, key=favourable.index) for name, statuses in found.items()}


def policy(destination="CN", reading=Reading.ENFORCED, law=None, **changed):
    return answered(destination, law, **changed).under(reading).review.governing


def notices(destination="CN", **changed):
    return {one.rule_id for one in answered(destination, **changed).notices}
