"""One object of every kind at Terjun, and one person of every role."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sinergi.access.permissions import Role
from sinergi.accounts.models import RoleAssignment, User
from sinergi.audit.actors import SYSTEM
from sinergi.casework.models import Attachment
from sinergi.information import operations as information
from sinergi.letters import operations as letters
from sinergi.letters.models import RegisterEntry
from sinergi.notices.operations import Recipient
from sinergi.organization.models import Competency
from sinergi.organization.queries import root_unit
from sinergi.personnel.operations import start_import as start_staff_import
from sinergi.surveys.models import Comment
from sinergi.surveys.operations.imports import start_import
from tests.factories import casework as cases
from tests.factories import competency, evaluation, participation, people, personnel, surveys
from tests.factories.people import NOW

AT_TERJUN = {"cnt": Role.COUNTER, "exa": Role.EXAMINER, "lur": Role.LURAH}
AT_ROOT = {
    "kas": Role.KASI, "sek": Role.SEKCAM, "cam": Role.CAMAT, "per": Role.PERSONNEL, "qua": Role.QUALITY,
    "edi": Role.EDITOR, "aud": Role.AUDITOR, "adm": Role.ADMIN,
}  # fmt: skip
ROLES = ("vis", "dis", "cit", *AT_TERJUN, "oth", *AT_ROOT, "out")


@dataclass
class World:
    """Arguments of addresses by name, and a signed-in client per role."""

    arguments: dict[str, Any]
    clients: dict[str, Client]
    markers: tuple[str, ...]


def build() -> World:
    """Make the world; about three seconds."""
    office = people.office(host="testserver")
    root, terjun, other = (
        root_unit(office),
        people.village(office, "Terjun"),
        people.village(office, "Paya Pasir"),
    )
    elsewhere = people.office("Kecamatan Contoh Lain", code="12.71.13", prefix="LAI", host="lain.example")
    users: dict[str, User] = {
        code: people.staff(f"u-{code}", role, terjun) for code, role in AT_TERJUN.items()
    }
    users |= {code: people.staff(f"u-{code}", role, root) for code, role in AT_ROOT.items()}
    users["oth"] = people.staff("u-oth", Role.EXAMINER, other)
    users["out"] = people.staff("u-out", Role.CAMAT, root_unit(elsewhere))
    users["dis"] = people.staff("u-dis", Role.CAMAT, root)
    users["cit"] = User.objects.create(username="u-cit", name="Contoh Warga", kind="citizen", date_joined=NOW)
    clients = {code: people.signed_in(user) for code, user in users.items()} | {"vis": Client()}
    User.objects.filter(pk=users["dis"].pk).update(is_active=False)
    arguments = _objects(office, terjun, users)
    markers = (arguments["case"], arguments["ready_case"], "Contoh Pegawai Terjun", "Contoh tindakan Terjun")
    return World(arguments, clients, markers)


def _objects(office: Any, terjun: Any, users: dict[str, User]) -> dict[str, Any]:
    versions = cases.services(office, now=NOW)
    version = versions["keterangan-usaha"]
    surveys.questionnaire(office)
    examiner = users["exa"]
    proposed = cases.proposed(version, terjun, examiner, now=NOW)
    ready = cases.ready(cases.proposed(version, terjun, examiner, now=NOW), [users["lur"]], examiner, now=NOW)
    skill = Competency.objects.order_by("pk")[0]
    return {
        "language": "id", "user": examiner.pk, "role": RoleAssignment.objects.get(user=examiner).pk,
        "service": version.service.slug, "version": version.number, "page": "usaha", "requirement": "ktp",
        "token": "x" * 22, "case": proposed.reference, "ready_case": ready.reference,
        "attachment": Attachment.objects.filter(application=proposed)[0].pk, "defect": uuid.UUID(int=8),
        "code": ready.letter.code, "letter": ready.letter_id, **_letter_numbers(terjun, examiner),
        **_voices(office, terjun, version.service, users["qua"]), **_programme(terjun, users["edi"]),
        **_meeting(terjun), "employee": personnel.employee(terjun, "Contoh Pegawai Terjun").pk,
        "staff_import": _staff_import(office, users["per"]), "competency": skill.key,
        "event": competency.event(office, skill, unit=terjun).pk, "element": "waktu", "act": "mulai",
        "action": evaluation.action(users["cam"], [terjun], title="Contoh tindakan Terjun").pk,
        "terjun": terjun.pk, "unknown_uuid": uuid.UUID(int=7), "unknown_pk": 999_999,
    }  # fmt: skip


def _letter_numbers(terjun: Any, by: User) -> dict[str, Any]:
    block = letters.reserve_block(unit=terjun, book="keluar", count=2, by=by, now=NOW)
    return {"block": block, "reserved": RegisterEntry.objects.filter(block=block)[0].pk}


def _voices(office: Any, terjun: Any, service: Any, by: User) -> dict[str, Any]:
    comment = Comment.objects.create(
        office=office, service=service, month=NOW.date().replace(day=1), text="Contoh"
    )
    batch = start_import(
        SimpleUploadedFile("survei.csv", surveys.fixture("gaspul_tw3_counts.csv")), office=office, unit=terjun,
        service=service, month=NOW.date().replace(day=1), by=by, now=NOW,
    )  # fmt: skip
    return {"survey": surveys.link(terjun, service), "comment": comment.pk, "batch": batch.pk}


def _programme(terjun: Any, owner: User) -> dict[str, Any]:
    text = information.ProgrammeText(
        "Contoh bantuan", "Ringkas", "Isi contoh", owner, NOW.date() + timedelta(days=90)
    )
    programme = information.write_programme(terjun, text, by=SYSTEM, now=NOW)
    information.set_published(programme, published=True, by=SYSTEM, now=NOW)
    report = information.report_inaccuracy(programme, text="Salah tanggal", contact=Recipient(), now=NOW)
    return {"programme": programme.slug, "programme_pk": programme.pk, "report": report.pk}


def _meeting(terjun: Any) -> dict[str, Any]:
    meeting = participation.planned(terjun)
    return {"meeting": meeting.pk, "meeting_slug": meeting.slug, "part": "masalah", "line": "1"}


def _staff_import(office: Any, by: User) -> int:
    row = dict.fromkeys(personnel.HEADER, "") | {"NIP": personnel.nip(9), "Nama": "Contoh Impor"}
    upload = personnel.upload(personnel.csv_list(tuple(row.values())))
    return start_staff_import(upload, office=office, unknown_position="text", by=by, now=NOW).pk
