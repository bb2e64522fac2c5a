"""Every entry of the menus leads somewhere."""

import pytest
from django.urls import reverse

from sinergi.web.chrome import PUBLIC
from sinergi.web.menu import MENU


@pytest.mark.parametrize("name", [entry.name for entry in MENU] + [name for _label, name in PUBLIC])
def test_menu_entry_has_an_address(name):
    assert reverse(name)
