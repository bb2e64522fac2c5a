"""Numbers from the environment: a wrong one stops the start with a sentence that names its variable."""

from collections.abc import Mapping


class WrongVariable(ValueError):
    """A variable of the environment cannot be used; the message says which, and how to write it."""


def whole(environ: Mapping[str, str], name: str, default: int) -> int:
    """A whole number of 0 or more; ``default`` where the variable is not set or empty. Raises `WrongVariable`."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise WrongVariable(f"{name} harus bilangan bulat, misalnya {default}; isinya “{text[:40]}”.")
    return int(text)
