"""A program for the tests: uses the cluster of the home in argv, says so, and leaves when its input ends."""

import sys
from pathlib import Path

import psycopg

from sinergi.web.homefolder import HomeFolder
from sinergi.web.postgres import Cluster
from sinergi.web.postgres.postmaster import running_pid

home = HomeFolder(Path(sys.argv[1])).create()
cluster = Cluster(home.path, durable="durable" in sys.argv[2:])
cluster.start()
with psycopg.connect(cluster.url) as connection:
    (one,) = connection.execute("SELECT 1").fetchone() or (0,)
print("ready", one, running_pid(cluster.folder.data), flush=True)
sys.stdin.read()
cluster.stop()
print("left", flush=True)
