"""The bundle file: one sequence of bytes for given members, and nothing else is read."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.proofs import archive
from audit.proofs.archive import read_archive, write_archive
from audit.proofs.errors import ArchiveError

MEMBERS = {"b.txt": b"two", "a/x.json": b"{}", "empty": b""}
DATA = write_archive(MEMBERS)
NAMES = st.from_regex(r"[a-z0-9]{1,8}(/[a-z0-9]{1,8})?", fullmatch=True)


def made_by_zipfile(names, method=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name in names:
            file.writestr(zipfile.ZipInfo(name), b"x" * 1000)
    return buffer.getvalue()


def test_members_survive():
    assert read_archive(DATA) == MEMBERS
    assert read_archive(write_archive({})) == {}


def test_the_bytes_do_not_depend_on_order():
    assert write_archive(dict(reversed(MEMBERS.items()))) == DATA


def test_the_standard_library_reads_it():
    with zipfile.ZipFile(io.BytesIO(DATA)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == MEMBERS
        assert {info.date_time[0] for info in file.infolist()} == {1980}
        assert {info.external_attr >> 16 for info in file.infolist()} == {0o100644}


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=5))
def test_any_members_survive_or_have_clashing_names(members):
    try:
        data = write_archive(members)
    except ArchiveError as error:
        assert "folder" in str(error)
    else:
        assert read_archive(data) == members


def test_every_changed_byte_outside_the_contents_is_refused_and_inside_changes_the_member():
    for position in range(len(DATA)):
        for bit in (0x01, 0x80):
            changed = bytearray(DATA)
            changed[position] ^= bit
            with pytest.raises(ArchiveError):  # the checksum in the headers covers the contents
                read_archive(bytes(changed))


def test_every_truncation_and_extension_is_refused():
    for length in range(len(DATA)):
        with pytest.raises(ArchiveError):
            read_archive(DATA[:length])
    for longer in (DATA + b"\0", b"\0" + DATA, DATA + DATA):
        with pytest.raises(ArchiveError):
            read_archive(longer)


@given(st.binary(max_size=200))
def test_any_bytes_before_an_end_record_are_refused_with_the_one_error(data):
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2, 2, len(data), 0, 0)
    with pytest.raises(ArchiveError):
        read_archive(data + end)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../x",
        "a//b",
        "a/",
        ".hidden",
        "a/.",
        "a\\b",
        "C:x",
        "a b",
        "a\nb",
        "é",
        "a\x00b",
        "-x",
        "a" * 201,
        "a/b.txt\n",
    ],
    ids=range(17),
)
def test_unsafe_names_are_neither_written_nor_read(name):
    with pytest.raises(ArchiveError):
        write_archive({name: b""})
    if name and "\x00" not in name:
        with pytest.raises(ArchiveError):
            read_archive(made_by_zipfile([name]))


@pytest.mark.parametrize("names", [("A", "a"), ("a", "a/b"), ("A", "a/b/c")], ids=str)
def test_names_that_clash_on_some_disk_are_refused(names):
    with pytest.raises(ArchiveError):
        write_archive(dict.fromkeys(names, b""))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_other_tools_write_is_refused():
    assert read_archive(write_archive({"a": b"x" * 1000}))
    for data in (
        made_by_zipfile(["a"], zipfile.ZIP_DEFLATED),
        made_by_zipfile(["a", "a"]),
        made_by_zipfile(["b", "a"]),
    ):
        with pytest.raises(ArchiveError):
            read_archive(data)


def test_overlapping_members_cannot_unpack_to_more_than_the_file():
    """A ZIP bomb of the overlapping kind: many list entries that share one content."""
    content = b"x" * 1000
    bomb = bytearray(write_archive({f"m{number:03d}": content for number in range(100)}))
    listing = bomb.index(b"PK\x01\x02")
    rows = bytes(bomb[listing:-22])
    shared = bomb[: 30 + 4 + 1000]
    start = len(shared)
    row_size = len(rows) // 100
    for number in range(100):
        offset = number * row_size + 42
        rows = rows[:offset] + struct.pack("<I", 0) + rows[offset + 4 :]
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 100, 100, len(rows), start, 0)
    with pytest.raises(ArchiveError, match="overlap"):
        read_archive(bytes(shared) + rows + end)


def test_limits(monkeypatch):
    monkeypatch.setattr(archive, "ARCHIVE_MAX_BYTES", len(DATA) - 1)
    with pytest.raises(ArchiveError, match="at most"):
        read_archive(DATA)
    monkeypatch.setattr(archive, "ARCHIVE_MAX_BYTES", 2)
    with pytest.raises(ArchiveError, match="may have 2 bytes"):
        write_archive(MEMBERS)
    monkeypatch.undo()
    monkeypatch.setattr(archive, "MEMBERS_MAX", 2)
    for act in (lambda: read_archive(DATA), lambda: write_archive(MEMBERS)):
        with pytest.raises(ArchiveError, match="3"):
            act()


def with_end(count, size, start, data=DATA):
    return data[:-22] + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size, start, 0)


def test_mistakes_are_named():
    size, start = struct.unpack_from("<II", DATA, len(DATA) - 10)
    first_row, second_row = start, start + 46 + len("a/x.json")
    beyond = bytearray(DATA)
    struct.pack_into("<I", beyond, first_row + 24, len(DATA))  # uncompressed size
    doubled = bytearray(write_archive({"a": b"", "b": b""}))
    doubled[-22 - 1] = doubled[30] = ord("a")
    assert DATA[second_row : second_row + 4] == b"PK\x01\x02"
    for data, message in (
        (with_end(20_001, size, start), "has 20001 members"),
        (with_end(3, size, start - 1), "not where its end says"),
        (with_end(9, size, start), "cut short"),
        (bytes(beyond), "reaches beyond"),
        (bytes(doubled), "holds a twice"),
    ):
        with pytest.raises(ArchiveError, match=message):
            read_archive(data)
