"""A backup restored on another machine is the same installation; anything else is refused before it is touched."""

import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.vault import keyring
from sinergi.web.backups import database, restoring, saving, secrets
from sinergi.web.backups.parts import Part, PartDamaged, read_parts, write_part
from sinergi.web.backups.sealed import (
    CHUNK,
    Damaged,
    KeyFile,
    NotABackup,
    Passphrase,
    Sealer,
    WrongKey,
    unseal,
)
from sinergi.web.commandline import backup as backup_command
from sinergi.web.commandline import restore as restore_command
from sinergi.web.commandline.installation import Stopped
from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres import Cluster

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KEY = KeyFile("1a2b3c4d", bytes(range(32)))
MakeHome = Callable[[Path], HomeFolder]


def sealed(data: bytes, secret: KeyFile | Passphrase = KEY) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, secret, {"made": NOW.isoformat()})
    sealer.write(data)
    sealer.close()
    return file.getvalue()


def opened(data: bytes, secret: KeyFile | Passphrase = KEY) -> bytes:
    return b"".join(unseal(io.BytesIO(data), lambda _: secret))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_seal_and_unseal_at_every_border(size: int) -> None:
    data = os.urandom(size)
    assert opened(sealed(data)) == data


def test_passphrase_opens_and_another_does_not() -> None:
    file = sealed(b"isi", Passphrase("kalimat yang panjang"))
    assert opened(file, Passphrase("kalimat yang panjang")) == b"isi"
    with pytest.raises(WrongKey):
        opened(file, Passphrase("kalimat yang lain sekali"))


def test_another_key_is_recognised() -> None:
    with pytest.raises(WrongKey):
        opened(sealed(b"isi"), KeyFile(KEY.identity, bytes(32)))


def test_every_cut_is_noticed() -> None:
    file = sealed(os.urandom(2 * CHUNK + 100))
    start = len(file) - (2 * CHUNK + 100 + 3 * 16)
    chunk = CHUNK + 16
    for length in (start, start + 1, start + chunk, start + chunk + 1, start + 2 * chunk, len(file) - 1):
        with pytest.raises(Damaged):
            opened(file[:length])
    with pytest.raises(Damaged):
        opened(file + b"x")


def test_every_flipped_byte_is_noticed() -> None:
    file = sealed(b"rahasia" * 10)
    for place in range(len(file)):
        changed = bytearray(file)
        changed[place] ^= 1
        with pytest.raises((Damaged, WrongKey, NotABackup)):
            opened(bytes(changed))


def test_swapped_chunks_are_noticed() -> None:
    file = sealed(os.urandom(3 * CHUNK))
    start, chunk = len(file) - 3 * (CHUNK + 16), CHUNK + 16
    first, second = file[start : start + chunk], file[start + chunk : start + 2 * chunk]
    with pytest.raises(Damaged):
        opened(file[:start] + second + first + file[start + 2 * chunk :])


@given(st.lists(st.lists(st.binary(max_size=300), max_size=4), max_size=4), st.integers(1, 50))
def test_parts_survive_any_cutting_of_the_stream(contents: list[list[bytes]], step: int) -> None:
    out = io.BytesIO()
    for number, pieces in enumerate(contents):
        write_part(out.write, {"number": number}, pieces)  # type: ignore[arg-type]
    data = out.getvalue()
    stream = (data[i : i + step] for i in range(0, len(data), step))
    found = [(part.title["number"], b"".join(part.pieces)) for part in read_parts(stream)]
    assert found == [(number, b"".join(pieces)) for number, pieces in enumerate(contents)]
    if data:
        with pytest.raises(PartDamaged):
            for part in read_parts([data[:-1]]):
                read_all(part)


def read_all(part: Part) -> bytes:
    return b"".join(part.pieces)


class Machine:
    """One installation with its cluster running."""

    def __init__(self, home: HomeFolder) -> None:
        self.home = home
        self.cluster = Cluster(home.path, durable=False)
        self.cluster.start()
        self.access = database.access({}, home)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.cluster.url, autocommit=True) as connection:
            cursor = connection.execute(query)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def contents(self) -> dict[str, str]:
        """A sum for every table and every file."""
        found = {}
        kinds = "SELECT oid::regclass::text, relkind::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        for name, kind in self.ask(kinds):
            if kind == "r":
                query = f"SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {name} t"
            elif kind == "S":
                query = f"SELECT last_value FROM {name}"
            else:
                continue
            ((value,),) = self.ask(query)
            found[str(name)] = str(value)
        for path in sorted(self.home.files.rglob("*")):
            if path.is_file():
                found[str(path.relative_to(self.home.files))] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


