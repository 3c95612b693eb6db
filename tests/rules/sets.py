"""Rule set text for tests: a small valid set, and a way to change one thing in it."""

VALID = """jurisdiction = "us"
name = "example"
title = "An invented set"
authority = "An invented authority"
citation = "1 CFR 2"
source_url = "https://example.org/1"
confidence = "V"
standing = "codified"
published_on = 2024-01-01
effective_from = 2024-02-01

[[enforcement]]
status = "enforced"
from = 2024-02-01
until = 2024-06-01
source = "the text itself"

[[enforcement]]
status = "stayed"
from = 2024-06-01
source = "a notice"

[lists.some_countries]
codes = ["CN", "MO"]
citation = "an annex"
as_of = 2024-01-01
confidence = "K"

[[rules]]
id = "example.large"
subjects = ["tenant", "group"]
severity = "high"
title = "Large"
clause = "1 CFR 2(a)"
explanation = "Held {peak_concurrent_tpp}."
question = "Why?"

[[rules.limbs]]
id = "first"
clause = "1 CFR 2(a)(1)"
when = "peak_concurrent_tpp >= 5.92"

[[rules.limbs]]
id = "second"
clause = "1 CFR 2(a)(2)"
when = "peak_concurrent_accelerators > 10"
explanation = "Held {peak_concurrent_accelerators} accelerators and {peak_concurrent_tpp}."

[[rules.unless]]
id = "idle"
clause = "1 CFR 2(b)"
when = "operations_upper_30d == 0.0"

[[rules]]
id = "example.country"
subjects = ["tenant"]
severity = "low"
title = "Country"
clause = "1 CFR 3"
explanation = "In {headquarters_country}."

[[rules.limbs]]
id = "listed"
clause = "1 CFR 3"
when = "headquarters_country in some_countries"
"""


def changed(old: str, new: str) -> bytes:
    """The valid set with the first `old` replaced; fails where there is none."""
    assert old in VALID
    return VALID.replace(old, new, 1).encode()
