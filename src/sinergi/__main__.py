"""The ``sinergi`` command: also started by ``python -m sinergi``."""

import sys


def main() -> None:
    from sinergi.web.commandline.main import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
