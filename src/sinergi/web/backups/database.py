"""The database's side of a backup: pg_dump out; pg_restore into a new database that then takes the old one's place."""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import psycopg
from psycopg import sql

from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres import binaries
from sinergi.web.postgres.account import clean_environment
from sinergi.web.postgres.folder import ClusterFolder
from sinergi.web.postgres.settings import database_settings

PIECE = 256 * 1024
MAINTENANCE = "postgres"  # the database one is connected to while another is renamed
SHORT = {"application_name": "PGAPPNAME"}


class DatabaseRefused(Exception):
    """The database could not be saved or brought back; the text is one sentence."""


@dataclass(frozen=True)
class Access:
    """How libpq programs and psycopg reach the installation's database, without a password on a command line."""

    environ: dict[str, str]
    programs: binaries.Binaries

    @property
    def name(self) -> str:
        """The database's name."""
        return self.environ["PGDATABASE"]

    def connect(self, name: str | None = None) -> "psycopg.Connection[tuple[object, ...]]":
        """A connection of its own (autocommit) to this or another database of the server."""
        names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
        words = {key: self.environ[variable] for variable, key in names.items() if variable in self.environ}
        options = {key: value for key, value in self._options() if key != "application_name"}
        return psycopg.connect(dbname=name or self.name, autocommit=True, **words, **options)  # type: ignore[arg-type]

    def _options(self) -> Iterator[tuple[str, str]]:
        for variable, value in self.environ.items():
            if variable.startswith("PGSSL"):
                yield variable[2:].lower(), value


def access(environ: Mapping[str, str], home: HomeFolder) -> Access:
    """From the same settings that Django uses."""
    settings = database_settings(environ, home.path)
    names = {
        "NAME": "PGDATABASE",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "HOST": "PGHOST",
        "PORT": "PGPORT",
    }
    found = {variable: str(settings[name]) for name, variable in names.items() if settings[name]}
    options = settings["OPTIONS"]
    if isinstance(options, dict):
        for name, value in options.items():
            if name != "pool":
                found[SHORT.get(name, f"PG{name.upper().replace('_', '')}")] = str(value)
    data = None if environ.get("DATABASE_URL") else ClusterFolder(home.path).data
    return Access(clean_environment() | found, binaries.find(environ, data))


def dump(source: Access) -> Iterator[bytes]:
    """The database in pg_dump's own compressed format, as of one moment; raises `DatabaseRefused`."""
    command = [source.programs.program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    with tempfile.TemporaryFile() as words:
        with subprocess.Popen(command, env=source.environ, stdout=subprocess.PIPE, stderr=words) as process:
            while piece := _out(process).read(PIECE):
                yield piece
        if process.returncode:
            raise DatabaseRefused(f"Basis data tidak dapat disalin ({_last(words)}).")


def is_empty(target: Access) -> bool:
    """Has the database no table at all?"""
    with target.connect() as connection:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        return connection.execute(query).fetchone() == (0,)


def users_of(target: Access) -> int:
    """How many other connections are using the database now."""
    with target.connect(MAINTENANCE) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
        row = connection.execute(query, [target.name]).fetchone()
    return int(str(row[0])) if row else 0


def restore_beside(target: Access, pieces: Iterable[bytes]) -> str:
    """Bring a dump back into a new database of the same server; returns its name. On failure it is removed."""
    name = f"{target.name}_restored_{os.getpid()}"
    with target.connect(MAINTENANCE) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise DatabaseRefused("Peran basis data ini memerlukan hak CREATEDB untuk pemulihan.") from None
    try:
        _fill(target, name, pieces)
    except BaseException:
        drop(target, name)
        raise
    return name


def _fill(target: Access, name: str, pieces: Iterable[bytes]) -> None:
    command = [target.programs.program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error",
               "--single-transaction", f"--dbname={name}"]  # fmt: skip
    with tempfile.TemporaryFile() as words:
        with subprocess.Popen(command, env=target.environ, stdin=subprocess.PIPE, stderr=words) as process:
            try:
                for piece in pieces:
                    _in(process).write(piece)
            except BrokenPipeError:
                pass  # it ended early and says why below
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            raise DatabaseRefused(f"Basis data tidak dapat dipulihkan ({_last(words)}).")


@contextmanager
def swapped(target: Access, name: str) -> Iterator[None]:
    """Let the new database take the old one's place when the block succeeds, and remove the old one."""
    old = f"{target.name}_replaced_{os.getpid()}"
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with target.connect(MAINTENANCE) as connection, connection.transaction():
        connection.execute(rename.format(sql.Identifier(target.name), sql.Identifier(old)))
        connection.execute(rename.format(sql.Identifier(name), sql.Identifier(target.name)))
        yield
    drop(target, old)


def drop(target: Access, name: str) -> None:
    """Remove a database of the server."""
    with target.connect(MAINTENANCE) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _last(words: IO[bytes]) -> str:
    words.seek(0)
    lines = words.read().decode(errors="replace").strip().splitlines()
    return " ".join((lines or ["tanpa alasan"])[-1].split())


def _out(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    if process.stdout is None:
        raise ValueError("the process has no output pipe")
    return process.stdout


def _in(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    if process.stdin is None:
        raise ValueError("the process has no input pipe")
    return process.stdin
