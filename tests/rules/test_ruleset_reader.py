import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import RuleSetError
from rules.facts import Subject
from rules.ruleset import Confidence, EnforcementStatus, Severity, Standing, TextReference
from rules.ruleset_reader import read_rule_set
from tests.rules.sets import VALID, changed


def test_a_valid_set_reads_whole():
    content = VALID.encode()
    rule_set = read_rule_set(content, "example.toml")
    assert rule_set.reference == "us/example@2024-02-01"
    assert rule_set.sha256 == hashlib.sha256(content).hexdigest()
    assert (rule_set.confidence, rule_set.standing) == (Confidence.VERIFIED, Standing.CODIFIED)
    assert rule_set.effective_until is None
    assert rule_set.compliance_from == rule_set.effective_from == date(2024, 2, 1)
    assert [period.status for period in rule_set.enforcement] == [
        EnforcementStatus.ENFORCED,
        EnforcementStatus.STAYED,
    ]
    assert rule_set.lists["some_countries"].codes == ("CN", "MO")
    large, country = rule_set.rules
    assert (large.id, large.severity, large.question) == ("example.large", Severity.HIGH, "Why?")
    assert large.subjects == (Subject.TENANT, Subject.GROUP)
    assert [limb.id for limb in (*large.limbs, *large.unless)] == ["first", "second", "idle"]
    assert large.fact_names == (
        "operations_upper_30d",
        "peak_concurrent_accelerators",
        "peak_concurrent_tpp",
    )
    assert country.question is None


