"""Finding a unit or a post by the name that a staff list gives it."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

from sinergi.access.verdict import Refused
from sinergi.organization.models import Position, Unit, UnitKind
from sinergi.personnel.columns import plain

_SHORT = {"kel": "kelurahan", "kec": "kecamatan", "lk": "lingkungan", "subbag": "subbagian", "kasi": "seksi"}


# What units of one kind share; two names are not alike because both begin with it.
_KINDS = {
    "kelurahan", "kecamatan", "lingkungan", "seksi", "subbagian", "sub", "bagian", "kantor", "camat", "lurah", "kota",
    "urusan", "unit", "dan",
}  # fmt: skip
CLOSE = 0.8


def _own_name(words: str) -> str:
    return " ".join(word for word in words.split() if word not in _KINDS)


def _words(text: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in plain(text).split())


class Places:
    """The units and posts of one office, found by name. Everything is loaded once, lookups cost no query."""

    def __init__(self, units: Iterable[Unit], positions: Iterable[Position]) -> None:
        self.units = {unit.pk: unit for unit in units}
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self.titles = {pk: unit.title for pk, unit in self.units.items()}
        active = [unit for unit in self.units.values() if unit.is_active]
        for unit in active:
            for name in self._names(unit):
                self._by_name[_words(name)].add(unit.pk)
        self._found: dict[str, Unit | Refused] = {}
        self._positions: dict[int, dict[str, Position]] = defaultdict(dict)
        for position in positions:
            self._positions[position.unit_id][plain(position.title)] = position

    def _names(self, unit: Unit) -> set[str]:
        names = {unit.name, unit.title}
        parent = self.units.get(unit.parent_id) if unit.parent_id else None
        if parent:
            for own in tuple(names):
                for above in (parent.name, parent.title):
                    names |= {f"{own} {above}", f"{above} {own}"}
        if unit.kind == UnitKind.DISTRICT:
            bare = unit.name.removeprefix("Kecamatan").strip()
            names |= {bare, f"Kecamatan {bare}", f"Kantor Camat {bare}", f"Kantor Kecamatan {bare}"}
        return names

    def unit(self, text: str) -> Unit:
        """The unit that goes by ``text``; raises `Refused` with the nearest names, or the ones it may mean."""
        if text not in self._found:
            self._found[text] = self._find(text)
        found = self._found[text]
        if isinstance(found, Refused):
            raise found
        return found

    def _find(self, text: str) -> Unit | Refused:
        wanted = _words(text)
        ids = self._by_name.get(wanted, set())
        if len(ids) == 1:
            return self.units[next(iter(ids))]
        if ids:
            places = sorted(self.full_name(self.units[pk]) for pk in ids)
            words = _("Ada %(count)s unit bernama ini. Tulis lengkap: %(places)s.")
            return Refused(words % {"count": len(ids), "places": "; ".join(places)}, field="unit")
        titles = self._near(wanted)
        if titles:
            words = _("Unit ini tidak ada. Mungkin maksudnya: %(titles)s.")
            return Refused(words % {"titles": "; ".join(titles)}, field="unit")
        words = _(
            "Unit ini tidak ada, dan tidak ada nama yang mirip. Tulis nama unit seperti di menu Pegawai."
        )
        return Refused(words, field="unit")

    def _near(self, wanted: str) -> list[str]:
        """Full names of at most three units that are nearly called so; the word for the kind of unit counts nothing."""
        own: dict[str, set[int]] = defaultdict(set)
        for name, ids in self._by_name.items():
            own[_own_name(name)] |= ids
        own.pop("", None)
        near = get_close_matches(_own_name(wanted), own, n=3, cutoff=CLOSE)
        found = dict.fromkeys(pk for name in near for pk in sorted(own[name]))
        return [self.full_name(self.units[pk]) for pk in found][:3]

    def full_name(self, unit: Unit) -> str:
        """Title with the unit above it, which is understood in a file: ``Seksi Pelayanan Kelurahan Terjun``."""
        parent = self.units.get(unit.parent_id) if unit.parent_id else None
        return f"{unit.title} {parent.title}" if parent and parent.parent_id else unit.title

    def position(self, unit: Unit, text: str) -> Position | None:
        """The post of ``unit`` with this title, or None."""
        return self._positions[unit.pk].get(plain(text))

    def near_positions(self, unit: Unit, text: str) -> list[str]:
        """Up to three posts of the unit whose titles are close to ``text``."""
        posts = self._positions[unit.pk]
        return [posts[name].title for name in get_close_matches(plain(text), posts, n=3, cutoff=0.6)]
