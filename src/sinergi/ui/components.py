"""Typed values that components draw. Views and `queries` rows hand these to the tags of `{% load ui %}`."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Tone(StrEnum):
    """Colour and icon of a status; the word beside it always says the same."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    INFO = "info"
    MUTE = "mute"


class Moment(StrEnum):
    """Place of an entry in a timeline: done, happening now, still to come, waiting (clock stopped), ended
    badly.
    """

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    WAIT = "wait"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened or will happen (`title`), when (`at`), who acts (`actor`), until when (`until`), and a
    remark (`note`).
    """

    title: str
    moment: Moment = Moment.DONE
    at: dt.datetime | None = None
    actor: str = ""
    until: dt.datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer of a check page or one fact. `url` adds the link "Ubah"; line breaks of `value` are kept.

    `kept_label` and `kept_value`: Indonesian on a page in any language (`language`).
    """

    label: str
    value: str
    url: str = ""
    action: str = ""
    kept_label: bool = False
    kept_value: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Head of a column; `number` sets it right, in figures of equal width. `label` stands beside each cell on a
    phone, where it is another word than the head.
    """

    head: str
    number: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of figures. The first cell of a row is its head; a cell is plain text, or markup that is safe already.

    `marks` are the rows to look at; `empty` stands there instead when there are no rows. `stacked` rows become
    blocks on a phone; a wide table that is not stands in a `s-scroll`.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    marks: Collection[int] = ()
    empty: str = ""
    stacked: bool = True


@dataclass(frozen=True, slots=True)
class Score:
    """A mean on the scale 1 to 4 with its 95 % interval, grade, number of answers and trend.

    `mean` None: no answers. `hidden`: words saying why the figure is not shown (too few answers).
    `provisional`: shown hollow
    and marked "sementara". `trend` is the change against the period before (None: unknown; 0: no clear
    change). `low_rank`
    paints it as the weakest. `grade` is the letter A to D.
    """

    label: str
    mean: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    n: int = 0
    grade: str = ""
    trend: Decimal | None = None
    hidden: str = ""
    provisional: bool = False
    low_rank: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a line. `value` None leaves a gap; `low` and `high` draw the band."""

    period: str
    value: float | Decimal | None
    low: float | Decimal | None = None
    high: float | Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A named line; at most three on one chart."""

    label: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class LineChart:
    """`title` asks or states the finding; `source` says where the figures come from and for which period.

    `bottom` and `top` bound the axis; `places` decimals of the labels; `mark` is the period before which a
    dashed upright
    stands, with `mark_label` ("Pelatihan").
    """

    title: str
    lines: Sequence[Line]
    bottom: float
    top: float
    source: str = ""
    places: int = 2
    mark: str = ""
    mark_label: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar. `words` replaces the number where it says more ("44 dari 78"); `url` links the
    label.
    """

    label: str
    value: float | Decimal | None
    low: float | Decimal | None = None
    high: float | Decimal | None = None
    words: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars from 0 to `top` (default: the largest value or interval end), under a title that states the
    finding.
    """

    title: str
    bars: Sequence[Bar]
    source: str = ""
    top: float | None = None
    places: int = 0
    label_head: str = ""
    value_head: str = ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`text` stands in the tile ("3,21"); `band` is "a" (best) to "d", or "none" for empty and hidden cells;
    `note` explains.
    """

    text: str
    band: str = "none"
    note: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    label: str
    cells: Sequence[HeatCell]
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatChart:
    """A table of tiles: `columns` heads, one `HeatRow` per unit or service. The figure stands in each tile,
    colour only helps.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[HeatRow]
    source: str = ""
    corner: str = ""