def test_optional_dates_read():
    rule_set = read_rule_set(
        changed(
            "effective_from = 2024-02-01",
            "effective_from = 2024-02-01\neffective_until = 2025-01-01\ncompliance_from = 2024-03-01",
        ),
        "x",
    )
    assert rule_set.effective_until == date(2025, 1, 1)
    assert rule_set.compliance_from == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title =", "titel =", "key 'title' is missing"),
        ('title = "An invented set"', 'title = "An invented set"\ntitel = "x"', "unknown key 'titel'"),
        (
            'question = "Why?"',
            'question = "Why?"\nseverty = "low"',
            r"rules 1 \(example.large\), line 37: unknown key",
        ),
        (
            'source = "a notice"',
            'source = "a notice"\nnote = "x"',
            "enforcement 2, line 22: unknown key 'note'",
        ),
        (
            'citation = "an annex"',
            'citation = "an annex"\nx = 1',
            "lists.some_countries, line 26: unknown key 'x'",
        ),
        (
            'when = "peak_concurrent_tpp >= 5.92"',
            'if = "true"',
            r"limbs 1 \(first\), line 38: key 'when' is missing",
        ),
        ('title = "An invented set"', "title = 3", "'title' must be a text"),
        ('title = "An invented set"', 'title = ""', "'title' must be a text"),
        ('title = "An invented set"', 'title = " x"', "white space"),
        ('name = "example"', 'name = "Exa mple"', "use a-z"),
        ("published_on = 2024-01-01", 'published_on = "2024-01-01"', "must be a date"),
        ("published_on = 2024-01-01", "published_on = 2024-01-01T00:00:00Z", "must be a date"),
        ("published_on = 2024-01-01\n", "", "'published_on' is missing"),
        ('confidence = "V"', 'confidence = "sure"', "one of V, S, K, U"),
        ('standing = "codified"', 'standing = "law"', "one of codified"),
        ('status = "stayed"', 'status = "asleep"', "one of enforced"),
        ('severity = "high"', 'severity = "huge"', "one of notice"),
        ('subjects = ["tenant", "group"]', 'subjects = ["person"]', "subject 'person' is none of chip"),
        ('subjects = ["tenant", "group"]', "subjects = []", "at least one"),
        ('subjects = ["tenant", "group"]', 'subjects = "tenant"', "list of texts"),
        ('codes = ["CN", "MO"]', 'codes = ["CN", "CN"]', "twice"),
        ('codes = ["CN", "MO"]', 'codes = ["CN", "Macau"]', "cannot be 'Macau'"),
        ("[lists.some_countries]", "[lists.Some]", "use a-z"),
        ('jurisdiction = "us"\n', "", "line 1: key 'jurisdiction' is missing"),
        ('jurisdiction = "us"', f'jurisdiction = "{"u" * 21}"', "has 21 characters and may have 20"),
        ('name = "example"', f'name = "{"e" * 81}"', "has 81 characters and may have 80"),
        ('title = "Large"', f'title = "{"L" * 201}"', "line 33: key 'title' has 201 characters"),
        ('title = "Large"', 'title = "La\\u0000rge"', r"line 33: .*U\+0000"),
        ("Held {peak_concurrent_tpp}.", "Held \\u0000{peak_concurrent_tpp}.", r"line 35: .*U\+0000"),
        ('clause = "1 CFR 2(a)"', f'clause = "{"x" * 201}"', "line 34: key 'clause' has 201 .* tenant"),
        ('clause = "1 CFR 2(a)(2)"', f'clause = "{"x" * 201}"', "line 45: key 'clause' has 201 .* tenant"),
        ('clause = "1 CFR 2(b)"', f'clause = "{"x" * 201}"', "line 51: key 'clause' has 201 .* tenant"),
        ('question = "Why?"', f'question = "{"?" * 4001}"', "4001 characters and may have 4000"),
        ('id = "example.large"', f'id = "example.{"e" * 113}"', "121 characters and may have 120"),
        ('id = "second"', f'id = "{"s" * 81}"', "81 characters and may have 80"),
        ('severity = "high"', f'severity = "high"\noutcome = "{"o" * 41}"', "41 characters and may have 40"),
        ("https://example.org/1", "javascript:alert(1)", "line 6: .*https://"),
        ("[lists.some_countries]", "[lists.headquarters_country]", "name of a fact"),
        ('id = "example.large"', 'id = "large"', "begins with the name of its set"),
        ('id = "example.large"', 'id = "example."', "begins with the name of its set"),
        ('id = "example.country"', 'id = "example.large"', "line 55: rule id example.large is used twice"),
        ('id = "second"', 'id = "first"', "limb id first is used twice"),
        ('id = "idle"', 'id = "first"', "limb id first is used twice"),
        ("until = 2024-06-01", "until = 2024-07-01", "line 20: .*not overlap"),
        ("until = 2024-06-01\n", "", "line 19: .*not overlap"),
        ("until = 2024-06-01", "until = 2024-02-01", "later than 'from'"),
        ("effective_from = 2024-02-01", "effective_from = 2024-02-01\neffective_until = 2024-02-01", "later"),
        (
            "effective_from = 2024-02-01",
            "effective_from = 2024-02-01\ncompliance_from = 2024-01-31",
            "'compliance_from' may not be earlier",
        ),
        ("tpp >= 5.92", "tpp >= 6", r"example.large\).*limbs 1 \(first\), line 41: line 1, column 21"),
        ("tpp >= 5.92", "tp >= 6.0", "undeclared reference to 'peak_concurrent_tp'"),
        ('"headquarters_country in some_countries"', '"headquarters_country in others"', "undeclared"),
        ("peak_concurrent_tpp >= 5.92", "tpp >= 5.92", "undeclared reference to 'tpp'"),
        ("operations_upper_30d == 0.0", "headquarters_country == 'CN'", "undeclared"),
        ("Held {peak_concurrent_tpp}.", "Held {peak}.", "not a fact"),
        ("Held {peak_concurrent_tpp}.", "Held {tpp}.", "not a fact"),
        ("Held {peak_concurrent_tpp}.", "Held {}.", "not a fact"),
        ("Held {peak_concurrent_tpp}.", "Held {peak_concurrent_tpp:.2f}.", "not a fact"),
        ("Held {peak_concurrent_tpp}.", "Held {peak_concurrent_tpp!r}.", "not a fact"),
        ("Held {peak_concurrent_tpp}.", "Held {peak_concurrent_tpp", "explanation"),
    ],
)
def test_what_is_not_the_format_is_refused_by_file_and_place(old, new, message):
    with pytest.raises(RuleSetError, match=message) as refusal:
        read_rule_set(changed(old, new), "us/example/2024-02-01.toml")
    assert str(refusal.value).startswith("us/example/2024-02-01.toml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "'jurisdiction' is missing"),
        (b"\xff", "not a TOML file in UTF-8"),
        (b"a = ", "not a TOML file in UTF-8"),
        (VALID[: VALID.index("[[rules]]")].encode(), "at least one"),
        (VALID[: VALID.index("[[rules.limbs]]")].encode(), "at least one"),
        (VALID.replace("[[enforcement]]", "[enforcement]", 1).split("[[enf")[0].encode(), "must be written"),
        (VALID.replace("[lists.some_countries]", "[[lists]]").encode(), "must be written as"),
    ],
)
def test_broken_files_are_refused(content, message):
    with pytest.raises(RuleSetError, match=message):
        read_rule_set(content, "broken.toml")


