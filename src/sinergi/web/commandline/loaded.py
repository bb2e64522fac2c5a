"""Sinergi with every view loaded. Opens no connection and starts no thread, so a process may fork afterwards."""

import gc

from django.urls import get_resolver

from sinergi.web.wsgi import application

# What is loaded by now stays: the collector need not walk through it again and again. A request makes some ten
# thousand objects, nearly all of them freed by their counts alone.
get_resolver().url_patterns  # noqa: B018 - loads every view before the line is drawn
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)

__all__ = ["application"]
