"""Widgets that Django lacks: choices with hints, a date in three boxes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy, pgettext_lazy


class _Described:
    """Choices that carry a hint below each label: `hints={"SKU": "Untuk bank atau koperasi"}`."""

    hints: Mapping[str, object]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["hints"] = self.hints
        context["widget"]["inline"] = getattr(self, "inline", False)
        return context


class Radios(_Described, forms.RadioSelect):
    """Radio buttons with hints; `inline=True` puts short answers side by side on wide screens."""

    def __init__(
        self, *, hints: Mapping[str, object] | None = None, inline: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.hints, self.inline = hints or {}, inline


class Checkboxes(_Described, forms.CheckboxSelectMultiple):
    """Checkboxes with hints."""

    def __init__(self, *, hints: Mapping[str, object] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hints = hints or {}


class DateParts(forms.MultiWidget):
    """Day, month and year in three boxes; nobody needs a calendar to type a known date."""

    template_name = "ui/forms/date.html"
    use_fieldset = True
    part_labels = (pgettext_lazy("hari dalam bulan", "Tanggal"), gettext_lazy("Bulan"), gettext_lazy("Tahun"))

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        def part(name: str, width: int) -> forms.TextInput:
            box: dict[str, Any] = {"inputmode": "numeric", "width": width, "maxlength": 12}
            if birthday:
                box["autocomplete"] = f"bday-{name}"
            return forms.TextInput(attrs=box)

        super().__init__({"day": part("day", 2), "month": part("month", 5), "year": part("year", 4)}, attrs)
        self.widgets[1].attrs.pop("inputmode")  # "Mei" is as good as 5

    def decompress(self, value: Any) -> Sequence[Any]:
        return [value.day, value.month, value.year] if isinstance(value, dt.date) else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["part_labels"] = [conditional_escape(label) for label in self.part_labels]
        for part in context["widget"]["subwidgets"]:
            part["attrs"].pop("aria-describedby", None)  # the fieldset carries it
        return context
