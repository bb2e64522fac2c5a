"""`sinergi init` asks until it has what it needs; `sinergi check` says how old the look at the advisories is."""

import argparse
import io
import json
from datetime import date
from pathlib import Path

import pytest

from sinergi.web.commandline import check, init
from sinergi.web.commandline.installation import Stopped

ANSWERS = {
    "name": "Kecamatan Contoh", "city": "Kota Contoh", "code": "73.71.01", "prefix": "CTH",
    "admin_name": "Contoh Admin", "admin_username": "admin", "villages": [{"name": "Kelurahan Contoh"}],
}  # fmt: skip


def given(*words: str) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    init.add_arguments(parser)
    return init.given(parser.parse_args(words))


def test_asks_until_every_answer_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    said = iter([
        "Kecamatan  Contoh", "Kota Contoh", "7371", "73.71.01", "cth", "CTH", "Contoh Admin", "Admin!", "admin",
        "Kelurahan Satu", "", "", "kelurahan satu", "Kelurahan Dua", "73.71.01.1002", "KD", "",
    ])  # fmt: skip
    secrets = iter(["short", "a long password", "another one", "a long password", "a long password"])
    answers: dict[str, object] = {}
    init.ask_for_missing(answers, lambda _: next(said), lambda _: next(secrets))
    assert answers["name"] == "Kecamatan Contoh"
    assert answers["villages"] == [
        {"name": "Kelurahan Satu", "code": "", "letter_code": ""},
        {"name": "Kelurahan Dua", "code": "73.71.01.1002", "letter_code": "KD"},
    ]
    assert answers["admin_password"] == "a long password"
    assert capsys.readouterr().out.count("Belum benar") == 4
    init.checked(answers, complete=True)


def test_asks_only_for_what_is_missing() -> None:
    answers = dict(ANSWERS)
    init.ask_for_missing(answers, pytest.fail, lambda _: "")
    assert "admin_password" not in answers


def test_flags_win_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "office.json"
    file.write_text("\ufeff" + json.dumps(ANSWERS), encoding="utf-8")
    found = given("--from", str(file), "--name", "Kecamatan Lain", "--village", "Kelurahan A,73.71.01.1001")
    assert found["name"] == "Kecamatan Lain"
    assert found["villages"] == [{"name": "Kelurahan A", "code": "73.71.01.1001"}]
    assert found["city"] == "Kota Contoh"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "7371"}, "code"),
        ({"prefix": "toolong"}, "prefix"),
        ({"name": None}, "name"),
        ({"villages": []}, "villages belum diisi"),
        ({"villages": "Kelurahan"}, "daftar objek"),
        ({"villages": [{"name": "Kel Satu"}, {"name": "kel satu"}]}, "dua kali"),
        ({"villages": [{"name": "Kel Satu", "code": "1"}]}, "kelurahan ke-1: code"),
        ({"admin_password": "short"}, "admin_password"),
        ({"details": {"is_sample": True}}, "details"),
        ({"adminname": "x"}, "adminname tidak dikenal"),
        ({"details": {"time_zone": "Asia/Nowhere"}}, "pilih Asia/Jakarta"),
        ({"details": {"phone": 5}}, "details.phone"),
        ({"details": {"address": None}}, "details.address"),
        ({"details": {"province": "x" * 121}}, "details.province"),
        ({"details": {"email": "kantor"}}, "kantor@contoh.go.id"),
        ({"details": {"host": "layanan contoh"}}, "details.host"),
        ({"details": []}, "details hanya mengenal"),
    ],
)
def test_wrong_answers_are_named_in_one_sentence(change: dict[str, object], words: str) -> None:
    with pytest.raises(Stopped) as told:
        init.checked(ANSWERS | change, complete=True)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_good_details_are_kept() -> None:
    details = {
        "time_zone": "Asia/Makassar",
        "phone": "0411-123456",
        "email": "kantor@contoh.id",
        "whatsapp": "",
    }
    assert init.checked(ANSWERS | {"details": details}, complete=True)["details"] == details


def test_nothing_is_started_where_nobody_can_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(init.shared, "installation", lambda: pytest.fail("started"))
    monkeypatch.setattr(init.sys, "stdin", io.StringIO())
    parser = argparse.ArgumentParser()
    init.add_arguments(parser)
    with pytest.raises(Stopped, match=r"name belum diisi.*Jalankan di terminal"):
        init.init(parser.parse_args([]))
    file = tmp_path / "office.json"
    file.write_text(json.dumps({**ANSWERS, "villages": []}))
    with pytest.raises(Stopped, match="villages belum diisi"):
        init.init(parser.parse_args(["--from", str(file)]))


@pytest.mark.parametrize("text", ["{", "[]", "\xff"])
def test_unusable_file_is_said_in_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "office.json"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(Stopped):
        given("--from", str(file))
    with pytest.raises(Stopped, match=r"tidak dapat dibaca \(tidak ditemukan\)"):
        given("--from", str(tmp_path / "absent"))


@pytest.mark.parametrize(
    ("reviewed", "lock", "state", "words"),
    [
        ("2026-11-01", "same", check.GOOD, "22 hari"),
        ("2026-10-01", "same", check.HINT, "53 hari"),
        ("2026-11-01", "other", check.HINT, "berubah"),
        ("2026-11-01", "unread", check.HINT, "tidak terjangkau"),
    ],
)
def test_age_of_the_advisory_review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reviewed: str, lock: str, state: str, words: str
) -> None:
    file = tmp_path / "review.json"
    file.write_text(
        json.dumps({"reviewed": reviewed, "lock_sha256": lock, "how": "x", "advisories": lock != "unread"})
    )
    monkeypatch.setattr(check, "REVIEW", file)
    monkeypatch.setattr(check, "lock_sum", lambda: "unread" if lock == "unread" else "same")
    (finding,) = check.review(date(2026, 11, 23))
    assert finding.state == state
    assert words in finding.text


def auditor(folder: Path, report: str) -> None:
    """A pip-audit that always answers the same."""
    program = folder / "pip-audit"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{report}\nEND\n")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("report", "state", "words"),
    [
        ('{"dependencies": [{"name": "django", "vulns": []}]}', check.HINT, "tidak mempunyai data"),
        ("no network", check.HINT, "tidak mempunyai data"),
        ('{"dependencies": [{"name": "django", "vulns": [{"id": "X"}]}]}', check.WRONG, "django"),
    ],
)
def test_auditor_without_data_is_no_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: str, state: str, words: str
) -> None:
    auditor(tmp_path, report)
    monkeypatch.setattr(check.sys, "executable", str(tmp_path / "python"))
    (finding,) = check.vulnerabilities()
    assert finding.state == state
    assert words in finding.text


def test_missing_auditor_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check.shutil, "which", lambda *_, **__: None)
    (finding,) = check.vulnerabilities()
    assert finding.state == check.HINT
