import pytest

from rules.lists.entity_list import (
    Footnote,
    LicencePolicy,
    LicenceScope,
    PartyKind,
    footnote_of,
    licence_policy_of,
    licence_scope_of,
    party_kind_of,
    read_entity_list_row,
)

ALL_ITEMS = "For all items subject to the EAR"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "   ",
        ALL_ITEMS,
        f"{ALL_ITEMS} (See §744.11 of the EAR)",
        f"{ALL_ITEMS} (See §§ 744.11 and 746.8(a)(4) of the EAR).",
        "For all items on the CCL. 77 FR 25055",
    ],
)
def test_no_footnote(text):
    found = footnote_of(text)
    assert (found.footnotes, found.is_undetermined, found.note) == ((), False, None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        # a paragraph cited in full
        ("(See §§ 734.9(e)(1) and 744.11 of the EAR)", Footnote.FN1),
        ("(See §§ 734.9(e)(2) and 744.11 of the EAR)", Footnote.FN4),
        ("(See §§ 734.9(e)(3) and 744.11 of the EAR)", Footnote.FN5),
        ("(See §§ 734.4(a)(9) and 744.11 of the EAR)", Footnote.FN5),
        ("(See §§ 734.9(g), 746.8(a)(3) and 744.21(b) of the EAR)", Footnote.FN3),
        # spellings of the published file
        ("(See ss. 734.9(e) and 744.11 of the EAR)4", Footnote.FN4),
        ("(See ss. 734.9(e)1 and 744.11 of the EAR)", Footnote.FN1),
        ("734.9(e)1", Footnote.FN1),
        ("(See §§ 734.9(e),1 and 744.11 of the EAR)", Footnote.FN1),
        ("734.9(g),3", Footnote.FN3),
        ("(See §§ 734.9(g)3 and 744.21 of the EAR)", Footnote.FN3),
        ("(See §§ 734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR)5", Footnote.FN5),
        ("(See §§ 734.9(e)(3), and 744.11 of the EAR)5", Footnote.FN5),
        # a raised digit, a full stop, space and case
        ("(See §§ 734.9(e) and 744.11 of the EAR)⁴", Footnote.FN4),
        ("(See §§ 734.9(e) and 744.11 of the EAR).4", Footnote.FN4),
        ("(SEE §§ 734.9 (E) AND 744.11 OF THE EAR)  5 ", Footnote.FN5),
        # a final 4 without the citation
        (f"{ALL_ITEMS} (See § 744.11 of the EAR)4", Footnote.FN4),
    ],
)
def test_one_footnote(text, number):
    found = footnote_of(text)
    assert (found.footnotes, found.is_undetermined, found.note) == ((number,), False, None)
    assert found.evidence


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("(See §§ 734.9(e) and 744.11 of the EAR)", "without its paragraph"),
        ("(See §§ 734.9(e) and 744.11 of the EAR)3", "without its paragraph"),
        ("(See § 744.11 of the EAR)5", "cites no paragraph"),
        ("(See § 744.11 of the EAR)1", "cites no paragraph"),
    ],
)
def test_what_the_text_leaves_open_is_not_guessed(text, says):
    found = footnote_of(text)
    assert (found.footnotes, found.is_undetermined) == ((), True)
    assert says in found.note


def test_the_citation_decides_over_a_digit_that_disagrees():
    found = footnote_of("(See §§ 734.9(e)(3) and 744.11 of the EAR)4")
    assert (found.footnotes, found.is_undetermined) == ((Footnote.FN5,), False)
    assert found.note == "the text ends in 4: the citation decides"


def test_several_footnotes_are_all_kept():
    assert footnote_of("§§ 734.9(e)(2), 734.9(e)(1), 734.9(g)").footnotes == ("1", "3", "4")
    both = footnote_of("(See §§ 734.9(e), 734.9(g) and 744.11 of the EAR)4")
    assert (both.footnotes, both.is_undetermined) == (("3", "4"), False)
    half = footnote_of("(See §§ 734.9(e), 734.9(g) and 744.11 of the EAR)")
    assert (half.footnotes, half.is_undetermined) == (("3",), True)


