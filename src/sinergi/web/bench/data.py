"""What is measured on: one founded office, its people, finished drafts, submitted cases. Nobody is real."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.core.signing import get_cookie_signer
from django.db import connection, transaction
from django.http import HttpRequest

from sinergi.access.permissions import Role
from sinergi.accounts.models import User
from sinergi.accounts.operations import create_user, grant_role
from sinergi.audit.actors import SYSTEM
from sinergi.casework import references
from sinergi.casework.models import Application, Attachment
from sinergi.casework.operations import Applicant
from sinergi.casework.operations import submit as submit_case
from sinergi.casework.operations.drafting import DRAFT_DAYS, PRIVACY_VERSION, set_applicant
from sinergi.casework.standards import standard_of
from sinergi.casework.views import doors
from sinergi.catalogue.definition import FieldType
from sinergi.catalogue.models import ServiceVersion, VersionStatus
from sinergi.documents.models import Document, Purpose
from sinergi.organization.models import Office, Unit, UnitKind
from sinergi.organization.queries import root_unit
from sinergi.web.bench.load import Request
from sinergi.web.founding import OfficePlan, Village, found

SLUG = "keterangan-usaha"
CHECK = f"/layanan/{SLUG}/ajukan/periksa/"
VILLAGES = ("Contoh Anggrek", "Contoh Bakung", "Contoh Cempaka", "Contoh Dahlia", "Contoh Melati")
ANSWERS: dict[str, Any] = {
    FieldType.NAME: "Contoh Orang",
    FieldType.TEXT: "Contoh isi",
    FieldType.TEXTAREA: "Contoh penjelasan beberapa kata tentang usaha ini",
    FieldType.ADDRESS: "Jalan Contoh 7",
    FieldType.NIK: "1271120101700002",
    FieldType.PHONE: "+6281260000077",
    FieldType.EMAIL: "contoh@contoh.id",
    FieldType.DATE: "1985-05-05",
    FieldType.NUMBER: 3,
    FieldType.RUPIAH: 1_500_000,
}
CSRF = "BenchBenchBenchBenchBenchBench32"  # a secret of Django's length; the limit program takes the same
BATCH = 2000


@dataclass(frozen=True)
class Draft:
    """A complete draft and the token of its link."""

    case: Application
    token: str


class World:
    """The founded office; makes drafts, cases and sessions. Needs Django set up."""

    def __init__(self, *, now: datetime) -> None:
        plan = OfficePlan(
            name="Kecamatan Contoh", city="Kota Contoh", code="12.71.12", prefix="CTH",
            villages=tuple(Village(name) for name in VILLAGES), admin_username="admin",
            admin_name="Contoh Admin", admin_password=secrets.token_urlsafe(12),
        )  # fmt: skip
        self.now = now
        self._taken: set[str] = set()
        self.office: Office = found(plan, now=self.now).office
        self.villages = list(Unit.objects.filter(office=self.office, kind=UnitKind.VILLAGE).order_by("id"))
        rows = ServiceVersion.objects.filter(service__office=self.office, status=VersionStatus.PUBLISHED)
        self.version = rows.select_related("service__office").get(service__slug=SLUG)
        self.applicants = [self._applicant(number) for number in range(50)]

    def _applicant(self, number: int) -> Applicant:
        return Applicant(
            name="Contoh Warga", nik=f"12711245058{number:05d}", village=self.villages[number % len(VILLAGES)],
            address="Jalan Contoh 5, Lingkungan 3", phone=f"+62812600{number:05d}",
        )  # fmt: skip

    def drafts(self, count: int) -> list[Draft]:
        """``count`` drafts with everything filled in and a row for each required file."""
        made: list[Draft] = []
        while len(made) < count:
            made += self._batch(min(BATCH, count - len(made)))
        return made

    def _batch(self, count: int) -> list[Draft]:
        drafts = [self._draft(number) for number in range(count)]
        uploads = standard_of(self.version).uploads
        documents = [self._document() for _ in range(count * len(uploads))]
        attachments = [
            Attachment(
                application=draft.case, requirement_id=item.id, added_at=self.now,
                document=documents[place * len(uploads) + column],
            )
            for place, draft in enumerate(drafts)
            for column, item in enumerate(uploads)
        ]  # fmt: skip
        with transaction.atomic():
            Application.objects.bulk_create([draft.case for draft in drafts], batch_size=500)
            Document.objects.bulk_create(documents, batch_size=500)
            Attachment.objects.bulk_create(attachments, batch_size=500)
        return drafts

    def _draft(self, number: int) -> Draft:
        token = references.new_token()
        case = Application(
            office=self.office, version=self.version, key=uuid.uuid4(), created_at=self.now,
            agreed_at=self.now, privacy_version=PRIVACY_VERSION, link_digest=references.token_digest(token),
            reference=self._reference(),
            draft_until=self.now + timedelta(days=DRAFT_DAYS), answers=self.answers(),
        )  # fmt: skip
        set_applicant(case, self.applicants[number % len(self.applicants)])
        return Draft(case, token)

    def _reference(self) -> str:
        """A number that no other draft of this bench has; of tens of thousands two are often drawn equal."""
        while (found := references.new_reference(self.office.reference_prefix, self.now.year)) in self._taken:
            pass
        self._taken.add(found)
        return found

    def answers(self) -> dict[str, Any]:
        """A plausible answer to every field of the form."""
        given: dict[str, Any] = {}
        for field in standard_of(self.version).definition.fields():
            if field.type is FieldType.CHOICE:
                given[field.key] = field.choices[0].key
            elif field.type is FieldType.VILLAGE:
                given[field.key] = self.villages[0].pk
            elif field.when == "future":
                given[field.key] = (self.now.date() + timedelta(days=60)).isoformat()
            else:
                given[field.key] = ANSWERS[field.type]
        return given

    def _document(self) -> Document:
        identity = uuid.uuid4()
        return Document(
            id=identity, office=self.office, purpose=Purpose.ATTACHMENT, name="contoh.jpg", size=120_000,
            media_type="image/jpeg", sha256=hashlib.sha256(identity.bytes).digest(), created_at=self.now,
            file=f"attachment/{identity.hex[:2]}/{identity.hex}",
        )  # fmt: skip

    def submitted(self, count: int) -> list[Application]:
        """Cases that were sent, each through the operation."""
        return [
            submit_case(draft.case, seen=draft.case.revision, token=draft.token, by=SYSTEM, now=self.now)
            for draft in self.drafts(count)
        ]

    def staff(self, username: str, role: str) -> User:
        """An account with one role at the office itself."""
        unit = root_unit(self.office)
        user, _password = create_user(
            office=self.office, unit=unit, username=username, name=f"Contoh {username.title()}", by=SYSTEM,
            now=self.now, password=secrets.token_urlsafe(12),
        )  # fmt: skip
        grant_role(user=user, role=role, unit=unit, starts_on=date(2020, 1, 1), by=SYSTEM, now=self.now)
        return user

    def head(self) -> str:
        """The cookie of a signed-in camat."""
        return session_cookie(self.staff("camat", Role.CAMAT))


def send_request(draft: Draft) -> Request:
    """The citizen's last click: the declaration on the check page."""
    cookie = f"{csrf_cookie()}; {signed_cookie(doors.draft_name(SLUG), draft.token)}"
    body = urlencode({"csrfmiddlewaretoken": CSRF, "seen": draft.case.revision, "declare": "on"})
    return Request(CHECK, cookie, body)


