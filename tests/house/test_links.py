"""No page leads a person to an address that answers "unknown": from the home page on, every link is followed."""

from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.house.access_world import ROLES, build

EACH = 1  # pages of one kind that are looked into
LEFT_ALONE = ("/akun/logout/", "/static/", "/bahasa/")
ELSEWHERE = "out"  # signs in at another office's host
BEGIN = ("/", "/meja/", "/layanan/", "/meja/saya/")


def _links(html: bytes, page: str) -> list[str]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    found = [link.get("href") for link in tree.iter("a") if link.get("href")]
    parts = [urlsplit(urljoin(page, href)) for href in found if not href.startswith(("#", "mailto:", "tel:"))]
    return [f"{one.path}?{one.query}".rstrip("?") for one in parts if not one.netloc]


def _kind(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


def _dead_ends(client: Client) -> list[str]:
    todo, kinds, seen, dead = deque((page, "") for page in BEGIN), Counter[str](), set[str](), []
    while todo:
        page, source = todo.popleft()
        kind = _kind(page)
        if page in seen or page.startswith(LEFT_ALONE) or kinds[kind] >= EACH + bool(source):
            continue
        seen.add(page)
        kinds[kind] += 1
        response = client.get(page)
        if response.status_code not in {200, 302} and page not in BEGIN:
            dead.append(f"{source} -> {page}: {response.status_code}")
        elif response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            todo.extend((link, page) for link in _links(response.content, page))
    return dead


@pytest.mark.django_db
def test_no_link_leads_into_nothing() -> None:
    world = build()
    dead = {role: found for role in ROLES if role != ELSEWHERE and (found := _dead_ends(world.clients[role]))}
    assert not dead, "\n".join(f"{role}: {one}" for role, found in dead.items() for one in found)
