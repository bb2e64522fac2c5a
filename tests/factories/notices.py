"""A real mail server for tests, whose mood can be set, and texts of messages."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

TEXTS = {
    "contoh/notices/received.subject.txt": "Permohonan {{ reference }}\n diterima",
    "contoh/notices/received.body.txt": (
        "Yth. {{ name }},\nPermohonan {{ reference }} diterima {{ office.name }}.\n{{ link }}\n"
    ),
}


def templates(texts: dict[str, str] = TEXTS) -> list[dict[str, Any]]:
    """TEMPLATES with these texts and nothing else."""
    loaders = [("django.template.loaders.locmem.Loader", texts)]
    return [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": loaders}}]


class Handler:
    """Keeps what arrives. ``moods`` are used up one per message: ``ok``, a reply such as ``451 …``, ``hang``,
    ``drop``.
    """

    def __init__(self, *moods: str) -> None:
        self.moods = list(moods)
        self.mails: list[Any] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.moods and self.moods[0].startswith("rcpt "):
            return self.moods.pop(0).removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mood = self.moods.pop(0) if self.moods else "ok"
        if mood == "hang":
            await asyncio.sleep(30)
        if mood in {"ok", "drop"}:
            self.mails.append(envelope)
        if mood == "drop":  # taken, but the answer is lost
            server.transport.close()
        return "250 OK" if mood in {"ok", "drop", "hang"} else mood


@contextmanager
def mail_server(*moods: str) -> Iterator[tuple[Handler, int]]:
    """A real SMTP server on a free port."""
    handler = Handler(*moods)
    with socket.socket() as free:  # the controller wants to know its port beforehand
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()
