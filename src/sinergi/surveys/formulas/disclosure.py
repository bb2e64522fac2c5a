"""Which figures may be shown, so that no reader learns how fewer than ten people answered.

Rules of the house: a cell with fewer than 10 answers is shown to nobody; a published figure changes only when at
least 10 answers have been added or withdrawn; fewer than 30 carry the word "sementara". A hidden cell must not
come back as a difference either. Two ways lead there. What is published is cut into atoms of at least 10 answers
(`leaving`, `renewed`), and every figure, total or year is a sum of atoms: then so is every difference. A table
that must show its own totals hides more cells until nothing follows from the rest (`protected`, `held_back`).
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from enum import Enum
from typing import TypeVar

SMALLEST = 10
STEP = 10
FIRM = 30

Line = Hashable
Cell = tuple[Line | None, Line | None]
K = TypeVar("K", bound=Hashable)


class Standing(Enum):
    """How a figure may be spoken of."""

    EMPTY = "empty"
    HIDDEN = "hidden"
    PROVISIONAL = "provisional"
    FIRM = "firm"


def standing(n: int) -> Standing:
    """The standing of a figure that rests on ``n`` answers."""
    if n <= 0:
        return Standing.EMPTY
    if n < SMALLEST:
        return Standing.HIDDEN
    return Standing.PROVISIONAL if n < FIRM else Standing.FIRM


def renewed(published: int, now: int) -> bool:
    """Whether a figure published over ``published`` answers may be replaced by one over ``now`` answers."""
    return now >= SMALLEST and abs(now - published) >= STEP


def leaving(counts: Mapping[K, int], *, rest_is_published: bool) -> frozenset[K]:
    """Which members of a merged rest are large enough to stand alone.

    If the rest has been published with them inside, they may not all leave it when fewer than 10 answers would
    stay behind: published rest minus published members would lay those open. The smallest then stays.
    """
    out = {key: n for key, n in counts.items() if n >= SMALLEST}
    while out and rest_is_published:
        stay = sum(counts.values()) - sum(out.values())
        if not 0 < stay < SMALLEST:
            break
        del out[min(out, key=lambda key: (out[key], str(key)))]
    return frozenset(out)


def held_back(counts: Mapping[K, int]) -> frozenset[K]:
    """Entries of one list (months, answers to "pendidikan") that are not shown beside the list's total."""
    cells: dict[Cell, int] = {(key, "one"): n for key, n in counts.items()}
    return frozenset(key for key in counts if (key, "one") in protected(cells))


def protected(counts: Mapping[Cell, int]) -> frozenset[Cell]:
    """Cells of a two-way table that must stay hidden when all the others and all totals are shown.

    ``counts`` maps (row, column) to n. Totals are keys with None: (row, None), (None, column), (None, None); they
    are part of the answer when they have to be hidden themselves. In the graph with a vertex for each row and
    column (the totals' row and column included) and an edge for each hidden cell, a value can be computed from
    what is shown exactly if its edge is a bridge, so more is hidden until none is one; and what is hidden of a
    row or column with a shown total sums to at least 10.
    """
    table = _with_totals(counts)
    hidden = {cell for cell, n in table.items() if 0 < n < SMALLEST}
    while cell := _next_to_hide(table, hidden):
        hidden.add(cell)
    return frozenset(hidden)


def _with_totals(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    table: dict[Cell, int] = dict(counts)
    for (row, column), n in counts.items():
        if row is None or column is None:
            raise ValueError("totals are computed here")
        for total in ((row, None), (None, column), (None, None)):
            table[total] = table.get(total, 0) + n
    return table


def _lines(cells: Iterable[Cell]) -> dict[tuple[str, Line | None], list[Cell]]:
    """The cells of every row and column; the line of a total holds the total too."""
    found: dict[tuple[str, Line | None], list[Cell]] = {}
    for cell in cells:
        found.setdefault(("row", cell[0]), []).append(cell)
        found.setdefault(("column", cell[1]), []).append(cell)
    return found


def _next_to_hide(table: Mapping[Cell, int], hidden: Collection[Cell]) -> Cell | None:
    lines = _lines(table)
    for (kind, line), cells in lines.items():
        total: Cell = (line, None) if kind == "row" else (None, line)
        if line is None:
            total = (None, None)
        members = [cell for cell in cells if cell != total and cell in hidden]
        if members and total not in hidden and sum(table[cell] for cell in members) < SMALLEST:
            return _smallest(table, hidden, [cell for cell in cells if cell != total]) or total
    for cell in _bridges(hidden):
        if table[cell] < SMALLEST:
            beside = [*lines["row", cell[0]], *lines["column", cell[1]]]
            found = _smallest(table, hidden, beside) or _smallest(table, hidden, table)
            if found:
                return found
    return None


def _smallest(table: Mapping[Cell, int], hidden: Collection[Cell], cells: Iterable[Cell]) -> Cell | None:
    """The visible cell whose loss costs least; totals only when nothing else is left."""
    shown = [cell for cell in cells if cell not in hidden and table[cell] > 0]
    return min(shown, key=lambda cell: (cell.count(None), table[cell], str(cell)), default=None)


def _bridges(hidden: Collection[Cell]) -> list[Cell]:
    """Hidden cells on no cycle of hidden cells: each can be computed from what is shown."""
    return [cell for cell in sorted(hidden, key=str) if not _joined(cell, hidden)]


def _joined(cell: Cell, hidden: Collection[Cell]) -> bool:
    """Whether row and column of ``cell`` stay connected without it."""
    graph: dict[tuple[str, Line | None], set[tuple[str, Line | None]]] = {}
    for row, column in hidden:
        if (row, column) != cell:
            graph.setdefault(("row", row), set()).add(("column", column))
            graph.setdefault(("column", column), set()).add(("row", row))
    goal, seen, todo = ("column", cell[1]), {("row", cell[0])}, [("row", cell[0])]
    while todo:
        place = todo.pop()
        if place == goal:
            return True
        for other in graph.get(place, ()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return False
