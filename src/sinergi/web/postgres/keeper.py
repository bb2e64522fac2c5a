"""A small process of its own that stops the server when the last process that used it is gone, however it went.

Started as a program, ``python -I -S keeper.py USERS_FD KEEPER_FD DATA [FOLDER_TO_REMOVE]``. It waits for the
users' lock alone: the kernel grants it when every user has released it or died, SIGKILL included.
"""

import fcntl
import importlib
import os
import shutil
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    # Run without site-packages to stay small, so the neighboring file is not found by its package name.
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
postmaster = importlib.import_module(
    "postmaster" if __name__ == "__main__" else "sinergi.web.postgres.postmaster"
)


def keep(users: int, keeper: int, data: Path, remove: Path | None) -> None:
    """Wait for the last user, stop the server, tidy up."""
    fcntl.flock(users, fcntl.LOCK_EX)
    # The users' file has content while a server should run. A starter that was killed may have left a
    # server which has not written its number yet.
    until = time.monotonic() + 1.5
    while os.fstat(users).st_size and not postmaster.running_pid(data) and time.monotonic() < until:
        time.sleep(0.05)
    postmaster.stop(data)
    os.ftruncate(users, 0)
    if remove is not None:
        shutil.rmtree(remove, ignore_errors=True)
    # In this order: a new starter that gets the users' lock must find the keeper's lock free.
    os.close(keeper)
    os.close(users)


if __name__ == "__main__":
    _users, _keeper, _data, *_rest = sys.argv[1:]
    keep(int(_users), int(_keeper), Path(_data), Path(_rest[0]) if _rest else None)
