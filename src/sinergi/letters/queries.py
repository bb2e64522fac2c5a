"""Reads of the room: templates in force, the verification answer, register pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.access.permissions import Permission
from sinergi.access.verdict import Refused
from sinergi.accounts.models import User
from sinergi.catalogue.models import Act, ServiceVersion, VersionStatus
from sinergi.documents.models import Document
from sinergi.letters import formulas
from sinergi.letters.models import Letter, Letterhead, Register, RegisterEntry, Signer, Template
from sinergi.letters.workflow import EntryStatus
from sinergi.organization.models import Unit, UnitKind


def template_for(version: ServiceVersion) -> Template:
    """The template of this version, else of the latest earlier version of the service; `Refused` when none."""
    rows = Template.objects.filter(
        version__service_id=version.service_id, version__number__lte=version.number
    )
    found = rows.order_by("-version__number").first()
    if found is None:
        raise Refused(_("Templat surat untuk layanan ini belum ada. Minta administrator membuatnya."))
    return found


def letterhead_of(unit: Unit) -> Letterhead | None:
    """The letterhead kept for this very unit."""
    return Letterhead.objects.select_related("arms").filter(unit=unit).first()


@dataclass(frozen=True)
class HeadText:
    """The words at the head of a unit's letters; the typesetter writes the first lines in capitals."""

    upper: tuple[str, ...]
    name: str
    address: str
    contact: str

    def __iter__(self) -> Iterator[str]:
        return iter((*self.upper, self.name, self.address, self.contact))


def head_text(unit: Unit, head: Letterhead | None) -> HeadText:
    """The office's own data where the unit keeps no letterhead of its own."""
    office = unit.office
    is_office = unit.parent_id is None
    phone = f"Telepon {office.phone}" if office.phone else ""
    return HeadText(
        upper=(f"Pemerintah {office.city}",) if is_office else (f"Pemerintah {office.city}", office.name),
        name=office.name if is_office else unit.title,
        address=(head.address if head else "") or office.address,
        contact=(head.contact if head else "") or " · ".join(part for part in (phone, office.email) if part),
    )


def arms_for(unit: Unit) -> Document | None:
    """The arms on a unit's letters: its own, else those of the office."""
    ids = [int(part) for part in unit.path.strip("/").split("/")]
    heads = Letterhead.objects.select_related("arms").filter(unit__in=ids, arms__isnull=False)
    nearest = heads.order_by("-unit__path").first()
    return nearest.arms if nearest else None


def templates_in_force(office_id: int) -> list[Template]:
    """The letter of each published service, in the order of the public list."""
    rows = Template.objects.filter(
        version__status=VersionStatus.PUBLISHED,
        version__service__office=office_id,
        version__service__is_active=True,
    )
    order = ("version__service__position", "version__service", "pk")
    return list(rows.select_related("version__service").order_by(*order))


def valid_until(template: Template, version: ServiceVersion, day: date) -> date | None:
    """Last day of validity of a letter of ``day`` (template's months, else the version's); None: without an end."""
    months = template.validity_months or version.validity_months
    return formulas.months_later(day, months) if months else None


def for_layout() -> QuerySet[Letter]:
    """Letters with all that typesetting needs."""
    return Letter.objects.select_related("unit__office", "office", "template").prefetch_related("signers")


@dataclass(frozen=True)
class VerificationRow:
    """What anybody may learn about a valid or withdrawn letter. Never a NIK, never the full name."""

    number: str
    kind: str
    issued_at: datetime
    holder_masked: str
    unit: str
    office: str
    signers: tuple[str, ...]
    valid_until: date | None
    withdrawn_at: datetime | None
    scan_digest: str
    pdf_digest: str

    def state_on(self, day: date) -> str:
        """``valid``, ``withdrawn`` or ``expired``."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "expired" if self.valid_until is not None and day > self.valid_until else "valid"


def verification(code: str) -> VerificationRow | None:
    """The answer to a code; None for an unknown one and, in the same way, until the signed scan is stored."""
    rows = Letter.objects.select_related("office", "unit", "pdf", "signed_scan").prefetch_related(
        Prefetch("signers", Signer.objects.exclude(act=Act.INITIAL))
    )
    letter = rows.filter(code=code, signed_scan__isnull=False).first()
    if letter is None or letter.signed_scan is None:
        return None
    return VerificationRow(
        number=letter.number, kind=letter.title, issued_at=letter.issued_at,
        holder_masked=formulas.masked_name(letter.holder), unit=letter.unit.title, office=letter.office.name,
        signers=tuple(signer.title for signer in letter.signers.all()), valid_until=letter.valid_until,
        withdrawn_at=letter.withdrawn_at, scan_digest=bytes(letter.signed_scan.sha256).hex(),
        pdf_digest=bytes(letter.pdf.sha256).hex() if letter.pdf else "",
    )  # fmt: skip


def register_units(user: User) -> list[Unit]:
    """Kecamatan and kelurahan whose registers this person keeps, the office first."""
    kept = Q(pk__in=[])
    for path in user.paths_for(Permission.LETTER_ISSUE):
        kept |= Q(path__startswith=path)
    kinds = [UnitKind.DISTRICT, UnitKind.VILLAGE]
    return list(
        Unit.objects.filter(kept, kind__in=kinds, is_active=True).select_related("office").order_by("path")
    )


def register_years(unit: Unit, *, this_year: int) -> list[int]:
    """Years with a register of the unit, newest first; this year always among them."""
    years = set(Register.objects.filter(unit=unit).values_list("year", flat=True))
    return sorted(years | {this_year}, reverse=True)


def entries(user: User, unit: Unit, *, year: int, book: str) -> QuerySet[RegisterEntry]:
    """Numbers of one register with their letters, for `page_by_key(..., "-number")`."""
    rows = RegisterEntry.objects.visible_to(user).filter(
        register__unit=unit, register__year=year, register__code=book
    )
    return rows.select_related("letter")


@dataclass(frozen=True)
class RegisterCount:
    """How many numbers of a register were given, voided, and wait on reserved paper."""

    given: int
    voided: int
    reserved: int


def register_count(unit: Unit, *, year: int, book: str) -> RegisterCount:
    """Counts of one register."""
    rows = RegisterEntry.objects.filter(register__unit=unit, register__year=year, register__code=book)
    counts = rows.aggregate(
        given=Count("pk"),
        voided=Count("pk", filter=Q(status=EntryStatus.VOIDED)),
        reserved=Count("pk", filter=Q(status=EntryStatus.RESERVED)),
    )
    return RegisterCount(**counts)


def block_entries(user: User, block: UUID) -> list[RegisterEntry]:
    """The numbers of one reserved block, in order."""
    rows = RegisterEntry.objects.visible_to(user).filter(block=block).order_by("number")
    return list(rows.select_related("register__unit__office", "letter"))


def versions_with_template(unit: Unit) -> QuerySet[ServiceVersion]:
    """Published service versions of the office for which a letter can be written."""
    rows = ServiceVersion.objects.filter(service__office_id=unit.office_id, status=VersionStatus.PUBLISHED)
    written = Template.objects.filter(version__service_id=OuterRef("service_id"))
    return rows.filter(Exists(written)).select_related("service").order_by("service__position", "pk")
