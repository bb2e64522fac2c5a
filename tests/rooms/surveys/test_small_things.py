"""Questionnaire, population, comments for the public, jobs."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import translation

from sinergi.access.permissions import Role
from sinergi.access.verdict import Refused
from sinergi.audit.actors import SYSTEM
from sinergi.catalogue.elements import BY_KEY
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from sinergi.surveys import exports, founding, invitations, periods
from sinergi.surveys.invitations import last_day, masked
from sinergi.surveys.models import (
    Comment,
    Invitation,
    Population,
    Question,
    RespondentMargin,
    Response,
    Rollup,
)
from sinergi.surveys.operations import (
    moderate,
    pour,
    publish_figures,
    redeem,
    set_population,
    sweep_invitations,
)
from sinergi.surveys.queries import margins, population, shown_comments
from tests.factories import people
from tests.factories import surveys as make
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
JANUARY, DECEMBER = date(2026, 1, 1), date(2026, 12, 1)


def test_founding_loads_ten_questions_once(office: Office) -> None:
    first = founding.load(office, by=SYSTEM, now=NOW)
    assert founding.load(office, by=SYSTEM, now=NOW) == first
    questions = list(Question.objects.filter(questionnaire=first))
    assert [question.key for question in questions][7:] == ["sarana", "pengaduan", "kejelasan"]
    assert [question.in_index for question in questions] == [True] * 9 + [False]
    assert all(question.labels == BY_KEY[question.key].answers for question in questions)


def test_population_of_a_period_is_replaced_not_doubled(office: Office) -> None:
    camat = people.staff("mutu", Role.QUALITY, root_unit(office))
    for users in (1200, 1350):
        set_population(
            office=office, service=None, unit=None, since=JANUARY, until=DECEMBER, users=users, source="Register",
            by=camat, now=NOW,
        )  # fmt: skip
    assert Population.objects.count() == 1
    assert population(office, since=JANUARY, until=DECEMBER) == 1350
    assert population(office, since=JANUARY, until=JANUARY) is None
    with pytest.raises(Refused, match="1 atau lebih"):
        set_population(
            office=office,
            service=None,
            unit=None,
            since=JANUARY,
            until=DECEMBER,
            users=0,
            source="",
            by=camat,
            now=NOW,
        )


def test_only_released_comments_are_public(office: Office) -> None:
    service = make.service(office)
    texts = {"menunggu": "belum dibaca", "ditampilkan": "bagus", "disembunyikan": "kasar"}
    for status, text in texts.items():
        Comment.objects.create(office=office, service=service, month=JANUARY, text=text, status=status)
    assert [row.text for row in shown_comments(office)] == ["bagus"]
    hidden = Comment.objects.get(status="disembunyikan")
    with pytest.raises(Refused, match="tidak berwenang"):
        moderate(
            hidden.pk, to="ditampilkan", by=people.staff("auditor", Role.AUDITOR, root_unit(office)), now=NOW
        )
    moderate(hidden.pk, to="ditampilkan", by=SYSTEM, now=NOW)
    assert len(shown_comments(office, service=service)) == 2


def test_margins_of_a_quarter_and_of_its_year_never_give_a_small_count_away(office: Office) -> None:
    service = make.service(office)
    counts = {"sma": (40, 50, 0, 0), "s1": (4, 30, 12, 0), "sd": (25, 3, 0, 0)}
    for value, quarters in counts.items():
        for place, n in enumerate(quarters):
            if n:
                RespondentMargin.objects.create(
                    office=office, service=service, month=date(2025, place * 3 + 1, 1), attribute="pendidikan",
                    value=value, n=n,
                )  # fmt: skip
    first = {row.value: row.n for row in _margins(office, 1, 3)}
    second = {row.value: row.n for row in _margins(office, 4, 6)}
    year = {row.value: row.n for row in _margins(office, 1, 12)}
    assert first["s1"] is None and second["sd"] is None
    for value, quarters in counts.items():
        known = [n for n in (first[value], second[value]) if n is not None]
        rest = sum(quarters) - sum(known) - sum(quarters[2:])
        assert year[value] is None or len(known) != 1 or rest == 0 or rest >= 10


def _margins(office: Office, first: int, last: int):  # type: ignore[no-untyped-def]
    publish_figures(now=NOW)
    return margins(office, since=date(2025, first, 1), until=date(2025, last, 1))


def test_margins_of_a_running_month_wait(office: Office) -> None:
    RespondentMargin.objects.create(
        office=office,
        service=make.service(office),
        month=date(2026, 5, 1),
        attribute="pendidikan",
        value="sd",
        n=40,
    )
    publish_figures(now=NOW)
    assert margins(office, since=date(2026, 5, 1), until=date(2026, 5, 1)) == ()
    publish_figures(now=NOW + timedelta(days=30))
    assert margins(office, since=date(2026, 5, 1), until=date(2026, 5, 1))[0].n == 40


def test_margins_move_in_steps_of_ten(office: Office) -> None:
    service = make.service(office)

    def shown(n: int) -> int | None:
        RespondentMargin.objects.update_or_create(
            office=office, service=service, month=date(2026, 4, 1), attribute="pendidikan", value="sd",
            defaults={"n": n},
        )  # fmt: skip
        publish_figures(now=NOW)
        [row] = margins(office, since=date(2026, 4, 1), until=date(2026, 6, 1))
        return row.n

    assert [shown(n) for n in (4, 9, 12, 13, 21, 22, 31, 32)] == [None, None, 12, 12, 12, 22, 22, 32]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("NIK 1271010101900001.", "NIK ••••."),
        ("hubungi +62 812-3456-7890 ya", "hubungi •••• ya"),
        ("1271.0101.0190.0001", "••••"),
        ("Rp 150.000 dan 3 hari", "Rp 150.000 dan 3 hari"),
        ("tanggal 14-05-2026", "tanggal 14-05-2026"),
    ],
)
def test_long_numbers_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_months_and_periods() -> None:
    assert last_day(date(2026, 11, 1), later=3) == date(2027, 2, 28)
    today = NOW.date()
    assert periods.chosen("2026-2", today=today).until == date(2026, 6, 30)
    assert periods.chosen("kosong", today=today).code == "2026"
    codes = [period.code for period in periods.offered(periods.chosen("2026", today=today), today=today)]
    assert codes[:4] == ["2026", "2026-1", "2026-2", "2025"]


def test_what_is_written_in_a_comment_does_not_show_in_the_length(terjun: Unit) -> None:
    """Quotes and line breaks take two bytes when sealed."""
    service = make.service(terjun.office)
    for comment in ("", '"\n' * 60, "é" * 99):
        make.answer(terjun, service, comment=comment)
    with connection.cursor() as cursor:
        cursor.execute("select distinct length(payload) from surveys_pooledanswer")
        assert len(cursor.fetchall()) == 1


def test_used_and_old_links_are_deleted_and_figures_stay(terjun: Unit) -> None:
    service = make.service(terjun.office)
    for _number in range(20):
        make.answer(terjun, service)
    kept = make.link(terjun, service)
    old = make.link(terjun, service, now=NOW - timedelta(days=62))
    pour(NOW)
    answers, rollup = Response.objects.count(), list(Rollup.objects.order_by("pk").values())
    assert sweep_invitations(now=NOW) == 21
    assert sweep_invitations(now=NOW) == 0
    assert [row.token_hash for row in Invitation.objects.all()] == [invitations.hash_of(kept)]
    assert (Response.objects.count(), list(Rollup.objects.order_by("pk").values())) == (answers, rollup)
    with pytest.raises(Refused):
        redeem(old, answers=make.GOOD, now=NOW)


def test_a_link_lasts_until_midnight_at_its_office(terjun: Unit) -> None:
    make.link(
        terjun, make.service(terjun.office), now=datetime(2026, 5, 14, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    )
    midnight = datetime(2026, 7, 1, tzinfo=ZoneInfo("Asia/Jayapura"))
    assert sweep_invitations(now=midnight) == 0
    terjun.office.time_zone = "Asia/Jayapura"
    terjun.office.save(update_fields=["time_zone"])
    assert sweep_invitations(now=midnight - timedelta(minutes=1)) == 0
    assert sweep_invitations(now=midnight) == 1


def test_workbook_is_indonesian_for_every_reader(office: Office) -> None:
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            exports, "_skm_workbook", lambda *_parts, now: seen.append(translation.get_language()) or b""
        )
        with translation.override("en"):
            exports.skm_workbook(office, None, None, [], [], now=NOW)  # type: ignore[arg-type]
    assert seen == ["id"]
