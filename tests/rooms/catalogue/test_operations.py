"""Making, changing and publishing versions; what is published stays as it was promised."""

import contextlib
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from sinergi.access.verdict import Refused
from sinergi.audit.actors import SYSTEM
from sinergi.audit.models import Event
from sinergi.catalogue import founding_set, operations
from sinergi.catalogue.models import (
    ChainStep,
    CompetencyRequirement,
    Component,
    Requirement,
    Service,
    ServiceVersion,
    StandardComponent,
    VersionStatus,
)
from sinergi.catalogue.operations import RequirementSpec
from sinergi.organization.models import Competency, Office, Unit
from sinergi.organization.queries import root_unit
from tests.factories import catalogue, people
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


def test_founding_set_publishes_five_complete_services_once(office: Office) -> None:
    services = founding_set.load(office, by=SYSTEM, now=NOW)
    assert [service.slug for service in services] == [
        "keterangan-usaha", "keterangan-tidak-mampu", "dispensasi-nikah", "pengantar-skck", "keterangan-belum-menikah",
    ]  # fmt: skip
    assert founding_set.load(office, by=SYSTEM, now=NOW) == services
    for version in ServiceVersion.objects.filter(service__office=office):
        assert version.status == VersionStatus.PUBLISHED and version.fee == 0
        assert set(version.components.values_list("key", flat=True)) == set(Component.values)
        assert version.competencies.filter(competency__key="komunikasi").exists()
    chains = {
        service.slug: list(service.versions.get().chain.values_list("role", "level", "act"))
        for service in services
    }
    village = [("lurah", "kelurahan", "tanda_tangan")]
    assert (
        chains["keterangan-usaha"]
        == chains["pengantar-skck"]
        == chains["keterangan-belum-menikah"]
        == village
    )
    assert chains["keterangan-tidak-mampu"] == [*village, ("camat", "kecamatan", "diketahui")]
    assert Competency.objects.filter(cluster="manajerial").count() == 8
    assert Competency.objects.filter(cluster="sosial_kultural").count() == 1
    assert all(competency.levels.count() == 5 for competency in Competency.objects.all())


def test_second_office_shares_the_dictionary(office: Office) -> None:
    catalogue.founding(office)
    before = Competency.objects.count()
    other = people.office("Kecamatan Contoh Lain", code="12.71.99", prefix="LAI")
    assert len(catalogue.founding(other)) == 5
    assert Competency.objects.count() == before


def test_address_of_a_service_is_taken_once(office: Office) -> None:
    catalogue.service(office)
    with pytest.raises(Refused, match="sudah dipakai"):
        catalogue.service(office)


def test_publishing_retires_the_version_before(office: Office) -> None:
    first = catalogue.published(office)
    second = operations.draft_version(first.service, by=SYSTEM, now=NOW)
    later = NOW + timedelta(days=30)
    operations.publish_version(second, by=SYSTEM, now=later)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.effective_until) == (VersionStatus.RETIRED, date(2026, 6, 13))
    assert (second.status, second.effective_from, second.number) == (
        VersionStatus.PUBLISHED,
        date(2026, 6, 13),
        2,
    )
    codes = Event.objects.filter(subject_kind="service").order_by("id").values_list("code", flat=True)
    assert list(codes)[-3:] == [
        "service.version_drafted",
        "service.version_retired",
        "service.version_published",
    ]


def test_a_draft_copies_everything_of_the_newest_version(office: Office) -> None:
    catalogue.founding(office)
    service = Service.objects.get(office=office, slug="dispensasi-nikah")
    draft = operations.draft_version(service, by=SYSTEM, now=NOW)
    assert operations.spec_of(draft) == operations.spec_of(service.versions.get(number=1))
    with pytest.raises(Refused, match="Masih ada rancangan versi 2"):
        operations.draft_version(service, by=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"components": {"persyaratan": "x"}}, "Komponen standar pelayanan belum lengkap: Sistem"),
        ({"components": {**catalogue.ALL_COMPONENTS, "biaya": ""}}, "Biaya/tarif"),
        ({"chain": ()}, "penanda tangan"),
        (
            {"requirements": (RequirementSpec("p", "Pengantar kepala lingkungan", "pdf"),)},
            "hanya boleh diminta dengan dasar",
        ),
        (
            {"requirements": (RequirementSpec("p", "Surat Pengantar Kepling", "pdf", legal_basis=" "),)},
            "dasar hukum",
        ),
    ],
)
def test_unfinished_standard_is_not_published(office: Office, changes: Any, words: str) -> None:
    version = catalogue.draft(office, **changes)
    with pytest.raises(Refused, match=words):
        operations.publish_version(version, by=SYSTEM, now=NOW)
    version.refresh_from_db()
    assert version.status == VersionStatus.DRAFT


def test_neighborhood_letter_with_a_legal_ground_may_be_asked_for(office: Office) -> None:
    row = RequirementSpec("p", "Pengantar kepling", "pdf", legal_basis="Perwal contoh 1/2026 pasal 2")
    assert catalogue.published(office, requirements=(row,)).status == VersionStatus.PUBLISHED


def test_bad_form_is_refused_when_it_is_written(office: Office) -> None:
    with pytest.raises(Refused, match="tidak dikenal"):
        catalogue.draft(office, form={"zzz": 1})


def test_unknown_competency_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="tidak ada di kamus: sihir"):
        catalogue.draft(office, competencies={"sihir": 2})


def test_published_version_refuses_changes_in_words(office: Office) -> None:
    version = catalogue.published(office)
    with pytest.raises(Refused, match="sudah terbit"):
        operations.edit_draft(version, spec=catalogue.spec(fee=5000), by=SYSTEM, now=NOW)
    with pytest.raises(Refused, match="sudah pernah terbit"):
        operations.publish_version(version, by=SYSTEM, now=NOW)


