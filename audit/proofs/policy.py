"""Trust policy files (c2sp.org/tlog-policy): whose signatures a verifier believes, obtained apart from any
bundle.

    log <vkey> [<url>]
    witness <name> <vkey> [<url>]
    group <name> all|any|<k> <name>...
    quorum <name>|none

One line is ours, not C2SP's, because that specification leaves "keys for verifying signatures within a logged
entry" out of its scope:

    report <vkey>                    a key that may sign report statements and manifests

No key may serve in two roles: a stolen log key must not be able to sign a report. Witness keys are of type
0x04.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.proofs.checkpoint import Checkpoint, read_checkpoint
from audit.proofs.cosignature import CosignatureVerifier
from audit.proofs.errors import PolicyError
from audit.proofs.note import open_note
from audit.proofs.note_keys import NoteVerifier, Verifier

QUORUM_NONE = "none"


@dataclass(frozen=True)
class Group:
    """A group has witnessed a checkpoint when at least `threshold` of its members have."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """The trusted keys by role, and the quorum (a witness or group name, or "none")."""

    logs: tuple[NoteVerifier, ...]
    reports: tuple[NoteVerifier, ...]
    witnesses: Mapping[str, CosignatureVerifier]
    groups: Mapping[str, Group]
    quorum: str

    def open_checkpoint(self, note: str | bytes) -> Checkpoint:
        """The checkpoint in `note`, signed by the log it names and witnessed by the quorum.

        Raises NoteError when it is malformed or wrongly signed, PolicyError when the log is not trusted or
        the quorum is not reached.
        """
        checkpoint = read_checkpoint(note)
        own_keys = [key for key in self.logs if key.name == checkpoint.origin]
        if not own_keys:
            raise PolicyError(f"the trust policy has no key for the log {checkpoint.origin}")
        verifiers: list[Verifier] = [*own_keys, *self.witnesses.values()]
        signed_by = open_note(note, verifiers).signed_by
        if not any(key in signed_by for key in own_keys):
            raise PolicyError(f"the log {checkpoint.origin} itself has not signed the checkpoint")
        witnessed = {name for name, key in self.witnesses.items() if key in signed_by}
        if self.quorum != QUORUM_NONE and not self._has_witnessed(self.quorum, witnessed):
            raise PolicyError(f"the witnesses of the checkpoint do not reach the quorum '{self.quorum}'")
        return checkpoint

    def _has_witnessed(self, name: str, witnessed: set[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in witnessed
        return sum(self._has_witnessed(member, witnessed) for member in group.members) >= group.threshold