@pytest.fixture
def machines(make_home: MakeHome, open_folder: Path) -> Iterator[Callable[[str], Machine]]:
    running: list[Machine] = []

    def boot(name: str) -> Machine:
        running.append(Machine(make_home(open_folder / name)))
        return running[-1]

    yield boot
    for machine in running:
        machine.cluster.stop()


@pytest.fixture
def office(machines: Callable[[str], Machine]) -> Machine:
    machine = machines("office")
    keyring.ensure(machine.home.keys)
    machine.ask("CREATE EXTENSION btree_gist")
    machine.ask("CREATE TABLE person (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, born daterange, "
                "EXCLUDE USING gist (name WITH =, born WITH &&))")  # fmt: skip
    machine.ask("INSERT INTO person (name, born) SELECT 'Contoh ' || n, daterange('2026-01-01', '2026-02-01') "
                "FROM generate_series(1, 2000) n")  # fmt: skip
    machine.ask(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'append only'; END$$"
    )
    machine.ask("CREATE TRIGGER t BEFORE UPDATE OR DELETE ON person EXECUTE FUNCTION refuse()")
    for name, size in {"a/b/surat.pdf": 3_000_000, "foto.jpg": 10, "kosong": 0, "näme with space": 5}.items():
        path = machine.home.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(size))
    return machine


def save(machine: Machine, target: Path, passphrase_file: Path | None = None) -> saving.Saved:
    secret = secrets.to_seal(machine.home.keys, passphrase_file)
    return saving.save(machine.home, machine.access, target, secret, now=NOW)


def bring_back(
    monkeypatch: pytest.MonkeyPatch, machine: Machine, source: Path, *, replace: bool = False
) -> None:
    monkeypatch.setenv("SINERGI_HOME", str(machine.home.path))
    assert restore_command.bring_back(source, None, replace=replace) == 0


