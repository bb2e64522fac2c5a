"""Sealed values open only in their own row, and equal values have equal blind indexes."""

import os

import pytest

from sinergi.documents.models import Document, Purpose
from sinergi.organization.models import Office
from sinergi.vault import keyring
from sinergi.vault.sealing import Tampered, blind_index, seal, unseal

pytestmark = pytest.mark.django_db


def _document(office: Office, now: object, name: str = "ktp contoh.jpg") -> Document:
    return Document.objects.create(
        office=office,
        purpose=Purpose.ATTACHMENT,
        name=name,
        media_type="image/jpeg",
        size=1,
        sha256=b"0" * 32,
        file="x",
        created_at=now,
    )


def _column(document: Document) -> bytes:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select name from documents_document where id = %s", [document.pk])
        return bytes(cursor.fetchone()[0])


def test_sealed_text_reads_back_and_is_not_in_the_column(office, now):
    document = _document(office, now)
    assert Document.objects.get(pk=document.pk).name == "ktp contoh.jpg"
    assert b"ktp" not in _column(document)


def test_ciphertext_moved_to_another_row_does_not_open(office, now):
    first, second = _document(office, now), _document(office, now, "lain.jpg")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("update documents_document set name = %s where id = %s", [_column(first), second.pk])
    with pytest.raises(Tampered):
        _ = Document.objects.get(pk=second.pk).name


def test_empty_text_and_none_differ(office, now):
    assert Document.objects.get(pk=_document(office, now, "").pk).name == ""


def test_update_with_plain_text_is_refused(office, now):
    document = _document(office, now)
    with pytest.raises(TypeError, match="sealed"):
        Document.objects.filter(pk=document.pk).update(name="terbuka")


def test_search_in_a_sealed_column_is_refused(office, now):
    with pytest.raises(TypeError, match="blind index"):
        list(Document.objects.filter(name="x"))


def test_bulk_create_seals_too(office, now):
    rows = [
        Document(
            office=office,
            purpose=Purpose.PHOTO,
            name=f"foto {n}",
            media_type="image/png",
            size=1,
            sha256=os.urandom(32),
            file="x",
            created_at=now,
        )
        for n in range(3)
    ]
    Document.objects.bulk_create(rows)
    assert {row.name for row in Document.objects.all()} == {"foto 0", "foto 1", "foto 2"}
    assert b"foto" not in _column(rows[0])


def test_blind_index_separates_purposes():
    assert blind_index("nik", "1271") == blind_index("nik", "1271")
    assert blind_index("nik", "1271") != blind_index("contact", "1271")


def test_old_key_opens_after_rotation_and_a_missing_one_is_named(tmp_path, settings):
    settings.KEYS_FOLDER = tmp_path
    keyring.ensure(tmp_path)
    sealed = seal(b"rahasia", bound_to=[b"t", b"c", b"r"])
    keyring.rotate(tmp_path, "data")
    keyring._cached.cache_clear()
    assert unseal(sealed, bound_to=[b"t", b"c", b"r"]) == b"rahasia"
    assert seal(b"rahasia", bound_to=[b"t", b"c", b"r"])[:4] != sealed[:4]
    next(tmp_path.glob("data-0001-*")).unlink()
    keyring._cached.cache_clear()
    with pytest.raises(keyring.MissingKey, match=sealed[:4].hex()):
        unseal(sealed, bound_to=[b"t", b"c", b"r"])
    keyring._cached.cache_clear()


def test_key_files_are_private(tmp_path):
    keyring.ensure(tmp_path / "keys")
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "keys").iterdir())
