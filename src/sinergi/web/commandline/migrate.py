"""Memperbarui susunan basis data sesuai program ini. Aman diulang."""

import argparse

from sinergi.web.commandline import installation as shared

HELP = "perbarui susunan basis data"
NOT_APPLIED = "perubahan susunan basis data belum dijalankan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="hanya periksa; kode keluar 1 bila belum sesuai")


def run(args: argparse.Namespace) -> int:
    return shared.in_one_sentence(lambda: migrate(only_check=args.check))


def migrate(*, only_check: bool) -> int:
    """Apply what is missing, or only say whether something is."""
    with shared.installation():
        shared.set_up_django()
        if not only_check:
            from django.core.management import call_command

            call_command("migrate", interactive=False, verbosity=0)
            print("Susunan basis data sudah sesuai.")
            return 0
        missing = unapplied()
        if missing:
            raise shared.Stopped(f"{len(missing)} {NOT_APPLIED}: {', '.join(missing)}.")
        print("Susunan basis data sudah sesuai.")
        return 0


def unapplied() -> list[str]:
    """Names of migrations that the database has not seen."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
