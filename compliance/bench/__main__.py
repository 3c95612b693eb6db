"""`python -m compliance.bench [--only AREA]`: measure, print, write `build/bench.json`, say which goals are missed."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from compliance.bench.figures import show
from compliance.demo.keys import enter, make_environment
from compliance.demo.services import Services, socket_folder, start_broker

AREAS = ("intake", "ledger", "rules")


def main() -> int:
    """Measure the areas asked for in a folder of their own."""
    parser = argparse.ArgumentParser(prog="python -m compliance.bench", description=__doc__)
    parser.add_argument("--only", choices=AREAS, help="one area instead of all")
    only = parser.parse_args().only
    folder = Path(tempfile.mkdtemp(prefix="chokepoint-bench-"))
    services = Services(folder / "logs")
    try:
        enter(make_environment(folder, broker_url=start_broker(services, socket_folder(folder / "run"))))
        from compliance.bench.areas import (
            MEASURES,
        )  # only now: Django reads its settings from the variables set above

        figures = [
            figure for area in AREAS if only in (None, area) for figure in MEASURES[area](services, folder)
        ]
    finally:
        services.stop()
        shutil.rmtree(folder, ignore_errors=True)
    show(figures)
    missed = [figure.name for figure in figures if figure.met is False]
    print(f"{len(missed)} goals not reached yet" + (": " + "; ".join(missed) if missed else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
