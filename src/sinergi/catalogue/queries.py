"""Reading the catalogue: the public list, search in everyday words, and one service with its whole standard."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, Greatest, JSONObject
from django.utils.translation import ngettext_lazy

from sinergi.access.permissions import Permission, Role, roles_with
from sinergi.accounts.models import RoleAssignment, User
from sinergi.catalogue.definition import KIND_NAMES, parse
from sinergi.catalogue.models import (
    SEARCH_CONFIG,
    Act,
    ChainLevel,
    ChainStep,
    CompetencyRequirement,
    Component,
    PromiseUnit,
    Requirement,
    Service,
    ServiceVersion,
    StandardComponent,
    VersionStatus,
)
from sinergi.kept import kept_cursor
from sinergi.organization.models import Office, Unit

# Words that everybody writes and that say nothing about the service; searched for alone they give the whole list.
EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "ada agar akan apa atau bagaimana bagi bantu bikin bisa buat butuh cara dan dapat dari dengan di gimana harus "
        "ingin ini itu kami karena kalau ke kepada layanan mana mau membuat mencari mengurus minta mohon nya oleh pada "
        "pak bu perlu pengen permohonan saya surat tentang tolong untuk urus ya yang",
    )
)
MOST_WORDS = 8
ALIKE = 0.55  # share of a word's trigrams that must be met: "warumg" finds "warung", "sekolah" does not find "sehat"


@dataclass(frozen=True)
class ServiceRow:
    """One line of the public list."""

    id: int
    version_id: int
    slug: str
    name: str
    short_name: str
    summary: str
    promise_amount: int
    promise_unit: str
    fee: int

    @property
    def promise(self) -> str:
        return promise_words(self.promise_amount, self.promise_unit)


def promise_words(amount: int, unit: str) -> str:
    """``1 hari kerja``."""
    return str(PROMISES[PromiseUnit(unit)] % {"n": amount})


PROMISES = {
    PromiseUnit.MINUTES: ngettext_lazy("%(n)s menit kerja", "%(n)s menit kerja", "n"),
    PromiseUnit.HOURS: ngettext_lazy("%(n)s jam kerja", "%(n)s jam kerja", "n"),
    PromiseUnit.DAYS: ngettext_lazy("%(n)s hari kerja", "%(n)s hari kerja", "n"),
    PromiseUnit.WEEKS: ngettext_lazy("%(n)s minggu kerja", "%(n)s minggu kerja", "n"),
}


_ROW = ("service__id", "id", "service__slug", "service__name", "service__short_name", "service__summary",
        "promise_amount", "promise_unit", "fee")  # fmt: skip


def _published(office: Office) -> QuerySet[ServiceVersion]:
    return ServiceVersion.objects.filter(
        service__office_id=office.pk, service__is_active=True, status=VersionStatus.PUBLISHED
    )


# The two statements that every visitor causes are written out: compiling them costs Django more than running them.
_LIST = """
select s.id, v.id, s.slug, s.name, s.short_name, s.summary, v.promise_amount, v.promise_unit, v.fee
from catalogue_service s join catalogue_serviceversion v on v.service_id = s.id and v.status = 'published'
where s.office_id = %s and s.is_active order by s.position, s.id
"""
_HEAD = """
select v.id, s.name, s.short_name, s.summary, u.kind, u.name
from catalogue_service s join catalogue_serviceversion v on v.service_id = s.id and v.status = 'published'
join organization_unit u on u.id = s.owner_unit_id
where s.office_id = %s and s.slug = %s and s.is_active
"""


def published_services(office: Office) -> list[ServiceRow]:
    """Every service that can be asked for, in the office's order. One query."""
    with kept_cursor() as cursor:
        cursor.execute(_LIST, [office.pk])
        return [ServiceRow(*row) for row in cursor.fetchall()]


def search_words(text: str) -> list[str]:
    """The words of ``text`` that say something, in lower case, at most eight."""
    words = re.findall(r"[^\W_]+", text[:200].lower())
    return [word for word in dict.fromkeys(words) if word not in EMPTY_WORDS and len(word) > 1][:MOST_WORDS]


