"""The web server with `watched`'s application."""

import argparse

from sinergi.web.commandline import webserver
from sinergi.web.commandline.lifeline import end_with_starter


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", required=True, type=int)
    args = parser.parse_args()
    end_with_starter()
    webserver.load()
    webserver.serve("sinergi.web.bench.watched:application", args.host, args.port, webserver.WORKERS)


if __name__ == "__main__":
    main()
