"""One service for all journeys of a run, on the engines of this column."""

import os
import secrets

import psycopg
import pytest

from tests.journeys.service import Service

PROVIDERS = ("events", "philly", "half-a-body", "killed-server", "deaf-broker", "browser")


@pytest.fixture(scope="session")
def database_url():
    """An empty PostgreSQL database that is dropped afterwards; empty text where the column is SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    server = given.replace("postgres://", "postgresql://")
    name = f"journey_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield given.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def service(tmp_path_factory, database_url):
    """The running service. Its processes are ended whatever happens."""
    broker_url = os.environ["CHOKEPOINT_BROKER_URL"] if database_url else ""
    running = Service(tmp_path_factory.mktemp("journey"), database_url=database_url, broker_url=broker_url)
    try:
        if database_url:
            running.empty_broker()
        running.start(PROVIDERS)
        yield running
    finally:
        running.stop()
        if database_url:
            running.empty_broker()
