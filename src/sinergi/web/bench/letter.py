"""(d) CPU of one letter: its data, its QR code, its PDF/A-2a. In this process, as the job worker does it."""

import time
from typing import Any

from sinergi.audit.actors import SYSTEM
from sinergi.catalogue.models import Act, ChainLevel
from sinergi.letters import layout, operations, queries, rendering
from sinergi.letters.models import Letter
from sinergi.organization.queries import root_unit
from sinergi.web.bench.data import World
from sinergi.web.bench.figures import Figure, at_most

WARM_UP, LETTERS = 5, 20
MOST_CPU = 15.0  # ms


def measure(world: World, *, rounds: int) -> list[Figure]:
    """CPU ms a letter, all threads of the typesetter included, over ``rounds`` times 20 letters."""
    letter = _issued(world)
    for _ in range(WARM_UP):
        size = len(_pdf(letter))
    values = []
    for _ in range(rounds):
        before = time.process_time()
        for _ in range(LETTERS):
            _pdf(letter)
        values.append((time.process_time() - before) / LETTERS * 1000)
    note = f"{size / 1024:.0f} KiB, dengan data dan kode QR"
    return [Figure("d", "satu surat PDF: CPU", tuple(values), "ms", at_most(MOST_CPU), note)]


def _pdf(letter: Letter) -> bytes:
    found = queries.for_layout().get(pk=letter.pk)
    return rendering.pdf(layout.data_of(found), at=found.issued_at)


def _issued(world: World) -> Letter:
    unit = world.villages[0]
    chain = [
        operations.Signatory(
            role=step.role, unit=unit if step.level == ChainLevel.VILLAGE else root_unit(world.office),
            act=step.act, name="Contoh Pejabat, S.Sos", title=f"Contoh {step.get_role_display()}",
            rank="Penata Tingkat I (III/d)", nip="198001012005011001",
        )
        for step in world.version.chain.order_by("position")
    ]  # fmt: skip
    values: dict[str, Any] = {"name": "Contoh Warga", "nik": "1271124505850001", "village": unit.name}
    values["address"] = "Jalan Contoh 5, Lingkungan 3"
    answers = {key: str(value) for key, value in world.answers().items()}
    return operations.issue(
        office=world.office, unit=next(one.unit for one in chain if one.act == Act.SIGN), holder="Contoh Warga",
        version=world.version, values={**answers, **values}, signatories=chain, by=SYSTEM, now=world.now,
    )  # fmt: skip
