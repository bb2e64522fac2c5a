"""One PostgreSQL cluster in one home folder, shared by all processes of an installation.

The first process starts the server, others join, the last one that leaves stops it. Users hold a shared file lock,
so the kernel itself counts them; a keeper process stops the server when the last user was killed.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from sinergi.web.postgres import account, binaries, postmaster, tuning
from sinergi.web.postgres.folder import DATABASE, PORT, ROLE, ClusterFolder
from sinergi.web.postgres.locks import Lock
from sinergi.web.postgres.trouble import DatabaseTrouble, explain, shared_memory_in_use

PATIENCE = 60.0  # seconds for another process that is starting or stopping the server
ATTEMPTS = 40  # half a second each: orphans of a killed server need up to about ten seconds to go
KEEPER = Path(__file__).with_name("keeper.py")


class Cluster:
    """Use it as a context manager, or call `start` and `stop`. ``home`` must have its folders already.

    ``durable=False`` is for tests only (a power cut may lose everything); ``ephemeral`` removes the whole home
    when the last user is gone. ``settings`` are server settings over ours (the bench listens on a port).
    Raises `DatabaseTrouble` with one sentence.
    """

    def __init__(
        self,
        home: Path,
        durable: bool = True,
        *,
        ephemeral: bool = False,
        environ: Mapping[str, str] | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = ClusterFolder(home)
        self._settings = dict(settings or {})
        self._durable = durable
        self._ephemeral = ephemeral
        self._environ = os.environ if environ is None else environ
        self._users: Lock | None = None
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The database as a URL for psycopg, libpq programs and ``DATABASE_URL``."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.folder.socket), safe='')}&port={PORT}"

    @property
    def dsn(self) -> str:
        """The same as key words for libpq."""
        host = str(self.folder.socket).replace("\\", "\\\\").replace("'", "\\'")
        return f"host='{host}' port={PORT} user={ROLE} dbname={DATABASE}"

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def alive(self) -> bool:
        """Is the server there?"""
        if self._server is not None:
            self._server.poll()  # takes its exit status: a dead child would stay in the process table
        return postmaster.running_pid(self.folder.data) is not None

    def start(self) -> None:
        """Start the server, or join the one that runs. Starting twice is harmless."""
        if self._users is not None and self.alive():
            return
        with Lock(self.folder.starting) as starting:
            if not starting.wait_alone(PATIENCE):
                raise DatabaseTrouble(
                    "Proses lain sudah satu menit menjalankan basis data ini; hentikan dahulu."
                )
            users = self._users or Lock(self.folder.users)
            if not users.wait_shared(PATIENCE):
                raise DatabaseTrouble("Basis data masih berhenti sesudah satu menit; periksa prosesnya.")
            try:
                self._ensure_server(users)
            except BaseException:
                users.release()
                self._users = None
                raise
            self._users = users

    def stop(self) -> None:
        """Leave; the last user stops the server. When it returns, the server is gone or others use it."""
        if self._users is None:
            return
        users, self._users = self._users, None
        with Lock(self.folder.starting) as starting, users:
            if starting.wait_alone(PATIENCE) and users.try_alone():
                if not postmaster.stop(self.folder.data):
                    raise DatabaseTrouble(f"Peladen basis data {self.folder.data} tidak mau berhenti.")
                self.alive()
                self._server = None
                os.truncate(self.folder.users, 0)
                _remove_short_socket(self.folder)
                return
            # Others use it, or the keeper was quicker than we and is stopping it: then this waits for it.
            users.wait_shared(PATIENCE)

    def _ensure_server(self, users: Lock) -> None:
        data = self.folder.data
        os.write(users.open(), b"in use\n")
        self._ensure_keeper()
        if postmaster.running_pid(data) is None or not _wait_ready(data):
            self._start_server()

    def _start_server(self) -> None:
        found = binaries.find(self._environ, self.folder.data)
        who = account.choose(self.folder.base, found)
        if not self.folder.data.exists():
            _initialize(self.folder, who, self._durable)
        who.own(self.folder.data)
        _prepare_socket(self.folder, who)
        postmaster.forget_foreign_pid(self.folder.data)
        self._server = _launch(self.folder, who, tuning.options(self.folder, self._durable, self._settings))

    def _ensure_keeper(self) -> None:
        """Start the keeper unless one lives (it is gone only if somebody killed it)."""
        with Lock(self.folder.keeper) as keeper, Lock(self.folder.users) as users:
            if not keeper.try_alone():
                return
            numbers = (users.open(), keeper.open())
            remove = [str(self.folder.home)] if self._ephemeral else []
            command = [
                sys.executable,
                "-I",
                "-S",
                str(KEEPER),
                *map(str, numbers),
                str(self.folder.data),
                *remove,
            ]
            subprocess.Popen(
                command,
                pass_fds=numbers,
                start_new_session=True,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )


def _initialize(folder: ClusterFolder, who: account.Account, durable: bool) -> None:
    """Make a new cluster beside its place and move it there complete, so that a killed start leaves no half one."""
    for old in folder.base.glob("new-*"):
        shutil.rmtree(old, ignore_errors=True)
    draft = folder.base / f"new-{os.getpid()}"
    made = who.run(
        "initdb",
        "-D",
        str(draft),
        "-U",
        "postgres",
        "-A",
        "trust",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
        *who.binaries.locale,
    )
    if made.returncode == 0:
        text = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n"
        made = who.run(
            "postgres",
            "--single",
            "-D",
            str(draft),
            "-c",
            f"fsync={'on' if durable else 'off'}",
            "postgres",
            text=text,
        )
    words = made.stdout + made.stderr
    if made.returncode != 0 or "ERROR:" in words:
        shutil.rmtree(draft, ignore_errors=True)
        folder.log.write_text(words)
        raise DatabaseTrouble(explain(words, folder.log))
    draft.rename(folder.data)


def _prepare_socket(folder: ClusterFolder, who: account.Account) -> None:
    """The folder that is the lock on the door: whoever can enter it is trusted by the server."""
    socket = folder.socket
    try:
        socket.mkdir(mode=0o700)
    except FileExistsError:
        ours = {os.geteuid(), who.owner[0] if who.owner else os.geteuid()}
        # Below our own closed folder nobody else can have made it; in the system's short one anybody can.
        if socket.parent != folder.base and (socket.is_symlink() or socket.lstat().st_uid not in ours):
            raise DatabaseTrouble(f"Folder {socket} milik pengguna lain; hapus folder itu.") from None
    for left in socket.glob(
        ".s.PGSQL.*"
    ):  # of a killed server; its lock names a process number that may be reused
        left.unlink()
    socket.chmod(0o700)
    if who.owner is not None:
        os.chown(socket, *who.owner)


def _remove_short_socket(folder: ClusterFolder) -> None:
    if folder.socket.parent != folder.base:
        shutil.rmtree(folder.socket, ignore_errors=True)


def _launch(folder: ClusterFolder, who: account.Account, options: list[str]) -> "subprocess.Popen[bytes]":
    """Start the server and wait until it takes connections; try again while orphans of a killed one are going."""
    arguments = ["-D", str(folder.data), *options]
    for _ in range(ATTEMPTS):
        if folder.log.exists() and folder.log.stat().st_size > tuning.LOG_LIMIT:
            folder.log.replace(folder.log.with_suffix(".old.log"))
        with folder.log.open("ab") as log:
            before = log.tell()
            server = who.launch("postgres", arguments, log.fileno())
        if _wait_ready(folder.data, server):
            return server
        with folder.log.open("rb") as log:
            log.seek(before)
            words = log.read().decode(errors="replace")
        if not shared_memory_in_use(words):
            break
        time.sleep(0.5)
    raise DatabaseTrouble(explain(words, folder.log))


def _wait_ready(data: Path, server: "subprocess.Popen[bytes] | None" = None) -> bool:
    """Wait until the server takes connections (recovery after a crash may be long); False when it ended."""
    while not postmaster.is_ready(data):
        if server is not None and server.poll() is not None:
            return False
        if server is None and postmaster.running_pid(data) is None:
            return False
        time.sleep(0.02)
    return True
