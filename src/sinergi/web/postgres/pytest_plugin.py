"""pytest plugin: one throw-away cluster per test run, shared by all xdist workers (each has its own database).

Load it with ``-p sinergi.web.postgres.pytest_plugin``: it must set ``SINERGI_HOME`` before pytest-django reads the
settings, which is earlier than any ``conftest.py``. With ``DATABASE_URL`` set it leaves everything as it is.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres.cluster import Cluster

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "django_db_reset_sequences"}
_running: list[Cluster] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> object:
    """Choose the home of this test run before Django's settings are read. xdist workers inherit it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        # The short system folder where it exists: a socket's path has 107 bytes only.
        home = HomeFolder(Path(tempfile.mkdtemp(prefix="sinergi-test-"))).create()
        home.path.chmod(0o711)
        os.environ["SINERGI_HOME"] = str(home.path)
        early_config.add_cleanup(_stop)
    return (yield)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the cluster in the process that leads the run, if a test needs it (workers collect on their own)."""
    if "PYTEST_XDIST_WORKER" in os.environ or os.environ.get("DATABASE_URL"):
        return
    if session.config.option.collectonly:
        return
    if any(_needs_database(item) for item in session.items):
        start_cluster()


def pytest_configure(config: pytest.Config) -> None:
    """With xdist the leading process collects nothing, so it starts the cluster before its workers."""
    leads_workers = getattr(config.option, "numprocesses", None) and "PYTEST_XDIST_WORKER" not in os.environ
    if leads_workers and not os.environ.get("DATABASE_URL") and not config.option.collectonly:
        start_cluster()


def start_cluster() -> Cluster:
    """The run's cluster, started on the first call."""
    if not _running:
        cluster = Cluster(Path(os.environ["SINERGI_HOME"]), durable=False, ephemeral=True)
        cluster.start()
        _running.append(cluster)
    return _running[0]


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
