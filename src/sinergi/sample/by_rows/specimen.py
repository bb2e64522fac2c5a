"""The PDF that stands for old letters of the sample: one page that says what it is.

Typesetting twelve thousand letters would take minutes of a demo's first start, for files that nobody opens. So
letters of closed cases share one honest specimen; number, holder, signers and verification page are their own.
Letters of the last days are typeset for real (`loading`).
"""

from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name

from sinergi.sample.by_rows.shelf import Paper, paper

LINES = (
    (24, "DATA CONTOH"),
    (14, "Surat contoh: berkas surat lama tidak disusun ulang."),
    (11, "Nomor, isi, dan penanda tangannya tercatat pada register dan pada permohonannya."),
    (11, "Surat beberapa hari terakhir dapat dibuka dalam bentuk lengkap."),
)


def specimen() -> Paper:
    """A small F4 page."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(609, 935))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    commands, height = [], 820
    for size, text in LINES:
        commands.append(f"BT /F1 {size} Tf 60 {height} Td ({text}) Tj ET")
        height -= size + 16
    page.Contents = pdf.make_stream("\n".join(commands).encode("latin-1"))
    content = BytesIO()
    pdf.save(content)
    return paper(content.getvalue(), "surat-contoh.pdf", "application/pdf")
