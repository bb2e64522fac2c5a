from collections.abc import Iterator

import pytest
from django.test import Client
from django.test.utils import override_settings

from . import gallery_settings


@pytest.fixture
def gallery() -> Iterator[Client]:
    """A browser in the gallery: all components in all states, without any other room."""
    names = ("ROOT_URLCONF", "TEMPLATES", "MIDDLEWARE", "SESSION_ENGINE", "INSTALLED_APPS")
    with override_settings(**{name: getattr(gallery_settings, name) for name in names}):
        yield Client()