def search(office: Office, text: str) -> list[ServiceRow]:
    """Services that match everyday words, best first; stems and typos are understood. One query.

    PostgreSQL full text (Indonesian stemmer, accents folded) finds words and their beginnings, word similarity of
    trigrams finds misspellings. Words without meaning ("mau", "surat") alone give the whole list.
    """
    words = search_words(text)
    if not words:
        return published_services(office)
    query = SearchQuery(" | ".join(f"{word}:*" for word in words), config=SEARCH_CONFIG, search_type="raw")
    text_of = Concat("service__name", Value(" "), "service__short_name", Value(" "), "service__keywords")
    likeness = [TrigramWordSimilarity(word, text_of) for word in words if len(word) > 4]
    rows = _published(office).annotate(
        likeness=Greatest(*likeness, Value(0.0), output_field=FloatField()) if likeness else Value(0.0),
        found=Case(
            When(service__search=query, then=Value(1.0)), default=Value(0.0), output_field=FloatField()
        ),
        rank=SearchRank(F("service__search"), query),
    )
    rows = rows.filter(Q(service__search=query) | Q(likeness__gte=ALIKE))
    ranked = rows.order_by("-found", "-rank", "-likeness", "service__position", "service_id")
    return [ServiceRow(*row) for row in ranked.values_list(*_ROW)]


@dataclass(frozen=True)
class RequirementRow:
    """A document that is asked for."""

    key: str
    label: str
    help: str
    kind: str
    is_required: bool
    legal_basis: str

    @property
    def is_upload(self) -> bool:
        return self.kind != "show"


@dataclass(frozen=True)
class StepRow:
    """One step of the signing chain in words."""

    role: str
    level: str
    act: str

    @property
    def words(self) -> str:
        """``Lurah: tanda tangan``, for people."""
        place = "" if self.role in _PLACE_IN_NAME else f" ({ChainLevel(self.level).label})"
        return f"{Role(self.role).label}{place}: {str(Act(self.act).label).lower()}"


_PLACE_IN_NAME = frozenset({Role.LURAH, Role.CAMAT, Role.SEKCAM})


@dataclass(frozen=True)
class ComponentRow:
    """One of the fourteen components."""

    key: str
    text: str

    @property
    def label(self) -> str:
        """Heading in the reader's language: rows are kept for all readers of a process."""
        return str(Component(self.key).label)


@dataclass(frozen=True)
class ServicePage:
    """Everything that the public page of a service says."""

    service_id: int
    version_id: int
    number: int
    slug: str
    name: str
    short_name: str
    summary: str
    unit: str
    intro: str
    promise_amount: int
    promise_unit: str
    fee: int
    product: str
    legal_basis: str
    validity_months: int | None
    retention_days: int
    effective_from: date | None
    requirements: tuple[RequirementRow, ...]
    chain: tuple[StepRow, ...]
    components: tuple[ComponentRow, ...]
    competencies: tuple[tuple[str, int], ...]
    procedure_steps: tuple[str, ...]  # without their numbers
    complaints: tuple[str, ...]  # paragraphs

    @property
    def promise(self) -> str:
        return promise_words(self.promise_amount, self.promise_unit)

    def component(self, key: str) -> str:
        """The text of one component, empty when it has none."""
        return next((row.text for row in self.components if row.key == key), "")


_PLACES = {component.value: place for place, component in enumerate(Component)}


def _parts(model: Any, order: str, **columns: str) -> ArraySubquery:
    """The rows of a part table as an array of JSON objects, so that a whole version is one query."""
    rows = model.objects.filter(version=OuterRef("pk")).order_by(order)
    return ArraySubquery(rows.values(_json=JSONObject(**columns)))


def _page(versions: QuerySet[ServiceVersion]) -> ServicePage | None:
    version: Any = (
        versions.select_related("service__owner_unit")
        .defer("form")
        .annotate(
            _requirements=_parts(
                Requirement, "position", key="key", label="label", help="help", kind="kind",
                is_required="is_required", legal_basis="legal_basis",
            ),
            _chain=_parts(ChainStep, "position", role="role", level="level", act="act"),
            _components=_parts(StandardComponent, "id", key="key", text="text"),
            _competencies=_parts(CompetencyRequirement, "id", name="competency__name", level="level"),
        )
        .first()
    )  # fmt: skip
    if version is None:
        return None
    service = version.service
    components = sorted(version._components, key=lambda row: _PLACES[row["key"]])
    texts = {row["key"]: row["text"] for row in components}
    return ServicePage(
        service_id=service.pk,
        version_id=version.pk,
        number=version.number,
        slug=service.slug,
        name=service.name,
        short_name=service.short_name,
        summary=service.summary,
        unit=service.owner_unit.title,
        intro=version.intro,
        promise_amount=version.promise_amount,
        promise_unit=version.promise_unit,
        fee=version.fee,
        product=version.product,
        legal_basis=version.legal_basis,
        validity_months=version.validity_months,
        retention_days=version.retention_days,
        effective_from=version.effective_from,
        requirements=tuple(RequirementRow(**row) for row in version._requirements),
        chain=tuple(StepRow(**row) for row in version._chain),
        components=tuple(ComponentRow(row["key"], row["text"]) for row in components),
        competencies=tuple((row["name"], row["level"]) for row in version._competencies),
        procedure_steps=tuple(
            re.sub(r"^\d+\.\s*", "", line) for line in _lines(texts, Component.PROCEDURE, "\n")
        ),
        complaints=tuple(_lines(texts, Component.COMPLAINTS, "\n\n")),
    )


