import datetime as dt
from decimal import Decimal as D
from itertools import pairwise
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from sinergi.ui import blocks, charts, pieces, scores
from sinergi.ui.components import (
    Bar,
    BarChart,
    Column,
    DataTable,
    Line,
    LineChart,
    Moment,
    Point,
    Score,
    SummaryRow,
    TimelineEntry,
    Tone,
)
from sinergi.ui.icons import OUTLINES
from sinergi.ui.paging import Page
from sinergi.ui.templatetags import ui


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_status_says_it_in_a_word_and_escapes() -> None:
    html = draw("{% status_tag tone words %}", tone=Tone.WARN, words="<b>Sisa 8 menit")
    assert (
        html.startswith('<span class="s-tag s-tag--warn"><svg class="s-icon"')
        and "&lt;b&gt;Sisa 8 menit" in html
    )


def test_unknown_tone_and_icon_are_refused() -> None:
    for source in ('{% status_tag "purple" "x" %}', '{% icon "sparkle" %}'):
        with pytest.raises(KeyError):
            draw(source)


def test_all_icons_are_drawn() -> None:
    assert (
        set(ui.ICONS)
        == set(OUTLINES)
        >= {str(tone) for tone in Tone} | {name for name in blocks.MOMENT_ICONS.values() if name}
    )


def test_timeline_tells_who_when_and_until() -> None:
    moment = dt.datetime(2026, 5, 4, 2, 12, tzinfo=dt.UTC)
    html = draw(
        "{% timeline e %}",
        e=[
            TimelineEntry("Diterima", Moment.DONE, moment, "Lewat HP", note="<i>"),
            TimelineEntry("Paraf", Moment.NEXT, actor="Kasi", until=moment),
        ],
    )
    assert 'class="is-done"' in html and 'class="is-next"' in html
    assert "Sen 4 Mei 09.12" in html and 'datetime="2026-05-04T02:12:00+00:00"' in html
    assert "Paling lambat" in html and "&lt;i&gt;" in html


def test_summary_change_links_say_what_changes() -> None:
    html = draw("{% summary_list r %}", r=[SummaryRow("Nama", "Contoh", "/a/"), SummaryRow("Catatan", "")])
    assert 'Ubah<span class="govuk-visually-hidden"> Nama</span>' in html
    assert html.count("<a ") == 1 and "–" in html


def test_summary_escapes_what_people_typed() -> None:
    html = draw("{% summary_list r %}", r=[SummaryRow("<i>a", "<b>b", '/"><u>', "<s>")])
    assert not any(tag in html for tag in ("<i>", "<b>", "<u>", "<s>"))


def test_timeline_escapes_what_people_typed() -> None:
    html = draw("{% timeline e %}", e=[TimelineEntry("<i>a", actor="<u>b", note="<s>c")])
    assert not any(tag in html for tag in ("<i>", "<u>", "<s>"))


def test_pagination_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/antrean/", {"unit": "terjun", "halaman": "lama"})
    html = draw("{% pagination page %}", page=Page((1,), next="baru"), request=request)
    assert 'href="?unit=terjun&amp;halaman=baru"' in html and "Sebelumnya" not in html
    assert draw("{% pagination page %}", page=Page((1,)), request=request).strip() == ""


def test_score_stands_where_the_number_says() -> None:
    html = str(scores.line(Score("Waktu", D("2.5"), D("2"), D("3"), 10)))
    assert 'cx="126.0"' in html  # the middle of 6 to 246
    assert 'x="86.0" y="5" width="80.0"' in html
    assert "Waktu: 2,50 dari 4, rentang 2,00–3,00" in html


def test_a_kept_score_keeps_plain_text_and_safe_markup_apart() -> None:
    safe, plain = Score(mark_safe("<i>Sarana</i>"), D("3.4")), Score("<i>Sarana</i>", D("3.4"))
    for _again in range(2):
        assert "<i>Sarana" in pieces.score(safe) and "<i>Sarana" not in pieces.score(plain)
    with translation.override("en"):
        assert "3.40" in pieces.score(plain)
    assert "3,40" in pieces.score(plain)


def test_a_table_of_figures_escapes_marks_and_labels() -> None:
    columns = [Column("Layanan"), Column("Nilai 1–4", number=True, label="Nilai")]
    rows = [("<b>KK", "3,10"), ("KTP", mark_safe("<i>2,90</i>"))]
    html = draw("{% data_table t %}", t=DataTable("Nilai & mutu", columns, rows, marks={1}))
    assert "Nilai &amp; mutu</caption>" in html and '<th scope="col" class="s-num">Nilai 1–4</th>' in html
    assert '<tr><th scope="row">&lt;b&gt;KK</th><td class="s-num" data-label="Nilai">3,10</td></tr>' in html
    assert '<tr class="is-mark"><th scope="row">KTP</th>' in html and "<i>2,90</i>" in html
    wide = draw("{% data_table t %}", t=DataTable("x", columns, rows, stacked=False))
    assert "data-label" not in wide and 'class="s-table">' in wide
    assert draw("{% data_table t %}", t=DataTable("x", columns, [], empty="Belum < 10")) == (
        '<p class="s-note">Belum &lt; 10</p>'
    )
    with pytest.raises(ValueError, match="zip"):
        draw("{% data_table t %}", t=DataTable("x", columns, [("KK", "1", "2")]))