@pytest.mark.slow
def test_restore_on_another_machine_brings_everything_back(
    office: Machine, machines: Callable[[str], Machine], open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = open_folder / "backup.sinergi"
    saved = save(office, file)
    assert (saved.files, file.stat().st_mode & 0o777) == (4, 0o600)
    assert [name.rpartition("-")[0] for name in saved.keys] == ["data-0001", "index-0001", "secret-0001"]
    other = machines("other")
    shutil.copytree(office.home.keys, other.home.keys, dirs_exist_ok=True)
    bring_back(monkeypatch, other, file)
    assert other.contents() == office.contents()
    with pytest.raises(psycopg.errors.RaiseException):
        other.ask("DELETE FROM person")
    other.ask("INSERT INTO person (name) VALUES ('Contoh Baru')")
    assert other.ask("SELECT max(id) FROM person") == [(2001,)], "the sequence went along"
    assert [path.name for path in other.home.path.glob("files-*")] == []


@pytest.mark.slow
def test_backup_file_shows_nothing_of_its_contents(office: Machine, open_folder: Path) -> None:
    office.ask("INSERT INTO person (name) VALUES ('3200000000000001')")
    (office.home.files / "note.txt").write_text("3200000000000002")
    save(office, open_folder / "file")
    data = (open_folder / "file").read_bytes()
    assert b"32000000000000" not in data
    for path in office.home.keys.glob("*.key"):
        assert path.read_text().strip().encode() not in data
        assert bytes.fromhex(path.read_text().strip()) not in data


@pytest.mark.slow
def test_restore_names_every_missing_key_and_touches_nothing(
    office: Machine, machines: Callable[[str], Machine], open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = open_folder / "file"
    saved = save(office, file)
    other = machines("other")
    with pytest.raises(Stopped, match="backup-"):
        bring_back(monkeypatch, other, file)
    for key in office.home.keys.glob("backup-*.key"):
        shutil.copy(key, other.home.keys)
    with pytest.raises(Stopped) as told:
        bring_back(monkeypatch, other, file)
    assert all(name in str(told.value) for name in saved.keys)
    keyring.ensure(other.home.keys)
    for key in office.home.keys.glob("*.key"):
        shutil.copy(key, other.home.keys)
    with pytest.raises(Stopped, match="bersaing"):
        bring_back(monkeypatch, other, file)
    assert other.contents() == {}


@pytest.mark.slow
def test_restore_refuses_another_key_under_the_right_name(
    office: Machine, machines: Callable[[str], Machine], open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = open_folder / "file"
    save(office, file)
    other = machines("other")
    for key in office.home.keys.glob("*.key"):
        shutil.copy(key, other.home.keys)
    (wrong,) = other.home.keys.glob("data-*.key")
    wrong.write_text(os.urandom(keyring.KEY_BYTES["data"]).hex())
    with pytest.raises(Stopped, match=f"meskipun namanya sama: {wrong.stem};"):
        bring_back(monkeypatch, other, file)
    assert other.contents() == {}


@pytest.mark.parametrize("text", ["garbage", "", "1a2b", "\u00e9" * 10])
def test_a_damaged_key_file_is_named(tmp_path: Path, text: str) -> None:
    keyring.ensure(tmp_path)
    (path,) = tmp_path.glob("index-*.key")
    path.write_text(text)
    with pytest.raises(keyring.DamagedKey, match=str(path)):
        keyring.load(tmp_path)


@pytest.mark.slow
def test_restore_refuses_a_damaged_file_and_touches_nothing(
    office: Machine, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = open_folder / "file"
    save(office, file)
    before = office.contents()
    data = file.read_bytes()
    for name, bad in {
        "cut": data[:-1], "cut in the middle": data[: len(data) // 2],
        "changed": data[:-40] + bytes([data[-40] ^ 1]) + data[-39:],
        "longer": data + b"x", "other": b"%PDF-1.7 something", "empty": b"",
    }.items():  # fmt: skip
        damaged = open_folder / name
        damaged.write_bytes(bad)
        with pytest.raises(Stopped, match=r"rusak|bukan berkas cadangan"):
            bring_back(monkeypatch, office, damaged, replace=True)
    with pytest.raises(Stopped, match="tidak dapat dibaca"):
        bring_back(monkeypatch, office, open_folder / "absent")
    assert office.contents() == before


@pytest.mark.slow
def test_restore_replaces_data_only_when_told_to(
    office: Machine, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = open_folder / "file"
    save(office, file)
    before = office.contents()
    office.ask("CREATE TABLE later (n int)")
    (office.home.files / "later.txt").write_text("x")
    (office.home.run / "done-migrate").write_text("x")
    with pytest.raises(Stopped, match="--replace"):
        bring_back(monkeypatch, office, file)
    with psycopg.connect(office.cluster.url), pytest.raises(Stopped, match="dipakai"):
        bring_back(monkeypatch, office, file, replace=True)
    bring_back(monkeypatch, office, file, replace=True)
    assert office.contents() == before
    assert not (office.home.run / "done-migrate").exists()
    assert len(office.ask("SELECT 1 FROM pg_database WHERE datname LIKE 'sinergi%'")) == 1


@pytest.mark.slow
def test_failure_in_the_last_step_leaves_the_present_data(
    office: Machine, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = open_folder / "file"
    save(office, file)
    office.ask("INSERT INTO person (name) VALUES ('Contoh Sesudah')")
    before = office.contents()

    rename, failures = Path.rename, []

    def fail_once(self: Path, target: Path) -> Path:
        if target == office.home.files and not failures:
            failures.append(self)
            raise OSError(5, "input/output error")
        return rename(self, target)

    monkeypatch.setattr(restoring.Path, "rename", fail_once)
    with pytest.raises(OSError, match="input/output"):
        bring_back(monkeypatch, office, file, replace=True)
    assert failures
    assert office.contents() == before


@pytest.mark.slow
def test_passphrase_travels_without_the_backup_key(
    office: Machine, machines: Callable[[str], Machine], open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = open_folder / "words"
    words.write_text("kalimat sandi yang panjang\n")
    file = open_folder / "file"
    save(office, file, words)
    other = machines("other")
    for key in office.home.keys.glob("*.key"):
        if not key.name.startswith("backup-"):
            shutil.copy(key, other.home.keys)
    monkeypatch.setenv("SINERGI_HOME", str(other.home.path))
    with pytest.raises(Stopped, match="--passphrase-file"):
        restore_command.bring_back(file, None, replace=False)
    (open_folder / "wrong").write_text("kalimat sandi yang salah\n")
    with pytest.raises(Stopped, match="bukan untuk"):
        restore_command.bring_back(file, open_folder / "wrong", replace=False)
    (open_folder / "short").write_text("pendek\n")
    with pytest.raises(Stopped, match="terlalu pendek"):
        restore_command.bring_back(file, open_folder / "short", replace=False)
    assert restore_command.bring_back(file, words, replace=False) == 0
    assert other.contents() == office.contents()


@pytest.mark.slow
def test_backup_command_never_replaces_a_file(
    office: Machine, open_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SINERGI_HOME", str(office.home.path))
    target = open_folder / "file"
    assert backup_command.backup(target, None) == 0
    assert "data-0001-" in capsys.readouterr().out
    with pytest.raises(Stopped, match="sudah ada"):
        backup_command.backup(target, None)
    with pytest.raises(Stopped, match="tidak dapat ditulis"):
        backup_command.backup(open_folder / "no" / "folder", None)
    assert sorted(path.name for path in open_folder.iterdir() if path.is_file()) == ["file"]
