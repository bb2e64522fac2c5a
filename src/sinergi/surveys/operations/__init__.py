"""All that writes in this room, one function each."""

from sinergi.surveys.models import Channel
from sinergi.surveys.operations.comments import moderate
from sinergi.surveys.operations.imports import (
    cancel_import,
    commit_import,
    map_columns,
    start_import,
    withdraw,
)
from sinergi.surveys.operations.invitations import Invited, invite, redeem, sweep_invitations
from sinergi.surveys.operations.pooling import Poured, pour, vacuum_pool
from sinergi.surveys.operations.populations import set_population
from sinergi.surveys.operations.publication import publish_figures
from sinergi.surveys.operations.reading import read_import, stalled_imports
from sinergi.surveys.operations.rolling import rebuild_rollup
from sinergi.surveys.operations.uploads import keep_file, kept_file, start_kept_import, token_of

__all__ = [
    "Channel",
    "Invited",
    "Poured",
    "cancel_import",
    "commit_import",
    "invite",
    "keep_file",
    "kept_file",
    "map_columns",
    "moderate",
    "pour",
    "publish_figures",
    "read_import",
    "rebuild_rollup",
    "redeem",
    "set_population",
    "stalled_imports",
    "start_import",
    "start_kept_import",
    "sweep_invitations",
    "token_of",
    "vacuum_pool",
    "withdraw",
]
