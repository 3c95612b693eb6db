from compliance.bench.invented_tenants import invented_tenants
from rules.catalogue import CATALOGUE
from rules.facts import Subject, parse_facts


def test_they_are_the_same_every_time_and_unlike_one_another():
    tenants = invented_tenants(200)
    assert tenants == invented_tenants(200)
    assert len({facts["operations_expected_30d"] for facts in tenants}) > 150


def test_the_catalogue_takes_every_value_and_most_is_not_known():
    names = [fact.name for fact in CATALOGUE.values() if Subject.TENANT in fact.subjects]
    tenants = [parse_facts(CATALOGUE, Subject.TENANT, facts) for facts in invented_tenants(200)]
    for name in names:
        known = [facts[name] for facts in tenants if facts[name] is not None]
        assert known, f"{name} is known of nobody, so no rule that reads it is measured"
    without_a_file = [facts for facts in tenants if facts["kyc_on_file"] is False]
    assert len(without_a_file) > 80
    assert all(facts["headquarters_country"] is None for facts in without_a_file)