def raw(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "sql",
    [
        "update catalogue_serviceversion set fee = 5000 where id = %s",
        "update catalogue_serviceversion set status = 'draft' where id = %s",
        "update catalogue_serviceversion set status = 'retired', fee = 1 where id = %s",
        "update catalogue_serviceversion set form = '{}' where id = %s",
        "delete from catalogue_requirement where version_id = %s",
        "update catalogue_chainstep set role = 'camat' where version_id = %s",
        "update catalogue_standardcomponent set text = 'x' where version_id = %s",
        "insert into catalogue_chainstep (version_id, position, role, level, act) values (%s, 9, "
        "'camat', 'kecamatan', 'paraf')",
    ],
)
def test_database_itself_keeps_a_published_version_as_it_is(office: Office, sql: str) -> None:
    version = catalogue.published(office)
    before = operations.spec_of(version)
    with pytest.raises(DatabaseError, match="can no longer be changed"):
        raw(sql, version.pk)
    version.refresh_from_db()
    assert operations.spec_of(version) == before and version.status == VersionStatus.PUBLISHED


def test_parts_cannot_be_moved_into_or_out_of_a_published_version(office: Office) -> None:
    version, draft = catalogue.published(office), catalogue.draft(office, "lain")
    for part, target in ((draft.requirements.get(), version), (version.requirements.get(), draft)):
        with pytest.raises(DatabaseError, match="can no longer be changed"):
            raw(
                "update catalogue_requirement set version_id = %s, key = 'z' where id = %s",
                target.pk,
                part.pk,
            )


def test_retired_version_never_comes_back(office: Office) -> None:
    first = catalogue.published(office)
    operations.publish_version(
        operations.draft_version(first.service, by=SYSTEM, now=NOW), by=SYSTEM, now=NOW + timedelta(days=1)
    )
    with pytest.raises(DatabaseError):
        raw("update catalogue_serviceversion set status = 'published' where id = %s", first.pk)


def test_history_keeps_every_state_of_a_version(office: Office) -> None:
    version = catalogue.draft(office)
    operations.edit_draft(version, spec=catalogue.spec(fee=5000), by=SYSTEM, now=NOW)
    events = ServiceVersion.pgh_event_models["update"].objects.filter(pgh_obj_id=version.pk)  # type: ignore[attr-defined]
    assert 5000 in events.values_list("fee", flat=True)


def test_only_an_editor_of_the_unit_changes_services(office: Office, terjun: Unit) -> None:
    version = catalogue.published(office)
    rina = people.staff("rina", "editor", root_unit(office))
    for stranger in (
        people.staff("budi", "examiner", root_unit(office)),
        people.staff("dewi", "editor", terjun),  # holds it at a kelurahan, the service is the kecamatan's
        people.staff("lama", "camat", root_unit(office)),
    ):
        for act in (
            lambda who: operations.draft_version(version.service, by=who, now=NOW),
            lambda who: operations.set_active(version.service, active=False, by=who, now=NOW),
            lambda who: operations.edit_draft(version, spec=catalogue.spec(), by=who, now=NOW),
            lambda who: operations.publish_version(version, by=who, now=NOW),
        ):
            with pytest.raises(Refused, match="Hanya pengelola layanan"):
                act(stranger)
    draft = operations.draft_version(version.service, by=rina, now=NOW)
    operations.publish_version(draft, by=rina, now=NOW)


def test_draft_that_somebody_else_changed_is_not_overwritten(office: Office) -> None:
    version = catalogue.draft(office)
    seen = operations.fingerprint(operations.spec_of(version))
    operations.edit_draft(version, spec=catalogue.spec(fee=1000), seen=seen, by=SYSTEM, now=NOW)
    with pytest.raises(Refused, match="Orang lain sudah mengubah"):
        operations.edit_draft(version, spec=catalogue.spec(fee=2000), seen=seen, by=SYSTEM, now=NOW)
    version.refresh_from_db()
    assert version.fee == 1000


@pytest.mark.django_db(transaction=True)
def test_two_publications_at_once_leave_one_published_version(monkeypatch: pytest.MonkeyPatch) -> None:
    office = people.office()
    first = catalogue.draft(office)
    done: list[str] = []
    allowed, met = operations.policies.can_publish, threading.Barrier(4)

    def slowly(*args: Any, **named: Any) -> Any:
        with contextlib.suppress(threading.BrokenBarrierError):
            met.wait(1)  # in vain as long as the service is locked
        return allowed(*args, **named)

    monkeypatch.setattr(operations.policies, "can_publish", slowly)

    def publish() -> None:
        try:
            operations.publish_version(first, by=SYSTEM, now=NOW)
            done.append("published")
        except Refused:
            done.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(done) == ["published", "refused", "refused", "refused"]
    assert ServiceVersion.objects.filter(status=VersionStatus.PUBLISHED).count() == 1


def test_every_part_of_a_version_is_guarded() -> None:
    """A new part table must be frozen too."""
    guarded = {StandardComponent, Requirement, ChainStep, CompetencyRequirement}
    parts = {
        relation.related_model
        for relation in ServiceVersion._meta.related_objects
        if relation.related_model._meta.app_label == "catalogue"
        and not hasattr(relation.related_model, "pgh_tracked_model")
    }
    assert parts == guarded
    for model in guarded:
        assert [trigger.name for trigger in model._meta.triggers] == ["part_of_published_is_frozen"]  # type: ignore[attr-defined]
