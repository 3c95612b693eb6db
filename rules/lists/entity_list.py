"""Reading one row of the Entity List as the Consolidated Screening List publishes it.

The row's licence text carries the footnote that brings foreign-made items under the regulations (15 CFR
734.9(e) and (g)), glued to it in many spellings: "(See ss. 734.9(e) and 744.11 of the EAR)4",
"734.9(e)1", "734.9(g),3", "...(e)(3), and 744.11 of the EAR)5". So a footnote is read from the paragraph
cited; a digit alone decides only where the citation leaves it open. The party's type is empty in every row
that is not Treasury's: that is no error, and nothing is inferred from a name.

Seen in the list of 2026-07-31. Supplement No. 4 to 15 CFR part 744 is the list itself.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Footnote(StrEnum):
    """Footnotes of the Entity List, by number. 1: 734.9(e)(1); 4: 734.9(e)(2); 5: 734.9(e)(3); 3: 734.9(g)."""

    FN1 = "1"
    FN3 = "3"
    FN4 = "4"
    FN5 = "5"


class LicencePolicy(StrEnum):
    """How an application is looked at, by the words of the row. other: in words that are none of these."""

    POLICY_OF_DENIAL = "policy_of_denial"
    PRESUMPTION_OF_DENIAL = "presumption_of_denial"
    CASE_BY_CASE = "case_by_case"
    PRESUMPTION_OF_APPROVAL = "presumption_of_approval"
    OTHER = "other"


class LicenceScope(StrEnum):
    """What needs a licence, by the words of the row. other: anything narrower, or with exceptions."""

    ALL_ITEMS_SUBJECT_TO_THE_EAR = "all_items_subject_to_the_ear"
    ITEMS_ON_THE_CCL = "items_on_the_ccl"
    OTHER = "other"


class PartyKind(StrEnum):
    """What kind of party a row says it lists. other: a word that is none of these."""

    INDIVIDUAL = "individual"
    ENTITY = "entity"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FootnoteReading:
    """Footnotes of a licence text, by number; none is an empty tuple.

    is_undetermined: the text cites a paragraph or bears a digit that does not say which footnote it means.
    evidence: the words it was read from, in order. note: where digit and citation disagree, or why nobody
    can tell; None where all is plain.
    """

    footnotes: tuple[Footnote, ...]
    is_undetermined: bool
    evidence: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class LicencePolicyReading:
    """policy: the strictest one named; None where the row states none. named: all that are named, strictest
    first, so that more than one says that the row makes differences. raw: the row's own words.
    """

    policy: LicencePolicy | None
    named: tuple[LicencePolicy, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class EntityListRow:
    """What one row says. party_kind, scope: None where the row says nothing."""

    party_kind: PartyKind | None
    scope: LicenceScope | None
    footnotes: FootnoteReading
    policy: LicencePolicyReading
    licence_requirement: str


_PARAGRAPHS = (
    (Footnote.FN1, re.compile(r"734\.9 ?\(e\) ?\(1\)")),
    (Footnote.FN4, re.compile(r"734\.9 ?\(e\) ?\(2\)")),
    (Footnote.FN5, re.compile(r"734\.9 ?\(e\) ?\(3\)|734\.4 ?\(a\) ?\(9\)")),
    (Footnote.FN3, re.compile(r"734\.9 ?\(g\)")),
)
_DIGIT_AT_PARAGRAPH = re.compile(r"734\.9 ?\(e\) ?,? ?([145])(?![\d.])")
_OPEN_PARAGRAPH = re.compile(r"734\.9 ?\(e\)(?! ?\([123]\))(?! ?,? ?[145](?![\d.]))")
_DIGIT_AT_END = re.compile(r"\) ?[.,;]? ?(\d) ?[.;]?$")

_POLICIES = (
    (LicencePolicy.POLICY_OF_DENIAL, re.compile(r"policy ?of ?denial")),
    (LicencePolicy.PRESUMPTION_OF_DENIAL, re.compile(r"presumption ?of ?denial")),
    (LicencePolicy.CASE_BY_CASE, re.compile(r"case[- ]?by[- ]?case")),
    (LicencePolicy.PRESUMPTION_OF_APPROVAL, re.compile(r"presumption ?of ?approval")),
)
_NARROWER = re.compile(r"\b(?:except|excluding|other than|apart from|unless|only|when|if|used in)\b")


def footnote_of(licence_requirement: str | None) -> FootnoteReading:
    """The footnotes that a row's licence requirement bears.

    A paragraph cited in full decides, whatever digit stands at the end. A bare 734.9(e) has footnotes 1, 4
    and 5, and the digit at the end says which; where there is none, the footnotes are undetermined. Of
    digits without any such citation only a final 4 is taken for a footnote.
    """
    text = _plain(licence_requirement)
    cited = _cited(text)
    at_end = _DIGIT_AT_END.search(text)
    is_open = _OPEN_PARAGRAPH.search(text)
    of_paragraph_e = {Footnote.FN1, Footnote.FN4, Footnote.FN5}
    if is_open and not of_paragraph_e & {number for number, _ in cited}:
        if not at_end or at_end[1] not in of_paragraph_e:
            note = "734.9(e) is cited without its paragraph: footnote 1, 4 or 5; look the row up"
            return _reading([*cited, (None, is_open[0])], note)
        return _reading([*cited, (None, is_open[0]), (Footnote(at_end[1]), at_end[0])], None, is_sure=True)
    if cited:
        if at_end and at_end[1] not in {number for number, _ in cited}:
            return _reading(cited, f"the text ends in {at_end[1]}: the citation decides", is_sure=True)
        return _reading(cited, None, is_sure=True)
    if at_end and at_end[1] != Footnote.FN4:
        return _reading([(None, at_end[0])], f"the text ends in {at_end[1]} and cites no paragraph of 734.9")
    return _reading([(Footnote.FN4, at_end[0])] if at_end else [], None, is_sure=True)


def _cited(text: str) -> list[tuple[Footnote | None, str]]:
    """The footnotes whose paragraph is cited, or whose digit is glued to it, with the words."""
    full = [(number, found[0]) for number, pattern in _PARAGRAPHS for found in pattern.finditer(text)]
    glued = [(Footnote(found[1]), found[0]) for found in _DIGIT_AT_PARAGRAPH.finditer(text)]
    return [*full, *glued]


def _reading(
    found: list[tuple[Footnote | None, str]], note: str | None, *, is_sure: bool = False
) -> FootnoteReading:
    numbers = sorted({number for number, _ in found if number is not None})
    evidence = tuple(dict.fromkeys(words for _, words in found))
    return FootnoteReading(tuple(numbers), not is_sure, evidence, note)


def licence_policy_of(licence_policy: str | None) -> LicencePolicyReading:
    """The review policy that a row states: the strictest where it states several."""
    raw = licence_policy or ""
    text = _plain(raw)
    named = tuple(policy for policy, pattern in _POLICIES if pattern.search(text))
    if named:
        return LicencePolicyReading(named[0], named, raw)
    return LicencePolicyReading(LicencePolicy.OTHER if text else None, (), raw)


def licence_scope_of(licence_requirement: str | None) -> LicenceScope | None:
    """What a row's licence requirement covers; None where it is empty."""
    text = _plain(licence_requirement)
    if not text:
        return None
    if _NARROWER.search(text):
        return LicenceScope.OTHER
    if "all items subject to the ear" in text:
        return LicenceScope.ALL_ITEMS_SUBJECT_TO_THE_EAR
    if re.search(r"items on the (?:ccl|commerce control list)", text):
        return LicenceScope.ITEMS_ON_THE_CCL
    return LicenceScope.OTHER


def party_kind_of(party_type: str | None) -> PartyKind | None:
    """The kind of party as stated; None, unknown, where the row states none, as most do."""
    text = _plain(party_type)
    if not text:
        return None
    return next((kind for kind in PartyKind if kind == text), PartyKind.OTHER)


def read_entity_list_row(
    *, party_type: str | None, licence_requirement: str | None, licence_policy: str | None
) -> EntityListRow:
    """One row from its columns `type`, `license_requirement` and `license_policy`, any of them empty."""
    return EntityListRow(
        party_kind=party_kind_of(party_type),
        scope=licence_scope_of(licence_requirement),
        footnotes=footnote_of(licence_requirement),
        policy=licence_policy_of(licence_policy),
        licence_requirement=licence_requirement or "",
    )


def _plain(text: str | None) -> str:
    """Lower case, single spaces, raised digits and odd hyphens as plain ones."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    folded = re.sub(r"[\u2010-\u2015\u2212\u00ad]", "-", folded)
    return " ".join(folded.split())
