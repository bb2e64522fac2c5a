"""Stands before the application of the live server and keeps every HTML page that it answers."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.factories.page import findings

Start = Callable[..., Any]


class Recorder:
    """A WSGI application around another."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.pages: dict[bytes, str] = {}

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        kinds: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            kinds.append(dict(headers).get("Content-Type", ""))
            return start_response(status, headers, *more)

        answer = self.application(environ, start)
        if not (kinds and kinds[0].startswith("text/html")):
            return answer
        body = b"".join(answer)
        if body:
            self.pages[body] = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        close = getattr(answer, "close", None)
        return _Closing(body, close) if close else [body]

    def faults(self) -> Iterator[str]:
        """What the page checker says of the pages since the last call."""
        pages, self.pages = self.pages, {}
        for body, place in pages.items():
            for fault in findings(body.decode()):
                yield f"{place}: {fault}"


class _Closing:
    """The one body; closing ends the request, as Django wants it."""

    def __init__(self, body: bytes, close: Callable[[], None]) -> None:
        self.body, self.close = body, close

    def __iter__(self) -> Iterator[bytes]:
        yield self.body
