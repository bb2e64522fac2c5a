"""The English catalogue is complete, says the same with the same placeholders, and is compiled."""

import re
from collections import Counter
from io import StringIO

import polib
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, ngettext, override

from sinergi.catalogue.element_names import ELEMENT_NAMES
from sinergi.catalogue.elements import BY_KEY
from sinergi.evaluation.formulas import words as formula_words
from sinergi.evaluation.queries import effect_words
from sinergi.web.management.commands import compile_catalogue
from sinergi.web.wording import CATALOGUE, SOURCE, Word, unreadable, words

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|</?\w+>|{\w+}")
# Marked elsewhere, by formulas and in what is kept, and looked up here.
SAID_ELSEWHERE = {"evaluation/queries/effect_words.py", "web/record_words.py", "ui/retelling.py"}
AGAIN = "run ./sinergi manage compile_catalogue, translate what is new in django.po, and run it again"


@pytest.fixture(scope="module")
def catalogue():
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(CATALOGUE))}


@pytest.fixture(scope="module")
def found():
    return words()


def _texts(entry):
    """(Indonesian, English) pairs; a singular may say "one" in words, so only plurals keep their own number."""
    if entry.msgid_plural:
        return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
    return [(entry.msgid, entry.msgstr)]


def test_every_word_of_the_code_stands_in_the_catalogue_and_no_other(catalogue, found):
    assert not found.keys() - catalogue.keys(), AGAIN
    assert not catalogue.keys() - found.keys(), AGAIN


def test_every_word_is_translated(catalogue):
    wanting = [key for key, entry in catalogue.items() if entry.fuzzy or not all(t for _, t in _texts(entry))]
    assert not wanting, AGAIN


def test_plurals_are_those_of_the_code(catalogue, found):
    assert {key: word.plural for key, word in found.items() if word.plural} == {
        key: entry.msgid_plural for key, entry in catalogue.items() if entry.msgid_plural
    }


def test_no_text_is_said_both_with_and_without_a_plural(found):
    """Without one, the English page would show the singular whatever the number is."""
    assert not [key for key, word in found.items() if len(word.plurals) > 1]


def test_translations_keep_the_placeholders(catalogue):
    wrong = [
        (indonesian, english)
        for entry in catalogue.values()
        for indonesian, english in _texts(entry)
        if Counter(PLACEHOLDER.findall(indonesian)) != Counter(PLACEHOLDER.findall(english))
    ]
    assert not wrong


def test_translations_keep_the_end_of_the_sentence(catalogue):
    """A sentence stays a sentence, a label a label, a heading with a colon leads on."""
    wrong = [
        (indonesian, english)
        for entry in catalogue.values()
        for indonesian, english in _texts(entry)
        if len(indonesian) > 3
        and indonesian[-1] != english[-1]
        and {indonesian[-1], english[-1]} & set(".:?!")
    ]
    assert not wrong


def test_the_compiled_catalogue_says_what_the_written_one_says(catalogue):
    compiled = {
        (entry.msgctxt, entry.msgid): _texts(entry)
        for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    }
    assert compiled == {key: _texts(entry) for key, entry in catalogue.items()}, AGAIN


def test_english_pages_use_it_and_indonesian_ones_need_no_catalogue():
    one = "Ada %(n)s isian yang perlu diperbaiki"
    with override("en"):
        assert gettext("Lanjut") == "Continue"
        assert ngettext(one, one, 1) % {"n": 1} == "1 answer needs correcting"
        assert ngettext(one, one, 3) % {"n": 3} == "3 answers need correcting"
    with override("id"):
        assert gettext("Lanjut") == "Lanjut"
        assert ngettext("Satu layanan", "%(n)s layanan", 1) == "Satu layanan"
        assert ngettext("Satu layanan", "%(n)s layanan", 3) == "%(n)s layanan"


def test_words_are_found_in_code_and_templates(tmp_path):
    (tmp_path / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext_lazy, pgettext\n"
        "a = _('satu ' 'dua')\n"
        "b = ngettext_lazy('%(n)s orang', '%(n)s orang saja', 'n')\n"
        "c = pgettext('bulan', 'Mei')\n"
        "d = other('tidak ditandai')\n"
    )
    (tmp_path / "page.html").write_text(
        "{% translate 'tiga' %}{{ x|default:_('empat') }}"
        "{% blocktranslate count n=x %}lima{% plural %}{{ n }} lima{% endblocktranslate %}"
        "{% url 'web:home' %} tidak ditandai"
    )
    assert {key: word.plural for key, word in words(tmp_path).items()} == {
        (None, "satu dua"): None,
        (None, "%(n)s orang"): "%(n)s orang saja",
        ("bulan", "Mei"): None,
        (None, "tiga"): None,
        (None, "empat"): None,
        (None, "lima"): "%(n)s lima",
    }


def test_words_of_rooms_without_django_are_marked_where_they_are_shown(found):
    assert {key: str(name) for key, name in ELEMENT_NAMES.items()} == {
        key: element.name for key, element in BY_KEY.items()
    }
    assert effect_words.VERDICTS == (
        formula_words.RISEN,
        formula_words.FALLEN,
        formula_words.NOT_SHOWN,
        formula_words.NOT_ENOUGH,
    )
    assert {(None, text) for text in effect_words.VERDICTS} <= found.keys()


def test_every_marked_call_holds_its_words_itself():
    """A variable inside gettext() cannot be found by anybody, unless its words are marked beside it."""
    wrong = []
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text()
        if "django.utils.translation" in text and path.relative_to(SOURCE).as_posix() not in SAID_ELSEWHERE:
            wrong += [f"{path.relative_to(SOURCE)}: {line}" for line in unreadable(text)]
    assert not wrong


def test_the_command_adds_new_words_and_asks_for_their_translation(tmp_path, monkeypatch):
    target = tmp_path / "en" / "django.po"
    monkeypatch.setattr(compile_catalogue, "CATALOGUE", target)
    monkeypatch.setattr(compile_catalogue, "words", lambda: {(None, "Kata baru"): Word()})
    with pytest.raises(CommandError, match="Kata baru"):
        call_command("compile_catalogue")
    written = polib.pofile(str(target))
    written[0].msgstr = "New word"
    written.save(str(target))
    out = StringIO()
    call_command("compile_catalogue", stdout=out)
    assert "1 words" in out.getvalue()
    assert [e.msgstr for e in polib.mofile(str(target.with_suffix(".mo")))] == ["New word"]
