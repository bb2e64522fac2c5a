"""Addresses that are keys stand in no log and in no other address."""

import logging

import pytest
from django.test import Client, RequestFactory

from sinergi.web.chrome import _languages
from sinergi.web.logfilter import CutKeys

TOKEN = "Zx9-contoh_tautan_22ab"
PLACES = [f"/survei/{TOKEN}/", f"/status/tautan/{TOKEN}/", f"/s/{TOKEN}/"]


@pytest.mark.parametrize("path", PLACES)
def test_keys_are_cut_from_what_django_logs(path):
    for logger in ("django.request", "django.security.csrf"):
        cutters = [each for each in logging.getLogger(logger).filters if isinstance(each, CutKeys)]
        assert cutters, logger
        record = logging.LogRecord(logger, logging.WARNING, "", 0, "%s: %s", ("Gone", path), None)
        assert all(each.filter(record) for each in cutters)
        assert TOKEN not in record.getMessage() and "Gone: /s" in record.getMessage()


def test_a_refused_form_does_not_log_its_key(office, caplog):
    Client(enforce_csrf_checks=True).post(PLACES[0], {})
    assert "CSRF" in caplog.text and TOKEN not in caplog.text


def test_other_addresses_stay_whole():
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", "/layanan/x/"), None
    )
    CutKeys().filter(record)
    assert record.getMessage() == "Gone: /layanan/x/"


@pytest.mark.parametrize("path", PLACES[:2])
def test_language_links_do_not_repeat_a_key(path):
    for item in _languages(RequestFactory().get(path), "id"):
        assert item.url.endswith("?kembali=/")
    assert _languages(RequestFactory().get("/layanan/"), "id")[0].url.endswith("?kembali=/layanan/")
