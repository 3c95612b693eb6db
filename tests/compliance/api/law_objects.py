"""Objects for every address about law: a draft for each step that one can take, and what is sent with it."""

from compliance.lawbook.leaves import content_sha256
from compliance.lawbook.models import DirectiveDraft
from compliance.lawbook.write_directive import write_directive
from compliance.replays.ask import Trial
from tests.compliance.lawbook.letters import LETTER, proposed, published
from tests.compliance.replays.stored import replayed

LAW_BODIES = {
    ("licence-answers", "POST"): {"transfer_kind": "reexport", "destination_country": None},
    ("access-answers", "POST"): {"headquarters_country": "NO"},
    ("classify", "POST"): {"figures": {}, "working": False},
    ("switches", "POST"): {"switch": "affiliates_rule", "value": "stayed", "source": "Federal Register"},
    ("replays", "POST"): {"rule_set": "us/3a090@2022-10-21", "as_of": "2026-07-01"},
    ("directives", "POST"): {"title": "A letter", "content": LETTER},
    ("directive-check", "POST"): {"content": LETTER},
    ("directive", "PUT"): {"title": "A letter", "content": LETTER},
    ("directive-propose", "POST"): {},
    ("directive-withdraw", "POST"): {},
    ("directive-decline", "POST"): {"reason": "The letter says something else."},
    ("directive-end", "POST"): {"ends_on": "2030-01-01"},
}
"""(name of the address, method) -> what is sent."""


def letter_called(name: str) -> str:
    """The invented letter under another name."""
    return LETTER.replace("directive_sorrel", f"directive_{name}")


LAW_BODIES["directive-publish", "POST"] = {"sha256": content_sha256(letter_called("publish"))}


def written(cast, name: str) -> DirectiveDraft:
    """A draft by the officer."""
    return write_directive(title=f"Letter {name}", content=letter_called(name), by=cast.officer)


def law_addresses(cast) -> dict[str, str]:
    """Name of the address -> an address with an object of the officer's behind it."""
    drafts = {name: written(cast, name) for name in ("change", "preview", "propose", "withdraw")}
    drafts |= {name: proposed(cast, letter_called(name)) for name in ("publish", "decline")}
    at = "/api/v1/directives"
    replay = f"/api/v1/replays/{replayed(cast.officer, Trial(rule_set='us/3a090@2022-10-21')).reference}"
    return {
        "rule-sets": "/api/v1/rule-sets",
        "rule-set": "/api/v1/rule-sets/us/3a090@2023-11-17",
        "rule-set-text": "/api/v1/rule-sets/us/3a090@2023-11-17.toml",
        "classify": "/api/v1/classify",
        "licence-answers": "/api/v1/licence-answers",
        "access-answers": "/api/v1/access-answers",
        "switches": "/api/v1/switches",
        "replays": "/api/v1/replays",
        "replay": replay,
        "replay-csv": f"{replay}/differences.csv",
        "replay-json": f"{replay}/differences.json",
        "directives": at,
        "directive-check": f"{at}/check",
        "directive": f"{at}/{drafts['change'].reference}",
        **{
            f"directive-{name}": f"{at}/{drafts[name].reference}/{name}"
            for name in ("preview", "propose", "withdraw", "publish", "decline")
        },
        "directive-end": f"{at}/{published(cast, letter_called('end')).reference}/end",
    }
