"""The page checker: every HTML page that a test fetches goes through `check_page`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlsplit

import html5lib
from django.test import Client
from html5lib.constants import E as MESSAGES

SITE_NAMES: Final = {"", "sinergi"}
# Parse errors that mean a broken page. Left out: complaints about things browsers and HTML agree on today.
HARMLESS: Final = frozenset({"expected-doctype-but-got-unknown-doctype"})
CONTROLS: Final = ("input", "select", "textarea")
LABELLESS: Final = frozenset({"hidden", "submit", "button", "reset", "image"})
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
ASSETS: Final = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "link": ("href",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "audio": ("src",),
    "video": ("src", "poster"),
    "embed": ("src",),
    "object": ("data",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "input": ("src",),
}
REFERENCES: Final = (
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "aria-owns",
    "for",
    "list",
    "form",
)
LEFTOVERS: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|%\([a-z_]+\)[sd]")
NOTHINGS: Final = frozenset({"None", "nan", "NaN", "undefined", "null", "[]", "()", "{}", "set()"})
OBJECTS: Final = re.compile(
    r"<[\w.]+ object at 0x|<QuerySet \[|<bound method |functools\.partial\(|__proxy__"
)
NIK: Final = re.compile(r"\bNIK\b\W{0,12}(?:\d[ .\-]?){15}\d", re.IGNORECASE)
FIELD_NAMES: Final = re.compile(r"^[a-z]+_[a-z_]+$")
Element = Any


@dataclass
class _Page:
    root: Element
    faults: list[str]

    def __iter__(self) -> Iterator[Element]:
        return (node for node in self.root.iter() if isinstance(node.tag, str))

    def all(self, *tags: str) -> list[Element]:
        return [node for node in self if node.tag in tags]

    @cached_property
    def parents(self) -> dict[Element, Element]:
        return {child: node for node in self for child in node}

    @cached_property
    def ids(self) -> dict[str, Element]:
        return {node.get("id"): node for node in self if node.get("id") is not None}

    def ancestors(self, node: Element) -> Iterator[Element]:
        while node in self.parents:
            node = self.parents[node]
            yield node

    def name(self, node: Element) -> str:
        """Accessible name, near enough: aria-label, aria-labelledby, text, alternative texts and titles inside."""
        if label := (node.get("aria-label") or "").strip():
            return label
        if refs := node.get("aria-labelledby"):
            return " ".join(_text(self.ids[ref]) for ref in refs.split() if ref in self.ids).strip()
        inner = [_text(node)]
        inner += [
            (child.get("alt") or child.get("aria-label") or "")
            for child in node.iter()
            if isinstance(child.tag, str)
        ]
        return " ".join(inner).strip() or (node.get("title") or "").strip()


def _text(node: Element) -> str:
    """Visible text: without script, style and what is hidden from everybody."""
    if (
        not isinstance(node.tag, str)
        or node.tag in ("script", "style", "template")
        or node.get("aria-hidden") == "true"
    ):
        return ""
    return " ".join(
        part
        for child in (node.text or "", *(_text(sub) + " " + (sub.tail or "") for sub in node))
        for part in child.split()
    )


def _where(node: Element) -> str:
    told = " ".join(
        f'{key}="{node.get(key)}"' for key in ("id", "name", "href", "class", "type") if node.get(key)
    )
    return f"<{node.tag}{' ' + told if told else ''}>"


def _parse(html: str) -> _Page:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(html)
    for node in root.iter():
        if isinstance(node.tag, str) and "}" in node.tag:
            node.tag = node.tag.rsplit("}", 1)[1]
    faults = []
    for (line, column), code, words in parser.errors:
        if code not in HARMLESS:
            faults.append(f"not well-formed, line {line} column {column}: {MESSAGES.get(code, code) % words}")
    return _Page(root, faults)


def _head(page: _Page, html: str) -> Iterator[str]:
    if not html.lstrip().lower().startswith("<!doctype html>"):
        yield "no <!doctype html>"
    if not (page.root.get("lang") or "").strip():
        yield "<html> has no lang"
    titles = [node for node in page.all("title") if next(page.ancestors(node)).tag == "head"]
    if len(titles) != 1:
        yield f"{len(titles)} <title> in the head, not one"
    elif (title := _text(titles[0]).split("·")[0].strip()).lower() in SITE_NAMES:
        yield f"the title says no more than the site's name: “{_text(titles[0])}” ({title!r})"
    if not any(node.get("name") == "viewport" for node in page.all("meta")):
        yield "no viewport"


def _headings(page: _Page) -> Iterator[str]:
    heads = page.all(*HEADINGS)
    if (count := sum(node.tag == "h1" for node in heads)) != 1:
        yield f"{count} <h1>, not one"
    before = 0
    for node in heads:
        level = int(node.tag[1])
        if level > before + 1 and before:
            yield f"heading jumps from h{before} to h{level}: “{_text(node)}”"
        if not page.name(node):
            yield f"empty heading {_where(node)}"
        before = level


def _ids(page: _Page) -> Iterator[str]:
    seen: set[str] = set()
    for node in page:
        name = node.get("id")
        if name is None:
            continue
        if not name or " " in name:
            yield f"id “{name}” is empty or has a space"
        if name in seen:
            yield f"id “{name}” stands twice"
        seen.add(name)
    for node in page:
        for attribute in REFERENCES:
            for target in (node.get(attribute) or "").split():
                if target not in seen:
                    yield f"{attribute}=“{target}” of {_where(node)} points nowhere"
        href = node.get("href") or ""
        if node.tag == "a" and href.startswith("#") and len(href) > 1 and href[1:] not in seen:
            yield f"link to #{href[1:]} points nowhere"


def _controls(page: _Page) -> Iterator[str]:
    labels = {node.get("for"): node for node in page.all("label") if node.get("for")}
    for node in page.all(*CONTROLS):
        if node.tag == "input" and (node.get("type") or "text").lower() in LABELLESS:
            continue
        label = labels.get(node.get("id")) if node.get("id") else None
        around = next((up for up in page.ancestors(node) if up.tag == "label"), None)
        named = (label is not None and page.name(label)) or (around is not None and _text(around))
        if not named and not (node.get("aria-label") or node.get("aria-labelledby") or node.get("title")):
            yield f"{_where(node)} has no label"
        if not node.get("name"):
            yield f"{_where(node)} has no name and is never sent"
    for node in page.all("label"):
        if not page.name(node):
            yield f"empty label {_where(node)}"
        elif FIELD_NAMES.match(_text(node)):
            yield f"label “{_text(node)}” is a field's name, not words"
    for node in page.all("fieldset"):
        if not any(child.tag == "legend" and page.name(child) for child in node):
            yield f"{_where(node)} has no legend"


def _links(page: _Page) -> Iterator[str]:
    for node in page.all("a", "button"):
        if node.tag == "a" and node.get("href") is None:
            continue
        if not page.name(node):
            yield f"{_where(node)} has no text"
    for node in page.all("a"):
        href = (node.get("href") or "").strip()
        if node.get("href") is not None and (
            not href or href == "#" or href.lower().startswith("javascript:")
        ):
            yield f"link “{page.name(node)}” goes to “{href}”"
        if node.get("target") == "_blank":
            yield f"link “{page.name(node)}” opens a new window"
    for node in page.all("a", "button"):
        if any(up.tag in ("a", "button") for up in page.ancestors(node)):
            yield f"{_where(node)} stands inside another link or button"


def _inline(page: _Page) -> Iterator[str]:
    for node in page:
        if (
            node.tag == "script"
            and not node.get("src")
            and node.get("type") not in ("application/json", "application/ld+json")
        ):
            yield "inline script"
        if node.tag == "style":
            yield "inline <style>"
        for attribute in node.keys():  # noqa: SIM118 - an element, not a dict
            if attribute == "style":
                yield f"style attribute on {_where(node)}"
            if str(attribute).lower().startswith("on"):
                yield f"{attribute} handler on {_where(node)}"


def _hosts(page: _Page) -> Iterator[str]:
    for node in page:
        for attribute in ASSETS.get(node.tag, ()):
            value = (node.get(attribute) or "").strip()
            for address in (
                (part.split()[0] for part in value.split(",") if part.strip())
                if attribute == "srcset"
                else (value,)
            ):
                if urlsplit(address).netloc and node.get("rel") not in ("canonical", "alternate"):
                    yield f"{_where(node)} loads from another host: {address}"
    for node in page.all("form"):
        if urlsplit(node.get("action") or "").netloc:
            yield f"{_where(node)} sends to another host: {node.get('action')}"


def _pictures(page: _Page) -> Iterator[str]:
    for node in page.all("img"):
        if node.get("alt") is None:
            yield f"{_where(node)} ({node.get('src')}) has no alt"
    for node in page.all("svg"):
        hidden = node.get("aria-hidden") == "true" or any(
            up.get("aria-hidden") == "true" for up in page.ancestors(node)
        )
        titled = any(child.tag == "title" and _text(child) for child in node)
        if not hidden and not (node.get("role") == "img" and (titled or node.get("aria-label"))):
            yield "an svg is neither hidden from assistive technology nor an image with a title"


def _tables(page: _Page) -> Iterator[str]:
    for table in page.all("table"):
        if table.get("role") in ("presentation", "none"):
            continue
        heads = [node for node in table.iter() if node.tag == "th"]
        if not heads:
            yield f"{_where(table)} has no <th>"
        for node in heads:
            if node.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                yield f"<th> “{_text(node)}” has no scope"
        stacked = "s-table--stack" in (table.get("class") or "").split()
        for node in table.iter():
            if stacked and node.tag == "td" and _text(node) and not node.get("data-label"):
                yield f"<td> “{_text(node)[:30]}” of a stacking table has no data-label"


def _forms(page: _Page) -> Iterator[str]:
    for form in page.all("form"):
        if any(up.tag == "form" for up in page.ancestors(form)):
            yield "a form inside a form"
        inputs = [node for node in form.iter() if node.tag == "input"]
        if (form.get("method") or "get").lower() == "post":
            if not any(node.get("name") == "csrfmiddlewaretoken" and node.get("value") for node in inputs):
                yield f"{_where(form)} posts without a csrf token"
            has_file = any((node.get("type") or "").lower() == "file" for node in inputs)
            if has_file and form.get("enctype") != "multipart/form-data":
                yield f"{_where(form)} has a file but no enctype=multipart/form-data"
        elif any(node.get("name") == "csrfmiddlewaretoken" for node in inputs):
            yield f"{_where(form)} puts the csrf token in an address"


def _words(page: _Page) -> Iterator[str]:
    for node in page:
        if node.tag in ("script", "style", "template"):
            continue
        inside = [] if node.tag == "textarea" else [node.text or ""]
        for text in [*inside, *(child.tail or "" for child in node)]:
            if text.strip() in NOTHINGS:
                yield f"“{text.strip()}” stands as a value in {_where(node)}"
        for attribute in ("href", "src", "action", "aria-label", "alt", "title", "value", "data-label"):
            value = node.get(attribute) or ""
            if value.strip() == "None" or re.search(r"(^|/|=)None(/|&|$)", value):
                yield f"{attribute} of {_where(node)} holds None: {value}"
    text = _text(page.root)
    for pattern, words in ((LEFTOVERS, "left over from a template"), (OBJECTS, "an object shown as text")):
        for found in pattern.finditer(text):
            yield f"{words}: “{text[max(0, found.start() - 20) : found.end() + 30]}”"
    if NIK.search(text):
        yield "a whole NIK is shown"


CHECKS: Final[tuple[Callable[[_Page], Iterator[str]], ...]] = (
    _headings,
    _ids,
    _controls,
    _links,
    _inline,
    _hosts,
    _pictures,
    _tables,
    _forms,
    _words,
)


def findings(html: str) -> list[str]:
    """All faults of a page, in words; empty when it is good."""
    page = _parse(html)
    return [*page.faults, *_head(page, html), *(fault for check in CHECKS for fault in check(page))]


def check_page(html: str | bytes, *, url: str) -> None:
    """Raise AssertionError with every finding of the page; `url` only names it in the message."""
    text = html.decode() if isinstance(html, bytes) else html
    if faults := findings(text):
        raise AssertionError(f"{url}: {len(faults)} findings\n- " + "\n- ".join(faults))


def read(client: Client, url: str) -> str:
    """The page at ``url``, which must answer and keep the rules."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    html: str = answer.content.decode()
    check_page(html, url=url)
    return html
