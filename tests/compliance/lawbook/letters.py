"""An invented letter to one operator, as a directive, and the steps that publish one."""

from compliance import pipeline
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.propose_directive import propose_directive
from compliance.lawbook.write_directive import write_directive

TITLE = "Letter about the Sorrel accelerator"
LETTER = """jurisdiction = "us"
name = "directive_sorrel"
title = "Invented letter on memory bandwidth"
authority = "An invented authority"
citation = "Letter of 2026-03-01, our file 14"
source_url = "https://example.org/letters/14"
confidence = "V"
standing = "directive"
published_on = 2026-03-01
effective_from = 2026-03-09 # as the letter says

[[enforcement]]
status = "enforced"
from = 2026-03-09
source = "the letter itself"

[[rules]]
id = "directive_sorrel.hundred"
subjects = ["tenant"]
severity = "high"
title = "More than one hundred accelerators"
clause = "second paragraph of the quokka letter"
explanation = "Held {peak_concurrent_accelerators} accelerators."

[[rules.limbs]]
id = "first"
clause = "second paragraph of the quokka letter, (a)"
when = "peak_concurrent_accelerators > 100"

[[rules]]
id = "directive_sorrel.chip"
subjects = ["chip"]
severity = "high"
title = "A chip above 2000"
clause = "third paragraph"
explanation = "TPP is {tpp}."

[[rules.limbs]]
id = "first"
clause = "third paragraph"
when = "tpp > 2000.0"
"""


def letter(*changes: tuple[str, str]) -> str:
    """The letter with each (old, new) replaced once; fails where there is no old."""
    text = LETTER
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def proposed(cast, content: str = LETTER) -> DirectiveDraft:
    """A draft by the officer that waits for a second person."""
    return propose_directive(
        draft=write_directive(title=TITLE, content=content, by=cast.officer), by=cast.officer
    )


def published(cast, content: str = LETTER) -> PublishedDirective:
    """A directive written by the officer and published by the approver."""
    draft = proposed(cast, content)
    return pipeline.publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver)
