"""The bulk path."""

from sinergi.sample.by_rows.playing import play

__all__ = ["play"]