@pytest.mark.parametrize(
    ("text", "policy", "named"),
    [
        (None, None, 0),
        (" ", None, 0),
        ("See §744.2(d) of the EAR", LicencePolicy.OTHER, 0),
        ("Presumption of denial", LicencePolicy.PRESUMPTION_OF_DENIAL, 1),
        ("PRESUMPTION  OF DENIAL.", LicencePolicy.PRESUMPTION_OF_DENIAL, 1),
        ("Presumption ofdenial", LicencePolicy.PRESUMPTION_OF_DENIAL, 1),
        ("Policy of denial", LicencePolicy.POLICY_OF_DENIAL, 1),
        ("Case-by-case basis", LicencePolicy.CASE_BY_CASE, 1),
        ("Case\u2011by\u2011case review", LicencePolicy.CASE_BY_CASE, 1),
        ("reviewed case by case", LicencePolicy.CASE_BY_CASE, 1),
        ("Presumption of approval", LicencePolicy.PRESUMPTION_OF_APPROVAL, 1),
        ("Presumption of approval for EAR99; case-by-case", LicencePolicy.CASE_BY_CASE, 2),
        ("Case-by-case for 5A992; presumption of denial for all other items", "presumption_of_denial", 2),
        ("Policy of denial, apart from food and medicine: case-by-case", LicencePolicy.POLICY_OF_DENIAL, 2),
    ],
)
def test_licence_policy(text, policy, named):
    found = licence_policy_of(text)
    assert found.policy == policy
    assert len(found.named) == named
    assert found.raw == (text or "")


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        (None, None),
        ("", None),
        (f"{ALL_ITEMS} (See § 744.11 of the EAR)", LicenceScope.ALL_ITEMS_SUBJECT_TO_THE_EAR),
        ("For all items on the CCL", LicenceScope.ITEMS_ON_THE_CCL),
        ("For items on the Commerce Control List", LicenceScope.ITEMS_ON_THE_CCL),
        (f"{ALL_ITEMS} other than EAR99 medicine", LicenceScope.OTHER),
        (f"{ALL_ITEMS} when used in projects specified in § 746.8(a)(4)", LicenceScope.OTHER),
        ("As stated in the order", LicenceScope.OTHER),
    ],
)
def test_licence_scope(text, scope):
    assert licence_scope_of(text) is scope


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (None, None),
        ("", None),
        ("Entity", PartyKind.ENTITY),
        (" individual ", PartyKind.INDIVIDUAL),
        ("VESSEL", PartyKind.VESSEL),
        ("Aircraft", PartyKind.AIRCRAFT),
        ("Submarine", PartyKind.OTHER),
    ],
)
def test_party_kind_is_what_is_stated_and_nothing_else(text, kind):
    assert party_kind_of(text) is kind


def test_a_row_with_nothing_in_it_is_no_error():
    row = read_entity_list_row(party_type=None, licence_requirement=None, licence_policy=None)
    assert (row.party_kind, row.scope, row.policy.policy, row.licence_requirement) == (None, None, None, "")
    assert row.footnotes.footnotes == ()


def test_a_whole_row():
    row = read_entity_list_row(
        party_type="",
        licence_requirement=f"{ALL_ITEMS}. (See §§ 734.9(e) and 744.11 of the EAR)4",
        licence_policy="Presumption of denial",
    )
    assert row.party_kind is None
    assert row.scope is LicenceScope.ALL_ITEMS_SUBJECT_TO_THE_EAR
    assert row.footnotes.footnotes == (Footnote.FN4,)
    assert row.policy.policy is LicencePolicy.PRESUMPTION_OF_DENIAL
