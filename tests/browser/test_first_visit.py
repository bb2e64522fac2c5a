"""The first visit of a public form over the wire, from the real server: few bytes, few requests, no other host."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_BYTES, MOST_REQUESTS = 56 * 1024, 6
FORM = "/layanan/keterangan-usaha/ajukan/persetujuan/"


@pytest.fixture
def address(services: Any) -> Iterator[str]:
    """The installed server (granian, compressed static files) on the test's own database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@:{place['PORT']}/{place['NAME']}?host={place['HOST']}"
    environ = os.environ | {
        "DATABASE_URL": url, "PORT": str(port), "DJANGO_SETTINGS_MODULE": "sinergi.web.settings",
    }  # fmt: skip
    run = [sys.executable, "-P", "-m"]
    subprocess.run(
        [*run, "django", "collectstatic", "--noinput", "--verbosity=0"], env=environ, check=True, timeout=120
    )
    server = subprocess.Popen(
        [*run, "sinergi.web.commandline.webserver", "--host=127.0.0.1", f"--port={port}", "--workers=1"],
        env=environ, stdin=subprocess.PIPE,
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            assert server.poll() is None and time.monotonic() < until
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_first_visit_of_a_form_is_small(browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    urls: list[str] = []
    sizes: list[int] = []
    wire.on("Network.requestWillBeSent", lambda event: urls.append(event["request"]["url"]))
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    answer = page.goto(address + FORM)
    page.wait_for_load_state("networkidle")
    page.context.close()
    assert answer is not None and answer.status == 200
    asked = [url for url in urls if not url.startswith("data:")]
    assert all(url.startswith(address) for url in asked), asked
    assert len(asked) <= MOST_REQUESTS, asked
    assert len(sizes) >= len(asked) - 1  # the numbers below are of all of them
    print(f"first visit: {sum(sizes):.0f} bytes in {len(asked)} requests")
    assert sum(sizes) <= MOST_BYTES, (sizes, asked)
