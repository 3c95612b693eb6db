"""Reading a trust policy file, strictly, with the line number in every error (format: see `policy`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from audit.proofs.cosignature import CosignatureVerifier
from audit.proofs.errors import KeyFormatError, PolicyError
from audit.proofs.note_keys import NoteVerifier
from audit.proofs.policy import QUORUM_NONE, Group, Policy

POLICY_MAX_BYTES = 256 * 1024
_Key = TypeVar("_Key", NoteVerifier, CosignatureVerifier)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def parse_policy(text: str) -> Policy:
    """The policy in `text`; raises PolicyError naming the line to mend."""
    if len(text) > POLICY_MAX_BYTES:
        raise PolicyError(f"the trust policy is longer than {POLICY_MAX_BYTES} bytes")
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        if _FORBIDDEN.search(line):
            raise PolicyError(
                f"line {number} of the trust policy has a control character (Windows line ends?)"
            )
        words = [word for word in re.split(r"[ \t]+", line) if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            reader.read(words)
        except (KeyFormatError, PolicyError) as error:
            raise PolicyError(f"line {number} of the trust policy: {error}") from None
    return reader.finish()


@dataclass
class _Reader:
    logs: list[NoteVerifier] = field(default_factory=list)
    reports: list[NoteVerifier] = field(default_factory=list)
    witnesses: dict[str, CosignatureVerifier] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    grouped: set[str] = field(default_factory=set)
    public_keys: set[bytes] = field(default_factory=set)
    quorum: str | None = None

    def read(self, words: Sequence[str]) -> None:
        match words:
            case ["log", vkey] | ["log", vkey, _]:
                self.logs.append(self._take(NoteVerifier.from_vkey(vkey)))
            case ["report", vkey]:
                self.reports.append(self._take(NoteVerifier.from_vkey(vkey)))
            case ["witness", name, vkey] | ["witness", name, vkey, _]:
                self._require_new(name)
                self.witnesses[name] = self._take(CosignatureVerifier.from_vkey(vkey))
            case ["group", name, threshold, *members]:
                self._require_new(name)
                self.groups[name] = self._group(threshold, members)
            case ["quorum", name]:
                self._set_quorum(name)
            case _:
                raise PolicyError(
                    f"cannot read this '{words[0]}' line; known: log, report, witness, group, quorum"
                )

    def finish(self) -> Policy:
        if self.quorum is None:
            raise PolicyError(
                "the trust policy has no quorum line; write 'quorum none' if there are no witnesses"
            )
        return Policy(tuple(self.logs), tuple(self.reports), self.witnesses, self.groups, self.quorum)

    def _take(self, key: _Key) -> _Key:
        if key.public_key in self.public_keys:
            raise PolicyError(
                f"the key of {key.name} is already used in this policy; each role needs its own key"
            )
        self.public_keys.add(key.public_key)
        return key

    def _group(self, threshold: str, members: Sequence[str]) -> Group:
        for member in members:
            if member not in self.witnesses and member not in self.groups:
                raise PolicyError(f"'{member}' is not a witness or group of a line above")
            if member in self.grouped:
                raise PolicyError(f"'{member}' is already a member of a group")
            self.grouped.add(member)
        words = {"any": 1, "all": len(members)}
        if threshold not in words and not re.fullmatch(r"[1-9][0-9]{0,8}", threshold):
            raise PolicyError(f"a group needs 'any', 'all' or a number, not '{threshold}'")
        needed = words[threshold] if threshold in words else int(threshold)
        if not 1 <= needed <= len(members):
            raise PolicyError(f"a group of {len(members)} members cannot need {threshold} of them")
        return Group(needed, tuple(members))

    def _set_quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise PolicyError("there is a second quorum line")
        if name != QUORUM_NONE and name not in self.witnesses and name not in self.groups:
            raise PolicyError(f"'{name}' is not a witness or group of a line above")
        self.quorum = name

    def _require_new(self, name: str) -> None:
        if name == QUORUM_NONE or name in self.witnesses or name in self.groups:
            raise PolicyError(f"the name '{name}' is taken")
