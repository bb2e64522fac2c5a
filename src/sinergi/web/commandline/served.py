"""The WSGI application as the web server's worker processes load it.

`sinergi.web.commandline.webserver` loads `loaded` before it forks the workers, so this costs them next to nothing.
"""

import signal

from sinergi.web.commandline.lifeline import end_with_parent

# A worker whose server was killed would keep the port.
end_with_parent(signal.SIGKILL)

from sinergi.web.commandline.loaded import application  # noqa: E402 - the line above must come first

__all__ = ["application"]
