"""A process that ends when its parent dies, even by SIGKILL (Linux; elsewhere it does nothing)."""

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>


def end_with_parent(number: signal.Signals, parent: int | None = None) -> None:
    """Ask the kernel for signal ``number`` when the parent is gone; ``parent`` is its number if it may be gone now."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(SET_PARENT_DEATH_SIGNAL, int(number), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), number)


def end_with_starter() -> None:
    """The same for a child of ``sinergi serve``, which names itself in the environment."""
    starter = os.environ.pop("SINERGI_STARTER", "")
    if starter:
        end_with_parent(signal.SIGTERM, int(starter))
