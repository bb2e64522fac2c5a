"""Why the system does not let a file, folder or address be used, in Indonesian: its own words are English."""

import errno

_WORDS = {
    errno.EACCES: "tidak ada izin",
    errno.EPERM: "tidak ada izin",
    errno.ENOENT: "tidak ditemukan",
    errno.EISDIR: "itu folder, bukan berkas",
    errno.ENOTDIR: "bukan folder",
    errno.EROFS: "penyimpanannya hanya dapat dibaca",
    errno.ENOSPC: "ruang penyimpanan penuh",
    errno.EDQUOT: "jatah ruang penyimpanan habis",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.ELOOP: "tautannya berputar",
    errno.EADDRNOTAVAIL: "bukan alamat komputer ini",
    errno.EIO: "penyimpanannya rusak",
}


def reason_of(trouble: Exception) -> str:
    """A few words that fit between brackets."""
    if isinstance(trouble, UnicodeError):
        return "isinya bukan teks UTF-8"
    number = getattr(trouble, "errno", None)
    return _WORDS.get(number or 0) or getattr(trouble, "strerror", None) or str(trouble)
