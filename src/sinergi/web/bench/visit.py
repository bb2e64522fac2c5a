"""(f) What a first visit of a public form costs over the wire: page, style, script, fonts, pictures.

Compressed with gzip, as a browser asks for without TLS; brotli saves about a tenth more.
"""

import gzip
import http.client
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from sinergi.casework.views import doors
from sinergi.web.bench.data import SLUG, World, csrf_cookie, signed_cookie
from sinergi.web.bench.figures import Figure, at_most
from sinergi.web.bench.ground import Ground
from sinergi.web.bench.servers import Server
from sinergi.web.commandline.installation import Stopped

FORM = f"/layanan/{SLUG}/ajukan/pemohon/"
MOST_KIB, MOST_REQUESTS = 56.0, 6
ASSET_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "shortcut"})
CSS_URL = re.compile(rb"url\(\s*['\"]?([^'\")]+)")


class Assets(HTMLParser):
    """Addresses that a browser fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and ASSET_LINKS & set(values.get("rel", "").split()):
            self.found.append(values.get("href", ""))
        elif tag in {"script", "img", "source", "iframe", "embed"} and values.get("src"):
            self.found.append(values["src"])


@dataclass(frozen=True)
class Answer:
    """One answer as it came over the wire."""

    address: str
    size: int  # bytes of body and headers
    body: bytes
    kind: str


def assets_of(html: str) -> list[str]:
    """Every address that the page itself makes a browser fetch, each once, in order."""
    parser = Assets()
    parser.feed(html)
    return list(dict.fromkeys(address for address in parser.found if not address.startswith("data:")))


def measure(ground: Ground, world: World) -> list[Figure]:
    """Fetch the first form page of an application and everything it refers to."""
    draft = world.drafts(1)[0]
    cookie = f"{csrf_cookie()}; {signed_cookie(doors.draft_name(SLUG), draft.token)}"
    with ground.sinergi() as server:
        answers, foreign = visit(server, FORM, cookie)
    size = sum(answer.size for answer in answers) / 1024
    parts = ", ".join(
        f"{answer.address.rpartition('/')[2] or 'halaman'} {answer.size / 1024:.1f}" for answer in answers
    )
    return [
        Figure("f", "kunjungan pertama formulir: data", (size,), "KiB", at_most(MOST_KIB), parts),
        Figure("f", "kunjungan pertama formulir: permintaan", (len(answers),), "", at_most(MOST_REQUESTS)),
        Figure("f", "kunjungan pertama formulir: tuan rumah lain", (foreign,), "", at_most(0)),
    ]


def visit(server: Server, path: str, cookie: str = "") -> tuple[list[Answer], int]:
    """All answers of a first visit, and how many addresses lie on other hosts."""
    page = _get(server, path, cookie)
    waiting, seen, answers, foreign = assets_of(page.body.decode()), {path}, [page], 0
    while waiting:
        address = urlsplit(urljoin(f"http://{server.host}:{server.port}{path}", waiting.pop(0)))
        if address.netloc != f"{server.host}:{server.port}":
            foreign += 1
        elif address.path not in seen:
            seen.add(address.path)
            answers.append(answer := _get(server, address.path))
            if answer.kind.startswith("text/css"):
                inner = CSS_URL.findall(answer.body)
                waiting += [
                    urljoin(address.path, one.decode()) for one in inner if not one.startswith(b"data:")
                ]
    return answers, foreign


def _get(server: Server, path: str, cookie: str = "") -> Answer:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=20)
    headers = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    if response.status != 200:
        raise Stopped(f"{path} menjawab {response.status}.")
    body = response.read()
    size = len(body) + sum(len(name) + len(value) + 4 for name, value in response.getheaders())
    if response.getheader("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(path, size, body, response.getheader("Content-Type", ""))