def status_request(case: Application) -> Request:
    """The status page, opened with number and second fact a moment ago: the browser has the form's cookie too."""
    door = signed_cookie(doors.STATUS, doors.status_value(case))
    return Request(f"/status/{case.reference}/", f"{csrf_cookie()}; {door}")


def csrf_cookie() -> str:
    return f"{settings.CSRF_COOKIE_NAME}={CSRF}"


def signed_cookie(name: str, value: str) -> str:
    """A door's cookie, signed as the view signs it."""
    signed = get_cookie_signer(salt=name + doors.SALT).sign(value)
    return f"{name}={quote(signed, safe='!:|')}" if "|" not in value else f'{name}="{signed}"'


def session_cookie(user: User) -> str:
    """A new session of ``user``."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="sinergi.accounts.backend.Backend")
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


def statements(request: Request) -> tuple[int, int, list[str]]:
    """Status, number of SQL statements and their texts, of one request through all middleware (warm).

    Savepoints count, BEGIN and COMMIT do not (psycopg sends them by itself).
    """
    from django.test import Client  # noqa: PLC0415 - only for counting

    seen: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        seen.append(str(sql))
        return execute(sql, params, many, context)

    client = Client(headers={"cookie": request.cookie}) if request.cookie else Client()
    extra: dict[str, Any] = {"HTTP_HOST": "127.0.0.1", "HTTP_COOKIE": request.cookie}
    with connection.execute_wrapper(note):
        if request.body:
            response = client.post(
                request.path, request.body, content_type="application/x-www-form-urlencoded", **extra
            )
        else:
            response = client.get(request.path, **extra)
    return response.status_code, len(seen), seen


def submitted_since(moment: datetime, references_of: Sequence[Draft]) -> int:
    """How many of these drafts are submitted cases now."""
    ids = [draft.case.pk for draft in references_of]
    return Application.objects.filter(pk__in=ids, submitted_at__gte=moment).count()
