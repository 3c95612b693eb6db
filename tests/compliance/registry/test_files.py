"""What the reader takes, and what it refuses by file, line and column."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.registry.cells import Cell, read_cell
from compliance.registry.errors import RegistryError
from compliance.registry.files import read_registry
from compliance.registry.models import Chip
from tests.compliance.registry.small import COLUMNS, chip, small_registry, write


def test_a_right_folder_is_read_as_it_stands(tmp_path):
    files = read_registry(write(tmp_path, small_registry()))
    row = files.chips.rows["example-x1-pcie",]
    assert row["fp16_tops"] == Decimal("312.5")
    assert row["fp8_tops"] is None
    assert row["has_non_planar_die"] is True
    assert row["notes"] == ""
    assert set(files.aliases.rows) == {("", "x1", "example-x1-pcie"), ("", "x1", "example-x1-sxm")}


def test_columns_may_stand_in_any_order_and_cells_may_hold_commas_and_line_ends(tmp_path):
    folder = write(tmp_path, small_registry())
    (folder / "plain-families.csv").write_text('source,family,catalogue\n"two, lines\nof source",t3,aws\n')
    files = read_registry(folder)
    assert files.plain_families.rows["aws", "t3"]["source"] == "two, lines\nof source"


def test_a_type_known_to_carry_none_has_no_chip_and_the_count_0(tmp_path):
    files = small_registry()
    files["instance-types.csv"][0].update(chip="", accelerator_count="0")
    rows = read_registry(write(tmp_path, files)).instance_types.rows
    assert rows["aws", "x1big.8xlarge"]["chip"] is None


BAD_CELLS = [
    ("chips.csv", "slug", "Example X1", "not a key"),
    ("chips.csv", "slug", "", "always needed"),
    ("chips.csv", "slug", "unknown", "kept for chips that nobody knows"),
    ("chips.csv", "vendor", " Example", "space"),
    ("chips.csv", "fp16_tops", "312,5", "not a number"),
    ("chips.csv", "fp16_tops", "-1", "not a number"),
    ("chips.csv", "fp16_tops", "1e3", "not a number"),
    ("chips.csv", "fp16_tops", "NaN", "not a number"),
    ("chips.csv", "fp16_tops", "٣١٢", "not a number"),
    ("chips.csv", "fp16_tops", "0", "0 is not a fact"),
    ("chips.csv", "fp16_tops", "312.0001", "more than 3 decimal places"),
    ("chips.csv", "fp16_tops", "1234567890", "too large"),
    ("chips.csv", "process_nm", "7.5", "not a whole number"),
    ("chips.csv", "release_year", "40000", "too large"),
    ("chips.csv", "marketed_for_datacenter", "true", "neither yes nor no"),
    ("chips.csv", "has_non_planar_die", "no", "non-planar die"),
    ("chips.csv", "has_non_planar_die", "", "non-planar die"),
    ("chips.csv", "confidence", "certain", "high, medium, low"),
    ("chips.csv", "confidence", "", "always needed"),
    ("chips.csv", "source", "", "always needed"),
    ("chips.csv", "other_bits", "", "give other_tops, other_format, other_bits together"),
    ("chips.csv", "designer_hq", "CA/US/GB", "at most 5"),
    ("instance-types.csv", "chip", "example-x2", "no chip 'example-x2'"),
    ("instance-types.csv", "accelerator_count", "0", "above 0"),
    ("instance-types.csv", "vcpus", "many", "not a whole number"),
    ("instance-types.csv", "name", "x" * 121, "at most 120"),
    ("plain-families.csv", "source", "", "always needed"),
    ("aliases.csv", "chip", "", "no chip ''"),
    ("aliases.csv", "alias", "--", "neither letter nor digit"),
]


@pytest.mark.parametrize(("file", "column", "text", "says"), BAD_CELLS)
def test_a_bad_cell_is_named_by_file_line_and_column(tmp_path, file, column, text, says):
    files = small_registry()
    if column == "other_bits":
        files["chips.csv"][-1].update(other_tops="10", other_format="MX", other_bits="6")
    files[file][-1][column] = text
    line = 1 + len(files[file])
    with pytest.raises(RegistryError) as refusal:
        read_registry(write(tmp_path, files))
    message = str(refusal.value)
    assert message.startswith(f"{file}, line {line}, column {column}: ")
    assert says in message
    assert "\n" not in message


def test_a_type_without_a_chip_must_say_0(tmp_path):
    files = small_registry()
    files["instance-types.csv"][0].update(chip="", accelerator_count="")
    with pytest.raises(RegistryError, match=r"^instance-types.csv, line 2, column accelerator_count: "):
        read_registry(write(tmp_path, files))


@pytest.mark.parametrize("again", ["example-x1-pcie", "t3", "T3"])
def test_a_key_that_stands_twice_is_refused_whatever_its_case(tmp_path, again):
    files = small_registry()
    if again == "example-x1-pcie":
        files["chips.csv"].append(chip(again))
        place = "chips.csv, line 4, column slug: example-x1-pcie stands already in line 2"
    else:
        files["plain-families.csv"].append({"catalogue": "aws", "family": again, "source": "again"})
        place = "plain-families.csv, line 3, column family: aws t3 stands already in line 2"
    with pytest.raises(RegistryError) as refusal:
        read_registry(write(tmp_path, files))
    assert str(refusal.value).startswith(place)


def test_the_line_named_is_the_one_where_the_row_begins(tmp_path):
    folder = write(tmp_path, small_registry())
    (folder / "plain-families.csv").write_text('catalogue,family,source\naws,t3,"two\nlines"\naws,t4,\n')
    with pytest.raises(RegistryError, match=r"^plain-families.csv, line 4, column source: "):
        read_registry(folder)


BROKEN_FILES = [
    (b"", "line 1: the file is empty"),
    (b"catalogue,family\naws,t3\n", "line 1, column source: missing"),
    (b"catalogue,family,source,colour\naws,t3,page,red\n", "line 1, column 'colour': no such column"),
    (b"catalogue,family,source,source\naws,t3,page,page\n", "line 1, column source: stands there twice"),
    (b"catalogue,family,source\naws,t3\n", "line 2, column source: the row ends before it"),
    (
        b"catalogue,family,source\naws,t3,a page, with a comma\n",
        "line 2, column source: the row goes on after it",
    ),
    (b"catalogue,family,source\n\n", "line 2, column catalogue: the row ends before it"),
    (b'catalogue,family,source\naws,t3,"page\n', "line 2: not CSV"),
    (b"catalogue,family,source\naws,t3,caf\xe9\n", "line 2: not UTF-8 at byte"),
    (
        b"\xef\xbb\xbfcatalogue,family,source\naws,t3,page\n",
        "line 1, column '\\ufeffcatalogue': no such column",
    ),
    (b"catalogue,family,source\naws,t3,pa\x00ge\n", "line 2, column source: "),
]


@pytest.mark.parametrize(("body", "says"), BROKEN_FILES)
def test_a_file_of_another_shape_is_refused(tmp_path, body, says):
    folder = write(tmp_path, small_registry())
    (folder / "plain-families.csv").write_bytes(body)
    with pytest.raises(RegistryError) as refusal:
        read_registry(folder)
    assert str(refusal.value).startswith(f"plain-families.csv, {says}")


def test_a_missing_file_is_named(tmp_path):
    folder = write(tmp_path, small_registry())
    (folder / "aliases.csv").unlink()
    with pytest.raises(RegistryError, match=r"^aliases.csv: cannot be read"):
        read_registry(folder)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30), st.sampled_from(COLUMNS["chips.csv"]))
def test_any_text_in_a_cell_is_read_exactly_or_refused(text, column):
    field = Chip._meta.get_field(column)
    try:
        value = read_cell(Cell("chips.csv", 2, column, text), field)
    except RegistryError:
        return
    if isinstance(value, Decimal):
        assert value == Decimal(text)
        assert value == value.quantize(Decimal(1).scaleb(-field.decimal_places))
    elif isinstance(value, bool):
        assert value is (text == "yes")
    elif value is None:
        assert text == ""
    else:
        assert str(value).lstrip("0") == text.lstrip("0")
