"""Which key opens a backup, and which keys its contents need afterwards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sinergi.sheets.reasons import reason_of
from sinergi.vault import keyring
from sinergi.web.backups.sealed import KeyFile, Passphrase, Secret

PURPOSE = "backup"
KEY_FILE = re.compile(r"([a-z]+)-(\d+)-([0-9a-f]+)")
SHORTEST_PASSPHRASE = 12


class SecretRefused(Exception):
    """No usable key or passphrase; the text is one sentence."""


@dataclass(frozen=True, order=True)
class KeyName:
    """The public part of a key file's name: ``data-0001-1a2b3c4d``."""

    purpose: str
    number: int
    identity: str

    def __str__(self) -> str:
        return f"{self.purpose}-{self.number:04d}-{self.identity}"


def key_names(folder: Path) -> list[KeyName]:
    """Names of all key files of a folder, without reading them."""
    found = []
    for path in folder.glob("*.key"):
        if parts := KEY_FILE.fullmatch(path.stem):
            found.append(KeyName(parts[1], int(parts[2]), parts[3]))
    return sorted(found)


def needed(folder: Path) -> list[str]:
    """Names of the keys that a backup's contents need: all but those that seal backups."""
    return [str(name) for name in key_names(folder) if name.purpose != PURPOSE]


def fingerprints(folder: Path) -> dict[str, str]:
    """Name -> fingerprint of the same keys: a file of the right name may hold another key."""
    found = {}
    for name in key_names(folder):
        if name.purpose != PURPOSE:
            key = keyring.load(folder).named(name.purpose, bytes.fromhex(name.identity))
            found[str(name)] = key.fingerprint
    return found


def changed(folder: Path, wanted: Mapping[str, str]) -> list[str]:
    """Names of keys in the folder that are not the keys of these fingerprints."""
    here = fingerprints(folder)
    return [name for name, fingerprint in wanted.items() if here.get(name, fingerprint) != fingerprint]


def missing(folder: Path, names: list[str]) -> list[str]:
    """Those of ``names`` that are not in the folder."""
    here = {str(name) for name in key_names(folder)}
    return [name for name in names if name not in here]


def rivals(folder: Path, names: list[str]) -> list[str]:
    """Keys of the folder that have the purpose and number of one of ``names`` but are other keys.

    A machine that was started before its restore has made keys of its own; with both present it is open which
    one is current.
    """
    wanted = {name.rpartition("-")[0]: name for name in names}
    return [
        str(name)
        for name in key_names(folder)
        if wanted.get(str(name).rpartition("-")[0], str(name)) != str(name)
    ]


def to_seal(keys: Path, passphrase_file: Path | None) -> Secret:
    """The passphrase, else the current backup key (made on the first backup)."""
    if passphrase_file is not None:
        return Passphrase(read_passphrase(passphrase_file))
    key = keyring.ensure(keys).current(PURPOSE)
    return KeyFile(key.identity.hex(), key.material)


def to_open(header: Mapping[str, object], keys: Path, passphrase_file: Path | None) -> Secret:
    """The secret that the file's header asks for; raises `SecretRefused`."""
    if header.get("secret") == "passphrase":
        if passphrase_file is None:
            raise SecretRefused(
                "Cadangan ini dikunci dengan frasa sandi; berikan dengan --passphrase-file BERKAS."
            )
        return Passphrase(read_passphrase(passphrase_file))
    identity = str(header.get("key", ""))
    for name in key_names(keys):
        if name.purpose == PURPOSE and name.identity == identity:
            key = keyring.load(keys).named(PURPOSE, bytes.fromhex(identity))
            return KeyFile(identity, key.material)
    raise SecretRefused(
        f"Kunci cadangan {PURPOSE}-…-{identity[:16]} tidak ada di {keys}; salin berkas kuncinya ke sana, lalu ulangi."
    )


def read_passphrase(path: Path) -> str:
    """The first line of a file; raises `SecretRefused` when it is too short to protect anything."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as trouble:
        raise SecretRefused(
            f"Berkas frasa sandi {path} tidak dapat dibaca ({reason_of(trouble)})."
        ) from trouble
    words = lines[0].strip() if lines else ""
    if len(words) < SHORTEST_PASSPHRASE:
        raise SecretRefused(
            f"Frasa sandi di {path} terlalu pendek; tulis paling sedikit {SHORTEST_PASSPHRASE} huruf."
        )
    return words
