"""Settings of the embedded server: one small machine, nothing over the network, no personal data in its log."""

from collections.abc import Mapping

from sinergi.web.postgres.folder import PORT, ClusterFolder
from sinergi.web.postgres.postmaster import cluster_name

LOG_LIMIT = 20 * 1024 * 1024  # bytes, then the next start begins a new log

SMALL_SERVER = {
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

# A failed statement may carry a citizen's data as text, and so may the detail of a broken constraint.
QUIET_LOG = {
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10min",
}


def options(folder: ClusterFolder, durable: bool, settings: Mapping[str, str] | None = None) -> list[str]:
    """Command line options of ``postgres``; ``settings`` win over ours."""
    socket = str(folder.socket).replace('"', '""')
    place = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": f'"{socket}"',
        "unix_socket_permissions": "0700",
        "cluster_name": cluster_name(folder.data),
    }
    chosen = SMALL_SERVER | QUIET_LOG | place | (DURABLE if durable else FOR_TESTS) | dict(settings or {})
    return [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
