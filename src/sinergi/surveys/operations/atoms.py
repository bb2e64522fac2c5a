"""Which sums of one stream of answers may be seen: atoms of at least ten answers, changed in steps of ten.

A stream is (paper, complete). Paper is apart, because whoever imports a file knows its answers: nine of theirs and
one citizen's are no ten. Complete respondents are apart, because an index with its interval gives their own total
away: beside elements that everybody answered, the difference would be what one incomplete respondent said. Within
a stream there is no such difference, so sums of atoms, and what changed between two releases, are about ten
respondents or more, whichever figures are subtracted.

An atom is a team's quarter for one service; teams too small to stand alone are one atom of the service together,
and what is still too small is one atom of the office, or nothing.
"""

from collections.abc import Collection, Iterable, Mapping

from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.surveys.formulas.disclosure import SMALLEST, leaving, renewed

Integers = tuple[int, int, int]
Sums = Mapping[str, Integers]
Key = tuple[int | None, int | None]  # service, unit; None: merged
REST_OF_OFFICE: Key = (None, None)


def released(cells: Mapping[Key, Sums], shown: Mapping[Key, Sums]) -> dict[Key, Sums]:
    """What may be seen from now on, from today's sums and from what has been seen until now."""
    wanted = _wanted(cells, shown)
    after = {key: shown[key] if _stays(shown.get(key), new) else new for key, new in wanted.items()}
    every = {*shown, *after}
    for service in {key[0] for key in every if key[0] is not None}:
        level = {key for key in every if key[0] == service}
        if not _may_move(shown, after, level):
            inside = any(
                key not in wanted and (service, None) not in wanted for key in cells if key[0] == service
            )
            after = _as_it_was(shown, after, every if inside else level)
    return after if _may_move(shown, after, every) else _as_it_was(shown, after, every)


def _stays(old: Sums | None, new: Sums) -> bool:
    """Fewer than ten answers have changed in an element, or none in any."""
    return old is not None and not (old != new and _steps(old, new))


def _steps(old: Sums, new: Sums) -> bool:
    """Every element that changes does so by at least ten answers."""
    changed = [key for key in {*old, *new} if old.get(key) != new.get(key)]
    return all(renewed(old.get(key, (0,))[0], new.get(key, (0,))[0]) for key in changed)


def _moved(shown: Mapping[Key, Sums], after: Mapping[Key, Sums], level: Collection[Key]) -> set[Key]:
    """Atoms that come or go, with the rests that they come out of or go into."""
    moved = {key for key in level if (key in shown) != (key in after)}
    return moved and moved | {key for key in level if key[1] is None}


def _may_move(shown: Mapping[Key, Sums], after: Mapping[Key, Sums], level: Collection[Key]) -> bool:
    """Whether teams may move between a rest and atoms of their own.

    The total that they share changes by what is new alone, so that too must be nothing or ten answers.
    """
    moved = _moved(shown, after, level)
    before = merged(shown[key] for key in moved if key in shown)
    return not before or _apart(before, merged(after[key] for key in moved if key in after))


def _as_it_was(
    shown: Mapping[Key, Sums], after: Mapping[Key, Sums], level: Collection[Key]
) -> dict[Key, Sums]:
    moved = _moved(shown, after, level)
    old = {key: shown[key] for key in moved if key in shown}
    return {key: sums for key, sums in after.items() if key not in moved} | old


def _apart(one: Sums, other: Sums) -> bool:
    """Every element that differs does so by at least ten answers; here all of them may go."""
    counts = [
        abs(one.get(key, (0,))[0] - other.get(key, (0,))[0])
        for key in {*one, *other}
        if one.get(key) != other.get(key)
    ]
    return all(n >= SMALLEST for n in counts)


def _wanted(cells: Mapping[Key, Sums], shown: Mapping[Key, Sums]) -> dict[Key, Sums]:
    """The atoms that today's sums make, given which merged rests have been shown already."""
    atoms: dict[Key, Sums] = {}
    rests: dict[Key, Sums] = {}
    for service_id in sorted({key[0] for key in cells}, key=str):
        rest: Key = (service_id, None)
        own = {key: sums for key, sums in cells.items() if key[0] == service_id}
        loose = {
            key: _fewest(sums) for key, sums in own.items() if key not in shown or _fewest(sums) < SMALLEST
        }
        alone = {key for key in own if key not in loose} | leaving(loose, rest_is_published=rest in shown)
        atoms |= {key: own[key] for key in alone}
        if together := merged(own[key] for key in own if key not in alone):
            rests[rest] = together
    loose = {key: _fewest(sums) for key, sums in rests.items()}
    alone = set(leaving(loose, rest_is_published=REST_OF_OFFICE in shown))
    atoms |= {key: rests[key] for key in alone}
    left = merged(sums for key, sums in rests.items() if key not in alone)
    if _fewest(left) >= SMALLEST:
        atoms[REST_OF_OFFICE] = left
    return {key: _large(sums) for key, sums in atoms.items()}


def _large(sums: Sums) -> Sums:
    return {element: integers for element, integers in sums.items() if integers[0] >= SMALLEST}


def _fewest(sums: Sums) -> int:
    """Answers to the least answered of the nine: what protects a respondent who left one out."""
    return min((sums[key][0] for key in LEGAL_ORDER if key in sums), default=0)


def merged(many: Iterable[Sums]) -> dict[str, Integers]:
    """Sums of all of them together."""
    total: dict[str, Integers] = {}
    for sums in many:
        for element, (n, part, squares) in sums.items():
            before = total.get(element, (0, 0, 0))
            total[element] = (before[0] + n, before[1] + part, before[2] + squares)
    return total
