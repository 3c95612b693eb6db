"""Run as a program of its own: `python -I typeset.py FOLDER TIMESTAMP` makes FOLDER/report.pdf from FOLDER/period.typ.

A process apart, with limits, because a typesetter is large and its input was written by strangers: it may neither
take the worker's memory nor read outside its folder. Imports nothing of ours, so that it starts fast.
"""

import resource
import sys
from pathlib import Path

import typst

PROCESSOR_SECONDS = 60
MEMORY_BYTES = 3 * 1024**3
FILE_BYTES = 256 * 1024**2


def main(folder: Path, timestamp_seconds: int) -> None:
    """Set the limits, then the type."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Embedded typefaces only, no packages, a given time: the same data gives the same bytes on every machine.
    compiler = typst.Compiler(
        str(folder / "period.typ"),
        root=str(folder),
        ignore_system_fonts=True,
        package_path=str(folder),
        package_cache_path=str(folder),
    )
    compiler.compile(
        output=str(folder / "report.pdf"),
        format="pdf",
        pdf_standards=["a-3a", "ua-1"],
        timestamp=timestamp_seconds,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
