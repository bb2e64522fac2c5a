"""Everything that writes letters, their numbers and their templates."""

from sinergi.letters.operations.issuing import GAP, Signatory, composed, issue, render, signer_rows
from sinergi.letters.operations.numbers import enter_late, reserve_block, void_number
from sinergi.letters.operations.setup import set_letterhead, write_template
from sinergi.letters.operations.signing import store_signed_scan, withdraw

__all__ = [
    "GAP",
    "Signatory",
    "composed",
    "enter_late",
    "issue",
    "render",
    "reserve_block",
    "set_letterhead",
    "signer_rows",
    "store_signed_scan",
    "void_number",
    "withdraw",
    "write_template",
]
