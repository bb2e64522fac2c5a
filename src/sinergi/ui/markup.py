"""HTML of form controls, written in Python: a page with ten fields costs a fraction of what Django's widget
templates cost.

`RENDERERS` maps Django's own template names to functions here; a widget with another template is left to the
template engine.
Three attributes are read and not passed on: `width` (2, 3, 4, 5, 10, 20, 30 characters), `prefix`, `suffix`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.forms import BoundField, CheckboxInput, ChoiceField
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import language

Widget = Mapping[str, Any]
OWN: Final = frozenset({"width", "prefix", "suffix", "class", "shrink"})
EMPTY: Final = SafeString("")


def join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """HTML attributes; False and None are left out, True gives a bare name."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in attrs.items()
            if name not in OWN and value is not False and value is not None
        ),
    )


def _classes(widget: Widget, base: str) -> str:
    attrs = widget["attrs"]
    parts = [base]
    if width := attrs.get("width"):
        parts.append(f"{base}--width-{width}")
    if attrs.get("aria-invalid") == "true":
        parts.append(f"{base}--error")
    if extra := attrs.get("class"):
        parts.append(str(extra))
    return " ".join(parts)


def _input(widget: Widget) -> SafeString:
    value = widget["value"]
    kind = widget["type"]
    html = format_html(
        '<input class="{}" type="{}" name="{}"{}{}>',
        _classes(widget, "govuk-input"),
        "text" if kind in ("number", "date", "datetime-local", "time") else kind,
        widget["name"],
        format_html(' value="{}"', value) if value is not None else "",
        attributes(widget["attrs"]),
    )
    prefix, suffix = widget["attrs"].get("prefix"), widget["attrs"].get("suffix")
    if not prefix and not suffix:
        return html
    affix = '<div class="govuk-input__{}" aria-hidden="true">{}</div>'
    return format_html(
        '<div class="govuk-input__wrapper">{}{}{}</div>',
        format_html(affix, "prefix", prefix) if prefix else "",
        html,
        format_html(affix, "suffix", suffix) if suffix else "",
    )


def _hidden(widget: Widget) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="hidden" name="{}"{}{}>',
        widget["name"],
        format_html(' value="{}"', value) if value is not None else "",
        attributes(widget["attrs"]),
    )


def _textarea(widget: Widget) -> SafeString:
    attrs = {key: value for key, value in widget["attrs"].items() if key != "cols"}
    return format_html(
        '<textarea class="{}" name="{}"{}>\n{}</textarea>',
        _classes(widget, "govuk-textarea"),
        widget["name"],
        attributes(attrs),
        widget["value"] or "",
    )


def _file(widget: Widget) -> SafeString:
    bad = " s-file--bad" if widget["attrs"].get("aria-invalid") == "true" else ""
    shrink = EMPTY if widget["attrs"].get("shrink") is False else SafeString(" data-shrink")
    stored = widget.get("value")
    note = format_html('<p class="s-note">{} {}</p>', _("Berkas sekarang:"), stored) if stored else EMPTY
    return format_html(
        '{}<div><input class="s-file{}" type="file" name="{}"{}{}></div>',
        note,
        bad,
        widget["name"],
        shrink,
        attributes(widget["attrs"]),
    )


def _select(widget: Widget) -> SafeString:
    groups = []
    for name, options, _index in widget["optgroups"]:
        inner = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (
                    option["value"] if option["value"] is not None else "",
                    SafeString(" selected") if option["selected"] else "",
                    option["label"],
                )
                for option in options
            ),
        )
        groups.append(format_html('<optgroup label="{}">{}</optgroup>', name, inner) if name else inner)
    return format_html(
        '<select class="{}" name="{}"{}>{}</select>',
        _classes(widget, "govuk-select"),
        widget["name"],
        attributes(widget["attrs"]),
        join(groups),
    )


def _item(option: Mapping[str, Any], kind: str, described: str = "", hint: object = "") -> SafeString:
    """One radio button or checkbox with its label and, below it, its hint."""
    block = "radios" if kind == "radio" else "checkboxes"
    attrs = dict(option["attrs"])
    hint_id = f"{attrs.get('id', '')}_hint"
    if hint:
        described = f"{described} {hint_id}".strip()
    if described:
        attrs["aria-describedby"] = described
    return format_html(
        '<div class="govuk-{0}__item"><input class="govuk-{0}__input" type="{1}" name="{2}" value="{3}"{4}>'
        '<label class="govuk-label govuk-{0}__label" for="{5}">{6}</label>{7}</div>',
        block,
        kind,
        option["name"],
        option["value"] if option["value"] is not None else "",
        attributes(attrs),
        attrs.get("id", ""),
        option["label"],
        format_html('<div id="{}" class="govuk-hint govuk-{}__hint">{}</div>', hint_id, block, hint)
        if hint
        else "",
    )


