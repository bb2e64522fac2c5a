"""The tree hash is that of RFC 6962, and grows to the same root in any pieces."""

import hashlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.audit import merkle
from sinergi.audit.actors import SYSTEM
from sinergi.audit.models import Event, TreeRoot
from sinergi.audit.operations import plant_root, record, seal_settled
from sinergi.audit.queries import verify
from tests.factories.audit import wait_until_settled
from tests.rooms.audit.test_record import LATER, _tamper, _write


def _reference(leaves):
    """RFC 6962, 2.1, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return merkle.node(_reference(leaves[:split]), _reference(leaves[split:]))


@given(st.integers(0, 70), st.integers(0, 70))
def test_growing_in_two_pieces_gives_the_rfc_root(first, second):
    leaves = [merkle.leaf(bytes([n])) for n in range(first + second)]
    size, peaks = merkle.grow(0, [], leaves[:first])
    size, peaks = merkle.grow(size, peaks, leaves[first:])
    assert size == len(leaves)
    assert merkle.root(peaks) == _reference(leaves)
    assert len(peaks) == size.bit_count()


@pytest.fixture
def planted(transactional_db, now):
    _write(5, now)
    wait_until_settled()
    seal_settled(now=now + LATER)
    assert plant_root(now=now + LATER).size == 5
    assert plant_root(now=now + LATER) is None
    record("test.event", by=SYSTEM, subject=("case", 9, "MRL-9"), now=now + LATER)
    wait_until_settled()
    seal_settled(now=now + 2 * LATER)
    assert plant_root(now=now + timedelta(hours=1)).size == 6
    assert verify().intact


def test_a_forged_chain_still_breaks_the_roots(planted):
    """Somebody who rewrites an event and all seals cannot rewrite a root that was printed before."""
    event = Event.objects.order_by("id")[2]
    _tamper("update audit_event set reason = 'lain' where id = %s", event.id)
    broken = verify().broken
    assert str(TreeRoot.objects.earliest("size")) in broken
