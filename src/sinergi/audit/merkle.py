"""A Merkle tree hash over the record (RFC 6962, section 2.1), kept as its peaks so that it grows without rereading.

The tree over n leaves is a row of perfect trees, one per set bit of n, largest first. `grow` adds leaves, `root`
folds the peaks from the right, which is the RFC's definition for any n.
"""

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32


def leaf(data: bytes) -> bytes:
    """Hash of one entry: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(size: int, peaks: Sequence[bytes], leaves: Iterable[bytes]) -> tuple[int, list[bytes]]:
    """Append leaf hashes to a tree of ``size`` leaves; returns the new size and peaks."""
    row = list(peaks)
    for one in leaves:
        row.append(one)
        size += 1
        for _level in range((size & -size).bit_length() - 1):  # as many merges as trailing zero bits
            right = row.pop()
            row.append(node(row.pop(), right))
    return size, row


def root(peaks: Sequence[bytes]) -> bytes:
    """The tree hash; of an empty tree SHA-256 of nothing."""
    if not peaks:
        return hashlib.sha256(b"").digest()
    folded = peaks[-1]
    for peak in reversed(peaks[:-1]):
        folded = node(peak, folded)
    return folded
