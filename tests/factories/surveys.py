"""Survey links and answers for tests."""

import random
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sinergi.audit.actors import SYSTEM
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.catalogue.models import Service
from sinergi.organization.models import Office, Unit
from sinergi.organization.queries import root_unit
from sinergi.surveys import founding
from sinergi.surveys.models import Channel, Questionnaire
from sinergi.surveys.operations import invite, redeem
from tests.factories.people import NOW

FIXTURES = Path(__file__).parent.parent / "fixtures" / "surveys"
GOOD = dict.fromkeys((*LEGAL_ORDER, "kejelasan"), 4)


def service(
    office: Office, slug: str = "surat-keterangan-usaha", name: str = "Surat Keterangan Usaha"
) -> Service:
    """A service as the surveys need it: without a published version."""
    found = Service.objects.filter(office=office, slug=slug).first()
    return found or Service.objects.create(
        office=office, slug=slug, name=name, short_name=name[:60], summary=name, owner_unit=root_unit(office)
    )


def questionnaire(office: Office) -> Questionnaire:
    """The office's questionnaire."""
    return founding.load(office, by=SYSTEM, now=NOW)


def link(unit: Unit, service: Service, *, channel: str = Channel.ONLINE, now: datetime = NOW) -> str:
    """The token of a new invitation."""
    questionnaire(unit.office)
    return invite(office=unit.office, unit=unit, service=service, channel=channel, now=now).token


def answer(
    unit: Unit, service: Service, answers: Mapping[str, int | None] | None = None, *, channel: str = Channel.ONLINE,
    comment: str = "", about: Mapping[str, str] | None = None, now: datetime = NOW,
) -> str:  # fmt: skip
    """An invitation, answered at once; returns its token."""
    token = link(unit, service, channel=channel, now=now)
    redeem(token, answers=GOOD if answers is None else answers, comment=comment, about=about, now=now)
    return token


def some_answers(chance: random.Random, *, blanks: float = 0.1) -> dict[str, int | None]:
    """Random answers, now and then a blank, never all blank."""
    found: dict[str, int | None] = {
        key: None if chance.random() < blanks else chance.randint(1, 4) for key in (*LEGAL_ORDER, "kejelasan")
    }
    found["waktu"] = found["waktu"] or 3
    return found


def fixture(name: str) -> bytes:
    """A published example: answer counts of a public-service application, and a laboratory's 20 x 3 matrix."""
    return (FIXTURES / name).read_bytes()


GASPUL = fixture("gaspul_tw3_counts.csv").decode()
LAB20 = fixture("lab20_reliability_matrix.csv").decode()
