"""Sinergi with every view loaded. Opens no connection and starts no thread, so a process may fork afterwards."""

import gc

from django.urls import get_resolver

from sinergi.web.wsgi import application

# What is loaded by now stays: the collector need not walk through it again and again, so it may come often. With ten
# times the threshold the cycles of many requests piled up, and a worker grew by a tenth.
get_resolver().url_patterns  # noqa: B018 - loads every view before the line is drawn
gc.collect()
gc.freeze()
gc.set_threshold(2_000, 10, 5)

__all__ = ["application"]
