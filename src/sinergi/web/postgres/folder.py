"""Where the embedded cluster keeps its parts, as a function of the home folder alone."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

SOCKET_LIMIT = 107  # bytes of a Unix socket's path, sockaddr_un less its final zero
PORT = 5432
ROLE = DATABASE = "sinergi"


@dataclass(frozen=True)
class ClusterFolder:
    """Paths of one cluster. What the server's account touches lies below ``base``; locks stay outside."""

    home: Path

    @property
    def base(self) -> Path:
        """``database`` of the home, links resolved: the server may live where its account can reach it."""
        return (self.home / "database").resolve()

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.base / "cluster"

    @property
    def socket(self) -> Path:
        """Folder of the Unix socket: beside the data, or a short one of the system where that path will not do.

        It may be too long for a socket, or have a comma, which separates hosts for libpq.
        """
        beside = self.base / "socket"
        if len(str(beside / f".s.PGSQL.{PORT}").encode()) <= SOCKET_LIMIT and "," not in str(beside):
            return beside
        name = hashlib.sha256(str(self.base).encode()).hexdigest()[:16]
        return Path("/", "tmp", f"sinergi-{name}")

    @property
    def starting(self) -> Path:
        """Lock: one process at a time starts or stops the server."""
        return self.home / "run" / "database-starting.lock"

    @property
    def users(self) -> Path:
        """Lock: shared by all that use the server; who gets it alone may stop it."""
        return self.home / "run" / "database-users.lock"

    @property
    def keeper(self) -> Path:
        """Lock: held by the process that stops the server when its last user died."""
        return self.home / "run" / "database-keeper.lock"

    @property
    def log(self) -> Path:
        """The server's own words."""
        return self.home / "log" / "postgresql.log"