def test_a_comment_in_one_limb_does_not_swallow_the_next():
    rule_set = read_rule_set(changed("tpp >= 5.92", "tpp >= 5.92 // the whole rest of the line"), "x")
    outcome = rule_set.rules[0].any_limb.evaluate({"peak_concurrent_accelerators": 11})
    assert outcome is True


def test_limbs_too_close_together_are_refused_by_rule():
    content = changed("peak_concurrent_accelerators > 10", "peak_concurrent_tpp > 5.920000000000000000001")
    with pytest.raises(
        RuleSetError, match=r"example\.large\), line \d+: the limbs taken together: .*too close"
    ):
        read_rule_set(content, "x")


def test_braces_may_be_written_twice():
    rule_set = read_rule_set(changed("Held {peak", "Held {{so}} {peak"), "x")
    assert rule_set.rules[0].explanation == "Held {{so}} {peak_concurrent_tpp}."


@given(st.integers(0, len(VALID) - 1), st.characters(max_codepoint=0x17F))
def test_a_damaged_file_is_read_or_refused_but_never_crashes(position, character):
    content = (VALID[:position] + character + VALID[position + 1 :]).encode("utf-8", "surrogatepass")
    try:
        rule_set = read_rule_set(content, "damaged.toml")
    except RuleSetError as refusal:
        assert str(refusal).startswith("damaged.toml")
    else:
        assert rule_set.rules


@pytest.mark.parametrize(
    ("part", "unit"),
    [
        (774, "3A090"),
        (774, "774.1"),
        (774, "774 Supplement No. 1"),
        (742, "742.6"),
        (748, "748 Supplement No. 2"),
    ],
)
def test_the_text_a_set_encodes_is_named_as_the_imported_text_names_it(part, unit):
    content = changed("[lists.", f'[[texts]]\npart = {part}\nunit = "{unit}"\n\n[lists.')
    assert read_rule_set(content, "x").texts == (TextReference(part, unit),)


@pytest.mark.parametrize(
    ("part", "unit"),
    [
        (742, "3A090"),
        (742, "744.6"),
        (742, "742.6(a)"),
        (748, "Supplement No. 2 to Part 748"),
        (774, "3A090.a"),
    ],
)
def test_a_text_that_no_import_could_hold_is_refused(part, unit):
    content = changed("[lists.", f'[[texts]]\npart = {part}\nunit = "{unit}"\n\n[lists.')
    with pytest.raises(RuleSetError, match=rf"texts 1, line \d+: unit .* is none of part {part}"):
        read_rule_set(content, "x")


def test_a_clause_about_a_chip_is_as_short_as_a_replay_keeps_it():
    def about(subject, length):
        clause = f'clause = "{"x" * length}"'
        return (
            VALID.replace('["tenant", "group"]', f'["{subject}"]')
            .replace('clause = "1 CFR 2(a)(1)"', clause)
            .replace("peak_concurrent_tpp", "tpp")
            .replace("peak_concurrent_accelerators > 10", "tpp > 10.0")
            .replace("{peak_concurrent_accelerators}", "{tpp}")
            .replace("operations_upper_30d", "tpp")
            .encode()
        )

    assert read_rule_set(about("chip", 120), "x")
    assert read_rule_set(about("transfer", 300), "x")
    with pytest.raises(RuleSetError, match=r"line 40: key 'clause' has 121 .* about chip"):
        read_rule_set(about("chip", 121), "x")


def test_the_longest_reference_fits_where_it_is_kept():
    content = VALID.replace('jurisdiction = "us"', f'jurisdiction = "{"u" * 20}"').replace(
        "example", "e" * 80
    )
    assert len(read_rule_set(content.encode(), "x").reference) == 112


def test_more_rules_than_a_page_could_show_are_refused():
    rule = VALID[VALID.rindex("[[rules]]") :]
    content = VALID + "".join(rule.replace("example.country", f"example.r{number}") for number in range(199))
    with pytest.raises(RuleSetError, match="'rules' has 201 entries and may have 200"):
        read_rule_set(content.encode(), "x")
