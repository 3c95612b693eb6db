"""What every test stands on: a database with real files and locks, folders of its own, a small cast."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import TransactionTestCase

from tests.append_only_guards import guards_lowered
from tests.cast import Cast, make_cast


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep the journeys on one process of the run, so that they share one service and one broker.

    `--dist loadgroup` would do, but xdist 3.8 under pytest 9 no longer tells the scheduler of the groups.
    """
    from xdist.scheduler import LoadScopeScheduling

    class JourneysTogether(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "journeys" if nodeid.startswith("tests/journeys/") else nodeid

    return JourneysTogether(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix):
    """Put a SQLite test database into a file.

    In memory, SQLite has one shared cache and table locks of its own kind, so two workers that meet would be
    tested on something nobody runs. PostgreSQL already has a database for each process of the run.
    """
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        process = getattr(request.config, "workerinput", {}).get("workerid", "main")
        database.setdefault("TEST", {})["NAME"] = str(django_settings.DATA_DIR / f"test-{process}.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards():
    """Let transactional tests be emptied.

    They commit, so Django empties every table after them: DELETE on SQLite, TRUNCATE on PostgreSQL. The
    append-only tables refuse both, as they should. The guards are lowered around that one step and stand
    again before the next test; tests that roll back instead never come here.
    """
    original = TransactionTestCase._fixture_teardown

    def emptied(self):
        with guards_lowered(connection):
            original(self)

    TransactionTestCase._fixture_teardown = emptied
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(scope="session", autouse=True)
def _folder_of_static_files():
    """Make the folder that WhiteNoise looks into; empty, since nothing is collected for tests."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def own_folders(request):
    """Give a test that uses the database its own evidence and its own memory of the signer.

    The database forgets between tests; a signer that remembered the last test's heads would rightly refuse
    to sign the next test's.
    """
    if request.node.get_closest_marker("django_db") is None:
        return
    folder: Path = request.getfixturevalue("tmp_path")
    settings = request.getfixturevalue("settings")
    settings.EVIDENCE_DIR = folder / "evidence"
    settings.SIGNER_DIR = folder / "signer"


@pytest.fixture(autouse=True)
def plain_static_files(request):
    """Name static files as they are called: no manifest has been collected in a test run."""
    if request.node.get_closest_marker("django_db") is None:
        return
    settings = request.getfixturevalue("settings")
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def cast(db) -> Cast:
    """Two officers, an auditor, an administrator, a provider with its key, one from outside with its own."""
    return make_cast()


@pytest.fixture
def bells(monkeypatch):
    """Hear the bell instead of ringing it: the list of (kind, subject) that would have gone to the broker."""
    from compliance.pipeline import ring

    heard: list[tuple[str, str]] = []
    monkeypatch.setattr(ring, "apply_async", lambda args, **_options: heard.append(tuple(args)))
    return heard
