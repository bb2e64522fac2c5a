"""The migrations and the models say the same, and a room's migrations look down like its code."""

import ast
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

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
    loader = MigrationLoader(None, ignore_no_initial=True)
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert {app: [str(one) for one in found[app]] for app in found if app in OURS} == {}


def test_migrations_import_and_depend_downward() -> None:
    wrong = {
        f"{path.relative_to(SOURCE)}: {other}" for room, path in _files() for other in _imported(path)
        if not may_see(room, other)
    }  # fmt: skip
    loader = MigrationLoader(None, ignore_no_initial=True)
    for (app, name), migration in loader.disk_migrations.items():
        for other, _name in migration.dependencies:
            if app in FLOORS and other in FLOORS and not may_see(app, other):
                wrong.add(f"{app}/{name} depends on {other}")
    assert not wrong


def test_every_app_has_one_leaf() -> None:
    loader = MigrationLoader(None, ignore_no_initial=True)
    with_models = {model._meta.app_label for model in apps.get_models() if model._meta.app_label in OURS}
    assert {app: len(loader.graph.leaf_nodes(app)) for app in with_models} == dict.fromkeys(with_models, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_empty_database_migrates_to_the_models() -> None:
    """From nothing, in a schema of its own: every migration runs, and the tables have the models' columns."""
    with connection.cursor() as cursor:
        cursor.execute("create schema fresh")
        cursor.execute("set search_path to fresh, pg_catalog")
    try:
        call_command("migrate", verbosity=0, stdout=StringIO())
        executor = MigrationExecutor(connection)
        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
        with connection.cursor() as cursor:
            cursor.execute("select table_name, column_name from information_schema.columns where table_schema = 'fresh'")
            found: dict[str, set[str]] = {}
            for table, column in cursor.fetchall():
                found.setdefault(table, set()).add(column)
        for model in apps.get_models():
            if model._meta.managed:
                assert {field.column for field in model._meta.local_concrete_fields} == found[model._meta.db_table], model
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset search_path")
            cursor.execute("drop schema fresh cascade")
