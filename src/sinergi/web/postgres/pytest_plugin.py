"""pytest plugin: a throw-away cluster for each test run, and with xdist one for each worker.

Workers do not share one: transactions are numbered over a whole cluster, and the record is sealed up to the oldest
that runs, so a test that loads a year would hold up another worker's tests of sealing.

Load it with ``-p sinergi.web.postgres.pytest_plugin``: it must set ``SINERGI_HOME`` before pytest-django reads the
settings, which is earlier than any ``conftest.py``. With ``DATABASE_URL`` set it leaves everything as it is.

The migrations run once for a given state of theirs (ten seconds of CPU); the result is kept as a dump in the
checkout's ``.test-cache``, and every test database is a copy of it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sinergi.web.commandline.installation import source_state
from sinergi.web.homefolder import HomeFolder, checkout
from sinergi.web.postgres import binaries
from sinergi.web.postgres.cluster import Cluster
from sinergi.web.postgres.folder import DATABASE, PORT, ROLE

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "django_db_reset_sequences"}
TEMPLATE = "SINERGI_TEST_TEMPLATE"
_running: list[Cluster] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> object:
    """Choose the home of this process's tests before Django's settings are read."""
    home = HomeFolder(Path(tempfile.mkdtemp(prefix="sinergi-test-"))).create()
    home.path.chmod(0o711)
    os.environ["SINERGI_HOME"] = str(home.path)
    early_config.add_cleanup(_stop)
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """With xdist the leading process migrates once, so that its workers find the dump. Who brings a migrated
    database along (the mutants) gets copies of it.
    """
    if not _needs_cluster(config):
        _copy_template()
    elif _has_workers(config) and not _dump().is_file():
        start_cluster()
        _running.pop().stop()
        os.environ.pop(TEMPLATE, None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the cluster if a test needs it; with xdist the leading process collects nothing."""
    if _needs_cluster(session.config) and any(_needs_database(item) for item in session.items):
        start_cluster()


def start_cluster() -> Cluster:
    """This process's cluster, started on the first call."""
    if not _running:
        cluster = Cluster(Path(os.environ["SINERGI_HOME"]), durable=False, ephemeral=True)
        cluster.start()
        _running.append(cluster)
        if _migrated(cluster):
            os.environ[TEMPLATE] = DATABASE
            _copy_template()
    return _running[0]


def _needs_cluster(config: pytest.Config) -> bool:
    return not (os.environ.get("DATABASE_URL") or config.option.collectonly)


def _has_workers(config: pytest.Config) -> bool:
    return bool(getattr(config.option, "numprocesses", None)) and "PYTEST_XDIST_WORKER" not in os.environ


def _copy_template() -> None:
    """Let Django make its test databases as copies of the migrated one, without migrating again."""
    from django.conf import settings  # noqa: PLC0415 - pytest-django has read them by now
    from django.db import connections  # noqa: PLC0415

    if settings.configured and (template := os.environ.get(TEMPLATE)):
        connections["default"].settings_dict["TEST"] |= {"TEMPLATE": template, "MIGRATE": False}


def _migrated(cluster: Cluster) -> bool:
    """Migrate the cluster's own database, or bring it back as it was after the same migrations.

    False when the migrations fail: then pytest-django runs them itself and shows why.
    """
    found = binaries.find(os.environ, cluster.folder.data)
    environ = os.environ | {"PGHOST": str(cluster.folder.socket), "PGPORT": str(PORT), "PGUSER": ROLE}
    environ["PGDATABASE"] = DATABASE
    dump = _dump()
    if dump.is_file():
        command = [found.program("pg_restore"), "--single-transaction", f"--dbname={DATABASE}", str(dump)]
        return subprocess.run(command, env=environ, capture_output=True, check=False).returncode == 0
    migrate = [sys.executable, "-P", "-m", "django", "migrate", "--verbosity=0"]
    if subprocess.run(migrate, env=environ, capture_output=True, check=False).returncode:
        return False
    _keep(dump, [found.program("pg_dump"), "--format=custom", "--compress=none"], environ)
    return True


def _dump() -> Path:
    major = binaries.find(os.environ).major
    state = source_state("*/migrations/*.py")
    key = hashlib.sha256(f"{major}{os.environ.get('DJANGO_SETTINGS_MODULE')}{state}".encode()).hexdigest()[
        :16
    ]
    return (checkout() or Path(tempfile.gettempdir())) / ".test-cache" / f"migrated-{key}.dump"


def _keep(dump: Path, command: list[str], environ: dict[str, str]) -> None:
    """Write the dump in one move, and forget older ones; a read-only checkout does without."""
    draft = dump.with_suffix(f".{os.getpid()}")
    try:
        dump.parent.mkdir(exist_ok=True)
        done = subprocess.run([*command, f"--file={draft}"], env=environ, capture_output=True, check=False)
        if done.returncode == 0:
            for old in sorted(dump.parent.glob("migrated-*.dump"), key=lambda path: path.stat().st_mtime)[
                :-4
            ]:
                old.unlink(missing_ok=True)
            draft.replace(dump)
    except OSError:
        draft.unlink(missing_ok=True)


def _needs_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return bool(
        item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(names)
    ) or _is_django_case(item)


def _is_django_case(item: pytest.Item) -> bool:
    from django.test import SimpleTestCase  # noqa: PLC0415 - only after pytest-django has set Django up

    kind = getattr(item, "cls", None)
    return isinstance(kind, type) and issubclass(kind, SimpleTestCase)


def _stop() -> None:
    if not _running:
        shutil.rmtree(os.environ["SINERGI_HOME"], ignore_errors=True)
    while _running:
        _running.pop().stop()
