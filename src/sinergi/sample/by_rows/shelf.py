"""Files for tens of thousands of documents at the price of a few: one copy of each content, hard links to it.

Every Document row keeps a path of its own, so serving, checking and erasing work as for any other file; only
the bytes on the disk are shared. Where the store cannot link (another file system, an object store, too
many links to one file) a plain copy is stored instead.
"""

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.documents import checking
from sinergi.documents.models import Document
from sinergi.sample import papers


@dataclass(frozen=True)
class Paper:
    """A content with what its rows say of it."""

    content: bytes
    name: str
    media_type: str
    sha256: bytes
    side: int | None = None

    @property
    def size(self) -> int:
        return len(self.content)


def checked(key: str, purpose: str) -> Paper:
    """A picture of `papers` as the checks leave it (decoded and written anew), as any upload."""
    upload = SimpleUploadedFile(papers.file_name(key), papers.picture(key), "image/jpeg")
    found = checking.check(upload, name=papers.file_name(key), size=upload.size or 0, purpose=purpose)
    with found.content:
        return paper(found.content.read(), found.name, found.media_type, found.side)


def paper(content: bytes, name: str, media_type: str, side: int | None = None) -> Paper:
    return Paper(content, name, media_type, hashlib.sha256(content).digest(), side)


TOGETHER = 500  # links that one thread makes while the year is played


class Shelf:
    """Puts contents at paths of the document store."""

    def __init__(self) -> None:
        self._storage = Document._meta.get_field("file").storage
        self._first: dict[bytes, str] = {}
        self._folders: set[str] = set()
        self._links: list[tuple[Paper, str]] = []
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="shelf")
        self._sent: list[Future[None]] = []
        self._root = self._local_root()

    def _local_root(self) -> str | None:
        try:
            return str(self._storage.path(""))
        except NotImplementedError:  # an object store has no folder to link in
            return None

    def put(self, paper: Paper, path: str) -> None:
        """Store ``paper`` at ``path``, at the latest when `finish` returns."""
        if paper.sha256 not in self._first:
            self._storage.save(path, ContentFile(paper.content))
            self._first[paper.sha256] = path
            return
        self._links.append((paper, path))
        if len(self._links) == TOGETHER:
            self._hand_over()

    def finish(self) -> None:
        """Wait until everything is in its place; raises what went wrong."""
        self._hand_over()
        for one in self._sent:
            one.result()
        self._thread.shutdown()

    def _hand_over(self) -> None:
        links, self._links = self._links, []
        self._sent.append(self._thread.submit(self._link, links))

    def _link(self, links: list[tuple[Paper, str]]) -> None:
        for paper, path in links:
            if not self._linked(self._first[paper.sha256], path):
                self._storage.save(path, ContentFile(paper.content))

    def _linked(self, first: str, path: str) -> bool:
        if self._root is None:
            return False
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            Path(self._root, folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        try:
            os.link(f"{self._root}/{first}", f"{self._root}/{path}")
        except OSError:  # too many links, or a file system without them: a copy does as well
            return False
        return True
