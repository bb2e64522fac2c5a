"""What a service version asks and promises, kept in memory: a published version never changes."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from sinergi.catalogue.definition import FormDefinition, parse
from sinergi.catalogue.models import ChainLevel, RequirementKind, ServiceVersion, VersionStatus


@dataclass(frozen=True, slots=True)
class RequirementFact:
    """One required document."""

    id: int
    key: str
    label: str
    help: str
    kind: str
    is_required: bool

    @property
    def is_uploaded(self) -> bool:
        """Whether it is uploaded at all; the others are only shown at hand-over."""
        return self.kind != RequirementKind.SHOW


@dataclass(frozen=True, slots=True)
class ChainFact:
    """One signing step: role at the applicant's kelurahan or at the kecamatan."""

    position: int
    role: str
    level: str
    act: str

    @property
    def at_village(self) -> bool:
        return self.level == ChainLevel.VILLAGE


@dataclass(frozen=True, slots=True)
class Standard:
    """The facts of one version that a case needs at every step."""

    version_id: int
    definition: FormDefinition
    requirements: tuple[RequirementFact, ...]
    chain: tuple[ChainFact, ...]
    promise_amount: int
    promise_unit: str
    retention_days: int

    @property
    def uploads(self) -> tuple[RequirementFact, ...]:
        return tuple(item for item in self.requirements if item.is_uploaded)

    @property
    def to_show(self) -> tuple[RequirementFact, ...]:
        return tuple(item for item in self.requirements if not item.is_uploaded)

    @property
    def demanded(self) -> tuple[RequirementFact, ...]:
        """Originals without which no letter is handed over. Nothing beside the published standard may be demanded
        (UU 25/2009 article 21 a), so what it calls optional never is."""
        return tuple(item for item in self.to_show if item.is_required)

    @property
    def starts_at_village(self) -> bool:
        """Whether the kelurahan handles it: that is where its first signature is given."""
        return not self.chain or self.chain[0].at_village

    def requirement(self, key: str) -> RequirementFact:
        """The requirement with this key; raises KeyError."""
        for item in self.requirements:
            if item.key == key:
                return item
        raise KeyError(key)


def must_be_shown(item: RequirementFact) -> str:
    """Why a letter is not handed over yet."""
    return _("%(document)s harus ditunjukkan dahulu.") % {"document": item.label}


def standard_of(version: ServiceVersion) -> Standard:
    """The facts of ``version``; three queries the first time, none afterwards."""
    return _load(version) if version.status == VersionStatus.DRAFT else _kept(version.pk)


@lru_cache(maxsize=512)
def _kept(version_id: int) -> Standard:
    return _load(ServiceVersion.objects.get(pk=version_id))


def _load(version: ServiceVersion) -> Standard:
    return Standard(
        version_id=version.pk,
        definition=parse(version.form),
        requirements=tuple(
            RequirementFact(row.pk, row.key, row.label, row.help, row.kind, row.is_required)
            for row in version.requirements.order_by("position", "id")
        ),
        chain=tuple(
            ChainFact(row.position, row.role, row.level, row.act)
            for row in version.chain.order_by("position")
        ),
        promise_amount=version.promise_amount,
        promise_unit=version.promise_unit,
        retention_days=version.retention_days,
    )