def _lines(texts: Mapping[str, str], key: str, between: str) -> list[str]:
    return [part.strip() for part in texts.get(key, "").replace("\r\n", "\n").split(between) if part.strip()]


@lru_cache(maxsize=512)
def frozen_page(version_id: int) -> ServicePage:
    """What a published version says. It never changes (a trigger holds that), so every process keeps what it has
    read.
    """
    page = _page(ServiceVersion.objects.filter(pk=version_id))
    if page is None:
        raise LookupError(version_id)
    return page


def service_page(office: Office, slug: str) -> ServicePage | None:
    """The published standard of a service; None when there is none. One query, and one more the first time."""
    with kept_cursor() as cursor:
        cursor.execute(_HEAD, [office.pk, slug])
        row = cursor.fetchone()
    if row is None:
        return None
    version_id, name, short_name, summary, kind, unit = row
    title = Unit(kind=kind, name=unit).title
    return replace(frozen_page(version_id), name=name, short_name=short_name, summary=summary, unit=title)


def version_page(version: ServiceVersion) -> ServicePage | None:
    """The same for any version, for the office."""
    return _page(ServiceVersion.objects.filter(pk=version.pk))


def published_version(office: Office, slug: str) -> ServiceVersion | None:
    """The version that an application made now is made under, with service and owner unit; None when there is none."""
    return _published(office).select_related("service__owner_unit").filter(service__slug=slug).first()


def keepers(service: Service, *, today: date) -> list[User]:
    """Who answers for the page of a service: holders of ``catalogue.edit`` at its unit or above, on ``today``."""
    unit = Unit.objects.get(pk=service.owner_unit_id)
    ids = [int(part) for part in unit.path.strip("/").split("/")]
    roles = roles_with(Permission.CATALOGUE_EDIT)
    held = RoleAssignment.objects.held_on(today).filter(role__in=roles, unit_id__in=ids)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("id"))


@dataclass(frozen=True)
class DeskRow:
    """One service in the office's list: the number of its valid version and of its draft, if any."""

    slug: str
    name: str
    unit: str
    is_active: bool
    published: int | None
    draft: int | None


def desk_rows(user: User) -> list[DeskRow]:
    """Services that ``user`` may edit. One query."""

    def number(status: str) -> Any:
        return ServiceVersion.objects.filter(service=OuterRef("pk"), status=status).values("number")[:1]

    rows = Service.objects.visible_to(user).annotate(
        published=Subquery(number(VersionStatus.PUBLISHED)), draft=Subquery(number(VersionStatus.DRAFT))
    )
    return [
        DeskRow(row.slug, row.name, row.owner_unit.title, row.is_active, row.published, row.draft)  # type: ignore[attr-defined]
        for row in rows.select_related("owner_unit").order_by("position", "id")
    ]


@dataclass(frozen=True)
class VersionRow:
    """One version in the row of versions."""

    number: int
    status: str


def version_rows(service_id: int) -> list[VersionRow]:
    """All versions of a service, newest first."""
    rows = (
        ServiceVersion.objects.filter(service_id=service_id)
        .order_by("-number")
        .values_list("number", "status")
    )
    return [VersionRow(number, str(VersionStatus(status).label).lower()) for number, status in rows]


@dataclass(frozen=True)
class FieldRow:
    """One field of the form, as the editor's page shows it."""

    page: str
    label: str
    help: str
    type: str
    required: bool


def form_rows(version: ServiceVersion) -> list[FieldRow]:
    """The fields of a version's form, in order."""
    return [
        FieldRow(page.title, field.label, field.help, str(KIND_NAMES[field.type]), field.required)
        for page in parse(version.form).pages
        for field in page.fields
    ]
