"""`python -m compliance.demo`: start everything on this machine, do the main job once, show what came of it,
stay up.
"""

import argparse
import fcntl
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console

from compliance.demo.errors import DemoError
from compliance.demo.keys import enter, make_environment
from compliance.demo.services import Services, free_port, socket_folder, start_broker, start_web, start_worker

FOLDER = Path(__file__).resolve().parent.parent.parent / "var" / "demo"
_WANTED_PORT = 8000
_WIDTH_WITHOUT_TERMINAL = 150


def main() -> int:
    """Run the demo; the exit code is 0 when everything it shows was seen."""
    arguments = _arguments()
    screen = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # Ctrl-C, a supervisor, a closed terminal
        signal.signal(number, _stop)
    services = Services()
    try:
        with _alone():
            return _run(arguments, screen, services)
    except DemoError as error:
        screen.print(f"[red]The demo stopped:[/] {error}")
        return 1
    except KeyboardInterrupt:
        screen.print("\nStopping.")
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
        services.stop()


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the demo's folder: two at once would delete each other's data."""
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with FOLDER.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoError(
                f"another one runs on {FOLDER}; stop it first (Ctrl-C in its terminal)."
            ) from None
        yield


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m compliance.demo", description=__doc__)
    parser.add_argument(
        "--once", action="store_true", help="exit when everything was shown, instead of staying up"
    )
    parser.add_argument(
        "--run-only",
        action="store_true",
        help="start the services on the last demo's data and replay nothing",
    )
    return parser.parse_args()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(arguments: argparse.Namespace, screen: Console, services: Services) -> int:
    begun = time.monotonic()
    if not arguments.run_only:  # every demo starts from nothing; `make run` goes on with what is there
        shutil.rmtree(FOLDER, ignore_errors=True)
    services.log_to(FOLDER / "logs")
    with screen.status("Starting the broker"):
        broker_url = start_broker(services, socket_folder(FOLDER / "run"))
    environment = make_environment(FOLDER, broker_url=broker_url)
    enter(environment)
    with screen.status("Preparing the database and the static files"):
        _manage(environment, "migrate", "--verbosity", "0")
        _manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
    with screen.status("Starting worker and web server"):
        start_worker(services, environment, FOLDER / "run")
        address = start_web(services, environment, free_port(_WANTED_PORT))
    seconds = time.monotonic() - begun
    screen.print(
        f"[green]✓[/] broker, worker, beat and web server run ({seconds:.1f} s); logs in {FOLDER / 'logs'}"
    )

    from compliance.demo.story import tell  # only now: Django reads its settings from the variables set above

    if not arguments.run_only:
        tell(screen, services, address, FOLDER, begun)
    else:
        screen.print(
            f"Console: {address}/   (log-ins: those the last `make demo` printed, in {FOLDER / 'logins.txt'})"
        )
    if arguments.once:
        return 0
    screen.print("Everything stays up. Ctrl-C stops it.")
    while services.is_alive():
        time.sleep(1)
    raise DemoError(f"one of the services ended; see {FOLDER / 'logs'}")


def _manage(environment: dict[str, str], *command: str) -> None:
    outcome = subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=FOLDER.parent.parent,
    )
    if outcome.returncode:
        raise DemoError(f"manage.py {command[0]} failed: {outcome.stderr.strip() or outcome.stdout.strip()}")


if __name__ == "__main__":
    sys.exit(main())
