"""The limit program under Sinergi's own web server, with the same workers and threads."""

import argparse

from sinergi.web.commandline import webserver
from sinergi.web.commandline.lifeline import end_with_starter


def main() -> None:
    """Serve ``app:application`` (found over PYTHONPATH) until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", required=True, type=int)
    args = parser.parse_args()
    end_with_starter()
    webserver.serve("app:application", args.host, args.port, webserver.WORKERS)


if __name__ == "__main__":
    main()
