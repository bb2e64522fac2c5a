"""Form definitions: what is a good one, and how errors read."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sinergi
from sinergi.catalogue.definition import BadDefinition, parse, pretty, to_data
from sinergi.catalogue.founding_set import SERVICES


def page(*fields: dict[str, Any], key: str = "a", title: str = "A") -> dict[str, Any]:
    return {"key": key, "title": title, "fields": list(fields)}


def field(key: str = "x", kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "label": "X", "type": kind, **more}


@pytest.mark.parametrize("founding", SERVICES, ids=lambda founding: founding.slug)
def test_founding_forms_are_good_and_ask_few_related_things_a_page(founding: Any) -> None:
    definition = parse(founding.spec.form)
    assert to_data(definition) == to_data(parse(pretty(founding.spec.form)))
    for one in definition.pages:
        assert 1 <= len(one.fields) <= 5, one.key
    asked = {one.key for one in definition.fields()}
    assert not asked & {"nik", "name", "phone", "email", "address", "village"}, "casework asks these itself"


@pytest.mark.parametrize(
    ("form", "where", "words"),
    [
        ("{", "", "bukan JSON"),
        ({"pages": [page(field("born", "date", nik_of="partner"))]}, "pages[0].fields[0]", "“nik_of” harus"),
        (
            {"pages": [page(field("born", "text", nik_of="applicant"))]},
            "pages[0].fields[0]",
            "“nik_of” harus",
        ),
        ("[]", "", "harus berupa object"),
        ({"pages": [{"key": "a", "title": "A"}]}, "pages[0]", "“fields” belum ada"),
        ({"halaman": []}, "", "“halaman” tidak dikenal"),
        (
            {"pages": [page(field(kind="angka"))]},
            "pages[0].fields[0].type",
            "“angka” tidak dikenal; pilih name",
        ),
        ({"pages": [page(field(required="ya"))]}, "pages[0].fields[0].required", "harus berupa bool"),
        ({"pages": [page()]}, "pages[0]", "1 sampai 8 isian; ada 0"),
        ({"pages": [page(*(field(f"x{n}") for n in range(9)))]}, "pages[0]", "ada 9"),
        ({"pages": [page(field("Nama Usaha"))]}, "pages[0].fields[0]", "“Nama Usaha” harus huruf kecil"),
        ({"pages": [page(field()), page(field(), key="b")]}, "pages[1].fields[0]", "dipakai dua kali"),
        ({"pages": [page(field(kind="choice"))]}, "pages[0].fields[0]", "paling sedikit dua"),
        (
            {"pages": [page(field(choices=[{"key": "a", "label": "A"}]))]},
            "pages[0].fields[0]",
            "hanya untuk jenis choice",
        ),
        ({"pages": [page(field(minimum=3))]}, "pages[0].fields[0]", "hanya untuk jenis number"),
        ({"pages": [page(field(kind="number", minimum=3, maximum=2))]}, "pages[0].fields[0]", "lebih besar"),
        ({"pages": [page(field(kind="date", when="besok"))]}, "pages[0].fields[0]", "past atau future"),
        ({"pages": [page(field(), title="  ")]}, "pages[0]", "belum diisi"),
        ({"pages": [page(field(), key=f"p{n}") for n in range(9)]}, "pages", "paling banyak 8"),
    ],
)
def test_every_fault_is_named_with_its_place(form: Any, where: str, words: str) -> None:
    with pytest.raises(BadDefinition) as caught:
        parse(form)
    found = [
        problem for problem in caught.value.problems if problem.where == where and words in problem.words
    ]
    assert found, [str(problem) for problem in caught.value.problems]


def test_all_faults_are_listed_at_once() -> None:
    with pytest.raises(BadDefinition) as caught:
        parse({"pages": [page(field("X X"), field("y", "choice"))]})
    assert len(caught.value.problems) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["pages", "key", "title", "fields"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_a_definition_or_a_list_of_faults(value: Any) -> None:
    try:
        definition = parse(json.dumps(value))
    except BadDefinition as error:
        assert error.problems
    else:
        assert parse(to_data(definition)) == definition


def test_deeply_nested_json_is_refused() -> None:
    with pytest.raises(BadDefinition):
        parse("[" * 100_000)


FIRST_AT_ONCE = """
import sys, threading
from sinergi.catalogue.definition import parse
sys.setswitchinterval(1e-6)
together = threading.Barrier(8)
def work():
    together.wait()
    parse({"pages": [{"key": "a", "title": "A", "fields": [{"key": "x", "label": "X", "type": "text"}]}]})
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def test_first_uses_at_once_do_not_end_the_process() -> None:
    """Five fresh processes: without the decoder made at import, four of five ended with a segmentation fault."""
    this_code = os.environ | {"PYTHONPATH": str(Path(sinergi.__file__).parents[1])}
    ended = [
        subprocess.run(
            [sys.executable, "-c", FIRST_AT_ONCE], env=this_code, capture_output=True, text=True, check=False
        )
        for _ in range(5)
    ]
    assert [(one.returncode, one.stderr) for one in ended] == [(0, "")] * 5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"minimum_age": 19}, "hanya untuk jenis date"),
        ({"type": "date", "minimum_age": 19}, "“otherwise” belum diisi"),
        (
            {"type": "date", "otherwise": "x", "soon_after": {"field": "lain", "working_days": 10}},
            "menunjuk isian jenis",
        ),
        ({"required": False, "instead_of": {"field": "lain", "choice": "x"}}, "menunjuk pilihan"),
    ],
)
def test_rules_that_point_nowhere_are_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(BadDefinition) as bad:
        parse({"pages": [page({**field(), **changes})]})
    assert words in str(bad.value.problems[0])
