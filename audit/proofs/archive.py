"""The bundle file: a ZIP (PKWARE APPNOTE 6.3) with one possible sequence of bytes for given members.

Stored, not compressed; fixed time and attributes; names sorted; no comments, no extra fields. `read_archive`
builds the archive again from what it found and compares: so no byte of a bundle escapes verification, not
even one that ordinary readers skip. Written by hand because the standard library's output varies with its
version.
"""

import re
import struct
import zlib
from collections.abc import Mapping

from audit.proofs.errors import ArchiveError

ARCHIVE_MAX_BYTES = 512 * 1024 * 1024
MEMBERS_MAX = 20_000
NAME_MAX_BYTES = 200

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION = 20  # 2.0: the oldest that knows folders
_MADE_BY = (3 << 8) | _VERSION  # Unix, so that the mode below counts
_MODE = 0o100644 << 16  # a regular file, rw-r--r--
_TIME, _DATE = 0, (1 << 5) | 1  # 1980-01-01 00:00, the earliest a ZIP can say
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")


def write_archive(members: Mapping[str, bytes]) -> bytes:
    """The archive of these members (name to content). Raises ArchiveError for unsafe names or too much
    data.
    """
    _require_within_limits(members)
    files: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in sorted(members):
        content, encoded = members[name], name.encode("ascii")
        sizes = (zlib.crc32(content), len(content), len(content), len(encoded), 0)
        local = _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, 0, _TIME, _DATE, *sizes) + encoded
        entry = _CENTRAL.pack(
            b"PK\x01\x02", _MADE_BY, _VERSION, 0, 0, _TIME, _DATE, *sizes, 0, 0, 0, _MODE, offset
        )
        files += (local, content)
        directory.append(entry + encoded)
        offset += len(local) + len(content)
    listing = b"".join(directory)
    count = len(members)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), offset, 0)
    return b"".join((*files, listing, end))


def read_archive(data: bytes) -> dict[str, bytes]:
    """The members of an archive, refused with ArchiveError unless `write_archive` gives exactly `data` for
    them.
    """
    if len(data) > ARCHIVE_MAX_BYTES:
        raise ArchiveError(f"the bundle has {len(data)} bytes; at most {ARCHIVE_MAX_BYTES} are read")
    members = _members(data)
    if write_archive(members) != data:
        raise ArchiveError(
            "the bundle's bytes are not those that its members pack to: a byte was changed, or something was added"
        )
    return members


def _members(data: bytes) -> dict[str, bytes]:
    start = len(data) - _END.size
    if start < 0 or data[start : start + 4] != b"PK\x05\x06":
        raise ArchiveError("the bundle is not a ZIP archive, or is cut short, or has something after its end")
    count, listing_size, position = _END.unpack_from(data, start)[4:7]
    if count > MEMBERS_MAX:
        raise ArchiveError(f"the bundle has {count} members; at most {MEMBERS_MAX} are read")
    if position + listing_size != start:
        raise ArchiveError("the bundle's list of members is not where its end says")
    members: dict[str, bytes] = {}
    total_bytes = 0
    for _ in range(count):
        if position + _CENTRAL.size > start:
            raise ArchiveError("the bundle's list of members is cut short")
        fields = _CENTRAL.unpack_from(data, position)
        position += _CENTRAL.size
        name = data[position : position + fields[10]].decode("ascii", "replace")
        position += fields[10]
        content_start = fields[16] + _LOCAL.size + fields[10]
        if name in members:
            raise ArchiveError(f"the bundle holds {name} twice")
        if content_start + fields[9] > start:
            raise ArchiveError(f"{name} reaches beyond the end of the bundle")
        members[name] = data[content_start : content_start + fields[9]]
        # Members that share bytes could unpack to far more than the file holds.
        total_bytes += len(members[name])
        if total_bytes > len(data):
            raise ArchiveError("the bundle's members overlap")
    return members


def _require_within_limits(members: Mapping[str, bytes]) -> None:
    if len(members) > MEMBERS_MAX:
        raise ArchiveError(f"a bundle may have {MEMBERS_MAX} members, not {len(members)}")
    if sum(map(len, members.values())) > ARCHIVE_MAX_BYTES:
        raise ArchiveError(f"a bundle may have {ARCHIVE_MAX_BYTES} bytes")
    folded: set[str] = set()
    for name in members:
        if len(name) > NAME_MAX_BYTES or not _NAME.fullmatch(name):
            raise ArchiveError(f"a member's name must be a plain relative path: {name!r}")
        if name.lower() in folded:
            raise ArchiveError(f"two members differ only in upper and lower case: {name}")
        folded.add(name.lower())
    for name in folded:
        parts = name.split("/")
        if any("/".join(parts[:end]) in folded for end in range(1, len(parts))):
            raise ArchiveError(f"the folder of {name} is itself a member")