def test_options_and_heads_are_escaped() -> None:
    html = draw("{% options pairs chosen %}", pairs=[("a", "A & B"), ('"', "C")], chosen="a")
    assert html == '<option value="a" selected>A &amp; B</option><option value="&quot;">C</option>'
    assert blocks.headed("A<", "di luar", "?a=1&b=2") == (
        '<a href="?a=1&amp;b=2">A&lt;</a><small>di luar</small>'
    )


def test_score_never_leaves_the_line() -> None:
    html = str(scores.line(Score("x", D("5"), D("0"), D("9"), 1)))
    assert 'cx="246.0"' in html and 'x="6.0" y="5" width="240.0"' in html


def test_hidden_and_empty_scores_show_no_figure() -> None:
    hidden = draw("{% score s %}", s=Score("Aduan", D("1.5"), n=3, hidden="Kurang dari 5 jawaban"))
    assert "Kurang dari 5 jawaban" in hidden and "1,5" not in hidden and "circle" not in hidden
    empty = draw("{% score s %}", s=Score("Aduan"))
    assert "Belum ada jawaban" in empty and "circle" not in empty


def test_provisional_score_looks_different() -> None:
    html = draw("{% score s %}", s=Score("Sarana", D("3.4"), n=21, provisional=True))
    assert "s-dot--hollow" in html and "sementara" in html


@pytest.mark.parametrize(
    ("change", "word"), [(D("0.09"), "naik"), (D("-0.12"), "turun"), (D(0), "tidak jelas berubah")]
)
def test_trend_is_said_in_a_word(change: D, word: str) -> None:
    html = draw("{% trend c %}", c=change)
    assert word in html and "-0" not in html


def chart(*values: float | None) -> LineChart:
    points = [
        Point(
            str(place), value, None if value is None else value - 0.1, None if value is None else value + 0.1
        )
        for place, value in enumerate(values)
    ]
    return LineChart("Naik?", [Line("A", points)], 1, 4)


def test_gap_breaks_the_line() -> None:
    drawn = charts.draw_lines(chart(2, 2.5, None, 3, 3.2)).lines[0]
    assert drawn.path.count("M") == 2 and drawn.band.count("z") == 2


def test_single_point_is_a_dot() -> None:
    drawn = charts.draw_lines(chart(None, 2, None)).lines[0]
    assert drawn.path == "" and len(drawn.dots) == 2 and drawn.label.text == "2,00"


def test_lines_without_any_value_are_drawn_empty() -> None:
    assert charts.draw_lines(chart(None, None)).lines[0].path == ""
    assert charts.draw_lines(LineChart("?", [], 1, 4)).lines == ()


def test_end_labels_keep_apart() -> None:
    lines = [
        Line(name, [Point("a", value), Point("b", value)])
        for name, value in (("A", 1.01), ("B", 1.0), ("C", 1.02))
    ]
    heights = sorted(float(line.label.y) for line in charts.draw_lines(LineChart("?", lines, 1, 4)).lines)
    assert all(b - a >= charts.LABEL_GAP for a, b in pairwise(heights))


def test_values_beyond_the_axis_stay_inside() -> None:
    drawn = charts.draw_lines(chart(-5, 99)).lines[0]
    assert (
        drawn.path
        == f"M{charts.LEFT} {charts.HEIGHT - charts.BELOW}L{charts.WIDTH - charts.RIGHT} {charts.ABOVE}"
    )


def test_bars_are_shares_of_the_largest_end() -> None:
    drawn = charts.draw_bars(BarChart("?", [Bar("a", 40, 30, 50), Bar("b", 25), Bar("c", None), Bar("d", 0)]))
    assert [bar.width for bar in drawn] == ["80", "50", "", "0"]
    assert drawn[0].whisker == "M60 5H100"
    assert drawn[2].text == "–"


def test_no_bars_no_fault() -> None:
    assert charts.draw_bars(BarChart("?", [])) == ()
    assert charts.draw_bars(BarChart("?", [Bar("a", 0)]))[0].width == "0"


def test_components_are_documented() -> None:
    words = (Path(__file__).parents[3] / "docs" / "design.md").read_text()
    internal = {"frame"}
    assert {name for name in ui.register.tags if f"{{% {name}" not in words} <= internal
    assert [name for name in ui.register.filters if f"`{name}" not in words] == ["tone"]
