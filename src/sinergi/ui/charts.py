"""Geometry of charts: numbers in, coordinates out. Templates only place what is computed here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from .components import Bar, BarChart, Line, LineChart
from .formats import number

WIDTH: Final = 480
HEIGHT: Final = 280
LEFT, RIGHT, ABOVE, BELOW = 44, 118, 26, 34
LABEL_GAP: Final = 19
LETTER: Final = 6.6  # mean width of a letter under the axis


@dataclass(frozen=True, slots=True)
class Spot:
    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """Path data of line and band, single dots (points without a neighbour), and the label at its end."""

    place: int
    path: str
    band: str
    dots: tuple[Spot, ...]
    label: Spot


@dataclass(frozen=True, slots=True)
class DrawnLines:
    lines: tuple[DrawnLine, ...]
    grid: tuple[Spot, ...]
    periods: tuple[Spot, ...]
    mark_x: str
    left: int = LEFT
    right: int = WIDTH - RIGHT
    above: int = ABOVE
    floor: int = HEIGHT - BELOW


def _c(value: float) -> str:
    """A coordinate with one decimal, never in another locale's comma."""
    return f"{value:.1f}".removesuffix(".0")


def draw_lines(chart: LineChart) -> DrawnLines:
    """Coordinates of a `LineChart` in a box of 480 x 280."""
    periods = list(dict.fromkeys(point.period for line in chart.lines for point in line.points))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(periods) - 1)
    xs = {period: LEFT + index * step for index, period in enumerate(periods)}
    scale = (HEIGHT - ABOVE - BELOW) / ((chart.top - chart.bottom) or 1)

    def y(value: float) -> float:
        return HEIGHT - BELOW - (min(max(value, chart.bottom), chart.top) - chart.bottom) * scale

    ticks = [chart.bottom + (chart.top - chart.bottom) * part / 3 for part in range(4)]
    longest = max(map(len, periods), default=1)
    fitting = max(2, min(6, int((WIDTH - LEFT - RIGHT) / (LETTER * longest))))
    every = max(1, -(-len(periods) // fitting))
    alone = len(chart.lines) == 1  # its name stands in the heading; beside the line it would be cut off
    drawn = [
        _draw_line(line, place, xs, y, chart.places, named=not alone)
        for place, line in enumerate(chart.lines, 1)
    ]
    return DrawnLines(
        lines=tuple(_spread(drawn)),
        grid=tuple(Spot(str(LEFT - 8), _c(y(tick)), number(tick, chart.places)) for tick in ticks),
        periods=tuple(
            Spot(_c(x), str(HEIGHT - BELOW + 22), period)
            for index, (period, x) in enumerate(xs.items())
            if (len(periods) - 1 - index) % every == 0
        ),
        mark_x=_c(xs[chart.mark] - step / 2) if chart.mark in xs else "",
    )


def _runs(line: Line) -> list[list[int]]:
    """Indices of unbroken stretches; a gap stays a gap."""
    runs: list[list[int]] = []
    for index, point in enumerate(line.points):
        if point.value is None:
            continue
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _draw_line(
    line: Line, place: int, xs: dict[str, float], y: Callable[[float], float], places: int, *, named: bool
) -> DrawnLine:
    path, band, dots = [], [], []
    for run in _runs(line):
        points = [line.points[index] for index in run]
        spots = [(xs[p.period], y(float(p.value or 0))) for p in points]
        if len(spots) == 1:
            dots.append(Spot(_c(spots[0][0]), _c(spots[0][1]), ""))
        else:
            path.append("M" + "L".join(f"{_c(a)} {_c(b)}" for a, b in spots))
        edges = [
            (xs[p.period], y(float(p.low)), y(float(p.high)))
            for p in points
            if p.low is not None and p.high is not None
        ]
        if len(edges) > 1:
            there = "L".join(f"{_c(x)} {_c(high)}" for x, _low, high in edges)
            back = "L".join(f"{_c(x)} {_c(low)}" for x, low, _high in reversed(edges))
            band.append(f"M{there}L{back}z")
    shown = [p for p in line.points if p.value is not None]
    end = (xs[shown[-1].period], y(float(shown[-1].value or 0))) if shown else (LEFT, HEIGHT - BELOW)
    value = number(shown[-1].value or 0, places) if shown else ""
    text = f"{line.label} {value}".strip() if named or not shown else value
    if shown:
        dots.append(Spot(_c(end[0]), _c(end[1]), ""))
    return DrawnLine(
        place, "".join(path), "".join(band), tuple(dots), Spot(_c(end[0] + 9), _c(end[1] + 5), text)
    )


def _spread(lines: Sequence[DrawnLine]) -> list[DrawnLine]:
    """Move end labels apart, so that close lines stay readable."""
    ordered = sorted(lines, key=lambda line: float(line.label.y))
    heights = [float(line.label.y) for line in ordered]
    for index in range(1, len(heights)):
        heights[index] = max(heights[index], heights[index - 1] + LABEL_GAP)
    overflow = max(0.0, heights[-1] - (HEIGHT - BELOW)) if heights else 0.0
    moved = [
        DrawnLine(
            line.place,
            line.path,
            line.band,
            line.dots,
            Spot(line.label.x, _c(height - overflow), line.label.text),
        )
        for line, height in zip(ordered, heights, strict=True)
    ]
    return sorted(moved, key=lambda line: line.place)


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar in percent of the full width; `whisker` is path data of the interval."""

    bar: Bar
    width: str
    whisker: str
    text: str


def draw_bars(chart: BarChart) -> tuple[DrawnBar, ...]:
    """Widths of the bars, 0 to 100."""
    ends = [float(end) for bar in chart.bars for end in (bar.value, bar.high) if end is not None]
    top = chart.top or max(ends, default=1) or 1

    def share(value: object) -> float:
        return min(100.0, max(0.0, float(str(value)) / top * 100))

    return tuple(
        DrawnBar(
            bar,
            _c(share(bar.value)) if bar.value is not None else "",
            f"M{_c(share(bar.low))} 5H{_c(share(bar.high))}"
            if bar.low is not None and bar.high is not None
            else "",
            bar.words or (number(bar.value, chart.places) if bar.value is not None else "–"),
        )
        for bar in chart.bars
    )
