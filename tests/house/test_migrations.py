"""The migrations and the models say the same, and a room's migrations look down like its code."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.house.floors import FLOORS, SOURCE, may_see

OURS = sorted(config.label for config in apps.get_app_configs() if config.name.startswith("sinergi."))


def _files() -> Iterator[tuple[str, Path]]:
    for room in FLOORS:
        for path in sorted((SOURCE / room / "migrations").glob("0*.py")):
            yield room, path


def _imported(path: Path) -> Iterator[str]:
    """Rooms that a migration imports, in any way Python offers."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            if parts[0] == "sinergi" and len(parts) > 1 and parts[1] in FLOORS:
                yield parts[1]


def test_no_migration_is_missing() -> None:
    with translation.override(None):  # as makemigrations: words of Django itself are compared as written
        loader = MigrationLoader(None, ignore_no_migrations=True)
        found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
            graph=loader.graph
        )
    assert {app: [str(one) for one in found[app]] for app in found if app in OURS} == {}


def test_migrations_import_and_depend_downward() -> None:
    wrong = {
        f"{path.relative_to(SOURCE)}: {other}" for room, path in _files() for other in _imported(path)
        if not may_see(room, other)
    }  # fmt: skip
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for (app, name), migration in loader.disk_migrations.items():
        for other, _name in migration.dependencies:
            if app in FLOORS and other in FLOORS and not may_see(app, other):
                wrong.add(f"{app}/{name} depends on {other}")
    assert not wrong


def test_every_app_has_one_leaf() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    with_models = {model._meta.app_label for model in apps.get_models() if model._meta.app_label in OURS}
    assert {app: len(loader.graph.leaf_nodes(app)) for app in with_models} == dict.fromkeys(with_models, 1)


@pytest.fixture
def empty_database(transactional_db: None) -> Iterator[dict[str, Any]]:
    """Connection parameters of a new database in the cluster of this test run."""
    place = connection.settings_dict
    parameters = {
        "host": place["HOST"], "port": place["PORT"], "user": place["USER"], "password": place["PASSWORD"],
        "dbname": f"{place['NAME']}_fresh",
    }  # fmt: skip
    with psycopg.connect(**{**parameters, "dbname": "postgres"}, autocommit=True) as server:
        server.execute(f'drop database if exists "{parameters["dbname"]}" with (force)')
        server.execute(f'create database "{parameters["dbname"]}" template template0')
        yield parameters
        server.execute(f'drop database "{parameters["dbname"]}" with (force)')


@pytest.mark.slow
def test_an_empty_database_migrates_to_the_models(empty_database: dict[str, Any]) -> None:
    """Every migration runs from nothing, and the tables have the models' columns, no more and no less."""
    given = {key: quote(str(value), safe="") for key, value in empty_database.items()}
    url = "postgresql://{user}:{password}@/{dbname}?host={host}&port={port}".format(**given)
    command = [sys.executable, "-P", "-m", "django", "migrate", "--verbosity=0"]
    environ = os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(SOURCE.parent)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, set[str]] = {}
    with psycopg.connect(**empty_database) as fresh:
        columns = (
            "select table_name, column_name from information_schema.columns where table_schema = 'public'"
        )
        for table, column in fresh.execute(columns):
            found.setdefault(table, set()).add(column)
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            assert {field.column for field in model._meta.local_concrete_fields} == found[
                model._meta.db_table
            ], model
