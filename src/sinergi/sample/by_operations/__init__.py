"""The path through the operations that the pages call."""

from sinergi.sample.by_operations.playing import play

__all__ = ["play"]
