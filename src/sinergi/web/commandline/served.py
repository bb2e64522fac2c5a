"""The WSGI application as the web server's worker processes load it."""

import gc
import signal

from sinergi.web.commandline.lifeline import end_with_parent

# A worker whose server was killed would keep the port.
end_with_parent(signal.SIGKILL)

from django.urls import get_resolver  # noqa: E402

from sinergi.web.wsgi import application  # noqa: E402 - the line above must come first

# What is loaded by now stays: the collector need not walk through it again and again. A request makes some ten
# thousand objects, nearly all of them freed by their counts alone.
get_resolver().url_patterns  # noqa: B018 - loads every view before the line is drawn
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)

__all__ = ["application"]
