"""The browser of all tests."""

from sinergi.web.commandline import testing

CHROMIUM = testing.browser()
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
