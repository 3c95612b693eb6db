"""The whole service as real processes on engines of its own: broker, worker, beat, web server, database."""

import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
import redis

from compliance.demo.services import Services, free_port, socket_folder, start_broker, start_web, start_worker

ROOT = Path(__file__).resolve().parents[2]
_PAUSE_SECONDS = 0.1


class Service:
    """Everything that runs, and questions to it from outside: over HTTP, and to its tables with plain SQL."""

    def __init__(self, folder: Path, *, database_url: str = "", broker_url: str = "") -> None:
        """Make secrets and, where none is given, a broker; tables are made and providers enrolled by `start`.

        database_url, broker_url: engines that run already; empty: SQLite in `folder`, and a broker on a unix socket.
        """
        self.folder = folder
        self.processes = Services(folder / "logs")
        self.has_own_broker = not broker_url
        self._database_url = database_url
        self._sockets = socket_folder(folder / "run")
        self.broker_url = broker_url or start_broker(self.processes, self._sockets)
        self._environment = self._make_environment()
        self.port = free_port(0)
        self.address = f"http://127.0.0.1:{self.port}"
        self.keys: dict[str, str] = {}

    def _make_environment(self) -> dict[str, str]:
        kept = {
            n: v for n, v in os.environ.items() if not n.startswith("CHOKEPOINT_") and n != "DATABASE_URL"
        }
        made = {
            "CHOKEPOINT_SECRET_KEY": secrets.token_urlsafe(48),
            "CHOKEPOINT_MASTER_KEY": secrets.token_hex(32),
            "CHOKEPOINT_SIGNING_SEED": secrets.token_hex(32),
            "CHOKEPOINT_DATA_DIR": str(self.folder / "data"),
            "CHOKEPOINT_BROKER_URL": self.broker_url,
            "CHOKEPOINT_LOG_DOMAIN": "log.journey.invalid",
            "CHOKEPOINT_ALLOWED_HOSTS": "127.0.0.1",
            "CHOKEPOINT_INSECURE_HTTP": "yes",
            "CHOKEPOINT_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "compliance.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }
        return kept | made | ({"DATABASE_URL": self._database_url} if self._database_url else {})

    def start(self, providers: Sequence[str]) -> None:
        """Make the tables and the providers, each with one key, and start worker, beat and server."""
        (self.folder / "data" / "static").mkdir(parents=True)
        command = [sys.executable, "-m", "tests.journeys.prepare", *providers]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        self.keys = json.loads(done.stdout.splitlines()[-1])
        self.start_worker()
        self.start_web()

    def enrol(self, username: str, role: str, password: str) -> None:
        """Make a person as an administrator would: the password goes in over standard input."""
        command = [sys.executable, "manage.py", "create_user", username, "--role", role]
        subprocess.run(
            command,
            cwd=ROOT,
            env=self._environment,
            input=password,
            text=True,
            check=True,
            capture_output=True,
        )

    def start_worker(self) -> None:
        """Start worker and beat."""
        start_worker(self.processes, self._environment, self.folder)

    def kill_worker(self) -> None:
        """`kill -9` worker and beat with everything they started."""
        self.processes.kill("worker")
        self.processes.kill("beat")

    def start_web(self) -> None:
        """Start the web server and wait until it answers."""
        start_web(self.processes, self._environment, self.port)

    def kill_web(self) -> None:
        """`kill -9` the web server with everything it started."""
        self.processes.kill("web")

    def kill_broker(self) -> None:
        """`kill -9` our own broker."""
        self.processes.kill("broker")

    def start_broker(self) -> None:
        """Start our own broker again, empty, on the same socket."""
        start_broker(self.processes, self._sockets)

    def empty_broker(self) -> None:
        """Make the broker forget every ring; one that is not ours only in the database we use."""
        path = self.broker_url.removeprefix("redis+socket://")
        is_socket = path != self.broker_url
        with closing(redis.Redis(unix_socket_path=path) if is_socket else redis.from_url(path)) as client:
            client.flushall() if self.has_own_broker else client.flushdb()

    def ask(self, statement: str, *values: object) -> list[tuple]:
        """Return the rows of a question in SQL; `?` stands for a value."""
        if self._database_url:
            address = self._database_url.replace("postgres://", "postgresql://")
            with psycopg.connect(address, autocommit=True) as connection:
                return connection.execute(statement.replace("?", "%s"), values).fetchall()
        path = self.folder / "data" / "chokepoint.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(statement, values).fetchall()

    def send(
        self, method: str, path: str, provider: str, body: bytes | None = None, timeout_seconds: float = 30
    ) -> tuple[int, dict[str, object]]:
        """Return status and document of an answer; errors of HTTP are answers too."""
        headers = {
            "Authorization": f"Bearer {self.keys[provider]}",
            "Content-Type": "application/octet-stream",
        }
        request = Request(self.address + path, data=body, method=method, headers=headers)  # noqa: S310  our own address
        try:
            with urlopen(request, timeout=timeout_seconds) as answer:  # noqa: S310
                return answer.status, json.loads(answer.read())
        except HTTPError as error:
            return error.code, json.loads(error.read())

    def push(self, provider: str, body: bytes) -> dict[str, object]:
        """Push a body and return its receipt."""
        status, receipt = self.send("POST", "/api/v1/logs", provider, body)
        assert status in {200, 201}, receipt
        return receipt

    def wait(self, what: str, is_so: Callable[[], bool], limit_seconds: float = 60) -> None:
        """Wait until `is_so`; fail with `what`, the jobs that are left and the end of the logs."""
        deadline = time.monotonic() + limit_seconds
        while not is_so():
            if time.monotonic() > deadline:
                jobs = self.ask(
                    "SELECT kind, subject, attempts, claimed_by, failure FROM jobs_job WHERE done < wanted"
                )
                tails = {
                    path.name: path.read_text(errors="replace")[-2000:]
                    for path in (self.folder / "logs").glob("*.log")
                }
                raise AssertionError(
                    f"waited {limit_seconds} s in vain for {what}; jobs left: {jobs}; logs: {tails}"
                )
            time.sleep(_PAUSE_SECONDS)

    def is_idle(self) -> bool:
        """Say whether nothing is wanted that is not done."""
        return self.ask("SELECT COUNT(*) FROM jobs_job WHERE done < wanted") == [(0,)]

    def stop(self) -> None:
        """Stop everything and remove the sockets."""
        self.processes.stop()
        if self._sockets != self.folder / "run":
            shutil.rmtree(self._sockets, ignore_errors=True)
