"""The web server process: granian, started by `sinergi serve` as ``python -m``."""

import argparse
from importlib import import_module

from sinergi.web.commandline.lifeline import end_with_starter

APPLICATION = "sinergi.web.commandline.served:application"
WORKERS = 2
THREADS = 32  # slow uploads hold a thread each; with four per worker, twenty of them froze the server
GRACE = 4  # seconds for running requests when the server stops


def main() -> None:
    """Serve until SIGTERM or SIGINT; status 1 when a worker died."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", required=True, type=int)
    parser.add_argument("--workers", type=int, default=WORKERS)
    args = parser.parse_args()
    end_with_starter()
    load()
    serve(APPLICATION, args.host, args.port, args.workers)


def load() -> None:
    """Load Sinergi into this process, before it forks the workers: half the time to start, and less memory."""
    import_module("sinergi.web.commandline.loaded")


def serve(application: str, host: str, port: int, workers: int) -> None:
    """Serve any WSGI application the way Sinergi is served (the bench serves its limit so)."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main()