def _choices(widget: Widget, kind: str) -> SafeString:
    block = "radios" if kind == "radio" else "checkboxes"
    hints: Mapping[str, object] = widget.get("hints") or {}
    items = []
    for name, options, _index in widget["optgroups"]:
        if name:
            items.append(format_html('<p class="s-note">{}</p>', name))
        items.extend(_item(option, kind, hint=hints.get(str(option["value"]), "")) for option in options)
    extra = " govuk-radios--inline" if widget.get("inline") and kind == "radio" else ""
    return format_html('<div class="govuk-{}{}">{}</div>', block, extra, join(items))


def _radios(widget: Widget) -> SafeString:
    return _choices(widget, "radio")


def _checkboxes(widget: Widget) -> SafeString:
    return _choices(widget, "checkbox")


def _checkbox(widget: Widget) -> SafeString:
    """A single checkbox: the input only; the field template puts the label beside it."""
    value = widget["value"]
    return format_html(
        '<input class="govuk-checkboxes__input" type="checkbox" name="{}"{}{}>',
        widget["name"],
        format_html(' value="{}"', value) if value is not None else "",
        attributes(widget["attrs"]),
    )


def _date(widget: Widget) -> SafeString:
    parts = format_html_join(
        "",
        (
            '<div class="govuk-date-input__item">'
            '<label class="govuk-label govuk-date-input__label" for="{}">{}</label>{}</div>'
        ),
        (
            (part["attrs"]["id"], label, _input(part))
            for part, label in zip(widget["subwidgets"], widget["part_labels"], strict=True)
        ),
    )
    return format_html('<div class="govuk-date-input" id="{}">{}</div>', widget["attrs"].get("id", ""), parts)


def _told(name: str, inner: SafeString, bound: BoundField) -> SafeString:
    """Hint or error with the id that the control's `aria-describedby` names."""
    tag, css = ("p", "error-message") if name == "error" else ("div", "hint")
    return format_html('<{0} id="{1}_{2}" class="govuk-{3}">{4}</{0}>', tag, bound.auto_id, name, css, inner)


def field(bound: BoundField) -> SafeString:
    """A whole field: label or legend, hint, error, control, in that order; the group is marked when it has an
    error.
    """
    errors = bound.errors
    kept = getattr(bound.field, "kept_words", False)  # label, hint and choices are Indonesian on any page
    label = language.marked(bound.label) if kept else conditional_escape(bound.label)
    if not bound.field.required and bound.name not in getattr(bound.form, "there", ()):  # allauth's forms too
        label = format_html("{} {}", label, _("(boleh dikosongkan)"))
    help_text = language.marked(bound.help_text) if kept else conditional_escape(bound.help_text)
    hint = _told("helptext", help_text, bound) if help_text else EMPTY
    error = EMPTY
    if errors:
        words = format_html_join(SafeString("<br>"), "{}", ((words,) for words in errors))
        prefix = format_html('<span class="govuk-visually-hidden">{}</span> ', _("Kesalahan:"))
        error = _told("error", prefix + words, bound)
    if isinstance(bound.field.widget, CheckboxInput):
        body = _lone_checkbox(bound, hint, error)
    elif bound.use_fieldset:
        described = bound.aria_describedby
        body = format_html(
            '<fieldset class="govuk-fieldset"{}><legend class="govuk-fieldset__legend">{}</legend>{}{}{}</fieldset>',
            format_html(' aria-describedby="{}"', described) if described else "",
            label,
            hint,
            error,
            _in_indonesian(bound.as_widget())
            if kept and isinstance(bound.field, ChoiceField)
            else bound.as_widget(),
        )
    else:
        body = format_html(
            '<label class="govuk-label" for="{}">{}</label>{}{}{}',
            bound.id_for_label,
            label,
            hint,
            error,
            bound.as_widget(),
        )
    return format_html(
        '<div class="govuk-form-group{}">{}</div>', " govuk-form-group--error" if errors else "", body
    )


def _in_indonesian(widget: SafeString) -> SafeString:
    """Radio buttons whose words are Indonesian."""
    return format_html("<div{}>{}</div>", language.attribute(), widget) if language.attribute() else widget


def _lone_checkbox(bound: BoundField, hint: SafeString, error: SafeString) -> SafeString:
    return format_html(
        '{}{}<div class="govuk-checkboxes"><div class="govuk-checkboxes__item">{}'
        '<label class="govuk-label govuk-checkboxes__label" for="{}">{}</label></div></div>',
        hint,
        error,
        bound.as_widget(),
        bound.auto_id,
        conditional_escape(bound.label),
    )


_NAMES: Final[dict[Callable[[Widget], SafeString], str]] = {
    _input: "text number email url search tel color password date datetime time input",
    _hidden: "hidden",
    _textarea: "textarea",
    _file: "file clearable_file_input",
    _select: "select",
    _radios: "radio",
    _checkboxes: "checkbox_select",
    _checkbox: "checkbox",
}
RENDERERS: Final[dict[str, Callable[[Widget], SafeString]]] = {
    f"django/forms/widgets/{name}.html": function
    for function, names in _NAMES.items()
    for name in names.split()
} | {"ui/forms/date.html": _date}
