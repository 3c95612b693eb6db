import pytest

from rules.catalogue import KYC_FIELDS
from rules.evaluate import evaluate
from rules.findings import FindingStatus
from rules.library import by_reference

KYC = by_reference("project/kyc_completeness@2024-01-29")
FOR_ENTITIES = {"jurisdiction_of_organisation", "beneficial_owners"}


def finding(**facts):
    (found,) = evaluate([KYC], "tenant", facts)
    return found


@pytest.mark.parametrize("kind", ["individual", "entity", None])
def test_a_whole_file_is_quiet(kind):
    found = finding(kyc_on_file=True, kyc_entity_kind=kind, kyc_missing_fields=())
    assert found.status is FindingStatus.NOT_MET


def test_an_individual_owes_no_beneficial_owners():
    found = finding(kyc_on_file=True, kyc_entity_kind="individual", kyc_missing_fields=tuple(FOR_ENTITIES))
    assert found.status is FindingStatus.NOT_MET


@pytest.mark.parametrize("missing", KYC_FIELDS)
def test_each_missing_field_is_enough_for_an_entity(missing):
    found = finding(kyc_on_file=True, kyc_entity_kind="entity", kyc_missing_fields=(missing,))
    assert (found.status, found.limb_id) == (FindingStatus.MET, missing)
    assert found.explanation == f"The know-your-customer file lacks: {missing}."


def test_no_file_at_all_is_incomplete_not_undetermined():
    found = finding(kyc_on_file=False)
    assert (found.status, found.limb_id) == (FindingStatus.MET, "no_file")


def test_a_file_nobody_has_looked_through_is_undetermined():
    found = finding(kyc_on_file=True)
    assert found.status is FindingStatus.UNDETERMINED
    assert "kyc_missing_fields" in found.missing_facts


def test_an_unknown_kind_matters_only_where_an_entity_field_is_missing():
    assert finding(kyc_on_file=True, kyc_missing_fields=("email",)).status is FindingStatus.MET
    found = finding(kyc_on_file=True, kyc_missing_fields=("beneficial_owners",))
    assert (found.status, found.missing_facts) == (FindingStatus.UNDETERMINED, ("kyc_entity_kind",))


def test_it_says_that_it_is_a_proposal():
    found = finding(kyc_on_file=False)
    assert found.standing == "proposed"
    assert "not law" in found.citation
    assert "Proposed" in found.clause
