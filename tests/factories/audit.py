"""Sealing in tests: the other workers' transactions run in the same cluster."""

import time

from django.db import connection

PATIENCE = 60.0  # seconds; the longest transaction of a test beside this one


def wait_until_settled() -> None:
    """Until no transaction of the cluster is older than the youngest event: only then are all events sealed.

    PostgreSQL numbers transactions over all databases of a cluster, and sealing waits for the oldest that runs.
    """
    end = time.monotonic() + PATIENCE
    while _young_events():
        if time.monotonic() > end:
            raise TimeoutError("a transaction older than the events does not end")
        time.sleep(0.02)


def _young_events() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from audit_event where age(xmin) <= "
            "age((pg_snapshot_xmin(pg_current_snapshot())::text::bigint & 4294967295)::text::xid)"
        )
        return int(cursor.fetchone()[0])
