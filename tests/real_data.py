"""Public data that tests compare with, when it is there. It is never copied into the repository."""

import os
from pathlib import Path

import pytest

_BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[2] / "shared" / "data"


def real_data(relative_path: str) -> Path:
    """The file or folder below the data folder (environment variable REAL_DATA), or a skipped test."""
    folder = Path(os.environ.get("REAL_DATA") or _BESIDE_THE_REPOSITORY)
    path = folder / relative_path
    if not path.exists():
        pytest.skip(f"no {relative_path} in the data folder; set REAL_DATA to run this test")
    return path
