"""A small registry to write into a folder: two chips that share an alias, one type, one plain family."""

import csv
from pathlib import Path

Rows = list[dict[str, str]]

SHIPPED = Path(__file__).parents[3] / "fixtures" / "registry"
FILES = ("chips.csv", "instance-types.csv", "plain-families.csv", "aliases.csv")
COLUMNS = {name: (SHIPPED / name).read_text(encoding="utf-8").partition("\n")[0].split(",") for name in FILES}


def chip(slug: str, **changes: str) -> dict[str, str]:
    """A valid row of chips.csv; `changes` replaces or adds cells."""
    row = {
        "slug": slug,
        "vendor": "Example",
        "name": slug.replace("-", " ").title(),
        "fp16_tops": "312.5",
        "die_area_mm2": "826",
        "has_non_planar_die": "yes",
        "process_nm": "7",
        "marketed_for_datacenter": "yes",
        "source": "invented data sheet",
        "confidence": "high",
    }
    return row | changes


def small_registry() -> dict[str, Rows]:
    """Fresh rows of the four files, all valid."""
    return {
        "chips.csv": [chip("example-x1-pcie"), chip("example-x1-sxm", fp16_tops="400")],
        "instance-types.csv": [
            {
                "catalogue": "aws",
                "name": "x1big.8xlarge",
                "chip": "example-x1-sxm",
                "accelerator_count": "8",
                "source": "invented page",
                "confidence": "medium",
            }
        ],
        "plain-families.csv": [{"catalogue": "aws", "family": "t3", "source": "invented page"}],
        "aliases.csv": [
            {"alias": "X1", "chip": "example-x1-pcie", "source": "short name"},
            {"alias": "X1", "chip": "example-x1-sxm", "source": "short name"},
        ],
    }


def write(folder: Path, files: dict[str, Rows]) -> Path:
    """Write the files, each with its header, and return the folder."""
    for name, rows in files.items():
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder
