"""The office that is simulated: its units, services, people and habits. Numbers only; nothing here is measured.

The kelurahan and their codes are those of Kecamatan Medan Marelan (Permendagri 72/2019); everything that
happens there, and everybody, is invented.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DISTRICT = "kecamatan"  # key of the kecamatan itself, beside the names of the kelurahan
SEED = (
    2031  # one of the years in which neither action looks effective when nothing was added (a test holds it)
)
CASES = 12_000
MONTHS = 12


@dataclass(frozen=True)
class Village:
    """``share`` of all cases, how many examiners, how slowly they get to a case (1: as usual)."""

    name: str
    code: str
    letter_code: str
    share: float
    examiners: int = 3
    slowness: float = 1.0


VILLAGES = (
    Village("Labuhan Deli", "12.71.12.1001", "LD", 0.15),
    Village("Rengas Pulau", "12.71.12.1002", "RP", 0.28, slowness=1.35),
    Village("Terjun", "12.71.12.1003", "TJ", 0.21),
    Village("Tanah Enam Ratus", "12.71.12.1004", "TER", 0.22, slowness=1.15),
    Village("Paya Pasir", "12.71.12.1005", "PP", 0.14, slowness=0.9),
)
SECTIONS = ("Seksi Pelayanan Umum", "Seksi Tata Pemerintahan", "Seksi Kesejahteraan Sosial")


@dataclass(frozen=True)
class Mix:
    """One service as the simulation needs it; a test holds it against the founding set of the catalogue.

    ``promise`` is (amount, unit), ``chain`` the signing roles with their level, ``uploads`` the keys of required
    files, ``minutes`` the usual time at the examiner's desk, ``urgent`` whether people wait at the counter.
    """

    slug: str
    share: float
    promise: tuple[int, str]
    chain: tuple[tuple[str, str], ...]
    uploads: tuple[str, ...]
    minutes: float
    urgent: bool = False

    @property
    def at_district(self) -> bool:
        return self.chain[0][1] == DISTRICT


LURAH = ("lurah", "kelurahan")
MIXES = (
    Mix("keterangan-usaha", 0.30, (1, "days"), (LURAH,), ("ktp", "kk", "foto_usaha"), 18),
    Mix(
        "keterangan-tidak-mampu", 0.27, (1, "days"), (LURAH, ("camat", DISTRICT)),
        ("ktp", "kk", "pernyataan", "foto_rumah"), 22,
    ),
    Mix(
        "dispensasi-nikah", 0.05, (30, "minutes"), (("kasi", DISTRICT), ("sekcam", DISTRICT), ("camat", DISTRICT)),
        ("ktp", "ktp_pasangan", "kk", "n1_n2_n4"), 9, urgent=True,
    ),
    Mix("pengantar-skck", 0.22, (30, "minutes"), (LURAH,), ("ktp", "kk"), 6, urgent=True),
    Mix(
        "keterangan-belum-menikah", 0.16, (1, "days"), (LURAH,), ("ktp", "kk", "pernyataan", "ktp_saksi"), 15
    ),
)  # fmt: skip

# Cases by weekday (Monday first; Friday has a long break), and what a long closure leaves waiting at the door.
WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 0.7)
AFTER_CLOSURE = 1.2
# January first; schools ask for letters in June and July.
MONTH_WEIGHTS = (1.0, 0.95, 0.95, 1.0, 1.0, 1.15, 1.2, 1.05, 1.0, 0.95, 0.95, 0.9)

ONLINE_FIRST, ONLINE_LAST = 0.28, 0.48  # the share of applications over the phone grows over the year
SENT_BACK, REJECTED, WITHDRAWN, RETURNED, STUCK, TAKEN_OVER = 0.13, 0.035, 0.015, 0.02, 0.04, 0.01
ABANDONED = 0.03  # drafts that are never sent, beside every sent one
ANSWERED = 0.52
COMMENTED = 0.18  # of those who answer
SKIPPED = 0.012  # single questions left out

# Opinions on the latent scale, before rounding and clipping to 1..4.
ELEMENTS = (
    "persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarana", "kejelasan",
)  # fmt: skip
LATENT = (3.25, 3.15, 3.15, 3.75, 3.35, 3.15, 2.8, 3.05, 2.95, 3.05)
PERSON_SD, ANSWER_SD, UNIT_SD, MONTH_SD, UNIT_MONTH_SD = 0.25, 0.60, 0.10, 0.05, 0.02
LIFT = 0.36  # what the training adds to `perilaku`, latent
CLARITY_SHARE = 0.5  # and how much of it shows in `kejelasan`

# The training in waves by lot, and the placebo: months of the year are counted from 1.
WAVE_SIZES = (2, 2, 1)
WAVE_MONTHS = (5, 7, 9)
TRAINING_DAYS = 3  # as the evaluation opens them; a test holds both together
WAVE_DAY = 12  # not before this day of the month
PLAN_MONTH = 4
PLACEBO_MONTH, PLACEBO_ELEMENT, PLACEBO_VILLAGES = 6, "sarana", ("Labuhan Deli", "Terjun")


@dataclass(frozen=True)
class Span:
    """The simulated time: ``first`` is the first day of the twelve whole months, ``now`` the last moment."""

    first: date
    now: datetime

    @classmethod
    def until(cls, now: datetime) -> "Span":
        number = now.year * 12 + now.month - 1 - MONTHS
        return cls(date(number // 12, number % 12 + 1, 1), now)

    def month(self, number: int) -> date:
        """First day of month ``number``, counted from 1."""
        index = self.first.year * 12 + self.first.month - 1 + number - 1
        return date(index // 12, index % 12 + 1, 1)

    @property
    def founded_at(self) -> datetime:
        """When the office was set up: four weeks before the first case."""
        return datetime.combine(self.first - timedelta(days=28), time(9), tzinfo=self.now.tzinfo)
