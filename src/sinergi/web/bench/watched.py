"""Sinergi's application with one more address, which says what the worker has loaded. Only for the bench."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from sinergi.web.commandline.served import application as sinergi

PATH = "/.bench/"
HEAVY = ("numpy", "typst", "python_calamine", "xlsxwriter", "pikepdf")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The answer at ``PATH`` names this worker's process and the heavy packages it has imported."""
    if environ["PATH_INFO"] != PATH:
        return sinergi(environ, start_response)
    loaded = [name for name in HEAVY if name in sys.modules]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"pid": os.getpid(), "loaded": loaded}).encode()]
