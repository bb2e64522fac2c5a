"""Row keys of the sample year."""

from sinergi.sample.by_rows.identities import SIZE, SUPPLY, new_identity


def test_keys_differ_over_several_supplies():
    made = [new_identity() for _ in range(3 * SUPPLY // SIZE)]
    assert len(set(made)) == len(made)
    assert {key.version for key in made} == {4}
