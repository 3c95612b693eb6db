"""Which second pair of engines answers on this machine: PostgreSQL and Redis on their usual ports."""

import getpass
import socket

import psycopg
import redis

_HOST, _POSTGRESQL_PORT, _REDIS_URL = "127.0.0.1", 5432, "redis://127.0.0.1:6379/9"


def second_pair() -> tuple[dict[str, str], str]:
    """Return (variables for a run on PostgreSQL and Redis, "") or ({}, why there is none)."""
    try:
        redis.Redis.from_url(_REDIS_URL, socket_connect_timeout=1).ping()
    except redis.RedisError:
        return {}, "no Redis answers on port 6379"
    for user in dict.fromkeys([getpass.getuser(), "postgres"]):
        for database in ("postgres", user, "test"):
            address = f"postgres://{user}@{_HOST}:{_POSTGRESQL_PORT}/{database}"
            if _may_create(address):
                return {"CHOKEPOINT_TEST_DATABASE_URL": address, "CHOKEPOINT_TEST_BROKER_URL": _REDIS_URL}, ""
    return (
        {},
        "no PostgreSQL answers on port 5432 that lets this user create a test database without a password",
    )


def _may_create(address: str) -> bool:
    try:
        with socket.create_connection((_HOST, _POSTGRESQL_PORT), timeout=1):
            pass
        with psycopg.connect(
            address.replace("postgres://", "postgresql://"), connect_timeout=2
        ) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except (OSError, psycopg.Error):
        return False
    return bool(row and row[0])
