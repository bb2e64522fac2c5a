"""Text in, clean values out."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.catalogue.element_names import ELEMENT_NAMES
from sinergi.catalogue.elements import LEGAL_ORDER
from sinergi.catalogue.models import Service
from sinergi.documents.models import Document
from sinergi.organization.models import Unit
from sinergi.surveys.models import Attribute, Education, ImportBatch, Occupation, Question, Sex
from sinergi.surveys.operations.invitations import MAX_COMMENT
from sinergi.ui import formats
from sinergi.ui.forms import Radios, UiForm

MONTHS_BACK = 36


class SurveyQuestion(forms.ChoiceField):
    """Radio buttons that may stay empty, without saying so ten times: the page says it once."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class AnswerForm(UiForm):
    """The public survey: one field per question, then comment and respondent."""

    comment = forms.CharField(
        label=gettext_lazy("Saran atau cerita Anda"),
        help_text=gettext_lazy("Jangan menulis nama, NIK, atau nomor telepon siapa pun."),
        required=False,
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    jenis_kelamin = forms.ChoiceField(
        label=Attribute.SEX.label, required=False, choices=[("", "–"), *Sex.choices]
    )
    pendidikan = forms.ChoiceField(
        label=Attribute.EDUCATION.label, required=False, choices=[("", "–"), *Education.choices]
    )
    pekerjaan = forms.ChoiceField(
        label=Attribute.OCCUPATION.label, required=False, choices=[("", "–"), *Occupation.choices]
    )

    def __init__(self, questions: tuple[Question, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            choices = [(str(value), label) for value, label in enumerate(question.labels, start=1)]
            field = SurveyQuestion(label=question.text, choices=choices, widget=Radios())
            field.error_messages["invalid_choice"] = _(
                "%(name)s: pilih salah satu jawaban yang tersedia."
            ) % {"name": question.name}
            self.fields[question.key] = field

    @property
    def groups(self) -> list[tuple[int, int, list[forms.BoundField]]]:
        """Questions in groups of three: number of the first and the last, and their fields."""
        fields = [self[question.key] for question in self.questions]
        starts = list(range(0, len(fields), 3))
        if len(starts) > 1 and len(fields) - starts[-1] == 1:
            starts.pop()  # the tenth question joins the third group
        ends = [*starts[1:], len(fields)]
        return [(start + 1, end, fields[start:end]) for start, end in zip(starts, ends, strict=True)]

    @property
    def answers(self) -> dict[str, int | None]:
        """Cleaned answers: element key -> 1..4 or None."""
        return {
            question.key: int(value) if (value := self.cleaned_data.get(question.key)) else None
            for question in self.questions
        }

    @property
    def about(self) -> dict[str, str]:
        """What the respondent said of themselves."""
        return {key: self.cleaned_data[key] for key in Attribute.values if self.cleaned_data.get(key)}


class ServiceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


def months_back(today: date) -> list[tuple[str, str]]:
    """The last 36 months, newest first."""
    found = []
    for back in range(MONTHS_BACK):
        year, index = divmod(today.year * 12 + today.month - 1 - back, 12)
        month = date(year, index + 1, 1)
        found.append((month.isoformat(), formats.month(month)))
    return found


class KeptFileInput(forms.FileInput):
    """Names the file that came with an earlier try; a browser never fills one in again."""

    kept_name = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["value"] = self.kept_name or None
        return context


class UploadForm(UiForm):
    """A file of results on paper and what it is about."""

    file = forms.FileField(
        label=gettext_lazy("Berkas hasil survei"),
        help_text=gettext_lazy(
            "CSV, XLSX, atau ODS. Satu baris per responden dengan kolom U1–U9 atau nama unsur, "
            "atau satu baris per unsur dengan kolom unsur, n4, n3, n2, n1."
        ),
        widget=KeptFileInput(attrs={"accept": ".csv,.xlsx,.ods", "shrink": False}),
    )
    service = ServiceChoice(label=gettext_lazy("Layanan"), queryset=Service.objects.none(), empty_label="–")
    unit = UnitChoice(label=gettext_lazy("Unit yang melayani"), queryset=Unit.objects.none(), empty_label="–")
    month = forms.ChoiceField(label=gettext_lazy("Bulan survei"))
    month_column = forms.CharField(
        label=gettext_lazy("Judul kolom tanggal"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Isi jika setiap baris punya tanggal sendiri; bulannya diambil dari situ."),
        widget=forms.TextInput(attrs={"width": 20}),
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Arti U8 dan U9 di berkas ini"),
        choices=[
            ("legal", gettext_lazy("U8 pengaduan, U9 sarana (urutan pasal)")),
            ("annex", gettext_lazy("U8 sarana, U9 pengaduan (urutan lampiran)")),
        ],
        initial="legal",
        widget=Radios(),
    )

    def __init__(
        self, *args: Any, services: Any, units: Any, today: date, kept: Document | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if kept is not None:
            self.keep(kept)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["month"].choices = months_back(today)  # type: ignore[attr-defined]

    def keep(self, document: Document) -> None:
        """The file is there already; another one may be chosen."""
        field = self.fields["file"]
        field.required, self.there = False, {"file"}
        if document.erased_at is not None:  # its import has begun; the operation knows which
            return
        self["file"].help_text = _("Sudah diunggah. Pilih berkas lain hanya bila ingin menggantinya.")
        field.widget.kept_name = document.name

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])


class MappingForm(UiForm):
    """What each column of the file holds."""

    def __init__(self, batch: ImportBatch, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("– tidak disimpan –")), *((key, ELEMENT_NAMES[key]) for key in LEGAL_ORDER)]
        for place, (label, key) in enumerate(zip(batch.columns, batch.elements, strict=True)):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=_("Kolom %(label)s") % {"label": label}, required=False, choices=choices, initial=key
            )
        self.width = len(batch.columns)

    @property
    def elements(self) -> list[str]:
        return [self.cleaned_data[f"column_{place}"] for place in range(self.width)]


class WithdrawForm(UiForm):
    """Why an import is taken out again."""

    reason = forms.CharField(
        label=gettext_lazy("Mengapa impor ini ditarik?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
