"""A person at a browser: what tests do on a page, and what they always watch there."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Request, Response

from tests.factories.people import PASSWORD

AXE = (Path(__file__).parent / "axe.min.js").read_text()
RUN_AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]}))
    .violations.map((found) => found.id + ": " + found.nodes.map((node) => node.html).join(" | "))"""
PICTURES = os.environ.get("SINERGI_PICTURES", "")  # a folder: keep a picture of every page that is looked at
NOT_THERE = (
    "Failed to load resource"  # Chromium's words for a status of 400 and more; counted from the answers
)


@dataclass(frozen=True)
class Device:
    """A screen, with or without JavaScript."""

    name: str
    width: int
    height: int
    script: bool


PHONE = Device("phone", 360, 740, script=False)
LAPTOP = Device("laptop", 1280, 800, script=True)
PHONE_SCRIPT = Device("phone-script", 360, 740, script=True)
LAPTOP_PLAIN = Device("laptop-plain", 1280, 800, script=False)


# A new context costs Chromium half a second of CPU, so those that people have left serve again.
_waiting: dict[tuple[Browser, Device], list[Page]] = {}


@dataclass
class Visitor:
    """One person with cookies of their own. Faults are collected; `look` adds what axe finds."""

    browser: Browser
    base: str
    device: Device
    faults: list[str] = field(default_factory=list)
    status: int = 0
    page: Page = field(init=False)
    _seen: int = 0

    def __post_init__(self) -> None:
        waiting = _waiting.setdefault((self.browser, self.device), [])
        self.page = waiting.pop() if waiting else self._new_page()
        for event, noticed in self._watchers.items():
            self.page.on(event, noticed)  # type: ignore[call-overload]

    @cached_property
    def _watchers(self) -> dict[str, Any]:
        return {
            "console": self._console, "pageerror": self._error, "request": self._request, "response": self._response,
        }  # fmt: skip

    def _new_page(self) -> Page:
        size: Any = {"width": self.device.width, "height": self.device.height}
        context = self.browser.new_context(
            viewport=size, base_url=self.base, java_script_enabled=self.device.script, locale="id-ID"
        )
        context.set_default_timeout(20_000)
        return context.new_page()

    # --- what is always watched ---

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and NOT_THERE not in message.text:
            self.faults.append(f"console: {message.text}")

    def _error(self, error: Error) -> None:
        self.faults.append(f"script: {error}")

    def _request(self, request: Request) -> None:
        if request.url.split(":", 1)[0] in {"http", "https"} and not request.url.startswith(self.base):
            self.faults.append(f"another host: {request.url}")

    def _response(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if is_page:
            self.status = response.status
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.faults.append(f"{response.status}: {response.url}")

    # --- acts ---

    @contextmanager
    def _travels(self) -> Iterator[None]:
        with self.page.expect_navigation():
            yield

    def go(self, path: str, *, status: int = 200) -> "Visitor":
        """Open an address; `status` of the page at which one ends."""
        self.page.goto(path)
        assert self.status == status, (path, self.status, self.text()[:400])
        return self

    def click(self, name: str, *, exact: bool = False, within: str = "main", nth: int = 0) -> "Visitor":
        """Press the button or follow the link with this name, to another page."""
        place = self.page.locator(within)
        found = place.get_by_role("button", name=name, exact=exact).or_(
            place.get_by_role("link", name=name, exact=exact)
        )
        with self._travels():
            found.nth(nth).click()
        return self

    def fill(self, values: dict[str, Any] | None = None, **more: Any) -> "Visitor":
        """Type, choose, tick or attach, by the names of the fields."""
        for name, value in {**(values or {}), **more}.items():
            self._fill_one(self.page.locator(f'main [name="{name}"]:not([type="hidden"])'), value)
        return self

    def _fill_one(self, box: Locator, value: Any) -> None:
        first = box.first
        kind = first.evaluate("e => e.type")
        if kind == "radio":
            self._check(box.and_(self.page.locator(f'[value="{value}"]')))
        elif kind == "checkbox":
            self._check(box if isinstance(value, bool) else box.and_(self.page.locator(f'[value="{value}"]')))
        elif kind.startswith("select"):
            first.select_option(str(value))
        elif kind == "file":
            first.set_input_files(value)
        else:
            first.fill(str(value))

    @staticmethod
    def _check(box: Locator) -> None:
        box.first.check(force=True)  # the drawn box lies over the real one

    def look(self, title: str = "") -> "Visitor":
        """Axe with every rule, nothing to scroll sideways, and a picture when a folder is named."""
        place = f"{self.device.name} {urlsplit(self.page.url).path} {title}".strip()
        with self._script():
            self.page.evaluate(AXE)
            self.faults += [f"{place}: axe {found}" for found in self.page.evaluate(RUN_AXE)]
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > self.device.width:
            self.faults.append(f"{place}: {width} px wide")
        self._seen += 1
        if PICTURES:
            slug = re.sub(r"[^\w]+", "-", place).strip("-")[:90]
            self.page.screenshot(path=f"{PICTURES}/{slug}-{self._seen:02d}.png", full_page=True)
        return self

    def sign_in(self, username: str, password: str = PASSWORD) -> "Visitor":
        """Through the real page."""
        self.go("/akun/login/").fill(login=username, password=password).click("Masuk")
        return self

    @contextmanager
    def _script(self) -> Iterator[None]:
        """Let axe run where scripts are off. The page's own stay away: they were passed over when it was loaded."""
        if self.device.script:
            yield
            return
        wire = self.page.context.new_cdp_session(self.page)
        for off in (
            True,
            False,
        ):  # this session believes that they are on, so it must first say that they are off
            wire.send("Emulation.setScriptExecutionDisabled", {"value": off})
        try:
            yield
        finally:
            wire.send("Emulation.setScriptExecutionDisabled", {"value": True})
            wire.detach()

    # --- what is seen ---

    def text(self) -> str:
        """The words of the page as they are shown."""
        return self.page.inner_text("body")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def sees(self, *words: str) -> "Visitor":
        shown = " ".join(self.text().split()).casefold()
        for one in words:
            assert one.casefold() in shown, f"“{one}” not on {self.path}:\n{self.text()[:3000]}"
        return self

    def misses(self, *words: str) -> "Visitor":
        shown = " ".join(self.text().split()).casefold()
        for one in words:
            assert one.casefold() not in shown, f"“{one}” on {self.path}"
        return self

    def fetch(self, path: str) -> tuple[int, str, bytes]:
        """A file with this person's cookies: status, type, content."""
        answer = self.page.context.request.get(path)
        return answer.status, answer.headers.get("content-type", ""), answer.body()

    def close(self) -> None:
        """The person leaves; the next one finds an empty page and no cookies, as in a new window."""
        for event, noticed in self._watchers.items():
            self.page.remove_listener(event, noticed)
        self.page.goto("about:blank")
        self.page.context.clear_cookies()
        _waiting[self.browser, self.device].append(self.page)
