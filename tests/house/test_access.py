"""Who may open what. The table is in `access_table`, the objects in `access_world`."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.house.access_table import HOLDER, PUBLIC, TABLE
from tests.house.access_world import ROLES, World, build

# Pages of the sign-in library: they show a person only the own account, which its own tests cover.
LIBRARY = ("account_", "mfa_")
TURNED_AWAY = {302, 404, 410}
GONE = object()


def _names(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            yield f"{prefix}{pattern.name}"


def test_every_address_is_in_the_table():
    names = {name for name in _names(get_resolver()) if not name.startswith(LIBRARY)}
    assert names == set(TABLE)


def _ask(client: Client, method: str, address: str):
    """One request whose effects are undone."""
    client.raise_request_exception = False
    try:
        with transaction.atomic():
            response = client.generic(method, address)
            raise _Undo(response)
    except _Undo as undo:
        return undo.response


class _Undo(Exception):
    def __init__(self, response):
        self.response = response


def _outcome(response) -> str:
    if response.status_code == 302 and response.headers["Location"].startswith("/akun/login/"):
        return "sign in"
    if response.status_code in {404, 410}:
        return "unknown"
    if response.status_code >= 500 or response.status_code in {403, 405}:
        return f"broken {response.status_code}"
    return "in"


def _expected(role: str, admitted: str, signed_out: set[str]) -> str:
    if admitted == PUBLIC:
        return "in"
    if role in signed_out:
        return "sign in"
    return "in" if role in admitted.split() else "unknown"


def _wrong(world: World, name: str) -> list[str]:
    method, keys, admitted = TABLE[name]
    address = reverse(name, args=[world.arguments[key] for key in keys])
    found = []
    for role in ROLES:
        if role == "out" and not keys and admitted not in {PUBLIC, HOLDER}:
            continue  # a list of one's own office; `test_lists_never_show_what_is_elsewhere` looks into it
        response = _ask(world.clients[role], method, address)
        if admitted == HOLDER:
            if response.status_code not in TURNED_AWAY:
                found.append(f"{name} {role}: {response.status_code} without the link")
            continue
        expected = _expected(role, admitted, {"vis", "dis"})
        outcome = _outcome(response)
        if outcome != expected:
            found.append(f"{name} {role}: {outcome} ({response.status_code}), expected {expected}")
    return found


@pytest.fixture
def world(db, time_machine):
    from tests.factories.people import NOW

    time_machine.move_to(NOW)
    return build()


@pytest.mark.slow
def test_table_holds_for_every_role(world):
    wrong = [line for name in TABLE for line in _wrong(world, name)]
    assert not wrong, "\n".join(wrong)


def test_lists_never_show_what_is_elsewhere(world):
    """Pages without an object in the address, as a colleague of another kelurahan and of another office."""
    leaks = []
    for name, (method, keys, admitted) in TABLE.items():
        if keys or method != "GET" or admitted in {PUBLIC, HOLDER}:
            continue
        for role in ("oth", "out"):
            response = world.clients[role].get(reverse(name))
            text = b"".join(response) if response.streaming else response.content
            leaks += [f"{name} {role}: {mark}" for mark in world.markers if mark.encode() in text]
    assert not leaks, "\n".join(leaks)
