"""The signer: it remembers, outside the database, the tree it signed last, and signs only what extends it.

Its memory is a frontier (RFC 6962 subtree hashes), one small file for each log. Given the hashes of new leaves it
grows its own tree, so a history rewritten in the database, or restored from an older backup, is never signed.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from audit.ledger.errors import HistoryChanged
from audit.ledger.keys import log_key
from audit.proofs.checkpoint import Checkpoint, sign_checkpoint
from audit.proofs.merkle import Frontier
from audit.proofs.note_keys import NoteSigner


def _memory_path(log: str) -> Path:
    return Path(settings.SIGNER_DIR) / (log.replace("/", "__") + ".json")


@contextmanager
def _alone(log: str) -> Iterator[None]:
    """Hold the lock of one log's memory: reading it, growing it and writing it back are one step."""
    path = _memory_path(log).with_suffix(".lock")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remembered_logs() -> set[str]:
    """Return the logs that were ever signed, whatever the database says."""
    return {json.loads(path.read_text())["log"] for path in Path(settings.SIGNER_DIR).glob("*.json")}


def remembered_head(log: str) -> Frontier:
    """Return the tree that was signed last; an empty one for a log that was never signed."""
    try:
        memory = json.loads(_memory_path(log).read_text())
    except FileNotFoundError:
        return Frontier()
    return Frontier(memory["size"], [bytes.fromhex(digest) for digest in memory["frontier"]])


def _remember(log: str, frontier: Frontier) -> None:
    path = _memory_path(log)
    draft = path.with_suffix(".draft")
    memory = {"log": log, "size": frontier.size, "frontier": [digest.hex() for digest in frontier.hashes]}
    with draft.open("w") as target:
        json.dump(memory, target)
        target.flush()
        os.fsync(target.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@dataclass(frozen=True)
class Growth:
    """What a database holds beyond a size that was signed.

    The hashes of the leaves since, and the root it arrives at.
    """

    new_leaf_hashes: Sequence[bytes]
    offered_root: bytes


def sign_head(log: str, growth_since: Callable[[int], Growth]) -> tuple[Checkpoint, str]:
    """Grow the remembered tree by what the database offers; return the new head, as a checkpoint and as a signed note.

    growth_since: asked, with the remembered size, while nobody else can sign for this log. What it reads is thus
    never older than what was signed, and two sealers at once cannot take each other for a rolled back database.
    Raises HistoryChanged when the database tells another history than the one that was signed.
    """
    with _alone(log):
        grown = remembered_head(log)
        growth = growth_since(grown.size)
        for digest in growth.new_leaf_hashes:
            grown.append(digest)
        if grown.root() != growth.offered_root:
            raise HistoryChanged(
                f"The log {log} at {grown.size} leaves has another root in the database than what was signed before: "
                "an entry was changed. Run manage.py verify_ledger."
            )
        checkpoint = Checkpoint(log, grown.size, grown.root())
        note = sign_checkpoint(checkpoint, NoteSigner(log, log_key(log)))
        _remember(log, grown)
        return checkpoint, note
