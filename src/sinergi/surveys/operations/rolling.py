"""The exact roll-up: added to, subtracted from and rebuilt by the same SQL.

Each source row is a response; one GROUP BY over the cell, complete respondents apart from others, gives n, sum and
sum of squares of the nine elements, of clarity and of the pseudo-element `index` (the plain total of complete
respondents, 9 to 36), and a lateral VALUES turns the wide group into one row per element. Files of counts know no
respondents: they add to the elements only.

The SQL is put together from names that stand in this module; values travel beside it. That is why each S608 is let be.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from sinergi.surveys.models import INDEX
from sinergi.surveys.models.answers import SCORES

ELEMENTS = (*SCORES, "kejelasan")
CELL = "office_id, unit_id, service_id, channel, questionnaire_id, month"
_SUM = " + ".join(SCORES)  # NULL as soon as one answer is missing: only complete respondents have a total
_KEYS = f"{CELL}, complete"


def aggregates() -> str:
    """The select list of the bare GROUP BY: three integers for each of the eleven elements."""
    parts = [
        f"count({key}) as {key}_n, sum({key}) as {key}_t, sum({key} * {key}) as {key}_q" for key in ELEMENTS
    ]
    parts.append(f"count({_SUM}) as index_n, sum({_SUM}) as index_t, sum(({_SUM}) * ({_SUM})) as index_q")
    return ", ".join(parts)


def _rows(where: str) -> str:
    values = ", ".join(f"('{key}', {key}_n, {key}_t, {key}_q)" for key in (*ELEMENTS, INDEX))
    return f"""
        select {_KEYS}, element, n, total, total_sq
        from (
            select {CELL}, ({_SUM}) is not null as complete, {aggregates()}
            from surveys_response where {where} group by {_KEYS}) as cell
        cross join lateral (values {values}) as rolled (element, n, total, total_sq)
        where n > 0"""  # noqa: S608 - names are constants of this module


def _counted(where: str) -> str:
    return f"""
        select b.office_id, b.unit_id, b.service_id, b.channel, b.questionnaire_id, b.month, false as complete,
               b.elements[c.position + 1] as element,
               sum(c.n1::bigint + c.n2 + c.n3 + c.n4) as n,
               sum(c.n1::bigint + 2 * c.n2::bigint + 3 * c.n3::bigint + 4 * c.n4::bigint) as total,
               sum(c.n1::bigint + 4 * c.n2::bigint + 9 * c.n3::bigint + 16 * c.n4::bigint) as total_sq
        from surveys_importedcount c join surveys_importbatch b on b.id = c.batch_id
        where b.status = 'aktif' and b.elements[c.position + 1] <> '' and {where}
        group by 1, 2, 3, 4, 5, 6, 7, 8"""  # noqa: S608


def _add(rows: str, params: Sequence[Any]) -> None:
    # Ordered, so that two transactions lock the cells they share in the same order.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""insert into surveys_rollup ({_KEYS}, element, n, total, total_sq)
            select * from ({rows}) as added order by 1, 6, 8, 3, 2, 4, 5, 7
            on conflict (office_id, month, element, service_id, unit_id, channel, questionnaire_id, complete)
            do update set n = surveys_rollup.n + excluded.n, total = surveys_rollup.total + excluded.total,
                          total_sq = surveys_rollup.total_sq + excluded.total_sq""",  # noqa: S608
            params,
        )


def add_responses(ids: Sequence[UUID]) -> None:
    """Add these new responses to the roll-up, in the caller's transaction."""
    _add(_rows("id = any(%s)"), [list(ids)])


def add_batch(batch_id: UUID) -> None:
    """Add an import batch that has just become active."""
    _add(_rows("batch_id = %s"), [batch_id])
    _add(_counted("b.id = %s"), [batch_id])


def subtract_batch(batch_id: UUID) -> None:
    """Take an active batch out again, exactly; call before its rows and its status change."""
    with connection.cursor() as cursor:
        cursor.execute("lock table surveys_rollup in share row exclusive mode")
        for rows in (_rows("batch_id = %s"), _counted("b.id = %s")):
            same = " and ".join(f"r.{name} = gone.{name}" for name in (*_KEYS.split(", "), "element"))
            cursor.execute(
                f"delete from surveys_rollup r using ({rows}) gone where {same} and r.n = gone.n",  # noqa: S608
                [batch_id],
            )
            cursor.execute(
                f"""update surveys_rollup r set n = r.n - gone.n, total = r.total - gone.total,
                total_sq = r.total_sq - gone.total_sq from ({rows}) gone where {same} and r.n > gone.n""",  # noqa: S608
                [batch_id],
            )


@transaction.atomic
def rebuild_rollup(*, office_id: int | None = None) -> int:
    """Recompute the roll-up of one office, or of all. Returns the number of cells.

    The sums go through a temporary table, because PostgreSQL reads in parallel for CREATE TABLE AS and never for
    INSERT ... SELECT. Only cells that differ are written: none should, and pages read on without dead rows.
    Pours and imports wait until it is done. The result equals what was there: a difference is a defect.
    """
    where, params = ("true", []) if office_id is None else ("office_id = %s", [office_id])
    with connection.cursor() as cursor:
        cursor.execute("lock table surveys_rollup in share row exclusive mode")
        cursor.execute(f"create temporary table rolled_anew on commit drop as {_rows(where)}", params)
        counted = _counted("true" if office_id is None else "b.office_id = %s")
        cursor.execute(f"insert into rolled_anew {counted}", params)
        cursor.execute(
            f"""create temporary table rolled on commit drop as
            select {_KEYS}, element, sum(n)::bigint as n, sum(total)::bigint as total, sum(total_sq)::bigint as total_sq
            from rolled_anew group by {_KEYS}, element"""  # noqa: S608
        )
        cursor.execute(f"delete from surveys_rollup r where {where} and {_absent('rolled', 'r')}", params)  # noqa: S608
        cursor.execute(
            f"""insert into surveys_rollup ({_KEYS}, element, n, total, total_sq)
            select * from rolled r where {_absent("surveys_rollup", "r")}"""  # noqa: S608
        )
        cursor.execute("select count(*) from rolled")
        (cells,) = cursor.fetchone()
        cursor.execute("drop table rolled_anew, rolled")
    return int(cells)


def _absent(table: str, row: str) -> str:
    """No row of ``table`` is the same as ``row``, in cell and in sums."""
    names = (*_KEYS.split(", "), "element", "n", "total", "total_sq")
    same = " and ".join(f"other.{name} = {row}.{name}" for name in names)
    return f"not exists (select from {table} other where {same})"
