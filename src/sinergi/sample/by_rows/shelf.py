"""Files for tens of thousands of documents at the price of a few: one copy of each content, hard links to it.

Every Document row keeps a path of its own, so serving, checking and erasing work as for any other file; only
the bytes on the disk are shared. Where the store cannot link (another file system, an object store, too
many links to one file) a plain copy is stored instead.
"""

import hashlib
import os
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

    @property
    def size(self) -> int:
        return len(self.content)


def checked(key: str, purpose: str) -> Paper:
    """A picture of `papers` as the checks leave it (decoded and written anew), as any upload."""
    upload = SimpleUploadedFile(papers.file_name(key), papers.picture(key), "image/jpeg")
    found = checking.check(upload, name=papers.file_name(key), size=upload.size or 0, purpose=purpose)
    with found.content:
        return paper(found.content.read(), found.name, found.media_type)


def paper(content: bytes, name: str, media_type: str) -> Paper:
    return Paper(content, name, media_type, hashlib.sha256(content).digest())


class Shelf:
    """Puts contents at paths of the document store."""

    def __init__(self) -> None:
        self._storage = Document._meta.get_field("file").storage
        self._first: dict[bytes, str] = {}
        self._folders: set[str] = set()
        self._root = self._local_root()

    def _local_root(self) -> str | None:
        try:
            return str(self._storage.path(""))
        except NotImplementedError:
            return None

    def put(self, paper: Paper, path: str) -> None:
        """Store ``paper`` at ``path``."""
        first = self._first.get(paper.sha256)
        if first is None or not self._linked(first, path):
            self._storage.save(path, ContentFile(paper.content))
            self._first[paper.sha256] = path

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
