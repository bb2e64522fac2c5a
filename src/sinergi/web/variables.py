"""Numbers and addresses from the environment: a wrong number stops the start with a sentence that names its
variable.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit


class WrongVariable(ValueError):
    """A variable of the environment cannot be used; the message says which, and how to write it."""


def reachable(host: str) -> str:
    """Where a browser on this computer finds what listens at ``host``: an address for all networks is none to open."""
    try:
        address = ip_address(host)
    except ValueError:  # a name
        return host
    loopback = "127.0.0.1" if address.version == 4 else "::1"
    return loopback if address.is_unspecified else host


def local_address(environ: Mapping[str, str]) -> str:
    """Where a browser on this computer reaches the server that ``HOST`` and ``PORT`` describe. Printed at the start,
    and written into links and codes as long as no public address is set: a sign-in holds for one name of the host."""
    host = reachable(environ.get("HOST", "") or "127.0.0.1")
    return f"http://{f'[{host}]' if ':' in host else host}:{environ.get('PORT', '') or '8000'}"


def public_address(environ: Mapping[str, str]) -> str:
    """What links and codes begin with: ``SINERGI_URL``, or the address on this computer. A path follows, so no slash
    at the end. Raises `WrongVariable` where it is no address of a whole host: the site cannot live in a folder."""
    text = environ.get("SINERGI_URL", "").strip().rstrip("/")
    if not text:
        return local_address(environ)
    if not _is_origin(text):
        raise WrongVariable(
            f"SINERGI_URL harus alamat lengkap, misalnya https://layanan.contoh.go.id; isinya “{text[:80]}”."
        )
    scheme, mark, rest = text.partition("://")
    return f"{scheme.lower()}{mark}{rest}"  # cookies are marked as secure where it begins with "https://"


def host_of(address: str) -> str:
    """The host as a browser names it in its request, without the port; IPv6 stays in brackets."""
    host = urlsplit(address).hostname or ""
    return f"[{host}]" if ":" in host else host


def _is_origin(text: str) -> bool:
    """Whether it is scheme, host and perhaps a port, and nothing more."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:  # brackets that do not close, a port that is no number
        return False
    rest = parts.path or parts.query or parts.fragment or "@" in parts.netloc or text.endswith(":")
    rest = rest or any(map(str.isspace, text))  # a line break in the middle would be read over
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0 and not rest


def whole(environ: Mapping[str, str], name: str, default: int) -> int:
    """A whole number of 0 or more; ``default`` where the variable is not set or empty. Raises `WrongVariable`."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise WrongVariable(f"{name} harus bilangan bulat, misalnya {default}; isinya “{text[:40]}”.")
    return int(text)
